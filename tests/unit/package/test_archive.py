"""Archives of the provider: their names, checksums and bytes."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from provider_lib.errors import PackageError
from provider_lib.package.archive import Archive, archives_in, pack, publish
from tests.unit.package.archives import HERE, THERE, make_archives


def test_archives_are_known_by_their_names_and_sorted_by_version(tmp_path: Path) -> None:
    (tmp_path / "other.zip").touch()
    found = make_archives(tmp_path, f"0.10.0_{HERE}", f"0.9.0_{THERE}", f"0.9.0_{HERE}", f"0.10.0-rc1_{HERE}")
    assert [(it.version, it.system, it.machine) for it in found] == [
        ("0.9.0", "darwin", "arm64"),
        ("0.9.0", "linux", "amd64"),
        ("0.10.0-rc1", "linux", "amd64"),
        ("0.10.0", "linux", "amd64"),
    ]


def test_a_folder_without_archives_says_how_one_is_made(tmp_path: Path) -> None:
    with pytest.raises(PackageError) as refused:
        archives_in(tmp_path)
    assert str(refused.value) == (
        f"There is no archive of the provider in {tmp_path}\n"
        f"Build one with `sluice provider package --out {tmp_path}`, on each platform that you want to offer."
    )


def test_the_same_files_give_the_same_bytes_whenever_they_were_made(tmp_path: Path) -> None:
    packed = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "provider").write_text("starts")
        (tmp_path / name / "provider").chmod(0o755)
        os.utime(tmp_path / name / "provider", (1e9 + len(packed), 1e9))
        pack(tmp_path / name, tmp_path / f"{name}.zip")
        packed.append((tmp_path / f"{name}.zip").read_bytes())
    assert packed[0] == packed[1]


def test_what_can_be_run_can_be_run_after_it_was_unpacked(tmp_path: Path) -> None:
    [archive] = make_archives(tmp_path, f"0.1.0_{HERE}")
    with zipfile.ZipFile(archive.path) as packed:
        assert [(it.filename, oct(it.external_attr >> 16)) for it in packed.infolist()] == [("provider", "0o100755")]


def test_an_archive_has_the_checksums_of_terraforms_lock_files(tmp_path: Path) -> None:
    """The first is of a list of the files, as sha256sum prints it."""
    [archive] = make_archives(tmp_path, f"0.1.0_{HERE}")
    assert archive.hashes() == ["h1:lKmMNFJ8p9Tt1Y6WRNnib3GLu5FmtWwdIwLGqlW44rk=", f"zh:{archive.sha256()}"]


def cut_off(archive: Archive) -> None:
    content = archive.path.read_bytes()
    archive.path.write_bytes(content[: len(content) // 2])


def changed(archive: Archive) -> None:
    archive.path.write_bytes(archive.path.read_bytes().replace(b"starts", b"stands"))


@pytest.mark.parametrize("harm", [cut_off, changed])
def test_an_archive_that_did_not_arrive_whole_is_not_published(tmp_path: Path, harm: Callable[[Archive], None]) -> None:
    [archive] = make_archives(tmp_path, f"0.1.0_{HERE}")
    with zipfile.ZipFile(archive.path, "w") as plain:
        plain.writestr("provider", "starts")
    harm(archive)
    with pytest.raises(PackageError) as refused:
        publish(archive, tmp_path / "mirror")
    assert str(refused.value) == (f"{archive.path} is broken\nIt may not have arrived whole. Copy or build it again.")
    assert not (tmp_path / "mirror").exists()


def test_an_archive_that_was_published_is_never_replaced_by_another(tmp_path: Path) -> None:
    [archive] = make_archives(tmp_path / "built", f"0.1.0_{HERE}")
    published = publish(archive, tmp_path / "offered")
    assert publish(archive, tmp_path / "offered") == published
    [other] = make_archives(tmp_path / "built", f"0.1.0_{HERE}", text="starts otherwise")
    with pytest.raises(PackageError, match=f"{tmp_path}/offered has another {archive.name}"):
        publish(other, tmp_path / "offered")
    assert published.path.read_bytes() != other.path.read_bytes()
