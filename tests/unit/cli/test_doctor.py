"""What ``sluice doctor`` says of one API, of the engine, and of who wrote the states."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from provider_lib import __version__
from provider_lib.cli.doctor import Finding, findings, states_told
from provider_lib.cli.written_states import Written, written_states
from provider_lib.engine.app import Stack
from provider_lib.engine.terraform import Engine
from provider_lib.errors import EngineError

PLAIN = {"SLUICE_LENSES_URL": "http://lenses.invalid", "SLUICE_LENSES_TOKEN": "sluice-of-a-test"}


def test_credentials_that_others_may_read_are_warned_of_before_the_api_is_asked() -> None:
    assert next(finding for finding in findings("terraform", PLAIN) if finding.about == "Lenses HQ") == Finding(
        "warning",
        "Lenses HQ",
        "Lenses HQ is reached over plain http at lenses.invalid",
        "Whoever is on the way there reads the credentials and all that is sent. "
        "Give an address with https in `url` of `lenses` in the provider block, or SLUICE_LENSES_URL.",
    )


def terraform(folder: Path, script: str) -> Path:
    """A terraform on PATH that does what a script says."""
    path = folder / "bin" / "terraform"
    path.parent.mkdir()
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (
            """echo '{"terraform_version": "99.0.1"}'""",
            " Terraform 99.0.1 on PATH is newer: --engine terraform runs it",
        ),
        ("""echo '{"terraform_version": "1.11.4"}'""", ""),
        ("exit 1", ""),
    ],
)
def test_an_embedded_core_that_lags_behind_the_terraform_on_path_is_told(
    script: str, said: str, tmp_path: Path
) -> None:
    folder = terraform(tmp_path, script).parent
    environ = {"PATH": f"{folder}:/usr/bin:/bin", "HOME": str(tmp_path)}
    engine = next(finding for finding in findings("embedded", environ) if finding.about == "engine")
    assert engine.verdict == "ok"
    assert engine.text.startswith("embedded, Terraform 1.")
    assert engine.text.partition(";")[2] == said


@pytest.fixture
def stacks(tmp_path: Path) -> Callable[..., list[Stack]]:
    """Stacks whose states hold an object for each of these versions that wrote one."""

    def make(**writers: list[str | None]) -> list[Stack]:
        for name, versions in writers.items():
            (tmp_path / name).mkdir()
            (tmp_path / name / "state").write_text(json.dumps(state(versions)))
        return [Stack(name, tmp_path / name) for name in writers]

    return make


def state(versions: list[str | None]) -> dict[str, object]:
    """A state as Terraform has it; the random provider's private bytes are nobody's."""
    privates = [{"format": 2} | ({"written_by": version} if version else {}) for version in versions]
    ours = [
        {"attributes": {}, "private": base64.b64encode(json.dumps(private).encode()).decode()} for private in privates
    ]
    theirs = {"attributes": {}, "private": base64.b64encode(b'{"written_by": "77.0"}').decode()}
    kinds = {"sluice_lenses_environment": ours, "random_pet": [theirs]}
    resources = [
        {"mode": "managed", "type": kind, "name": "it", "provider": 'provider["x"]', "instances": instances}
        for kind, instances in kinds.items()
    ]
    return {"version": 4, "serial": 1, "resources": resources}


def test_the_newest_version_that_wrote_something_of_ours_wrote_a_state(
    stacks: Callable[..., list[Stack]], tmp_path: Path
) -> None:
    script = 'if [ "$1" = state ]; then cat state; fi'
    engine = Engine((str(terraform(tmp_path, script)),), {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)})
    found = stacks(dev=["0.9.0", "0.10.0", None], old=[None], bare=[], prod=["0.10.0"], broken=["1"])
    (found[-1].directory / "state").write_text("no state")
    written = written_states(engine, found)
    assert written.by == {"0.10.0": ["dev", "prod"], "": ["old"]}
    assert {name: error.summary for name, error in written.unread.items()} == {
        "broken": "The state of broken cannot be read: it is not in the form in which Terraform stores one"
    }


def test_the_version_that_wrote_a_state_is_told_beside_the_one_that_runs() -> None:
    unread = {"far": EngineError("The backend does not answer", "Log in.")}
    by = {"99.0.0": ["prod"], "": ["old"], __version__: ["dev", "test"]}
    assert list(states_told(Written(by, unread))) == [
        Finding("ok", "states", "of old: written before the provider noted its version"),
        Finding("ok", "states", f"of dev, test: written by {__version__}, this is {__version__}"),
        Finding(
            "warning",
            "states",
            f"of prod: written by 99.0.0, newer than this {__version__}",
            "Install that version before you deploy: this one may not be able to read what it wrote.",
        ),
        Finding("warning", "states", "of far: not read, The backend does not answer", "Log in."),
    ]
