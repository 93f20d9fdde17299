"""Whether what a resource takes over from other providers goes into fields that it has."""

from __future__ import annotations

from provider_lib.spec.annotations import title_of
from provider_lib.spec.resource import Resource
from provider_lib.spec.slip import Slips, unknown


def slips(resource: type[Resource]) -> Slips:
    """What is wrong with the predecessors of a resource."""
    fields = resource.fields()
    for name in {name for item in resource.predecessors for name in item.takes if name not in fields}:
        yield unknown(f"{title_of(resource)}.predecessors", "field", name, list(fields))
