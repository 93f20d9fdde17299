"""The provider construct: how to reach each system."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Final, Unpack

import jsii
from constructs import Construct

from provider_lib.constructs.base._cdk import cdk, check_flavour
from provider_lib.constructs.base.element import PROVIDER, construct_path, plain_errors
from provider_lib.constructs.base.given import own
from provider_lib.constructs.base.hcl import hcl_attributes
from provider_lib.constructs.base.inputs import LITERAL_SECRET, fields_of_settings, read_inputs
from provider_lib.constructs.base.meta_arguments import check_place
from provider_lib.constructs.base.problems import Problem, closest, refusal
from provider_lib.constructs.base.shown import shown
from provider_lib.constructs.base.signature import ConstructorSignature
from provider_lib.constructs.base.stack_of import stack_of
from provider_lib.constructs.base.templates import json_templates
from provider_lib.constructs.base.variables import revealed
from provider_lib.constructs.settings import Systems
from provider_lib.errors import ConfigError, SynthError
from provider_lib.provider_source import CONTEXT_KEY, chosen_source, provider_source
from provider_lib.spec import Field
from provider_lib.spec.transport import provider_schema
from provider_lib.systems import CATALOGUE

DEFAULT_ID: Final = "sluice"


class SluiceProvider(cdk.TerraformProvider):
    """The ``sluice`` provider of a stack.

    What is left out is taken from the environment of the provider process (``SLUICE_LENSES_URL``,
    ``SLUICE_LENSES_TOKEN``, ...), which is the best place for secrets. ``Stack`` makes a provider without
    arguments by itself.

    Args:
        scope: the stack.
        id: name of the construct.
        alias: name under which resources refer to it, when a stack has several.
        source: address under which Terraform asks for the provider, ``HOST/NAMESPACE/sluice``; that of
            ``SLUICE_PROVIDER_SOURCE``, or of ``sluiceProviderSource`` in the context of ``cdktf.json``, when left out.
        systems: settings of each system by its name, e.g. ``lenses={"url": "https://hq.example.com"}``.

    Raises:
        SynthError: a setting cannot be used, or is a literal secret.
    """

    __signature__ = ConstructorSignature()

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - as in the CDK
        *,
        alias: str | None = None,
        source: str | None = None,
        **systems: Unpack[Systems],
    ) -> None:
        """Takes the arguments that the class describes."""
        check_place(type(self).__name__, scope, id)
        values = _read(construct_path(scope, id), systems)
        check_flavour(scope)
        self._source = _source(scope, id, source)
        _remove_default(stack_of(scope), alias)
        with plain_errors(scope, id):
            super().__init__(
                scope,
                id,
                terraform_resource_type="sluice",
                terraform_generator_metadata=PROVIDER,
                terraform_provider_source=self._source,
            )
        self._alias = alias
        self._given: dict[str, Any] = own(systems)
        self._values: Mapping[str, Any] = revealed(scope, values, stored=True)
        self._handed_out = False

    @property
    @jsii.member(jsii_name="alias")
    def alias(self) -> str | None:
        """Name under which resources refer to this provider."""
        return self._alias

    @alias.setter
    def alias(self, value: str | None) -> None:
        self._alias = value

    @property
    def source(self) -> str:
        """Address under which Terraform asks for the provider."""
        return self._source

    @property
    def given(self) -> Mapping[str, Any]:
        """The settings that were given, by system."""
        return self._given

    def __getattr__(self, name: str) -> Any:
        """What was given for a system: ``provider.lenses_input``, as aspects read it; it may be changed in place."""
        system = name.removesuffix("_input")
        if system == name or system not in CATALOGUE.systems:
            raise AttributeError(f"{type(self).__name__} has no {name}", name=name, obj=self)
        self._handed_out = True
        return self._given.get(system)

    def __setattr__(self, name: str, value: Any) -> None:
        """Take other settings for a system: ``provider.lenses = {...}``, checked as the constructor does.

        Raises:
            SynthError: they cannot be used, or no system has that name.
        """
        if name in CATALOGUE.systems:
            given = own({**self._given, name: value})
            self._values = revealed(self, _read(self.node.path, given), stored=True)
            self._given = given
        elif name.startswith("_") or hasattr(type(self), name) or type(self) not in (SluiceProvider, DefaultProvider):
            super().__setattr__(name, value)
        else:
            raise refusal(
                self.node.path, [Problem((name,), "is not an argument", closest(name, list(CATALOGUE.systems)))]
            )

    def _current(self) -> Mapping[str, Any]:
        if self._handed_out:
            self._values = revealed(self, _read(self.node.path, self._given), stored=True)
        return self._values

    def __repr__(self) -> str:
        return shown(self, *([f"alias {self._alias}"] if self._alias else []))

    @jsii.member(jsii_name="synthesizeAttributes")
    def _synthesize_attributes(self) -> Mapping[str, Any]:
        return {name: _kept(json_templates(value)) for name, value in self._current().items()}

    @jsii.member(jsii_name="synthesizeHclAttributes")
    def _synthesize_hcl_attributes(self) -> Mapping[str, Any]:
        attributes = hcl_attributes({name: item.type for name, item in _fields().items()}, self._current())
        return {name: {**item, "value": _kept(item["value"])} for name, item in attributes.items()}


def _source(scope: Construct, id: str, given: str | None) -> str:  # noqa: A002 - as in the CDK
    """The address of a new provider.

    Raises:
        SynthError: it is none.
    """
    try:
        if given is not None:
            return provider_source(given, f"`source` of {construct_path(scope, id)}")
        return chosen_source(os.environ, scope.node.try_get_context(CONTEXT_KEY))
    except ConfigError as error:
        raise SynthError(error.summary, error.detail, ("source",)) from error


@cache
def _fields() -> dict[str, Field]:
    return fields_of_settings(provider_schema(CATALOGUE.systems.values()).attributes)


def _read(place: str, systems: Mapping[str, Any]) -> dict[str, Any]:
    """The settings as they are synthesized, but for secrets.

    Raises:
        SynthError: one cannot be used, or is a literal secret.
    """
    values, problems = read_inputs(_fields(), systems)
    if problems:
        raise refusal(place, [_with_variable(problem) for problem in problems])
    return values


def _kept(value: Any) -> cdk.IResolvable:
    """The value as a token, because the CDK would turn the keys of headers and of named systems into snake_case."""
    return cdk.Token.as_any(value)


class DefaultProvider(SluiceProvider):
    """The provider that a stack makes by itself; gives way to one without alias that the user makes."""

    def __init__(self, stack: cdk.TerraformStack, id: str = DEFAULT_ID) -> None:  # noqa: A002 - as in the CDK
        super().__init__(stack, id)


def _remove_default(stack: cdk.TerraformStack, alias: str | None) -> None:
    for child in stack.node.children if alias is None else ():
        if isinstance(child, DefaultProvider):
            stack.node.try_remove_child(child.node.id)


def _with_variable(problem: Problem) -> Problem:
    """Name the environment variable where a literal secret was given."""
    system = CATALOGUE.systems.get(str(problem.path[0]))
    if problem.what != LITERAL_SECRET or system is None:
        return problem
    # The path is system, name (where systems are named) and setting; below a setting, in a map, is no variable.
    parts = problem.path[1 : 3 if system.multiple else 2]
    variable = system.variable(re.sub("[^A-Za-z0-9]", "_", "_".join(map(str, parts))))
    return replace(problem, advice=f'Leave it out and set {variable}, or give Secret.variable("<name>").')
