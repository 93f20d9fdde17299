"""``sluice key init`` makes an identity that only its owner can read, and shows what others may know."""

from __future__ import annotations

from pathlib import Path

import pytest

from provider_lib.cli.main import application
from provider_lib.errors import ConfigError
from provider_lib.sealing import Identities, seal


def run(*arguments: str) -> None:
    application(["key"])(["key", "init", *arguments], standalone_mode=False)


def test_what_is_sealed_to_the_recipient_is_opened_by_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "keys" / "identity.txt"
    run("--out", str(file))
    out, err = capsys.readouterr()
    assert Identities(str(file)).open(seal("key", [out.strip()])) == "key"
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert "AGE-SECRET-KEY" not in out + err
    assert f"export SLUICE_AGE_IDENTITY={file}" in err.splitlines()[-1]


def test_it_is_written_outside_of_the_working_copy_by_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    run()
    assert (tmp_path / "sluice" / "identity.txt").exists()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "identity.txt"
    file.write_text("mine")
    with pytest.raises(ConfigError, match="is there already") as refused:
        run("--out", str(file))
    assert refused.value.detail == "Nothing was overwritten. Name another file: --out FILE."
    assert file.read_text() == "mine"
