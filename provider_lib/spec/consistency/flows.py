"""Whether what flows is named by fields that can name it."""

from __future__ import annotations

import re

from provider_lib.spec.annotations import title_of
from provider_lib.spec.field import Field
from provider_lib.spec.flow import Flow
from provider_lib.spec.resource import Resource
from provider_lib.spec.slip import Slips, slip
from provider_lib.spec.types import Map, Object


def slips(resource: type[Resource]) -> Slips:
    """What is wrong with what a resource says that it reads, writes and runs on."""
    for number, flow in enumerate(resource.data_flows):
        where = f"{title_of(resource)}.data_flows[{number}]"
        yield from _of_a_field(flow, resource.fields()[flow.of], where)
        for condition in flow.where:
            if condition.key and not isinstance(resource.fields()[condition.field].type, Map):
                yield slip(where, f"asks for a key of {condition.field}, which is no map", "Take the key away.")


def _of_a_field(flow: Flow, field: Field, where: str) -> Slips:
    if flow.to == "object":
        if not any(each.refers_to for each in (field, *field.inner.values())):
            yield slip(where, f"leads to what {field.name} refers to, which is nothing", "Give it `refers_to`.")
        return
    if flow.keys is not None and not isinstance(field.type, Map | Object):
        yield slip(where, f"is of keys of {field.name}, which is no map", "Take `keys` away.")
    if flow.prefix and not isinstance(field.type, Map):
        yield slip(where, f"has a prefix in {field.name}, which is no map", "Take `prefix` away.")
    if re.compile(flow.names).groups != 1:
        yield slip(where, f"finds names by {flow.names!r}", "It must have one group, which is the name.")
