"""What every declared resource and data source has in common as a construct."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar, TypedDict, cast

import jsii
from constructs import Construct

from provider_lib import __version__
from provider_lib.constructs.base._cdk import cdk
from provider_lib.constructs.base.connector_secrets import split_secrets
from provider_lib.constructs.base.hcl import hcl_attributes
from provider_lib.constructs.base.inputs import read_inputs
from provider_lib.constructs.base.problems import Problem, closest, refusal, told
from provider_lib.constructs.base.references import seeming_references
from provider_lib.constructs.base.remarks import warn
from provider_lib.constructs.base.shown import shown
from provider_lib.constructs.base.signature import ConstructorSignature
from provider_lib.constructs.base.templates import json_templates
from provider_lib.constructs.base.variables import revealed
from provider_lib.errors import SynthError
from provider_lib.spec import Declared, roles

PROVIDER = {"provider_name": "sluice", "provider_version": __version__}
"""Tells the CDK which provider an element needs."""


class MetaArguments(TypedDict, total=False):
    """What Terraform itself offers for every resource and data source."""

    count: float | cdk.TerraformCount | None
    """How many to make; each refers to its own number by ``TerraformCount``."""
    depends_on: Sequence[cdk.ITerraformDependable] | None
    """What to make first although nothing here refers to it."""
    for_each: cdk.ITerraformIterator | None
    """Makes one for each entry."""
    lifecycle: cdk.TerraformResourceLifecycle | dict[str, Any] | None
    """Such as ``{"prevent_destroy": True}`` or ``{"ignore_changes": ["config"]}``."""
    provider: cdk.TerraformProvider | None
    """The provider to use, where the stack has several."""


def construct_path(scope: Construct, id_: str) -> str:
    """Path of a construct that is about to be made, as errors name it."""
    return "/".join(part for part in (scope.node.path, id_) if part)


@contextmanager
def plain_errors(scope: Construct, id_: str) -> Iterator[None]:
    """Turn an error of the CDK, which carries the stack of its JavaScript, into one line that names the construct.

    Raises:
        SynthError: instead of the CDK's error.
    """
    try:
        yield
    except RuntimeError as error:
        raise SynthError(f"{construct_path(scope, id_)}: {str(error).removeprefix('Error: ')}") from None


class Element:
    """Holds the arguments of a declared resource or data source and synthesizes them."""

    TF_RESOURCE_TYPE: ClassVar[str]
    """Type of the resource or data source in Terraform."""
    __signature__ = ConstructorSignature()
    _declared: ClassVar[type[Declared]]
    _given: dict[str, Any]
    _values: dict[str, Any]

    @classmethod
    def _read(cls, scope: Construct, id_: str, given: Mapping[str, Any], meta: Mapping[str, Any]) -> dict[str, Any]:
        """The values to synthesize; secrets have become references to Terraform variables.

        Raises:
            SynthError: an argument cannot be used; names the construct's path and every such argument.
        """
        fields = cls._declared.fields()
        split, secret_problems = split_secrets(cls._declared, given)
        values, problems = read_inputs(fields, split)
        unknown = [
            Problem((name,), "is not an argument", closest(name, [*given, *MetaArguments.__annotations__]))
            for name in meta
            if name not in MetaArguments.__annotations__
        ]
        if unknown or secret_problems or problems:
            raise refusal(construct_path(scope, id_), [*unknown, *secret_problems, *problems])
        return {name: revealed(scope, value, stored=not fields[name].write_only) for name, value in values.items()}

    def _take(self, given: Mapping[str, Any], values: dict[str, Any]) -> None:
        """Keep what was given and what it was read as, and warn of texts that look like references."""
        self._given, self._values = dict(given), values
        fields = self._declared.fields()
        for remark in seeming_references({name: item for name, item in values.items() if not fields[name].sensitive}):
            warn(cast("Construct", self), told(remark))

    def __repr__(self) -> str:
        return shown(self, self.TF_RESOURCE_TYPE)

    def _reset(self, argument: str) -> None:
        """Forget what was given for an argument."""
        self._given.pop(argument, None)
        split = self._declared.fields_with(roles.SecretEntries) if argument == "secrets" else ()
        for name in (argument, *(field.name for field, _ in split)):
            self._values.pop(name, None)

    @jsii.member(jsii_name="synthesizeAttributes")
    def _synthesize_attributes(self) -> Mapping[str, Any]:
        return {name: json_templates(value) for name, value in self._values.items()}

    @jsii.member(jsii_name="synthesizeHclAttributes")
    def _synthesize_hcl_attributes(self) -> Mapping[str, Any]:
        return hcl_attributes({name: item.type for name, item in self._declared.fields().items()}, self._values)
