"""The certificate of a start is one that a library for certificates knows."""

from __future__ import annotations

import ssl
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from provider_lib.protocol.certificate import Certificate, make_certificate


def numbers(key: Any) -> Any:
    """What a key is; the oldest cryptography compares keys by their identity."""
    return key.public_numbers()


def test_it_is_signed_by_its_own_key_for_the_name_that_terraform_asks_for() -> None:
    made = make_certificate()
    read = x509.load_der_x509_certificate(made.der)
    read.verify_directly_issued_by(read)
    assert numbers(read.public_key()) == numbers(load_pem_private_key(made.key_pem, None).public_key())
    assert isinstance(read.signature_hash_algorithm, hashes.SHA256)
    assert read.version is x509.Version.v3
    assert read.subject == read.issuer == x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    assert [(item.critical, item.value) for item in read.extensions] == [
        (False, x509.SubjectAlternativeName([x509.DNSName("localhost")]))
    ]
    assert b"000101000000Z" in made.der
    assert b"99991231235959Z" in made.der
    assert ssl.PEM_cert_to_DER_cert(made.pem.decode()) == made.der == read.public_bytes(Encoding.DER)


def test_key_and_certificate_are_written_as_the_library_writes_them_also_when_a_number_is_short() -> None:
    def leading_zeros(made: Certificate) -> tuple[bool, ...]:
        private: Any = load_pem_private_key(made.key_pem, None)
        found = private.private_numbers()
        public = found.public_numbers
        return tuple(number.bit_length() <= 248 for number in (found.private_value, public.x, public.y))

    for place in range(3):
        made = next(made for made in iter(make_certificate, None) if leading_zeros(made)[place])
        key: Any = load_pem_private_key(made.key_pem, None)
        assert made.key_pem == key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        assert made.pem == x509.load_der_x509_certificate(made.der).public_bytes(Encoding.PEM)


def test_no_two_are_alike() -> None:
    first, second = (x509.load_der_x509_certificate(make_certificate().der) for _ in range(2))
    assert first.serial_number != second.serial_number
    assert numbers(first.public_key()) != numbers(second.public_key())
