"""A map of what we own over all stacks: what there is, how it is, and what reads and writes what."""

from __future__ import annotations

from provider_lib.fleet.map.estate import Estate, Link, Thing
from provider_lib.fleet.map.joining import estate_of
from provider_lib.fleet.map.mermaid import mermaid
from provider_lib.fleet.map.page import page
from provider_lib.fleet.map.picture import svg

__all__ = ["Estate", "Link", "Thing", "estate_of", "mermaid", "page", "svg"]
