"""``providers lock`` takes our provider from its mirror, and leaves the others to Terraform."""

from __future__ import annotations

from pathlib import Path

import pytest

from provider_lib.engine.provider_lock import lock_commands

MIRROR = Path("/data/mirror")
OURS = "sluice.internal/sluice/sluice"
OTHER = "registry.terraform.io/hashicorp/random"
LOCK = ["providers", "lock", "-platform=linux_amd64"]


def lock_file(folder: Path, *addresses: str) -> Path:
    blocks = [f'provider "{address}" {{\n  version = "1.0.0"\n}}\n' for address in addresses]
    (folder / ".terraform.lock.hcl").write_text("\n".join(blocks))
    return folder


def test_our_provider_alone_is_locked_from_the_mirror(tmp_path: Path) -> None:
    assert lock_commands(LOCK, lock_file(tmp_path, OURS), MIRROR) == [
        ["providers", "lock", "-fs-mirror=/data/mirror", "-platform=linux_amd64", OURS]
    ]


def test_other_providers_are_locked_from_where_they_come(tmp_path: Path) -> None:
    assert lock_commands(LOCK, lock_file(tmp_path, OTHER, OURS), MIRROR) == [
        ["providers", "lock", "-fs-mirror=/data/mirror", "-platform=linux_amd64", OURS],
        [*LOCK, OTHER],
    ]


def test_an_address_of_ones_own_is_locked_from_the_mirror_too(tmp_path: Path) -> None:
    own = "registry.example.com/acme/sluice"
    assert lock_commands(LOCK, lock_file(tmp_path, own, OTHER), MIRROR) == [
        ["providers", "lock", "-fs-mirror=/data/mirror", "-platform=linux_amd64", own],
        [*LOCK, OTHER],
    ]


def test_chdir_says_which_lock_file_is_meant(tmp_path: Path) -> None:
    (tmp_path / "stack").mkdir()
    lock_file(tmp_path / "stack", OURS)
    assert lock_commands(["-chdir=stack", *LOCK], tmp_path, MIRROR) == [
        ["-chdir=stack", "providers", "lock", "-fs-mirror=/data/mirror", "-platform=linux_amd64", OURS]
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ["plan", "-out=plan"],
        ["providers"],
        [],
        [*LOCK, "-fs-mirror=/elsewhere"],
        [*LOCK, "-net-mirror=https://mirror.example/"],
        [*LOCK, OURS],
    ],
)
def test_any_other_command_is_left_alone(tmp_path: Path, arguments: list[str]) -> None:
    assert lock_commands(arguments, lock_file(tmp_path, OURS), MIRROR) == [arguments]


def test_a_folder_that_does_not_use_our_provider_is_left_alone(tmp_path: Path) -> None:
    assert lock_commands(LOCK, tmp_path, MIRROR) == [LOCK]
    assert lock_commands(LOCK, lock_file(tmp_path, OTHER), MIRROR) == [LOCK]
