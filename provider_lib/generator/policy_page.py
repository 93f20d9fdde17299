"""The page of the reference about the rules of the default policy."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import fields
from inspect import cleandoc

from provider_lib.generator.markdown import table
from provider_lib.policy import Rule

_INTRODUCTION = """\
<!-- Made by `make generate` from provider_lib/policy/pack; do not edit. -->

# Policy

The rules of the default pack, which every app is held to unless it chooses otherwise; [the guide](../guides/policy.md)
says how. An error fails the synth; a warning and an information are remarked."""


def policy_page(rules: Iterable[Rule]) -> str:
    """What each rule holds, why, and what to do about what it finds."""
    rules = list(rules)
    rows = [(f"[`{rule.id}`](#{rule.id})", rule.severity, _holds(rule)) for rule in rules]
    parts = [_INTRODUCTION, table(("Rule", "Severity", "What holds"), rows)]
    return "\n\n".join([*parts, *(part for rule in rules for part in _section(rule))]) + "\n"


def _section(rule: Rule) -> Iterator[str]:
    yield f"## {rule.id}"
    yield f"{_holds(rule)} {rule.reason}"
    yield f"Way out: {rule.way_out}"
    own = [item.name for item in fields(rule) if item.name not in Rule.__dataclass_fields__]
    made = f"`{type(rule).__name__}({', '.join(f'{name}=...' for name in own)})` of `provider_lib.policy.pack`"
    yield f"In Python: {made}. Source: {_source(rule.source)}."


def _holds(rule: Rule) -> str:
    """The first sentence about a rule."""
    return cleandoc(type(rule).__doc__ or "").splitlines()[0]


def _source(source: str) -> str:
    if source.startswith("https://"):
        return f"<{source}>"
    return f"[{source.rpartition('/')[2]}]({os.path.relpath(source, 'docs/reference')})"
