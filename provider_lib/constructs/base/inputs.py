"""The arguments of a construct, checked against its declaration before the CDK sees them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from enum import Enum
from math import isfinite
from typing import Any, Final

from provider_lib.constructs.base.config_values import (
    holds_token,
    in_order,
    is_document,
    joined,
    json_text,
    not_text,
    pasted,
    scalar_text,
)
from provider_lib.constructs.base.problems import Problem, closest, like
from provider_lib.constructs.base.secret import Secret
from provider_lib.constructs.base.tokens import is_token, mistake
from provider_lib.errors import Path
from provider_lib.spec import Field, IsJson, OneOf, roles
from provider_lib.spec.clear_secrets import clear_secret
from provider_lib.spec.schema import Attribute
from provider_lib.spec.types import UNKNOWN, Bool, Dynamic, List, Map, Number, Object, Set, String, Type

_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")
_LARGEST_EXACT: Final = 2**53
_LARGEST_KEPT: Final = 2**512

NO_TEXT: Final = "holds half of a character (a lone surrogate), which is no text"
LITERAL_SECRET: Final = "is a literal secret, which would lie in cdktf.out in clear"


def read_inputs(fields: Mapping[str, Field], given: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """The values to synthesize, and what is wrong with what was given.

    A construct that stands for another's key has become that key. ``Secret`` values are left as they are.

    Args:
        fields: what may be given.
        given: values by field name; None stands for a value that is not set.
    """
    reader = _Reader()
    values = reader.fields(fields, given, ())
    return values, reader.problems


def fields_of_settings(attributes: Mapping[str, Attribute]) -> dict[str, Field]:
    """Fields for plain settings, of which only the attributes are declared."""
    return {
        name: Field(doc=item.doc, name=name, type=item.type, nullable=not item.required, sensitive=item.sensitive)
        for name, item in attributes.items()
    }


class _Reader:
    """Reads values and collects problems on the way."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def report(self, path: Path, what: str, advice: str = "") -> None:
        self.problems.append(Problem(path, what, advice))

    def fields(self, fields: Mapping[str, Field], given: Mapping[str, Any], path: Path) -> dict[str, Any]:
        inputs = {name: item for name, item in fields.items() if item.is_input}
        for name in given:
            if name not in inputs:
                self.report((*path, name), "is not an argument", closest(str(name), list(inputs)))
        values = {}
        for name, item in inputs.items():
            value = given.get(name)
            if value is not None:
                if isinstance(item.role, roles.ConfigMap):
                    value, problems = pasted(fields, item, given)
                    self.problems += problems
                values[name] = self.field(item, value, (*path, name))
            elif item.is_required:
                self.report((*path, name), "is required", item.doc)
        return values

    def field(self, field: Field, value: Any, path: Path) -> Any:
        before = len(self.problems)
        read = self.value(field, field.type, value, path)
        if len(self.problems) == before and not is_token(read) and not isinstance(read, Secret):
            self.check(field, read, path)
        return read

    def check(self, field: Field, value: Any, path: Path) -> None:
        for check in field.checks:
            advice = like(value, check.values) if isinstance(check, OneOf) else field.doc
            for below, what in check.problems(_resolved(value)):
                self.report((*path, *below), f"must be {check.words}" if field.sensitive else what, advice)

    def value(self, field: Field, kind: Type, value: Any, path: Path) -> Any:
        wrong = mistake(value)
        if wrong:
            self.report(path, *wrong)
            return value
        if is_token(value):
            return value
        match kind:
            case String():
                return self.text(field, value, path)
            case Number():
                return self.number(value, path)
            case Bool():
                return self.expect(bool, "True or False", value, path)
            case List(of=item):
                return self.items(field, item, value, path)
            case Set(of=item):
                return self.items(field, item, in_order(value) if isinstance(value, AbstractSet) else value, path)
            case Map(of=item):
                return self.entries(field, item, value, path)
            case Object():
                return self.nested(kind.fields or fields_of_settings(kind.attributes), value, path)
            case Dynamic():
                return self.anything(field, value, path)

    def text(self, field: Field, value: Any, path: Path) -> Any:
        if hasattr(value, "TF_RESOURCE_TYPE"):
            return self.reference(field, value, path)
        value = _plain_text(value)
        if isinstance(value, Secret):
            return self.secret(field, value, path)
        if field.sensitive and isinstance(value, str):
            advice = 'Give Secret.variable("<name>"), or Secret.plain("...") if it may lie there.'
            self.report(path, LITERAL_SECRET, advice)
        elif not isinstance(value, str):
            self.report(path, f"is {kind_of(value)}, not text", "" if field.sensitive else _as_text(field, value))
        elif not value.isascii() and _HALF_A_CHARACTER.search(value):
            self.report(path, NO_TEXT)
        elif (what := clear_secret(_key_of(field, path), value)) is not None:
            self.report(
                path, f"is {what}, and would lie in cdktf.out, the plan and the state in clear", _hidden(field, path)
            )
        return value

    def reference(self, field: Field, construct: Any, path: Path) -> Any:
        wanted, _, attribute = (field.refers_to or "").rpartition(".")
        if wanted == construct.TF_RESOURCE_TYPE:
            return construct.reference_to(attribute)
        name = type(construct).__name__
        if wanted:
            self.report(path, f"is {kind_of(construct)}, not a {wanted}", field.doc)
        else:
            self.report(path, f"is {kind_of(construct)}, not text", f"Give one of the {name}'s attributes.")
        return construct

    def secret(self, field: Field, secret: Secret, path: Path) -> Secret:
        if not field.sensitive:
            advice = "Put it into `secrets`." if isinstance(field.role, roles.ConfigMap) else field.doc
            self.report(path, "is a secret, but would be stored and shown in clear", advice)
        elif secret.source == "env" and not isinstance(field.role, roles.SecretMap):
            self.report(path, "cannot be taken from an environment variable", "Use Secret.variable instead.")
        elif _HALF_A_CHARACTER.search(secret.text):
            self.report(path, NO_TEXT)
        return secret

    def number(self, value: Any, path: Path) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            self.report(path, f"is {kind_of(value)}, not a number")
        elif not _is_finite(value):
            self.report(path, f"is {value}, which is not a number")
        elif not -_LARGEST_KEPT < value < _LARGEST_KEPT:
            self.report(path, "has more digits than Terraform keeps")
        elif isinstance(value, Decimal) or abs(value) > _LARGEST_EXACT:
            return str(value)  # text keeps every digit on its way through jsii, and Terraform reads it as a number
        return value

    def expect(self, kind: type, words: str, value: Any, path: Path) -> Any:
        if not isinstance(value, kind):
            self.report(path, f"is {kind_of(value)}, not {words}")
        return value

    def items(self, field: Field, kind: Type, value: Any, path: Path) -> Any:
        if isinstance(value, str) or not isinstance(value, Sequence):
            self.report(path, f"is {kind_of(value)}, not a list", "Put it into brackets: [...].")
            return value
        return [self.value(field, kind, item, (*path, index)) for index, item in enumerate(value)]

    def nested(self, fields: Mapping[str, Field], value: Any, path: Path) -> Any:
        if isinstance(value, Mapping):
            return self.fields(fields, value, path)
        self.report(path, f"is {kind_of(value)}, not a dict")
        return value

    def entries(self, field: Field, kind: Type, value: Any, path: Path) -> Any:
        if not isinstance(value, Mapping):
            advice = "Give a dict; json.loads(...) makes one of JSON." if isinstance(value, str) else ""
            self.report(path, f"is {kind_of(value)}, not a dict", advice)
            return value
        read = {}
        for key, item in value.items():
            if not isinstance(key, str):
                self.report(path, f"has the key {key!r}, which is not text")
            elif item is None:
                self.report((*path, key), "is None", "Leave the key out instead.")
            else:
                read[key] = self.entry(field, kind, item, (*path, key))
        return read

    def entry(self, field: Field, kind: Type, value: Any, path: Path) -> Any:
        """An entry of a map; a map of texts takes numbers and booleans too, a configuration lists, and maybe dicts."""
        if not isinstance(kind, String) or field.sensitive or mistake(value):
            return self.value(field, kind, value, path)
        if isinstance(field.role, roles.ConfigMap):
            if field.role.typed and is_document(value):
                return self.document(field, value, path)
            wrong = not_text(value)
            if wrong:
                self.report(path, *wrong)
                return value
            if isinstance(value, list | tuple | AbstractSet):
                text, what, advice = joined(value)
                if text is None:
                    self.report(path, what, advice)
                return text
        text = None if is_token(value) else scalar_text(value)
        return self.value(field, kind, value, path) if text is None else text

    def document(self, field: Field, value: Any, path: Path) -> Any:
        """A list or dict of a configuration in which values have types."""
        text = json_text(value)
        if holds_token(value):
            advice = "Use Fn.jsonencode(...), which writes it as JSON when it is known."
            self.report(path, "holds what only Terraform knows", advice)
        elif text is None:
            self.report(
                path, "holds something that JSON does not have", "Give texts, numbers, booleans, lists and dicts."
            )
        return text if text is None else self.text(field, text, path)

    def anything(self, field: Field, value: Any, path: Path) -> Any:
        match value:
            case None if isinstance(field.role, roles.SecretDocument) and isinstance(path[-1], str):
                self.report(path, "is None", "Leave it out instead: a secret that is not declared any more goes.")
            case None:
                self.report(path, "is None, which jsii drops", "Use Token.null_value().")
            case bool():
                return value
            case int() | float():
                if not _is_finite(value):
                    self.report(path, f"is {value}, which is not a number")
                elif abs(value) > _LARGEST_EXACT:
                    self.report(path, "has more digits than jsii keeps", "Write it as text.")
                return value
            case Mapping():
                return {str(key): self.value(field, Dynamic(), item, (*path, str(key))) for key, item in value.items()}
            case list() | tuple():
                return [self.value(field, Dynamic(), item, (*path, index)) for index, item in enumerate(value)]
            case _:
                return self.text(field, value, path)
        return value


