"""Lists everything declared with its HTTP calls: ``python -m provider_lib.generator.overview``."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from provider_lib.generator.calls import calls_of
from provider_lib.spec import Declarations, Declared
from provider_lib.systems import CATALOGUE


def overview(catalogue: Declarations) -> Iterator[str]:
    """The lines of the list."""
    kinds = {
        "resource": catalogue.resources,
        "data source": catalogue.data_sources,
        "action": catalogue.actions,
        "ephemeral resource": catalogue.ephemerals,
    }
    for system in catalogue.systems.values():
        yield f"{system.title} ({system.name})"
        for kind, declared in kinds.items():
            for item in declared.values():
                if item.system is system:
                    yield from _lines(kind, item)
        yield ""


def _lines(kind: str, declared: type[Declared]) -> Iterator[str]:
    yield f"  {kind} {declared.type_name}"
    calls = calls_of(declared)
    width = max((len(purpose) for purpose, _ in calls), default=0)
    for purpose, request in calls:
        yield f"    {purpose:<{width}}  {request}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in overview(CATALOGUE))
