"""What the provider tells while it works: that it waits for a server, and why.

Terraform passes nothing on from a call that is still under way, so this goes round it: the provider writes lines into a
named pipe, whose path it finds in its environment.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

from provider_lib import NOTICES_VARIABLE
from provider_lib.run_folder import run_folder

_END = b"\n"


@contextmanager
def hearing_notices(hear: Callable[[str], None]) -> Iterator[dict[str, str]]:
    """Listen for as long as it is entered.

    Args:
        hear: gets each notice, in a thread of its own; none twice in a row, as when many requests wait for one server.

    Yields:
        What to add to the environment of the processes that tell.
    """
    with run_folder() as folder:
        path = folder / "notices"
        os.mkfifo(path, 0o600)
        # Open for both ways, it opens at once and does not end when one provider goes before the next one comes.
        descriptor = os.open(path, os.O_RDWR)
        reader = Thread(target=_read, args=(descriptor, hear), daemon=True)
        reader.start()
        try:
            yield {NOTICES_VARIABLE: str(path)}
        finally:
            os.write(descriptor, _END)
            reader.join()


def _read(descriptor: int, hear: Callable[[str], None]) -> None:
    last = b""
    with open(descriptor, "rb") as pipe:
        for line in pipe:
            if line == _END:
                return
            if line != last:
                hear(line.decode(errors="replace").rstrip("\n"))
            last = line
