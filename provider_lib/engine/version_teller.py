"""What the CDK asks for Terraform's version, which it does before every import block that it writes.

A Terraform takes a moment to start, and a stack that takes over a thousand objects asks a thousand times.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from provider_lib.run_folder import run_folder

_PROGRAM: Final = """\
[ -s {answer} ] || sluice-terraform "$@" > {answer}
cat {answer}
"""


@contextmanager
def version_teller() -> Iterator[str]:
    """A command that answers as the embedded core, and starts it for the first question only."""
    with run_folder() as folder:
        program = folder / "terraform"
        program.write_text(_PROGRAM.format(answer=shlex.quote(str(folder / "answer"))))
        yield f"sh {shlex.quote(str(program))}"
