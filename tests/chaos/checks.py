"""What must be so when a run is over: the server and the state are compared with what was declared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.database import Held, held
from tests.chaos.declared import Thing
from tests.chaos.figures import Figures
from tests.chaos.scene import Scene
from tests.chaos.state import State, state_of


@dataclass(frozen=True, slots=True)
class Found:
    """What is wrong.

    Args:
        figures: how much of what.
        story: what exactly.
    """

    figures: Figures
    story: list[str]


def check(scene: Scene, declared: Counter[Thing]) -> Found:
    """Compare."""
    return compare(held(scene.database), state_of(scene), declared, [*_left_behind(scene)])


def compare(server: Held, state: State, declared: Counter[Thing], left: list[str]) -> Found:
    """What is wrong with a server and a state."""
    duplicates = {thing: more for thing, more in (server.things - declared).items() if thing in declared}
    strangers = {thing: more for thing, more in (server.things - declared).items() if thing not in declared}
    lost = declared - server.things
    unknown = max(0, server.things.total() - sum(duplicates.values()) - sum(strangers.values()) - len(state.attributes))
    keys = sorted(_lost_keys(server, state))
    figures = Figures(
        lost_keys=len(keys),
        lost_objects=lost.total(),
        duplicates=sum(duplicates.values()),
        orphans=sum(strangers.values()) + unknown,
        damaged_states=int(state.is_damaged),
        left_behind=len(left),
    )
    told = {"lost key": keys, "lost": lost, "twice": duplicates, "orphan": strangers, "left behind": left}
    story = [f"{word}: {one}" for word, found in told.items() for one in found]
    story += [f"on the server and in no state: {unknown}"] if unknown else []
    story += ["the state is damaged"] if state.is_damaged else []
    return Found(figures, story)


def _lost_keys(server: Held, state: State) -> Iterator[str]:
    """Environments of which the state has no key, or one that the server does not take."""
    for address, values in state.attributes.items():
        if address.startswith("sluice_lenses_environment."):
            name = values["name"]
            if name in server.keys and values.get("agent_key") != server.keys[name]:
                yield name


def _left_behind(scene: Scene) -> Iterator[str]:
    """What a killed run may leave: folders with sockets and plans, locks, files that were only half written."""
    yield from (path.name for path in scene.temporary.iterdir())
    for folder in (scene.app, scene.app.parent / "home"):
        yield from (str(path.relative_to(folder)) for path in folder.rglob("*") if _is_half_done(path))


def _is_half_done(path: Path) -> bool:
    is_temporary = path.name.startswith(".") and ".tfstate." in path.name
    return path.name in ("plan", "errored.tfstate") or path.suffix in (".new", ".tmp") or is_temporary
