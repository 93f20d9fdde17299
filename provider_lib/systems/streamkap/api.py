"""Streamkap: how it is reached, and what its objects have in common."""

from __future__ import annotations

from typing import Annotated

from provider_lib.spec import (
    ErrorShape,
    Length,
    PageNumber,
    Setting,
    System,
    TokenExchange,
    get,
)
from provider_lib.systems.connector import MORE_THAN_NOT_FOUND

MISSING = rf"(?![\s\S]*(?i:status code|call failed)){MORE_THAN_NOT_FOUND}"
"""What it says of a missing object: nothing that its Kafka Connect said."""

STREAMKAP = System(
    name="streamkap",
    title="Streamkap",
    settings=(
        Setting(
            name="url", doc="Address of the API.", default="https://api.streamkap.com", variables=("STREAMKAP_HOST",)
        ),
        Setting(name="client_id", doc="Client id.", needed=True, variables=("STREAMKAP_CLIENT_ID",)),
        Setting(
            name="client_secret",
            doc="Secret of the client.",
            secret=True,
            needed=True,
            variables=("STREAMKAP_SECRET", "STREAMKAP_CLIENT_SECRET"),
        ),
    ),
    auth=TokenExchange(
        url="/auth/access-token",
        send={"client_id": "{client_id}", "secret": "{client_secret}"},
        token="accessToken",
        lifetime="expiresIn",
    ),
    errors=(
        ErrorShape(
            speaker="Streamkap",
            message="detail.0.msg",
            fields="detail",
            field_name="loc",
            field_below="body",
            field_message="msg",
            gone=({"detail.0.msg": MISSING},),
        ),
        ErrorShape(speaker="Streamkap", message="detail", gone=({"detail": MISSING},)),
    ),
    hints={
        401: "Check `client_id` and `client_secret` of `streamkap` in the provider block; a client belongs to one "
        "service of one tenant.",
        403: "The client may not do this. Give it a role that may.",
    },
    busy=r"KafkaConnectTimeout|timed out on all nodes|rebalance is expected",
    probe=get("/tags"),
)

QUIET = {"secret_returned": "false"}
AT_ONCE = {**QUIET, "wait": "false"}
PAGES = PageNumber(more="has_next")
FOUND = ("result.0", "")
Name = Annotated[str, Length(1)]
