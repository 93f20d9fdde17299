"""Any API with a plain collection, whose objects ``sluice_rest_object`` manages."""

from __future__ import annotations

from typing import Any

from tests.scripted import Api, Things
from tests.unit.rest.core import Core
from tests.unit.rest.life import Life


class Desk(Api):
    """The API.

    Attributes:
        core: plans and applies what is in it.
        things: the collection ``/things``.
    """

    core: Core

    def __init__(self) -> None:
        super().__init__()
        self.things = Things(self)

    def thing(self, body: Any = None, **values: Any) -> Life:
        """An object in a stack of its own; it lives in ``/things`` unless ``path`` says otherwise."""
        return Life(self.core, "sluice_rest_object", **{"path": "/things", "body": body} | values)
