"""Which rules an app is held to: chosen on the app, or in its ``cdktf.json``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any, Final, get_args

from provider_lib.errors import ConfigError
from provider_lib.policy.findings import Severity
from provider_lib.policy.pack import DEFAULT
from provider_lib.policy.rules import Rule
from provider_lib.policy.waivers import Waiver
from provider_lib.spec.slip import did_you_mean

Pack = Sequence[Rule]

Chosen = str | Rule | Pack | Waiver | Mapping[str, Any]
"""What a policy is made of: the name of a pack, a rule, a pack, a waiver, or severities by the ids of rules."""

PACKS: Final[Mapping[str, Pack]] = {"default": DEFAULT}

OFF: Final = "off"

_HOW: Final = (
    'A policy is a list of these: "default", a rule, a list of rules, "module:NAME" of one of them, a waiver, and '
    'severities such as {"heartbeat": "off"}.'
)
_WAIVER_KEYS: Final = {"waive", "construct", "reason", "until"}


@dataclass(frozen=True)
class Policy:
    """The rules that an app is held to.

    Args:
        rules: in the order in which they look.
        waivers: of what they find.
    """

    rules: tuple[Rule, ...] = DEFAULT
    waivers: tuple[Waiver, ...] = ()

    @classmethod
    def of(cls, chosen: Iterable[Chosen]) -> Policy:
        """The policy that a list describes.

        Args:
            chosen: later severities win.

        Raises:
            ConfigError: something in it is nothing of a policy, or names no rule.
        """
        if isinstance(chosen, str | Mapping) or not isinstance(chosen, Iterable):
            raise ConfigError(f"The policy is {type(chosen).__name__}, not a list", _HOW)
        rules: dict[str, Rule] = {}
        waivers: list[Waiver] = []
        severities: dict[str, str] = {}
        for item in chosen:
            if isinstance(item, Waiver):
                waivers.append(item)
            elif isinstance(item, Mapping):
                if "waive" in item:
                    waivers.append(_waiver(item))
                else:
                    severities |= item
            else:
                rules |= {rule.id: rule for rule in _rules(item)}
        for name in (*severities, *(waiver.rule for waiver in waivers)):
            _check_known(name, rules)
        found = (_severe(rule, severities.get(rule.id)) for rule in rules.values())
        return cls(tuple(rule for rule in found if rule), tuple(waivers))


def _rules(item: Any) -> Iterator[Rule]:
    match item:
        case Rule():
            yield item
        case str() if item in PACKS:
            yield from PACKS[item]
        case str() if ":" in item:
            yield from _rules(_imported(item))
        case list() | tuple():
            for inner in item:
                yield from _rules(inner)
        case _:
            raise ConfigError(f"{item!r} is nothing of a policy", _HOW)


def _imported(name: str) -> Any:
    module, _, attribute = name.partition(":")
    try:
        return getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise ConfigError(f"The policy names {name}, which cannot be imported", f"{error}.") from error


def _waiver(item: Mapping[str, Any]) -> Waiver:
    if item.keys() != _WAIVER_KEYS or not all(isinstance(value, str) for value in item.values()):
        raise ConfigError(f"{dict(item)!r} is no waiver", f"It has the texts {', '.join(sorted(_WAIVER_KEYS))}.")
    return Waiver(item["waive"], item["construct"], item["reason"], item["until"])


def _check_known(name: str, rules: Mapping[str, Rule]) -> None:
    if name not in rules:
        advice = did_you_mean(name, rules) if rules else 'It has no rules at all: begin it with "default".'
        raise ConfigError(f"The policy has no rule {name!r}", advice)


def _severe(rule: Rule, severity: Any) -> Rule | None:
    if severity is None or severity == OFF:
        return rule if severity is None else None
    if severity not in get_args(Severity):
        choices = ", ".join([*get_args(Severity), OFF])
        raise ConfigError(f"The policy gives {rule.id} the severity {severity!r}", f"There are: {choices}.")
    return replace(rule, severity=severity)
