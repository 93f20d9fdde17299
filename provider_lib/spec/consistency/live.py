"""Whether what is watched of a resource is of a type that can be shown."""

from __future__ import annotations

from provider_lib.spec.annotations import title_of
from provider_lib.spec.resource import Resource
from provider_lib.spec.slip import Slips, slip
from provider_lib.spec.types import Bool, String


def slips(resource: type[Resource]) -> Slips:
    """What is wrong with the way in which a resource is watched."""
    live, fields, where = resource.live, resource.fields(), f"{title_of(resource)}.live"
    if live is None:
        return
    if resource.lifecycle is not None:
        yield slip(where, "does nothing", "What has a lifecycle is watched by it.")
    if live.observed is not None and fields[live.observed].type != String():
        yield slip(f"{where}.observed", f"names {live.observed}, which is no str", "It holds a text of the server's.")
    if live.connected is not None and fields[live.connected].type != Bool():
        instead = "It says whether an agent is there."
        yield slip(f"{where}.connected", f"names {live.connected}, which is no bool", instead)
