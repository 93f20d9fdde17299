"""Tells the provider to give up the calls that are under way: a file that appears where it looks.

Terraform has no word for it: it asks a provider once to stop soon, and then leaves without what the provider knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from provider_lib import GIVE_UP_VARIABLE
from provider_lib.engine.ending import Step
from provider_lib.run_folder import run_folder


@contextmanager
def ready_to_give_up() -> Iterator[tuple[dict[str, str], Step]]:
    """What to add to the environment of the provider, and how it is told."""
    with run_folder() as folder:
        path = folder / "give-up"
        yield {GIVE_UP_VARIABLE: str(path)}, path.touch
