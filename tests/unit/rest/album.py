"""An album of the made-up system: others put into it what they like, beside what is declared."""

from __future__ import annotations

from typing import Any

from provider_lib.spec import (
    Api,
    Resource,
    assigned,
    config_map,
    delete,
    document,
    key,
    local,
    optional,
    owned_map,
    post,
    put,
)
from tests.unit.rest.widgets import TOYS


class Album(Resource, system=TOYS, name="album"):
    """An album."""

    name: str = key("Name.")
    title: str | None = optional("Title.")
    labels: dict[str, str] | None = owned_map("Labels.")
    config: dict[str, str] | None = config_map("Config.", same="typed")
    fans: set[str] | None = assigned("Fans.", add="add_fan", remove="drop_fan")
    owners: set[str] | None = assigned("Owners.", whole="set_owners")
    body: Any | None = document("Body.", wire="body", ignore="ignore", equivalent="same", replace_on="replaces")
    ignore: list[str] | None = local("Ignored.")
    same: dict[str, str] | None = local("Same.")
    replaces: list[str] | None = local("Replaces.")

    api = Api(
        create=post("/albums"),
        delete=delete("/albums/{name}"),
        calls={
            "add_fan": put("/albums/{name}/fans/{item}", body=None),
            "drop_fan": delete("/albums/{name}/fans/{item}"),
            "set_owners": put("/albums/{name}/owners", body={"owners": "{items}"}),
        },
    )
