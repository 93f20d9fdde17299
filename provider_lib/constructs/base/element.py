"""What every declared resource and data source has in common as a construct."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from functools import cache, partial
from types import CodeType
from typing import Any, ClassVar, Final, Self, cast

import jsii
from constructs import Construct

from provider_lib import __version__
from provider_lib.constructs.base._cdk import cdk, said
from provider_lib.constructs.base.connector_secrets import split_secrets
from provider_lib.constructs.base.given import own
from provider_lib.constructs.base.hcl import hcl_attribute, hcl_attributes
from provider_lib.constructs.base.inputs import read_inputs
from provider_lib.constructs.base.kept import forget, kept
from provider_lib.constructs.base.meta_arguments import MetaArguments, check_place, strange_meta
from provider_lib.constructs.base.overrides import check_path, keys_of, overridden
from provider_lib.constructs.base.problems import refusal, told
from provider_lib.constructs.base.references import seeming_references
from provider_lib.constructs.base.remarks import warn
from provider_lib.constructs.base.shown import resolved, shown
from provider_lib.constructs.base.signature import ConstructorSignature
from provider_lib.constructs.base.source_lines import SourceLine, calling_line
from provider_lib.constructs.base.templates import json_templates
from provider_lib.constructs.base.variables import revealed
from provider_lib.errors import SynthError
from provider_lib.spec import Declared

PROVIDER = {"provider_name": "sluice", "provider_version": __version__}
"""Tells the CDK which provider an element needs."""


NUMBERING: Final = ("count", "for_each")

SIBLINGS: Final = "siblings"
"""What a stack keeps of its elements, until one of them changes."""


def construct_path(scope: Construct, id_: str) -> str:
    """Path of a construct, also of one that is about to be made; many have one scope, whose path is asked for once."""
    path = kept(scope, "path", lambda: scope.node.path)
    return "/".join(part for part in (path, id_) if part)


@contextmanager
def plain_errors(scope: Construct, id_: str) -> Iterator[None]:
    """Turn an error of the CDK, which carries the stack of its JavaScript, into one that names the construct.

    Raises:
        SynthError: instead of the CDK's error.
    """
    try:
        yield
    except RuntimeError as error:
        raise SynthError(f"{construct_path(scope, id_)}: {said(error)}") from None
    except TypeError as error:  # one of Terraform's own arguments, which jsii checks
        raise SynthError(f"{construct_path(scope, id_)}: an argument cannot be used", str(error)) from None


def _arguments(constructor: Any) -> tuple[str, ...]:
    """The arguments of a generated constructor, which are given by name."""
    code: CodeType = constructor.__code__
    return code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]


@cache
def _required(constructor: Any) -> set[str]:
    optional: Mapping[str, Any] = constructor.__kwdefaults__ or {}
    return set(_arguments(constructor)) - optional.keys()


class Element:
    """Holds the arguments of a declared resource or data source and synthesizes them."""

    TF_RESOURCE_TYPE: ClassVar[str]
    """Type of the resource or data source in Terraform."""
    __signature__ = ConstructorSignature()
    _declared: ClassVar[type[Declared]]
    _given: dict[str, Any]
    _values: dict[str, Any]
    _overrides: list[tuple[list[str], Any]]
    _references: dict[str, Any]
    _overridden: set[str]
    """The arguments, also those of Terraform itself, that have an override."""
    _stack: cdk.TerraformStack
    _path: Callable[[], str]
    _line: SourceLine | None
    """Where in the app it was made."""
    _is_numbered = False
    """Whether `count` or `for_each` was given, so that it may make several."""
    _handed_out = False
    """Whether somebody has a dict or list that was given, and may have changed it since it was read."""

    def __new__(cls, *args: Any, **given: Any) -> Self:
        """Refuse what lacks an argument as `_read` does, before Python refuses it in words of its own."""
        constructor, told = cls.__init__, {**dict(zip(("scope", "id_"), args, strict=False)), **given}
        scope, id_ = told.pop("scope", None), told.pop("id_", None)
        if "_declared" in vars(cls) and (args or given):
            check_place(cls.__name__, scope, id_)
        if "_declared" in vars(cls) and (args or given) and _required(constructor) - given.keys():
            known = {name: told.get(name) for name in _arguments(constructor)}
            strange = {name: value for name, value in told.items() if name not in known}
            cls._read(scope, partial(construct_path, scope, id_), known, strange)
        return super().__new__(cls)

    def __setattr__(self, name: str, value: Any) -> None:
        """Refuse to set what is no argument, but was meant for one: it would be lost."""
        if name[0] != "_" and "_declared" in vars(type(self)) and not hasattr(type(self), name):
            inputs = [item.name for item in self._declared.fields().values() if item.is_input]
            like = ["secrets"] if name in inputs else get_close_matches(name, inputs, n=1)
            if like:
                raise SynthError(f"{self._path()}: {name} is not an argument", f"Did you mean {like[0]!r}?")
        if name in NUMBERING:
            self._is_numbered = True
        super().__setattr__(name, value)

    @classmethod
    def _read(
        cls, scope: Construct, place: Callable[[], str], given: Mapping[str, Any], meta: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The values to synthesize; secrets have become references to Terraform variables.

        Args:
            scope: a construct of the stack.
            place: tells the path of the construct, which only an error needs: it costs two calls of Node.js.
            given: its arguments by field name.
            meta: what else it was given.

        Raises:
            SynthError: an argument cannot be used; names the construct's path and every such argument.
        """
        fields = cls._declared.fields()
        split, secret_problems = split_secrets(cls._declared, cls._completed(scope, given))
        values, problems = read_inputs(fields, split)
        unknown = list(strange_meta(meta, list(given)))
        if unknown or secret_problems or problems:
            raise refusal(place(), [*unknown, *secret_problems, *problems])
        return {name: revealed(scope, value, stored=not fields[name].write_only) for name, value in values.items()}

    @classmethod
    def _completed(cls, scope: Construct, given: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ARG003
        """The arguments with what the stack adds to them."""
        return given

    def _take(
        self,
        stack: cdk.TerraformStack,
        path: Callable[[], str],
        given: Mapping[str, Any],
        values: dict[str, Any],
        meta: MetaArguments,
    ) -> None:
        """Keep what was given and what it was read as, and warn of texts that look like references."""
        self._is_numbered = any(meta.get(name) is not None for name in NUMBERING)
        self._given, self._values, self._references = own(given), values, {}
        self._overrides, self._overridden = [], set()
        self._stack, self._path, self._line = stack, path, calling_line()
        self._warn()
        self._changed()

    def _changed(self) -> None:
        """Drop what was found out about the elements of the stack."""
        forget(self._stack, SIBLINGS)

    def _warn(self) -> None:
        fields = self._declared.fields()
        shown = {name: item for name, item in self._values.items() if not fields[name].sensitive}
        for remark in seeming_references(shown):
            warn(self._construct, told(remark))

    def _assign(self, argument: str, value: Any) -> None:
        """Take another value for an argument, checked as the constructor does; None takes back what was given.

        Raises:
            SynthError: it cannot be used; the argument then keeps its value.
        """
        given = own({**self._given, argument: value})
        values = self._read(self._construct, self._path, given, {})
        if self._is_in(values.get(argument)):
            what = f"{self._path()}: {argument} would refer to the construct itself"
            raise SynthError(what, f"Read `{argument}_input`, which is what was given.")
        self._values = values
        self._given = given
        self._warn()
        self._changed()

    def _is_in(self, value: Any) -> bool:
        """Whether a value refers to an attribute of this very construct."""
        told = str(resolved(value, self._construct)) if "TfToken" in str(value) else ""
        kind = self.TF_RESOURCE_TYPE
        return f"{kind}." in told and f"{kind}.{self._construct.friendly_unique_id}." in told

    def _current(self) -> dict[str, Any]:
        """The values to synthesize, read anew when what was given may have been changed in place."""
        if self._handed_out:
            self._values = self._read(self._construct, self._path, self._given, {})
        return self._values

    def reference_to(self, attribute: str) -> Any:
        """The token of an attribute, the same for all that refer to it: each costs a call of Node.js.

        Args:
            attribute: such as ``name``.
        """
        if attribute not in self._references:
            self._references[attribute] = getattr(self, attribute)
        return self._references[attribute]

    @property
    def _construct(self) -> cdk.TerraformResource | cdk.TerraformDataSource:
        return cast("cdk.TerraformResource", self)

    def add_override(self, path: str, value: Any) -> None:
        r"""Put a value over an argument or a part of it, as it stands: texts are expressions of Terraform here.

        Args:
            path: keys with dots between; a dot within a key has a backslash before it: ``config.batch\.size``.
            value: for Terraform; None takes out what is there.

        Raises:
            SynthError: the path leads nowhere: to no argument, or into text.
        """
        check_path(self._declared.fields(), path)
        name, *keys = keys_of(path)
        self._overridden.add(name)
        self._is_numbered = self._is_numbered or name in NUMBERING
        self._changed()
        field = self._declared.fields().get(name)
        if field is None:
            cast("cdk.TerraformElement", super()).add_override(path, value)
            return
        self._overrides.append(([name, *keys], value))

    def __repr__(self) -> str:
        return shown(self, self.TF_RESOURCE_TYPE)

    def _reset(self, argument: str) -> None:
        """Forget what was given for an argument."""
        self._assign(argument, None)

    @jsii.member(jsii_name="synthesizeAttributes")
    def _synthesize_attributes(self) -> Mapping[str, Any]:
        attributes = {name: json_templates(value) for name, value in self._current().items()}
        for keys, value in self._overrides:
            attributes = overridden(attributes, keys, value)
        return attributes

    @jsii.member(jsii_name="synthesizeHclAttributes")
    def _synthesize_hcl_attributes(self) -> Mapping[str, Any]:
        types = {name: item.type for name, item in self._declared.fields().items()}
        attributes = hcl_attributes(types, self._current())
        for (name, *keys), value in self._overrides:
            before = attributes.get(name, {}).get("value")
            attributes[name] = hcl_attribute(types[name], overridden(before, keys, value))
        return {name: item for name, item in attributes.items() if item["value"] is not None}
