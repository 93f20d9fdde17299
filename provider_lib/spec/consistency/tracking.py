"""Whether what the state module shows of a resource is there to be shown."""

from __future__ import annotations

from provider_lib.spec.annotations import title_of
from provider_lib.spec.resource import Resource
from provider_lib.spec.slip import Slips, slip, unknown
from provider_lib.spec.tracking import COLUMNS, OWNERS


def slips(resource: type[Resource]) -> Slips:
    """What is wrong with the way in which a resource is tracked."""
    tracked, where = resource.tracked, f"{title_of(resource)}.tracked"
    if tracked is None:
        return
    if tracked.system != resource.system.name:
        yield unknown(f"{where}.system", "system of this resource", tracked.system, [resource.system.name])
    for column in tracked.labels:
        if column not in COLUMNS[tracked.kind]:
            yield unknown(f"{where}.labels", f"column of a {tracked.kind} list", column, COLUMNS[tracked.kind])
    if tracked.kind in OWNERS and tracked.secret is None:
        yield slip(where, f"is in the list {tracked.kind}, but names no secret", "Name it: `secret=`.")
    if tracked.kind in OWNERS and OWNERS[tracked.kind] not in tracked.labels:
        yield slip(f"{where}.labels", "does not say whose secret it is", f"Name it: {OWNERS[tracked.kind]!r}.")
    if tracked.secret is not None and not resource.fields()[tracked.secret].sensitive:
        yield slip(f"{where}.secret", f"names {tracked.secret}, which is not sensitive", "Declare it with once(...).")
