"""What a part of the sandbox is made of. Adding a vendor's API means writing one ``Part``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from provider_lib.sandbox.clock import Clock
from provider_lib.sandbox.exchange import Call, NoOperation, PlainRefusal, Refusal, Route
from provider_lib.sandbox.store import Store
from provider_lib.sandbox.switches import SwitchBoard, Switches


@dataclass(frozen=True, slots=True)
class World:
    """What every part works with."""

    store: Store
    clock: Clock
    switches: Switches


def _no_routes(_: World) -> list[Route]:
    return []


def _nothing_to_seed(_: World, __: Mapping[str, Any]) -> None:
    return None


def _no_variables(_: str) -> dict[str, str]:
    return {}


def _bad_request(text: str) -> Refusal:
    return PlainRefusal(400, text)


def _no_operation(_: World, __: Call, status: int) -> Refusal:
    return NoOperation(status)


@dataclass(frozen=True, slots=True)
class Part:
    """A vendor's API, or something that several of them stand on.

    Args:
        name: the first path segment of its URLs, and its key among the switches.
        tables: SQL that creates its tables.
        switches: the class of its switches.
        routes: its API, below ``/<name>``.
        admin_routes: its part of the admin API, below ``/_sandbox``.
        malformed: turns the reason why a body cannot be read into the vendor's own refusal.
        unrouted: how it refuses what it has no operation for, with 404, or with 405 where another method has one.
        seed: fills its tables quickly, from counts such as ``{"environments": 10}``.
        variables: the environment variables that point the provider at it, given its URL.
    """

    name: str
    tables: str
    switches: type[SwitchBoard]
    routes: Callable[[World], list[Route]] = _no_routes
    admin_routes: Callable[[World], list[Route]] = _no_routes
    malformed: Callable[[str], Refusal] = _bad_request
    unrouted: Callable[[World, Call, int], Refusal] = _no_operation
    seed: Callable[[World, Mapping[str, Any]], None] = _nothing_to_seed
    variables: Callable[[str], dict[str, str]] = _no_variables
