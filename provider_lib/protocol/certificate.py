"""The server's throw-away certificate: made at every start, trusted because it stands in the handshake line.

``cryptography.x509`` and its serialization of keys would make it as well, and take longer to load than everything here.
Source: RFC 5280, 4.1, and RFC 5480 for the public key; RFC 5915 for the private one; X.690 for the encoding, and RFC
7468 for it as text.
"""

from __future__ import annotations

import base64
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from provider_lib.dataclass import dataclass

HOST = b"localhost"
"""The server name that go-plugin's client expects."""

INTEGER, BIT_STRING, OCTET_STRING, UTF8_STRING, UTC_TIME, GENERALIZED_TIME = 0x02, 0x03, 0x04, 0x0C, 0x17, 0x18
SEQUENCE, SET = 0x30, 0x31
VERSION, EXTENSIONS, DNS_NAME = 0xA0, 0xA3, 0x82
CURVE, PUBLIC_KEY = 0xA0, 0xA1
"""Tags that are a certificate's, and a private key's, own."""

EC_PUBLIC_KEY = bytes.fromhex("06072a8648ce3d0201")
P_256 = bytes.fromhex("06082a8648ce3d030107")
ECDSA_WITH_SHA256 = bytes.fromhex("06082a8648ce3d040302")
COMMON_NAME = bytes.fromhex("0603550403")
ALTERNATIVE_NAME = bytes.fromhex("0603551d11")
"""Object identifiers with tag and length."""

PEM_WIDTH = 64
"""Characters on a line of PEM; not everybody reads longer ones."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A private key and its certificate.

    Args:
        key_pem: the key in PEM.
        pem: the certificate in PEM.
        der: the certificate in DER, as the handshake line carries it.
    """

    key_pem: bytes
    pem: bytes
    der: bytes


def make_certificate() -> Certificate:
    """Make a P-256 key and sign it by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    numbers = key.private_numbers()
    point = _point(numbers.public_numbers)
    signed = _content(point)
    signature = key.sign(signed, ec.ECDSA(hashes.SHA256()))
    der = _der(SEQUENCE, signed, _der(SEQUENCE, ECDSA_WITH_SHA256), _der(BIT_STRING, b"\0", signature))
    return Certificate(
        key_pem=_key_pem(numbers.private_value, point),
        pem=_pem(b"CERTIFICATE", der),
        der=der,
    )


def _point(key: ec.EllipticCurvePublicNumbers) -> bytes:
    """A public key, uncompressed."""
    return _der(BIT_STRING, b"\0\4", key.x.to_bytes(32, "big"), key.y.to_bytes(32, "big"))


def _key_pem(private: int, point: bytes) -> bytes:
    parts = (
        _der(INTEGER, b"\1"),
        _der(OCTET_STRING, private.to_bytes(32, "big")),
        _der(CURVE, P_256),
        _der(PUBLIC_KEY, point),
    )
    return _pem(b"EC PRIVATE KEY", _der(SEQUENCE, *parts))


def _pem(label: bytes, der: bytes) -> bytes:
    text = base64.b64encode(der)
    lines = [text[begin : begin + PEM_WIDTH] for begin in range(0, len(text), PEM_WIDTH)]
    return b"\n".join([b"-----BEGIN %s-----" % label, *lines, b"-----END %s-----" % label, b""])


def _content(point: bytes) -> bytes:
    """What is signed. It has no end of its own, which would be a matter of clocks: the key ends with the process."""
    name = _der(SEQUENCE, _der(SET, _der(SEQUENCE, COMMON_NAME, _der(UTF8_STRING, HOST))))
    valid = _der(SEQUENCE, _der(UTC_TIME, b"000101000000Z"), _der(GENERALIZED_TIME, b"99991231235959Z"))
    names = _der(SEQUENCE, ALTERNATIVE_NAME, _der(OCTET_STRING, _der(SEQUENCE, _der(DNS_NAME, HOST))))
    return _der(
        SEQUENCE,
        _der(VERSION, _der(INTEGER, b"\2")),
        _der(INTEGER, b"\1", os.urandom(15)),  # the serial number, positive
        _der(SEQUENCE, ECDSA_WITH_SHA256),
        name,
        valid,
        name,
        _der(SEQUENCE, _der(SEQUENCE, EC_PUBLIC_KEY, P_256), point),
        _der(EXTENSIONS, _der(SEQUENCE, names)),
    )


def _der(tag: int, *parts: bytes) -> bytes:
    """A value after its tag and length."""
    content = b"".join(parts)
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    encoded = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 + len(encoded)]) + encoded + content
