"""Validations that Terraform asks for twice."""

from __future__ import annotations

from provider_lib.protocol.faultless import Faultless


class Validation:
    def __init__(self) -> None:
        self.asked: list[bytes] = []

    def __call__(self, message: bytes) -> bytes:
        self.asked.append(message)
        return b"a fault" if b"wrong" in message else b""


def test_a_message_without_fault_is_looked_at_once() -> None:
    validation = Validation()
    faultless = Faultless(validation)
    assert [faultless(message) for message in (b"right", b"right", b"right too", b"right")] == [b""] * 4
    assert validation.asked == [b"right", b"right too"]


def test_a_fault_is_told_each_time() -> None:
    validation = Validation()
    faultless = Faultless(validation)
    assert [faultless(message) for message in (b"wrong", b"right", b"wrong")] == [b"a fault", b"", b"a fault"]
    assert validation.asked == [b"wrong", b"right", b"wrong"]
