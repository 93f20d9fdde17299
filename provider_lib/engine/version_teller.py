"""What the CDK asks for Terraform's version, which it does before every import block that it writes.

A Terraform takes a moment to start, and a stack that takes over a thousand objects asks a thousand times.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from provider_lib.engine.executables import EMBEDDED, executable
from provider_lib.errors import EngineError
from provider_lib.run_folder import run_folder

_PROGRAM: Final = """\
[ -s {answer} ] || CHECKPOINT_DISABLE=1 {core} "$@" > {answer} || exit
cat {answer}
"""

_NO_CORE: Final = """\
printf '%s\\n' {told} >&2
exit 1
"""


@contextmanager
def version_teller(environ: Mapping[str, str]) -> Iterator[str]:
    """A command that answers as the embedded core, or what runs in its place, started for the first question only.

    Args:
        environ: with PATH.
    """
    with run_folder() as folder:
        program = folder / "terraform"
        try:
            core = executable(EMBEDDED, environ).argv
        except EngineError as error:
            program.write_text(_NO_CORE.format(told=shlex.quote(str(error))))
        else:
            program.write_text(_PROGRAM.format(core=shlex.join(core), answer=shlex.quote(str(folder / "answer"))))
        yield f"sh {shlex.quote(str(program))}"
