"""One Terraform run against many hostile servers: every case has a resource, and a server, of its own."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from provider_lib.systems import CATALOGUE
from tests.core import Run, Workspace, attached
from tests.hostile.scene import SECRETS, Kind, environment, is_legible
from tests.hostile.server import Deed, Server, serving

Phase = Literal["create", "change", "refresh", "delete"]

PHASES: dict[Phase, list[str]] = {
    "create": ["create", "apply", "-auto-approve"],
    "change": ["update", "apply", "-auto-approve"],
    "refresh": ["read", "apply", "-refresh-only", "-auto-approve"],
    "delete": ["delete", "destroy", "-auto-approve"],
}
"""In their order: which requests of a kind get hostile answers, and the command."""

LIMIT = 90
"""Seconds that a run over all cases may take."""

TIMEOUT = "3s"
"""Longer than elsewhere: forty servers of one process answer at once."""

AT_ONCE = "40"

KEEPS_SECRETS = "SLUICE_TEST_CORE" not in os.environ
"""Whether the core has write-only attributes: another than the embedded one may be older than 1.11."""


@dataclass(frozen=True)
class Told:
    """An error as Terraform told it."""

    summary: str
    detail: str

    def __str__(self) -> str:
        return f"{self.summary}\n{self.detail}"


@dataclass
class Case:
    """One kind of misdeed, done to one resource.

    Attributes:
        errors: what each phase told of it.
        before: what was stored of it before each phase.
        after: what was stored of it after.
        unknown: the objects that were on its server after each phase, and not in the state.
        unsettled: what was still planned for it when its server behaved again.
    """

    name: str
    kind: Kind
    deed: Deed
    server: Server
    world: Any
    endpoint: str
    errors: dict[Phase, list[Told]] = field(default_factory=dict)
    before: dict[Phase, Any] = field(default_factory=dict)
    after: dict[Phase, Any] = field(default_factory=dict)
    unknown: dict[Phase, set[str]] = field(default_factory=dict)
    unsettled: dict[Phase, str] = field(default_factory=dict)
    left: dict[Phase, Any] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"{self.kind.type_name}.{self.endpoint}"

    def config(self, *, changed: bool) -> dict[str, Any]:
        config = {**self.kind.config, **(self.kind.changed if changed else {}), self.kind.endpoint: self.endpoint}
        return config if KEEPS_SECRETS else {name: item for name, item in config.items() if name != "secret_body"}


class Campaign:
    """Cases of one kind of resource, which live from create to delete, with a misdeed in every phase.

    Attributes:
        runs: the output of each run with misdeeds, and the state after it, by phase.
        seconds: how long the run with the misdeeds took, by phase.
    """

    def __init__(self, workspace: Workspace, cases: list[Case]) -> None:
        self.cases = {case.name: case for case in cases}
        self.runs: dict[Phase, str] = {}
        self.codes: dict[Phase, int] = {}
        self.seconds: dict[Phase, float] = {}
        self._workspace = workspace
        self._state = workspace.folder / "terraform.tfstate"

    def fight(self, phases: Collection[Phase]) -> None:
        """All phases, each with its misdeeds, where that is wanted, and then without."""
        for phase, (on, *command) in PHASES.items():
            self._workspace.write(
                {case.address: case.config(changed=phase != "create") for case in self.cases.values()}
            )
            if phase in phases:
                self._suffer(phase, on, *command)
            self._settle(phase)

    def _suffer(self, phase: Phase, on: str, *command: str) -> None:
        before = self._stored()
        for case in self.cases.values():
            case.before[phase] = before.get(case.address)
            case.server.misbehave(getattr(case.kind, on), case.deed)
        started = time.monotonic()
        run = self._run(*command)
        self.seconds[phase] = time.monotonic() - started
        self.runs[phase], self.codes[phase] = run.text + self._state.read_text(), run.code
        after = self._stored()
        told = self._errors(run)
        for case in self.cases.values():
            case.errors[phase] = told.pop(case.address, [])
            case.after[phase] = stored = after.get(case.address)
            known = set() if stored is None else {str(stored["attributes"][case.kind.own])}
            case.unknown[phase] = set(case.world.objects) - known
        assert not told, told

    def _settle(self, phase: Phase) -> None:
        """Once the servers behave, and somebody has looked for what the errors say, all is as it should be."""
        for case in self.cases.values():
            case.server.behave()
            for unknown in case.unknown.get(phase, ()) if phase != "delete" else ():
                del case.world.objects[unknown]
        command = ["destroy", "-auto-approve"] if phase == "delete" else ["apply", "-auto-approve"]
        again = self._run(*command)
        told = self._errors(again)
        planned = self._run("plan") if phase != "delete" else None
        moves = {} if planned is None else dict(_planned(planned))
        stored = self._stored()
        for case in self.cases.values():
            failed = "; ".join(map(str, told.get(case.address, ())))
            case.unsettled[phase] = failed or moves.get(case.address, "")
            known = stored.get(case.address)
            own = None if known is None else str(known["attributes"][case.kind.own])
            case.left[phase] = (own, sorted(case.world.objects))

    def _run(self, command: str, *options: str) -> Run:
        return self._workspace.run(command, "-json", *options, f"-parallelism={AT_ONCE}", code=None)

    def _stored(self) -> dict[str, Any]:
        document = json.loads(self._state.read_text()) if self._state.exists() else {"resources": []}
        return {f"{item['type']}.{item['name']}": item["instances"][0] for item in document["resources"]}

    def _errors(self, run: Run) -> dict[str, list[Told]]:
        found: dict[str, list[Told]] = {}
        for event in _events(run):
            if event["type"] == "diagnostic" and event["@level"] == "error":
                item = event["diagnostic"]
                context = (item.get("snippet") or {}).get("context") or ""
                address = item.get("address") or context.removeprefix("resource.")
                address = address or self._named_in(item["summary"])
                found.setdefault(address, []).append(Told(item["summary"], item.get("detail", "")))
        return found

    def _named_in(self, summary: str) -> str:
        """The case that an error names; of a destroy Terraform does not say itself what it is about."""
        return next((case.address for case in self.cases.values() if f"{case.endpoint}/" in summary), "")


def _events(run: Run) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in run.text.splitlines() if line.startswith("{"))


def _planned(run: Run) -> Iterator[tuple[str, str]]:
    for event in _events(run):
        if event["type"] == "planned_change":
            yield event["change"]["resource"]["addr"], event["change"]["action"]


@contextmanager
def campaign(
    folder: Path, kind: Kind, answers: Mapping[str, Deed], phases: Collection[Phase] = tuple(PHASES)
) -> Iterator[Campaign]:
    """A campaign that was fought."""
    with ExitStack() as stack:
        cases, variables = [], {}
        for number, (name, deed) in enumerate(answers.items()):
            world: Any = kind.world()
            server = stack.enter_context(serving(world))
            endpoint = f"c{number}_{re.sub('[^a-z0-9]+', '_', name.lower()).strip('_')}"
            cases.append(Case(name, kind, deed, server, world, endpoint))
            variables |= environment(kind, server.url, endpoint, TIMEOUT)
        workspace = stack.enter_context(attached(folder, CATALOGUE, variables))
        made = Campaign(workspace, cases)
        made.fight(phases)
        yield made


def hold(case: Case, phase: Phase) -> None:
    """What must hold of any case: nothing is lost, all is told, and what follows is as if nothing had been."""
    errors = case.errors[phase]
    text = "\n".join(map(str, errors))
    assert "met a bug" not in text, text
    assert "bug in Sluice" not in text, text
    assert all(" " in error.summary and len(error.summary) < 1000 and len(error.detail) < 20_000 for error in errors)
    assert all(is_legible(str(error)) for error in errors), text
    is_told = "look for it" in text or "exists already" in text
    assert phase == "delete" or is_told or not case.unknown[phase], f"{case.unknown[phase]} are lost:\n{text}"
    if phase == "refresh":
        assert case.after[phase] == case.before[phase]
    if not errors and phase != "delete":
        assert case.after[phase].get("status") != "tainted"
    assert case.unsettled[phase] == ""
    own, objects = case.left[phase]
    assert objects == ([] if phase == "delete" else [own])


def hold_together(campaign: Campaign) -> None:
    """What must hold of each run: its exit code, an end in time, and no secret anywhere."""
    for phase, run in campaign.runs.items():
        failed = any(case.errors[phase] for case in campaign.cases.values())
        assert campaign.codes[phase] == int(failed)
        assert campaign.seconds[phase] < LIMIT
        assert [secret for secret in SECRETS if secret in run] == []
