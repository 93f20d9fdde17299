"""What keeps a renamed object: a line for the program, a block for the configuration, or commands where neither can."""

from __future__ import annotations

import json
import shlex
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from provider_lib.review.plan import parted
from provider_lib.review.report import Place

ROOM: Final = "_moved_away"
"""What is added to an address to make room for another object."""
IN_A_LINE: Final = 3
"""Moves that stand in one line; more have a line each, so that none is too long to be shown whole."""


class Pair(NamedTuple):
    """Two addresses of one object: as it is called in the state, and as the code calls it."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class WayOut:
    """What to write, and where."""

    place: Place
    text: str


def ways_out(
    pairs: Sequence[Pair],
    held: Collection[str],
    stack: str,
    names: Mapping[str, str],
    moved: Mapping[str, str],
    command: str,
) -> dict[Pair, WayOut]:
    """What keeps each of some renamed objects.

    Args:
        pairs: the objects.
        held: addresses that the code declares and the state has: no block moves anything from there or to there.
        stack: name of the stack.
        names: address -> construct path.
        moved: addresses to which the code moves something already -> from where.
        command: what the user types for the engine.
    """
    chained = [pair for pair in pairs if pair.old in held or pair.new in held]
    commands = WayOut("shell", "\n".join(_commands(chained, held, _at(stack, command))))
    free = [pair for pair in pairs if pair.old not in held and pair.new not in held]
    blocks = [pair for pair in free if _resource(pair.new) in names and _needs_block(pair, moved)]
    stacks = {_stack_path(names[_resource(pair.new)], stack) for pair in blocks}
    together = {path: WayOut("program", "\n".join(_by_the_stack(blocks, path, names, moved))) for path in stacks}
    found: dict[Pair, WayOut] = dict.fromkeys(chained, commands) | {
        pair: together[_stack_path(names[_resource(pair.new)], stack)] for pair in blocks
    }
    for pair in free:
        path = names.get(_resource(pair.new))
        if pair in found:
            continue
        if path is None:
            block = f"moved {{\n  from = {pair.old}\n  to   = {pair.new}\n}}"
            found[pair] = WayOut("configuration", block)
        else:
            found[pair] = WayOut("program", _by_itself(path, pair.old))
    return found


def _needs_block(pair: Pair, moved: Mapping[str, str]) -> bool:
    """Whether a construct cannot say it itself: it moves all of its instances, from one place."""
    return _instance(pair.old) != _instance(pair.new) or _resource(pair.new) in moved or "module." in pair.old


def _construct(path: str) -> str:
    return "app" + "".join(f".node.find_child({json.dumps(step)})" for step in path.split("/"))


def _stack_path(path: str, stack: str) -> str:
    steps = path.split("/")
    return "/".join(steps[: steps.index(stack) + 1] if stack in steps else steps[:1])


def _by_itself(path: str, old: str) -> str:
    return f"{_construct(path)}.move_from_id({json.dumps(_resource(old))})"


def _by_the_stack(
    pairs: Sequence[Pair], path: str, names: Mapping[str, str], moved: Mapping[str, str]
) -> Iterator[str]:
    """What constructs and their stack say together: nothing moves to one address from two, but through the other."""
    steps = []
    for pair in pairs:
        resource, earlier = _resource(pair.new), moved.get(_resource(pair.new))
        if earlier is None:
            steps.append({"from": pair.old, "to": pair.new})
        else:
            yield f"{_by_itself(names[resource], pair.old)}  # in place of move_from_id({json.dumps(earlier)})"
            steps.append({"from": earlier, "to": _resource(pair.old)})
    if len(steps) <= IN_A_LINE:
        yield f'{_construct(path)}.add_override("moved", {json.dumps(steps)})'
    else:
        yield f'{_construct(path)}.add_override("moved", ['
        yield from (f"    {json.dumps(step)}," for step in steps)
        yield "])"


def _commands(pairs: Sequence[Pair], held: Collection[str], engine: str) -> Iterator[str]:
    """Moves in the state, each to where nothing is any more."""
    waiting, taken = list(pairs), set(held)
    while waiting:
        free = next((pair for pair in waiting if pair.new not in taken), None)
        if free is None:
            # They stand in each other's way, or what stands there goes for good: it makes room.
            address = waiting[0].new
            aside = f"{_resource(address)}{ROOM}"
            yield _command(engine, Pair(address, aside))
            waiting = [Pair(aside, pair.new) if pair.old == address else pair for pair in waiting]
            taken.discard(address)
            continue
        yield _command(engine, free)
        waiting.remove(free)
        taken.discard(free.old)
        taken.add(free.new)


def _at(stack: str, command: str) -> str:
    """The engine in the folder of a stack."""
    folder = shlex.quote(f"cdktf.out/stacks/{stack}")
    where = f" -chdir={folder}" if stack else ""
    return f"{shlex.quote(command)}{where}"


def _command(engine: str, pair: Pair) -> str:
    return f"{engine} state mv {shlex.quote(pair.old)} {shlex.quote(pair.new)}"


def _resource(address: str) -> str:
    return parted(address)[0]


def _instance(address: str) -> str:
    return parted(address)[1]
