"""The proof of what adopt wrote: its plan, on a state of its own, imports everything and changes nothing."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from provider_lib.adopt import Found, broken_promises
from provider_lib.cli.adopt_files import Written
from provider_lib.cli.program_environment import synthesized
from provider_lib.cli.session import Session
from provider_lib.engine.app import App
from provider_lib.engine.plan_file import private_plan
from provider_lib.engine.terraform import Options
from provider_lib.errors import EngineError
from provider_lib.run_folder import run_folder

STAND_IN: Final = "a secret that only the server knows"
"""In the place of a secret that the server hides: an import takes whatever is given for the one in force."""

MOST: Final = 20
"""Objects that an error names."""

_PROGRAM = """\
import sys

sys.path[:0] = {folders!r}

from {imports} import adopt
from {module} import {stack_class}

from provider_lib.constructs import App

app = App()
adopt({stack_class}(app))
app.synth()
"""


def prove(session: Session, written: Written, found: Sequence[Found]) -> None:
    """Plan what was written.

    Raises:
        EngineError: the plan is not "import all, change nothing"; the files stay.
    """
    environ = {**_secrets(written), **session.environ}
    session = replace(session, environ=environ)
    engine = session.engine()
    with run_folder() as folder, private_plan() as plan:
        program = folder / "main.py"
        folders = list(dict.fromkeys(str(path.absolute().parent) for path in (written.module, written.imports)))
        program.write_text(
            _PROGRAM.format(
                folders=folders,
                imports=written.imports.stem,
                module=written.module.stem,
                stack_class=written.stack_class,
            )
        )
        command = f"{shlex.quote(sys.executable)} -P {shlex.quote(str(program))}"
        app = App(folder, command, folder / "cdktf.out", {})
        with session.working("Synthesizing"):
            [stack] = synthesized(app, environ).stacks
        session.plan(engine, stack, Options(lock=False), plan)
        broken = broken_promises(engine.show_plan(stack.directory, plan), len(found))
    if broken:
        more = f"\nand {len(broken) - MOST} more" if len(broken) > MOST else ""
        raise EngineError(
            "What was written is not what is there: its plan would change something",
            "\n".join(broken[:MOST]) + f"{more}\nThe files stay, and nothing was changed: correct them, or report it.",
        )


def _secrets(written: Written) -> dict[str, str]:
    """The variables of the secrets, as the server shows them, and of settings; the user's own win."""
    settings = {name: value for name, value in written.settings.items() if value}
    return settings | {name: found.secrets[key] or STAND_IN for name, (found, key) in written.variables.items()}
