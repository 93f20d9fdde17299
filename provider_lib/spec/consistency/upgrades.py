"""Whether the upgrades of stored state lead from one version to the next, up to what is declared now."""

from __future__ import annotations

from provider_lib.spec.annotations import title_of
from provider_lib.spec.paths import steps_of
from provider_lib.spec.resource import Resource
from provider_lib.spec.slip import Slips, slip, unknown
from provider_lib.spec.upgrades import Give, Move


def slips(resource: type[Resource]) -> Slips:
    """What is wrong with the upgrades of a resource."""
    where, versions = f"{title_of(resource)}.upgrades", [upgrade.version for upgrade in resource.upgrades]
    if resource.version < 0:
        yield slip(f"{title_of(resource)}.version", f"is {resource.version}", "Versions count up from 0.")
    elif versions != list(range(resource.version - len(versions), resource.version)):
        instead = f"Each takes the version after the one before, and the last takes {resource.version - 1}."
        yield slip(where, f"take the versions {', '.join(map(str, versions))}", instead)
    elif resource.version > 0 and not versions:
        what = f"are missing: the version is {resource.version}"
        yield slip(where, what, f"Say how state of version {resource.version - 1} is read: `(Upgrade(...),)`.")
    steps = [step for upgrade in resource.upgrades for step in upgrade.steps]
    for number, step in enumerate(steps):
        if isinstance(step, Move | Give):
            moved = [str(steps_of(later.source)[0]) for later in steps[number + 1 :] if isinstance(later, Move)]
            name = str(steps_of(step.target)[0])
            if name not in (*resource.fields(), *moved):
                yield unknown(where, "field", name, [*resource.fields(), *moved])
