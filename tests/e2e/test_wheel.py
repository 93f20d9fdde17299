"""The wheel holds what users run, and nothing that only we need."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import provider_lib
from provider_lib.cli.init import FILES

ROOT = Path(provider_lib.__file__).parents[1]
EVERY_MODULE = """
import importlib, pkgutil, provider_lib

for module in pkgutil.walk_packages(provider_lib.__path__, "provider_lib."):
    if not module.name.endswith(".__main__"):
        importlib.import_module(module.name)
print(*provider_lib.__path__)
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the wheel was unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, timeout=120)
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def test_the_wheel_holds_the_app_of_the_demo_and_what_it_runs(unpacked: Path) -> None:
    packed = {str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file()}
    app = {f"stacks/{path.name}" for path in (ROOT / "stacks").iterdir() if path.is_file()} | {"cdktf.json"}
    assert {f"provider_lib/cli/demo_app/{name}" for name in app} <= packed
    assert {name.split("/")[0] for name in packed if ".dist-info" not in name} == {"provider_lib"}


def test_the_wheel_holds_the_app_of_init(unpacked: Path) -> None:
    starter = unpacked / "provider_lib/cli/starter"
    assert {path.name: path.read_text() for path in starter.iterdir()} == {
        name: (ROOT / "examples/quickstart" / name).read_text() for name in FILES
    }


def test_the_wheel_holds_every_room_but_the_generator(unpacked: Path) -> None:
    rooms = {path.name for path in (ROOT / "provider_lib").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert {path.name for path in (unpacked / "provider_lib").iterdir() if path.is_dir()} == rooms - {"generator"}


def test_every_module_of_the_wheel_can_be_imported_without_the_generator(unpacked: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-B", "-c", EVERY_MODULE]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(unpacked)}, capture_output=True, text=True, timeout=120
    )
    assert (done.stdout.strip(), done.stderr) == (str(unpacked / "provider_lib"), "")


def test_the_wheel_does_not_check_again_at_each_start_what_tests_have_checked(unpacked: Path, tmp_path: Path) -> None:
    program = "import sys, provider_lib.systems; print('provider_lib.spec.consistency' in sys.modules)"
    command = [sys.executable, "-B", "-c", program]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(unpacked)}, capture_output=True, text=True, timeout=120
    )
    assert (done.stdout.strip(), done.stderr) == ("False", "")


def test_the_wheel_answers_what_is_the_same_in_every_run_without_the_declarations(
    unpacked: Path, tmp_path: Path
) -> None:
    program = (
        "import sys\n"
        "from provider_lib.plugin import ANSWERS, IS_WORKING_COPY\n"
        "from provider_lib.protocol.prepared import METHODS, prepared\n"
        "print(IS_WORKING_COPY, prepared(ANSWERS).keys() == set(METHODS), 'provider_lib.systems' in sys.modules)"
    )
    command = [sys.executable, "-B", "-c", program]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(unpacked)}, capture_output=True, text=True, timeout=120
    )
    assert (done.stdout.strip(), done.stderr) == ("False True False", "")
