"""A stack that knows its own version and brings its provider along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from weakref import WeakSet

from constructs import Construct

from provider_lib.constructs.base._cdk import cdk, check_flavour
from provider_lib.constructs.base.line_notes import LineNotes
from provider_lib.constructs.base.meta_arguments import check_place
from provider_lib.constructs.base.policy_checks import PolicyChecks
from provider_lib.constructs.base.provider import DefaultProvider, SluiceProvider
from provider_lib.constructs.base.shown import resolved, shown
from provider_lib.constructs.base.signature import ConstructorSignature
from provider_lib.constructs.base.stack_checks import StackChecks
from provider_lib.constructs.base.stack_of import stack_of
from provider_lib.constructs.base.templates import json_templates
from provider_lib.constructs.base.tokens import is_token
from provider_lib.spec import Declared, roles
from provider_lib.spec.labels import STACK_LABEL, VERSION_LABEL

VERSION_OUTPUT: Final = "stack_version"
STAMPED_FIELD: Final = "metadata"

_PREPARED: WeakSet[cdk.TerraformStack] = WeakSet()
"""The stacks of others that have what ours have."""


class Stack(cdk.TerraformStack):
    """A Terraform stack with a ``sluice`` provider configured from the environment.

    The provider gives way to a ``SluiceProvider`` without alias that is made in the stack. With a version, the
    stack has the output ``stack_version``, and the objects it owns carry the labels ``sluice.stack`` and
    ``sluice.version`` where their system has labels (``metadata`` of a Lenses environment): whoever looks at them
    there sees which code they come from. A new version is therefore a change of those objects.

    Args:
        scope: the app.
        id: name of the stack.
        version: of the code that describes it; no output and no labels when left out.
    """

    __signature__ = ConstructorSignature()

    def __init__(self, scope: Construct, id: str, *, version: str | None = None) -> None:  # noqa: A002 - as in the CDK
        """Takes the arguments that the class describes."""
        check_place(type(self).__name__, scope, id)
        super().__init__(scope, id)
        check_flavour(self)
        self._version = version
        DefaultProvider(self)
        _watch(self)
        self._labels = {} if version is None else {STACK_LABEL: id, VERSION_LABEL: version}
        if version is not None:
            description = "Version of the code of this stack."
            cdk.TerraformOutput(self, VERSION_OUTPUT, value=json_templates(version), description=description)

    @property
    def labels(self) -> Mapping[str, str]:
        """What the objects that the stack owns are labelled with."""
        return self._labels

    def resolve(self, value: Any) -> Any:
        """The value as Terraform gets it: shows what stands behind text such as ``${TfToken[TOKEN.3]}``.

        Args:
            value: a value of the stack's constructs, or text, a list or a dict that holds some.
        """
        return resolved(value, self)

    def __repr__(self) -> str:
        return shown(self, *([f"version {self._version}"] if self._version else []))


def prepared(scope: Construct) -> cdk.TerraformStack:
    """The stack of a construct, with checks and a provider, which stacks that are not ours do not bring along.

    Args:
        scope: a construct of the stack.
    """
    stack = stack_of(scope)
    if not isinstance(stack, Stack) and stack not in _PREPARED:
        check_flavour(stack)
        _watch(stack)
        if not any(isinstance(item, SluiceProvider) for item in stack.all_providers()):
            DefaultProvider(stack, "sluice-provider")
        _PREPARED.add(stack)
    return stack


def _watch(stack: cdk.TerraformStack) -> None:
    """Look at a stack when all its constructs are there; the CDK calls validations, and nothing else, in every app."""
    for each in (StackChecks(stack), PolicyChecks(stack), LineNotes(stack)):
        stack.node.add_validation(each)


def stamped(scope: Construct, declaration: type[Declared], given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The arguments with the labels of the stack added, where the declared resource takes labels.

    A label that was given wins, and labels that do not fit the system's limits are left out.

    Args:
        scope: a construct of the stack.
        declaration: of the resource that is to be made.
        given: its arguments.
    """
    field = declaration.fields().get(STAMPED_FIELD)
    if field is None or not isinstance(field.role, roles.OwnedMap):
        return given
    stack = stack_of(scope)
    if not isinstance(stack, Stack) or not stack.labels:
        return given
    own = given.get(STAMPED_FIELD) or {}
    if is_token(own):
        return {**given, STAMPED_FIELD: cdk.Fn.merge([stack.labels, own])}
    if not isinstance(own, Mapping):
        return given
    labels = {**stack.labels, **own}
    if any(problem for check in field.checks for problem in check.problems(labels)):
        return given
    return {**given, STAMPED_FIELD: labels}
