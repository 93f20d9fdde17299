"""A workspace with one ``sluice_rest_object`` whose API the test writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from provider_lib.systems import CATALOGUE
from tests.core import Workspace, attached
from tests.scripted import Api, Things

THING = "sluice_rest_object.thing"


@dataclass(frozen=True)
class Scene:
    """A workspace, the API that its resource lives in, and the collection ``/things`` there."""

    workspace: Workspace
    api: Api
    things: Things

    def declare(self, body: Any = None, **values: Any) -> None:
        """Write a configuration with this object; it lives in ``/things`` unless ``path`` says otherwise."""
        self.workspace.write({THING: {"path": "/things", "body": body} | values})

    def apply(self, body: Any = None, **values: Any) -> None:
        """Declare the object, and apply."""
        self.declare(body, **values)
        self.workspace.apply()

    def is_settled(self) -> bool:
        """Whether there is nothing to do."""
        return self.workspace.plan().changes == {}

    def difference(self) -> dict[str, tuple[Any, Any]]:
        """What a plan would change of the object."""
        return self.workspace.plan().difference(THING)

    @property
    def state(self) -> dict[str, Any]:
        """The attributes of the object."""
        return self.workspace.state()[THING]

    @property
    def stored(self) -> bytes:
        """The state file."""
        return (self.workspace.folder / "terraform.tfstate").read_bytes()


Staged = Callable[..., Scene]


def _refuse_failures(api: Api) -> None:
    assert api.failures == [], "the script of the API is wrong"


@pytest.fixture
def staged(tmp_path: Path) -> Iterator[Staged]:
    """Makes a scene whose provider sees these variables; it does not retry unless they say so."""
    with ExitStack() as stack:

        def make(api: Api | None = None, **variables: str) -> Scene:
            api = api or Api()
            stack.callback(_refuse_failures, api)
            stack.enter_context(api.server)
            environ = {"SLUICE_REST_URL": api.url, "SLUICE_REST_MAX_RETRIES": "0"} | variables
            return Scene(stack.enter_context(attached(tmp_path, CATALOGUE, environ)), api, Things(api))

        yield make


@pytest.fixture
def scene(staged: Staged) -> Scene:
    """A scene as it is most often needed."""
    return staged()
