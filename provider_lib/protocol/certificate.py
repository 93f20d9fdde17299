"""The server's throw-away certificate: made at every start, trusted because it stands in the handshake line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from provider_lib.dataclass import dataclass

HOST = "localhost"
"""The server name that go-plugin's client expects."""

CLOCK_SKEW = timedelta(minutes=5)
LIFETIME = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A private key and its certificate.

    Args:
        key_pem: the key, PKCS 8 in PEM.
        pem: the certificate in PEM.
        der: the certificate in DER, as the handshake line carries it.
    """

    key_pem: bytes
    pem: bytes
    der: bytes


def make_certificate() -> Certificate:
    """Make a P-256 key and sign it by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCK_SKEW)
        .not_valid_after(now + LIFETIME)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Certificate(
        key_pem=key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
        pem=signed.public_bytes(serialization.Encoding.PEM),
        der=signed.public_bytes(serialization.Encoding.DER),
    )
