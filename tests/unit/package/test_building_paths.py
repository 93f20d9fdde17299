"""Binaries of the package name no folder of the machine that built it."""

from __future__ import annotations

from pathlib import Path

from provider_lib.package.building_paths import forget_paths


def test_where_python_was_installed_is_replaced_in_binaries_by_as_many_letters(tmp_path: Path) -> None:
    binary, text = tmp_path / "_ssl.so", tmp_path / "notes.txt"
    binary.write_bytes(b"\x7fELF..\0/home/jo/.pyenv/versions/3.11.7/lib\0more")
    text.write_text("/home/jo/.pyenv/versions/3.11.7")
    forget_paths(tmp_path, "/home/jo/.pyenv/versions/3.11.7")
    assert binary.read_bytes() == b"\x7fELF..\0/nonexistent------------/3.11.7/lib\0more"
    assert text.read_text() == "/home/jo/.pyenv/versions/3.11.7"


def test_a_place_that_every_machine_has_is_left(tmp_path: Path) -> None:
    binary = tmp_path / "_ssl.so"
    binary.write_bytes(b"\x7fELF/usr/local/lib")
    forget_paths(tmp_path, "/usr/local")
    assert binary.read_bytes() == b"\x7fELF/usr/local/lib"
