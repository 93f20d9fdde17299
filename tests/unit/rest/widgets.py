"""A made-up system whose one resource uses most words of the vocabulary."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from provider_lib.spec import (
    Api,
    ErrorShape,
    Length,
    Resource,
    ServerVersion,
    Setting,
    System,
    Template,
    WhenEquals,
    computed,
    config_map,
    delete,
    derived,
    get,
    key,
    on_exists,
    once,
    optional,
    owned_map,
    patch,
    post,
    protection,
    required,
    secret_env,
    secret_map,
    secret_revision,
    trigger,
    volatile,
)

TOYS = System(
    name="toys",
    title="Toys",
    settings=(Setting(name="url", doc="Where.", needed=True),),
    errors=(ErrorShape(speaker="the toy shop", message="message"),),
    masks=(r"\*{3,}",),
    busy="being painted",
    lost="left with the order",
    version=ServerVersion(call=get("/version")),
)


class Widget(Resource, system=TOYS, name="widget"):
    """A widget."""

    shop: str = key("Shop.")
    name: str = key("Name.")
    tier: Annotated[str, Length(1)] = required("Tier.")
    title: str = optional("Title.", default=Template("{name}"))
    rules: str | None = optional("Rules.", same="json")
    labels: dict[str, str] | None = owned_map("Labels.")
    config: dict[str, str] | None = config_map("Config.", injects={"name": "{name}"})
    secret_config: dict[str, str] | None = secret_map("config")
    secret_env: dict[str, str] | None = secret_env("config")
    secret_revision: int = secret_revision()
    rotation: str | None = trigger("Rotates.", "renew", renews=("token",))
    protected: bool = protection("Protected.", default=WhenEquals("tier", "gold"))
    on_exists: Literal["fail", "adopt"] = on_exists()
    id: str = derived("Id.", "{shop}/{name}")
    made_at: str = computed("When.")
    token: str = once("Token.", recover="renew")
    load: int = volatile("Load.", wire="status.load")

    api = Api(
        create=post("/shops/{shop}/widgets"),
        read=get("/shops/{shop}/widgets/{name}"),
        update=patch("/shops/{shop}/widgets/{name}", merge=True),
        delete=delete("/shops/{shop}/widgets/{name}"),
        calls={"renew": post("/shops/{shop}/widgets/{name}/renew", body=None)},
    )


def widget(**values: Any) -> dict[str, Any]:
    """A configuration, or a state, in which all that is not given is null."""
    return dict.fromkeys(Widget.fields()) | values


STATE = widget(
    shop="north",
    name="bolt",
    tier="silver",
    title="bolt",
    secret_revision=0,
    protected=False,
    on_exists="fail",
    id="north/bolt",
    made_at="then",
    token="t0k3n",
    load=3,
)
"""What is in state of ``CONFIG`` once it was applied."""

CONFIG = widget(shop="north", name="bolt", tier="silver")
