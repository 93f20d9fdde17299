"""What is looked at when a stack is synthesized, because only then all its constructs are there.

Two constructs of one object, or with one name in Terraform, one that makes several of one object, credentials of a
backend, a backend that is another stack's too, and two sources of the provider are refused. A text that names what
another construct makes is remarked, where it cannot become a reference that keeps their order.
"""

from __future__ import annotations

import jsii
from constructs import IValidation

from provider_lib.constructs.base._cdk import cdk
from provider_lib.constructs.base.addresses import refused_ids
from provider_lib.constructs.base.backends import refused_credentials, shared_place
from provider_lib.constructs.base.duplicates import Alike
from provider_lib.constructs.base.element import Element
from provider_lib.constructs.base.identity import PLACE, Identity
from provider_lib.constructs.base.instances import same_instances
from provider_lib.constructs.base.kept import kept
from provider_lib.constructs.base.problems import Problem, told
from provider_lib.constructs.base.provider import SluiceProvider
from provider_lib.constructs.base.remarks import warn
from provider_lib.constructs.base.siblings import Siblings, is_alone, names_in
from provider_lib.errors import Path
from provider_lib.provider_source import CONTEXT_KEY, VARIABLE
from provider_lib.spec import roles

_SAME = "Keep one of them. Where they are for different servers, give each stack a SluiceProvider that says which."

_ONE_SOURCE = (
    f'Give each the same `source`, or choose one for the whole app: {VARIABLE}, or "{CONTEXT_KEY}" in the context of '
    "cdktf.json."
)


@jsii.implements(IValidation)
class StackChecks:
    """The checks of one stack.

    Args:
        stack: whose constructs are looked at.
    """

    def __init__(self, stack: cdk.TerraformStack) -> None:
        self._stack = stack

    def validate(self) -> list[str]:
        """What is wrong in the stack; the CDK calls it when all aspects have been there."""
        Siblings.forget(self._stack)
        self._remark_names(Siblings.of(self._stack))
        elements = Siblings.of(self._stack).elements
        backend = [*refused_credentials(self._stack), *shared_place(self._stack)]
        sources = different_sources(Siblings.of(self._stack).providers)
        return [*sources, *backend, *refused_ids(elements), *same_instances(elements), *self._duplicates(elements)]

    def _duplicates(self, elements: list[Element]) -> list[str]:
        # Of the stacks of the app that were checked: aspects have changed what they change in these.
        checked = kept(self._stack.node.root, "checked", Alike)
        problems = []
        for first, second, identity in checked.with_stack(self._stack.node.path, elements):
            same = _same(first, second, identity)
            if "adopt" in [item._declared.value_of(roles.OnExists, item._values) for item in (first, second)]:
                warn(second._construct, same.partition("\n")[0])
            else:
                problems.append(same)
        return [*problems[:-1], f"{problems[-1]}\n{_SAME}"] if problems else []

    def _remark_names(self, siblings: Siblings) -> None:
        """Warn of texts that name what another construct makes, unless something keeps their order."""
        strange = []
        for element in siblings.elements:
            for path, attribute, text in names_in(element):
                others = siblings.candidates(attribute, text, siblings.settings(element))
                if not others:
                    strange.append((element, path, attribute, text))
                elif siblings.meant(element, attribute, text) is None and not siblings.waits_for(element, others[0]):
                    warn(element._construct, told(_beside(path, text, others[0])))
        for stack in self._other_stacks() if strange else ():
            for element, path, attribute, text in strange:
                for other in Siblings.of(stack).candidates(attribute, text, siblings.settings(element)):
                    warn(element._construct, told(_elsewhere(path, text, other)))

    def _other_stacks(self) -> list[cdk.TerraformStack]:
        """The stacks of the app whose order with this one nothing keeps."""
        found = self._stack.node.root.node.find_all()
        others = [item for item in found if isinstance(item, cdk.TerraformStack) and item is not self._stack]
        return [item for item in others if not self._stack.depends_on(item)]


def different_sources(providers: list[SluiceProvider]) -> list[str]:
    """Refuses the providers of a stack whose addresses differ: Terraform would take the last for all."""
    if len({item.source for item in providers}) < 2:
        return []
    lines = [f"{item.node.path}: {item.source}" for item in providers]
    return ["\n".join(["The providers of the stack have different sources", *lines, _ONE_SOURCE])]


def _same(first: Element, second: Element, identity: Identity) -> str:
    paths = [item._path() for item in (first, second)]
    place = {PLACE: identity[PLACE].partition(" ")[0]} if PLACE in identity else {}
    named = ", ".join(f"{name} {value!r}" for name, value in {**identity, **place}.items())
    lines = [f"{path}: at {item._line}" for path, item in zip(paths, (first, second), strict=True) if item._line]
    return "\n".join([f"{paths[0]} and {paths[1]} are the same {first.TF_RESOURCE_TYPE}, with {named}", *lines])


def _beside(path: Path, text: str, other: Element) -> Problem:
    place = other._path()
    if is_alone(other):
        return Problem(path, f"{text!r} is what {place} makes, and each of them names the other", "Take one name out.")
    advice = "Give depends_on=[...] with that construct."
    return Problem(path, f"{text!r} is what {place} makes, and nothing keeps their order", advice)


def _elsewhere(path: Path, text: str, other: Element) -> Problem:
    place = other._path()
    return Problem(
        path,
        f"{text!r} is what {place} makes in another stack, and nothing keeps their order",
        "Give that construct, or let one stack depend on the other: stack.add_dependency(...).",
    )