def _key_of(field: Field, path: Path) -> str:
    """The key of an entry of a configuration or document; empty for other texts, whose names are declared."""
    is_entry = isinstance(field.role, roles.ConfigMap | roles.Document) and len(path) > 1
    return "".join(map(str, path[-1:])) if is_entry else ""


def _hidden(field: Field, path: Path) -> str:
    """Where a secret is to be given instead."""
    match field.role:
        case roles.ConfigMap():
            return (
                f'Take it out and give secrets={{"{_key_of(field, path)}": Secret.env("<variable>")}}, or '
                'Secret.plain("...") there if it may lie in cdktf.out.'
            )
        case roles.Document():
            return "Take it out and give it in `secret_body`, with Secret.variable or Secret.plain."
        case _:
            return "Take the secret out of it."


def _resolved(value: Any) -> Any:
    """A value in which the items that only Terraform will know break no rule."""
    match value:
        case Mapping():
            return {key: UNKNOWN if is_token(item) else item for key, item in value.items()}
        case list():
            return [UNKNOWN if is_token(item) else item for item in value]
        case _:
            return value


def _is_finite(value: int | float | Decimal) -> bool:
    return isinstance(value, int) or isfinite(value)


def kind_of(value: Any) -> str:
    """What a value is, in words."""
    match value:
        case None:
            return "None"
        case bool():
            return "a boolean"
        case int() | float() | Decimal():
            return "a number" if _is_finite(value) else str(value)
        case str():
            return "text"
        case Mapping():
            return "a dict"
        case list() | tuple() | set() | frozenset():
            return "a list"
        case _:
            name = type(value).__name__
            return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"


def _plain_text(value: Any) -> Any:
    """A member of an enumeration of texts, or another special kind of text, as the plain text that it is."""
    if isinstance(value, Enum) and isinstance(value.value, str):
        return str.__str__(value.value)
    return str.__str__(value) if isinstance(value, str) else value


def _as_text(field: Field, value: Any) -> str:
    """How to write a value that should have been text."""
    text = scalar_text(value)
    if text is not None:
        return f'Write "{text}".'
    is_json = any(isinstance(check, IsJson) for check in field.checks)
    return "Write it as text: json.dumps(...)." if is_json and isinstance(value, Mapping | list | tuple) else ""
