"""A small system with a field of every kind, declared as a vendor's module would be."""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import Annotated, Any, Literal

from provider_lib.spec import (
    Api,
    Bearer,
    Between,
    DataSource,
    Declarations,
    Duration,
    IsJson,
    Length,
    Nested,
    OneOf,
    Resource,
    Setting,
    System,
    computed,
    config_map,
    delete,
    endpoint,
    get,
    key,
    optional,
    post,
    put,
    required,
    secret_env,
    secret_map,
    secret_revision,
    volatile,
)

TINY = System(
    name="tiny",
    title="Tiny",
    settings=(
        Setting(name="url", doc="Address.", needed=True),
        Setting(name="password", doc="Password.", secret=True, variables=("TINY_PASSWORD",)),
    ),
    auth=Bearer("password"),
)

DEPOT = System(
    name="depot",
    title="Depot",
    multiple=True,
    settings=(
        Setting(name="url", doc="Address.", default="https://depot.example.com"),
        Setting(name="password", doc="Password.", secret=True, variables=("DEPOT_PASSWORD",)),
    ),
    auth=Bearer("password"),
)


class Limits(Nested):
    """How much is allowed."""

    rate: Annotated[int, Between(1, 10)] = required("Calls a second.")
    burst: Decimal | None = optional("Calls at once.")


class Part(Nested):
    """A part of a box."""

    id: str = computed("Its id.")


ShelfName = Annotated[str, Length(1, 5)]


class Shelf(Resource, system=TINY, name="shelf"):
    """A shelf."""

    name: ShelfName = key("Name of the shelf.", example="upper")

    api = Api(create=post("/shelves"), read=get("/shelves/{name}"), delete=delete("/shelves/{name}"))


class Box(Resource, system=TINY, name="box"):
    """A box on a shelf.

    It holds parts.
    """

    config: dict[str, str] = config_map("Configuration.", injects={"shelf": "{shelf}", "kind": "box"})
    labels: dict[str, str] | None = optional("Labels.")
    plan: str | None = optional("Its plan.", checks=(IsJson(),))
    secret_config: dict[str, str] | None = secret_map("config")
    secret_env: dict[str, str] | None = secret_env("config")
    shelf: str = key("Shelf that it stands on.", refers_to="sluice_tiny_shelf.name")
    colour: Literal["red", "green"] = optional("Its colour.", default="red")
    amount: int | None = optional("How many.")
    place: str | None = optional("Where it is.")
    size: Annotated[str, OneOf(("small", "large"))] | None = optional("How large.")
    heavy: bool | None = optional("Whether it is heavy.")
    tags: set[str] | None = optional("Tags.")
    neighbours: list[ShelfName] | None = optional("Shelves nearby.", refers_to="sluice_tiny_shelf.name")
    slots: list[Limits] | None = optional("Limits of each slot.")
    limits: Limits | None = optional("Limits.")
    body: Any | None = optional("Anything.")
    pin: str | None = optional("Its pin.", sensitive=True)
    wait: Duration | None = optional("How long to wait.")
    parts: list[Part] = volatile("Its parts.")
    secret_revision: int = secret_revision("`secret_config`")

    api = Api(
        create=post("/boxes"),
        read=get("/boxes/{shelf}"),
        update=put("/boxes/{shelf}"),
        delete=delete("/boxes/{shelf}"),
    )


class ShelfData(DataSource, system=TINY, name="shelf"):
    """A shelf that is managed elsewhere."""

    name: str = required("Name of the shelf.")
    width: int = computed("How wide it is.")

    read = get("/shelves/{name}", query={"full": "true"})


class Crate(Resource, system=DEPOT, name="crate"):
    """A crate in one of the depots."""

    depot: str = endpoint("Name of the depot.")
    label: str = key("Label of the crate.", example="c/1")
    contents: dict[str, int] | None = optional("How much of what.")

    api = Api(
        create=post("/crates"),
        read=get("/crates/{label}"),
        update=put("/crates/{label}"),
        delete=delete("/crates/{label}"),
    )


CATALOGUE = Declarations.of(sys.modules[__name__])
