"""Tags that other objects carry."""

from __future__ import annotations

from typing import Literal

from provider_lib.spec import (
    Api,
    Consequence,
    Listing,
    OnExists,
    Predecessor,
    Resource,
    delete,
    get,
    on_exists,
    optional,
    post,
    put,
    required,
    server_id,
)
from provider_lib.systems.streamkap.api import STREAMKAP, Name

TagType = Literal[
    "environment",
    "general",
    "sources",
    "destinations",
    "pipelines",
    "transforms",
    "topics",
    "services",
    "users",
    "tenant",
]


class Tag(Resource, system=STREAMKAP, name="tag"):
    """A tag that sources, destinations and pipelines can carry."""

    name: Name = required("Name; no other tag may have it.", example="orders")
    type: set[TagType] = required("What it may be put on.", example=["sources", "pipelines"])
    description: str | None = optional("What it stands for.", removed_as="", example="Everything about orders")
    on_exists: OnExists = on_exists()
    id: str = server_id("Id that Streamkap gave it.")

    api = Api(
        create=post("/tags"),
        read=get("/tags", query={"tag_ids": "{id}"}, item=("tags.0", "result.0", "0")),
        listed=Listing(call=get("/tags"), items="tags", match={"id": "id"}),
        find=Listing(call=get("/tags", query={"tag_name": "{name}"}), items="tags", match={"name": "name"}),
        update=put("/tags/{id}"),
        delete=delete("/tags/{id}"),
        echoes=True,
    )
    identity = ("id",)
    known_as = ("name",)
    predecessors = (
        Predecessor(provider="streamkap-com/streamkap", type="streamkap_tag", versions=(0,), takes={"id": "id"}),
    )
    consequences = (
        Consequence("safe", "is made", on=("create",)),
        Consequence("safe", "is deleted and made again: what carries it loses it", on=("replace",)),
        Consequence("safe", "is deleted: what carries it loses it", on=("delete",)),
        Consequence("safe", "changes; what carries it goes on"),
    )
