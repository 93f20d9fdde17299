"""Whether sets that have calls of their own have the right ones, and whether these say where the items go."""

from __future__ import annotations

from typing import Final

from provider_lib.spec import roles
from provider_lib.spec.annotations import title_of
from provider_lib.spec.calls import Call
from provider_lib.spec.consistency.calls import calls_of, named_in
from provider_lib.spec.consistency.scope import ITEMS
from provider_lib.spec.resource import Resource
from provider_lib.spec.slip import Slips, slip

AS_A_WHOLE: Final = (True, False, False)
IN_PARTS: Final = (False, True, True)


def slips(resource: type[Resource]) -> Slips:
    """What is wrong with the calls of a resource's sets."""
    where, theirs = title_of(resource), set()
    for field, role in resource.fields_with(roles.Assigned):
        if (bool(role.whole), bool(role.add), bool(role.remove)) not in (AS_A_WHOLE, IN_PARTS):
            yield slip(f"{where}.{field.name}", "lacks calls, or has too many", "Name `whole`, or `add` and `remove`.")
        for name in filter(None, (role.whole, role.add, role.remove)):
            theirs.add(f"api.calls[{name}]")
            wanted = ["items"] if name == role.whole else list(ITEMS)
            if not _items_in(resource.api.calls[name]).intersection(wanted):
                instead = f"Write {' or '.join(f'{{{item}}}' for item in wanted)} where they go."
                yield slip(f"{where}.api.calls[{name}]", f"does not send the items of {field.name}", instead)
    for at, call in calls_of(resource) if theirs else ():
        if at not in theirs and _items_in(call):
            yield slip(f"{where}.{at}", "names items that it does not have", "Only the calls of assigned(...) do.")


def _items_in(call: Call) -> set[str]:
    return named_in(call.path, call.query, call.headers, call.body, call.adds).intersection(ITEMS)
