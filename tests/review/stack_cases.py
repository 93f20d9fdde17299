"""Changes of ``stacks/``, as a teammate makes them: name -> stack and what is written instead of what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PLATFORM, PROD, DEV = "platform.py", "prod.py", "dev.py"
SEARCH = (
    '"topics": f"{ORDERS},{PRODUCTS}",\n                "connection.url": url,\n                "connection.username"'
)
NAMED = "            name=name,\n            config={**(converters or self._avro)"


@dataclass(frozen=True)
class Edit:
    """A change of the code.

    Args:
        stack: that is planned.
        texts: file -> what is written instead of what.
        variables: of the environment.
    """

    stack: str
    texts: tuple[tuple[str, str, str], ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)


def _edit(file: str, old: str, new: str, stack: str = "prod", **variables: str) -> Edit:
    return Edit(stack, ((file, old, new),), variables)


EU = 'key_rotation="{}",\n            tasks=4'
US = 'name="orders-prod-us",\n            tier="{}"'
STATE = '            desired_state="paused" if name == "orders-search" else "running",\n            config'

EDITS = {
    "topic-added": _edit(PLATFORM, SEARCH, SEARCH.replace("{PRODUCTS}", "{PRODUCTS},{PAYMENTS}")),
    "topic-removed": _edit(PLATFORM, SEARCH, SEARCH.replace(",{PRODUCTS}", "")),
    "tasks-max": _edit(PROD, "tasks=4", "tasks=6"),
    "transforms": _edit(PLATFORM, '"rewrite"', '"drop"'),
    "snapshot-mode": _edit(PLATFORM, '"when_needed"', '"no_data"'),
    "slot-name": _edit(PLATFORM, '"slot.name": "orders_changes"', '"slot.name": "orders"'),
    "key-rotation": _edit(PROD, EU.format("2026-08"), EU.format("2026-09")),
    "tier": _edit(PROD, US.format("production"), US.format("staging")),
    "environment-removed": _edit(DEV, "estate = Estate(", "return\n        estate = Estate(", "dev"),
    "paused": _edit(PLATFORM, NAMED, NAMED.replace("            config", STATE, 1)),
    "secret-source": _edit(
        PLATFORM, 'env("SEARCH_PASSWORD")', 'env("SEARCH_PASSWORD_2")', SEARCH_PASSWORD_2="planted-SEARCH_PASSWORD_2"
    ),
    "secret-value": Edit("prod", (), {"SEARCH_PASSWORD": "planted-other"}),
    "version": _edit(PROD, 'version="1.4.2"', 'version="1.5.0"'),
    "connector-removed": _edit(PROD, '        europe.index("https://search.eu.shop.example:9200")\n', ""),
    "connector-renamed": _edit(PLATFORM, NAMED, NAMED.replace("name=name,", 'name=name.replace("search", "find"),')),
    "database-moved": _edit(PROD, '"shop-db.eu.shop.example"', '"shop-db-2.eu.shop.example"'),
    "converter": _edit(PLATFORM, "confluent.connect.avro.AvroConverter", "confluent.connect.json.JsonSchemaConverter"),
    "first-deploy": Edit("staging"),
}
