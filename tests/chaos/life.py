"""One run: a stack is deployed while things break, then in peace, and what became of it is checked."""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.chaos.checks import check
from tests.chaos.declared import Declared, declare
from tests.chaos.faults import CLOCK, DISK, FAULTS, TERMINAL, Staged, some_skew
from tests.chaos.figures import Figures
from tests.chaos.scene import Scene, Setting
from tests.chaos.state import state_of
from tests.chaos.ways_out import take

PEACEFUL = 4
"""Deploys in peace that a stack gets to mend itself."""

LONG = 150.0
"""Seconds after which a deploy hangs."""

AGE = 120.0
"""Seconds by which what killed runs left is made older: it is removed once it is a minute old."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How much happens in a run.

    Args:
        acts: at most so many of create, change and destroy.
        deploys: at most so many deploys with faults in each.
        faults: names of the only faults that there are; empty for all.
    """

    acts: int = 3
    deploys: int = 3
    faults: tuple[str, ...] = ()


@dataclass(slots=True)
class Life:
    """A run that takes place.

    Args:
        scene: where.
        chance: that decides everything that time does not.
        figures: what it comes to.
        story: what happened, for who wants to know.
        began: monotonic seconds.
    """

    scene: Scene
    chance: Random
    figures: Figures
    story: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def act(self, verb: str, declared: Declared, deploys: Sequence[Sequence[str]]) -> Declared:
        """Deploy, or destroy, with faults and then in peace, and check.

        Args:
            verb: of sluice.
            declared: the stack.
            deploys: the names of the faults of each.
        """
        declared.write(self.scene.app)
        code = [self._disturbed(verb, names) for names in deploys][-1]
        if code != 0 or verb == "destroy":  # after which no second plan would find what killed runs left
            declared = self._in_peace(verb, declared)
        self._second_plan(verb)
        found = check(self.scene, declared.things if verb == "deploy" else type(declared.things)())
        self.story += found.story
        self.figures.add(found.figures)
        return declared

    def connect_agents(self) -> None:
        """What happens between two acts: agents get the keys that the state has."""
        for values in state_of(self.scene).attributes.values():
            if (key := values.get("agent_key")) and self.chance.random() < 0.5:
                self.scene.admin.connect_agent(key)

    def _disturbed(self, verb: str, names: Sequence[str]) -> int | None:
        staged = Staged(self.scene, self.chance)
        for name in names:
            FAULTS[name](staged)
        terminal = TERMINAL in names
        options = [] if terminal else ["--json"]
        command = staged.command = self.scene.start(verb, "--auto-approve", *options, on_terminal=terminal)
        ended = command.wait(LONG)
        staged.end()
        if not ended:
            self._tell("it hung")
            command.kill("command", "core", "provider")
        if self.chance.random() < 0.7:
            command.end()
        self.figures.faults.update(staged.happened)
        code = command.process.poll()
        self._tell(f"{verb} with {', '.join(staged.happened) or 'nothing'}: {code}\n{_indented(command.said())}")
        return code

    def _in_peace(self, verb: str, declared: Declared) -> Declared:
        for _ in range(PEACEFUL):
            self._grow_old()
            command = self.scene.start(verb, "--auto-approve", "--json")
            command.wait(LONG)
            command.end()
            self._tell(f"{verb} in peace: {command.process.poll()}\n{_indented(command.said())}")
            if command.process.poll() == 0:
                return declared
            taken = take(self.scene, declared, command.said())
            declared = taken.declared
            self.figures.named_steps += len(taken.steps)
            self.story += [f"by hand: {step}" for step in taken.steps]
        self.figures.unnamed_steps += 1
        return declared

    def _second_plan(self, verb: str) -> None:
        if verb != "deploy":
            return
        self._grow_old()
        command = self.scene.start("diff", "--detailed-exitcode", "--json")
        command.wait(LONG)
        command.end()
        if command.process.poll() != 0:
            self.figures.unsettled += 1
            self._tell(f"second plan: {command.process.poll()}\n{_indented(command.said())}")

    def _tell(self, text: str) -> None:
        self.story.append(f"after {time.monotonic() - self.began:.0f} s: {text}")

    def _grow_old(self) -> None:
        unseen = (self.scene.app.parent / "home").rglob("*.new")
        for path in (*self.scene.temporary.iterdir(), *unseen):
            os.utime(path, (time.time() - AGE, time.time() - AGE))


@dataclass(frozen=True, slots=True)
class Run:
    """A run to come.

    Args:
        folder: for everything; made.
        seed: of the campaign.
        number: of the run.
        setting: what it runs on.
        shape: how much happens.
    """

    folder: Path
    seed: int
    number: int
    setting: Setting
    shape: Shape


@dataclass(frozen=True, slots=True)
class Lived:
    """A run that is over.

    Args:
        number: which.
        figures: what it came to.
        story: what happened.
    """

    number: int
    figures: Figures
    story: str


def live(run: Run) -> Lived:
    """Have a run take place."""
    logging.disable()  # what servers say of those that are gone
    chance = Random(f"{run.seed}/{run.number}")
    shape = run.shape
    names = shape.faults or tuple(FAULTS)
    acts = ["deploy", "change", "destroy"][: chance.randint(1, shape.acts)]
    deploys = [[_some(chance, names) for _ in range(chance.randint(1, shape.deploys))] for _ in acts]
    skew = 0.0 if shape.faults else some_skew(chance)
    figures = Figures(runs=1)
    with Scene(run.folder, run.setting, skew, small=any(DISK in some for act in deploys for some in act)) as scene:
        if skew:
            figures.faults[CLOCK] += 1
        life = Life(scene, chance, figures)
        declared = declare(chance, scene.backend)
        for act, disturbed in zip(acts, deploys, strict=True):
            if act == "change":
                life.connect_agents()
                declared = declared.changed(chance)
            declared = life.act("destroy" if act == "destroy" else "deploy", declared, disturbed)
            if figures.losses:
                break
    figures.self_mended += not figures.losses and not figures.named_steps
    return Lived(run.number, figures, "\n".join(life.story))


def _some(chance: Random, names: Sequence[str]) -> list[str]:
    return chance.sample(names, k=min(len(names), chance.choice((1, 2, 2, 3))))


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for said in text.splitlines() for line in _in_words(said).splitlines())


def _in_words(line: str) -> str:
    """What a line says, out of the JSON that it may be."""
    try:
        told = json.loads(line)
        diagnostic = told.get("diagnostic", {})
        return f"{told['@message']}\n{diagnostic.get('detail', '')}".strip()
    except (ValueError, LookupError, AttributeError):
        return line
