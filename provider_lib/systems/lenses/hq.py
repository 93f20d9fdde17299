"""Lenses HQ: how it is reached, and what its objects have in common."""

from __future__ import annotations

from typing import Annotated

from provider_lib.spec import (
    Bearer,
    ErrorShape,
    Length,
    MapSize,
    Pattern,
    Setting,
    System,
    Template,
    computed,
    get,
    optional,
    owned_map,
)
from provider_lib.systems.connector import LEADER_IS_LOST, MORE_THAN_NOT_FOUND, WORKER_IS_BUSY

LENSES = System(
    name="lenses",
    title="Lenses HQ",
    settings=(
        Setting(name="url", doc="Address of Lenses HQ, e.g. `https://hq.example.com`.", needed=True),
        Setting(name="token", doc="Token of a service account.", secret=True, needed=True),
    ),
    auth=Bearer("token"),
    errors=(
        ErrorShape(
            speaker="Lenses HQ",
            message="title",
            request_id="request_id",
            fields="invalid_fields",
            field_name="name",
            field_message="title",
            gone=({"type": "not_found"}, {"status": "404|410", "title": MORE_THAN_NOT_FOUND}),
        ),
        ErrorShape(
            speaker="the Lenses agent",
            message="error",
            fields="fields",
            field_name="field",
            field_message="error",
            gone=({"error": MORE_THAN_NOT_FOUND},),
            hints={
                401: "The agent, not Lenses HQ, refuses: the token is good, but what the agent asks for does not "
                "accept the agent's own credentials. Look at its provisioning and its log."
            },
        ),
    ),
    hints={
        401: "The token is wrong, has expired or was renewed. Make a new one for the service account in Lenses HQ "
        "and set `token` of `lenses` in the provider block, or SLUICE_LENSES_TOKEN.",
        402: "The Lenses licence does not cover this feature. Ask whoever holds the licence, or take this resource "
        "out of the stack.",
        403: "The service account may not do this. Add the permission to one of its groups' roles in Lenses HQ.",
    },
    masks=(r"\[secret hidden by Lenses\]",),
    busy=WORKER_IS_BUSY,
    lost=LEADER_IS_LOST,
    drop_suffix=("/api",),
    probe=get("/api/v1/environments"),
)

HqName = Annotated[
    str,
    Pattern(
        r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?",
        "1 to 63 lower-case letters, digits and hyphens, without a hyphen at either end",
    ),
]
Labels = Annotated[dict[str, str], MapSize(max_keys=50, max_key_bytes=40, max_value_bytes=500)]


class HqFields:
    """Fields that every resource of HQ has."""

    display_name: Annotated[str, Length(1, 150)] = optional(
        "Name shown in the user interface; the name when left out.", default=Template("{name}"), example="Orders"
    )
    metadata: Labels | None = owned_map(
        "Labels. Only the keys set here are managed: others are left alone, and a key taken out here is removed.",
        example={"team": "payments"},
    )
    id: str = computed("Id that Lenses gave it.")
    lrn: str = computed("Lenses resource name, as used in role policies.")
    created_at: str = computed("When it was made.")


class HqAttributes:
    """What can be read of every object of HQ."""

    id: str = computed("Id that Lenses gave it.")
    lrn: str = computed("Lenses resource name.")
    display_name: str = computed("Name shown in the user interface.")
    created_at: str = computed("When it was made.")
    metadata: dict[str, str] = computed("Labels.")
