"""The executable that Terraform starts: ``terraform-provider-sluice``.

Terraform starts it several times for one command, so nothing slow is imported before it has been told where to
connect: see protocol.serve.
"""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from provider_lib import AFTER_PLAN_OPTION, ATTACHED_OPTION, IS_WORKING_COPY, REATTACH_VARIABLE
from provider_lib.protocol.prepared import prepare, prepared
from provider_lib.protocol.process import serve, serve_attached

if TYPE_CHECKING:
    from provider_lib.contract import Provider

ANSWERS = Path(__file__).with_name("answers")
"""What is answered without the declarations, from which `make generate` made it."""


def main() -> None:
    """Serve Terraform.

    With ``--attached ADDRESS`` it is the one run of it that ``sluice`` attaches, with ``--debug`` any that is attached
    until Ctrl-C or a kill.
    """
    if find_spec("hpack") is None:  # the code is there for the constructs alone
        sys.exit("The provider was installed without what it needs: install its wheel with the extra `provider`")
    answers = {} if IS_WORKING_COPY else prepared(ANSWERS)
    match sys.argv[1:]:
        case ["--debug"]:
            _debug()
        case [option, address, *more] if option == ATTACHED_OPTION:
            serve_attached(partial(make_provider, follows_plan=AFTER_PLAN_OPTION in more), answers, address)
        case _:
            serve(make_provider, answers)


def prepare_answers(folder: Path) -> None:
    """Make what an installed provider answers in every run.

    Args:
        folder: for the files; ``ANSWERS`` is where they are looked for.
    """
    from provider_lib.rest import RestProvider
    from provider_lib.systems import CATALOGUE

    prepare(lambda: RestProvider(CATALOGUE, {}), folder)


def make_provider(*, follows_plan: bool = False) -> Provider:
    """The engine with the catalogue, the environment, and the journal where there is one.

    Args:
        follows_plan: whether it only carries out what another has planned.
    """
    # httpx brings a command line of its own and loads rich for it; it does without where that is not to be had.
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
    from provider_lib.rest import RestProvider
    from provider_lib.state.journal import JournalFolder, place_of
    from provider_lib.state.marks import Marks
    from provider_lib.systems import CATALOGUE

    folder = place_of(os.environ)
    if folder is None:
        return RestProvider(CATALOGUE, dict(os.environ))
    marks = Marks(folder / "validated")
    return RestProvider(CATALOGUE, dict(os.environ), JournalFolder(folder), marks, follows_plan=follows_plan)


def _debug() -> None:
    from provider_lib.protocol.log import log_to_terraform
    from provider_lib.protocol.reattach import reattach
    from provider_lib.provider_source import chosen_source

    log_to_terraform(os.environ, sys.stderr)
    ends = (signal.SIGINT, signal.SIGTERM)
    for number in ends:  # a shell lets what it starts in the background ignore the first
        signal.signal(number, signal.SIG_DFL)
    # Waited for rather than raised: an exception may come up in a callback of gRPC's, which swallows it.
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    with reattach(make_provider, chosen_source(os.environ)) as value:
        sys.stdout.write(f"export {REATTACH_VARIABLE}='{value}'\n")
        sys.stdout.flush()
        signal.sigwait(ends)
