"""The steps by hand that an error names in full, as a user would read them out of it and take them."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass

from tests.chaos.database import held
from tests.chaos.declared import Declared
from tests.chaos.scene import Scene
from tests.chaos.state import state_of

_COMMAND = re.compile(r"`?(sluice (?:state (?:journal --forget|restore)|unlock) [\w.-]+)`?")
"""To go on without a state (``state accept``) is for somebody who knows that nothing is lost with it."""
_ASKING = ("sluice state restore", "sluice unlock")
_ANSWERS = ("--auto-approve", "--skip-synth")  # the stacks of a campaign have no program
_IMPORT = re.compile(r'to = (\S+)\s+id = "([^"]+)"')
_ID = "ID"
"""What stands in an import for the id that one look at the server tells."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of an error.

    Args:
        declared: the stack, with what is imported now.
        steps: that were taken, in words.
    """

    declared: Declared
    steps: tuple[str, ...]


def take(scene: Scene, declared: Declared, said: str) -> Taken:
    """Take every step that an error names: imports first, since a forgotten entry is made again."""
    text = "\n".join(line for line in said.splitlines() if not line.startswith("{"))  # nor Terraform's own messages
    steps: list[str] = []
    for address, import_id in dict(_IMPORT.findall(text)).items():
        known = _looked_up(scene, declared, address, import_id) if address in declared.objects else None
        if known:
            declared = declared.importing(address, known)
            steps.append(f"import {address} {known}")
    declared.write(scene.app)
    for command in dict.fromkeys(_COMMAND.findall(text)):
        answers = _ANSWERS if command.startswith(_ASKING) else ()
        done = scene.run([*shlex.split(command), *answers])
        steps.append(command if done.returncode == 0 else f"{command}, in vain: {done.stderr.strip()}")
    return Taken(declared, tuple(steps))


def _looked_up(scene: Scene, declared: Declared, address: str, import_id: str) -> str | None:
    """An import id, with the id of the object that one look at the server finds; None when there is none."""
    if not import_id.endswith(f"/{_ID}"):
        return import_id
    thing = declared.objects[address].thing
    known = {str(values.get("id")) for values in state_of(scene).attributes.values()}
    left = [number for number in held(scene.database).numbers.get(thing, ()) if str(number) not in known]
    return f"{import_id.removesuffix(_ID)}{left[0]}" if left else None
