"""The words of a report that all formats share."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any, Final, Literal

from provider_lib.legible import legible
from provider_lib.review.masking import UNKNOWN
from provider_lib.review.report import (
    DEEDS,
    Change,
    Deed,
    Difference,
    Graph,
    Node,
    Place,
    Rename,
    Report,
    worst,
)
from provider_lib.spec.consequences import TIERS, Tier

OF_TIERS: Final[dict[Tier, str]] = {
    "safe": "nothing happens to the data",
    "restarts": "something restarts, and goes on where it was",
    "gap": "data is late, or missing where it is looked for, and can be had again",
    "duplicates": "data comes once more",
    "loss": "data, or where to go on, is lost",
    "lockout": "somebody, or something that runs, is refused",
}
Look = Literal["comes", "changes", "goes", "stays"]
"""How something looks in a picture."""
LOOKS: Final[Mapping[Deed, Look]] = {"create": "comes", "delete": "goes", "replace": "goes", "unknown": "goes"}
"""How it looks by what is done to it; else it changes."""
NEW: Final = ("create", "invoke")
"""Deeds before which there is nothing."""
MANY: Final = {"is": "are", "changes": "change", "moves": "move", "undergoes": "undergo"}
LONGEST_NAMES: Final = 4_000
"""Characters of the names of objects that change alike."""
LONGEST: Final = 160
"""Characters of a value that is shown in a line."""
LEAD: Final = 40
"""Characters that are shown before those by which two values differ, where all before these is cut."""
FOLDED: Final = TIERS[:2]
"""Tiers of what can be folded: nobody need decide about it."""
LONGEST_LINE: Final = 20_000
"""Characters of a line that is to be pasted, which is worth nothing when it is cut."""
PLACES: Final[dict[Place, str]] = {
    "program": "To keep what is renamed, write this before app.synth()",
    "configuration": "To keep what is renamed, write this into the configuration",
    "shell": "To keep what changes places, run this, and then plan again",
}


def headline(report: Report) -> str:
    """A plan in a line."""
    if not report.changes:
        return "only outputs change" if report.outputs else "no changes"
    deeds = {words: [change for change in report.changes if change.deed == deed] for deed, words in DEEDS.items()}
    parts = [_counted(changes, words) for words, changes in deeds.items() if changes]
    tiers = Counter(change.tier for change in report.changes)
    bad = [f"{tier} {tiers[tier]}" for tier in reversed(TIERS[1:]) if tiers[tier]]
    unknown = sum(not change.is_judged for change in report.changes)
    return f"{', '.join(parts)} ({', '.join([*bad, *([f'not judged {unknown}'] if unknown else [])]) or 'all safe'})"


def total(reports: Sequence[Report]) -> str:
    """What several plans come to."""
    tier = worst(report.tier for report in reports)
    each = [f"{line(report.stack, 80)} {report.tier if report.changes else 'unchanged'}" for report in reports]
    return f"{len(reports)} stacks: {tier.upper()} - {', '.join(each)}"


def by_hand(report: Report) -> str:
    """How many objects somebody else changed, which this plan changes back or further."""
    number = sum(any(it.is_by_hand for it in change.differences) for change in report.changes)
    return f" ({number} changed by hand since)" if number else ""


def _counted(changes: Sequence[Change], words: str) -> str:
    """Things of each kind, and what becomes of them: "5 connectors and 1 environment change"."""
    counts = Counter((change.thing, change.system != "") for change in changes)
    things = [f"{number} {_plural(*thing, number)}" for thing, number in counts.most_common()]
    listed = " and ".join([*([", ".join(things[:-1])] if things[1:] else []), things[-1]])
    verb, _, rest = words.partition(" ")
    return " ".join(filter(None, [listed, verb if len(changes) == 1 else MANY[verb], rest]))


def _plural(thing: str, is_english: bool, number: int) -> str:
    return f"{thing}s" if is_english and number != 1 else line(thing, 80)


def sentence(change: Change, who: str = "") -> str:
    """What happens, as one sentence for each effect.

    Args:
        who: with which each begins.
    """
    if not change.effects:
        return f"{_sentence(DEEDS[change.deed], who)} What that does is not known here."
    return " ".join(_sentence(effect.says, who) for effect in change.effects)


def _sentence(says: str, who: str) -> str:
    return f"{capital(f'{who} {line(says, 2_000)}'.lstrip())}."


def aside(change: Change) -> str:
    """What is done and why, beside the name."""
    return line(", ".join([DEEDS[change.deed], *_also(change)]), 400)


def _also(change: Change) -> list[str]:
    also = [f"because {change.why}"] if change.why else []
    also += ["after it is taken over"] if change.is_imported and change.deed != "import" else []
    return also + ([f"from {change.moved_from}"] if change.moved_from else [])


def several(changes: Sequence[Change]) -> str:
    """What is done to objects that change alike, and why."""
    also = ", ".join(_also(changes[0]))
    return line(f"{_counted(changes, DEEDS[changes[0].deed])} alike{f', each {also}' if also else ''}", 400)


def named(changes: Sequence[Change]) -> tuple[list[str], int]:
    """The names of objects, as far as a reader takes them in, and how many more there are."""
    names, length = [], 0
    for change in changes:
        name = line(change.name, 240)
        length += len(name)
        if length > LONGEST_NAMES:
            break
        names.append(name)
    return names, len(changes) - len(names)


def well_being(change: Change) -> list[str]:
    """How it is now, in lines."""
    health = change.health
    if health is None:
        return []
    tasks = f", {health.running} of {health.tasks} tasks run" if health.tasks else ""
    first = f"now {line(health.state, 60)}{tasks}"
    return [first, *(line(trouble, 240) for trouble in health.trouble[:3])]


def judgement(change: Change) -> str:
    """The tier of a change, or that nobody knows what it does."""
    return change.tier if change.is_judged or change.tier != "safe" else "not judged"


def whose(change: Change) -> str:
    """What something is, as its server and its vendor call it."""
    return " ".join(filter(None, [change.system, change.thing, change.identity]))


def look(node: Node) -> Look:
    """How a thing in a picture looks."""
    return "stays" if node.deed is None else LOOKS.get(node.deed, "changes")


def legend(graph: Graph) -> str:
    """What is to be known of a picture."""
    more = f" {graph.left_out} more that change have no room here." if graph.left_out else ""
    return f"Broad: new. Broken: no more.{more}"


def about(node: Node) -> str:
    """What a thing in a picture is, and what is done to it."""
    within = f"of {node.within}" if node.within else ""
    return " ".join(filter(None, [node.kind, within, DEEDS[node.deed] if node.deed else ""]))


def by_code(report: Report) -> str:
    """That no server was asked, and what the code is compared with."""
    return f"By the code alone, since {line(report.since, 120)}: no server was asked"


def renamed(rename: Rename) -> str:
    """Which object is destroyed and made again, under which name."""
    return (
        f"{line(rename.name, 160)} is {line(rename.former_name, 160)} under another name, and would be destroyed and "
        f"made again ({rename.tier})"
    )


def ways_out(renames: Sequence[Rename]) -> dict[str, list[str]]:
    """What keeps renamed objects: where it goes -> lines to paste."""
    found: dict[str, list[str]] = {}
    for rename in {rename.way_out: rename for rename in renames}.values():
        found.setdefault(PLACES[rename.place], []).extend(line(it, LONGEST_LINE) for it in rename.way_out.splitlines())
    return found


def keeping(renames: Sequence[Rename]) -> list[str]:
    """What keeps renamed objects, line by line."""
    return [words for title, found in ways_out(renames).items() for words in (f"{title}:", *found)]


def in_clear(report: Report) -> list[str]:
    """Which secrets the state will hold in clear, a sentence for each kind."""
    kinds: dict[tuple[str, str], list[str]] = {}
    for secret in report.in_clear:
        kinds.setdefault((secret.attribute, secret.sealed_by), []).append(line(secret.name, 120))
    return [
        f"In Terraform's state in clear: {attribute} of {', '.join(names[:3])}"
        + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        + f"; {sealed_by} would seal it"
        for (attribute, sealed_by), names in kinds.items()
    ]


def values(difference: Difference, *, is_known: bool = True) -> str:
    """What becomes of a value.

    Args:
        is_known: the object is there already.
    """
    path = line(".".join(difference.path), 120)
    if difference.hidden:
        return f"{path}: {unseen(difference)}"
    if difference.is_by_hand:
        back = " again" if difference.after == difference.code else ""
        code, server, after = apart(difference.code, difference.server, difference.after)
        return f"{path}: {code} was deployed, {server} is there now by another hand, {after} it becomes{back}"
    if (moved := items(difference.server, difference.after)) is not None:
        come, gone = moved
        return f"{path}: {', '.join([*(f'+{shown(item)}' for item in come), *(f'-{shown(item)}' for item in gone)])}"
    if difference.server is None:
        return f"{path}: {shown(difference.after)}{' (new)' if is_known else ''}"
    return f"{path}: {' -> '.join(apart(difference.server, difference.after))}"


def unseen(difference: Difference) -> str:
    """What becomes of a value that is not shown."""
    if difference.server is None:
        return "a secret that is not shown is new"
    if difference.after is None:
        return "a secret that is not shown goes"
    return "a secret that is not shown gets another value"


def items(was: Any, becomes: Any) -> tuple[list[Any], list[Any]] | None:
    """What comes to a list and what goes; None unless some of it stays."""
    old, new = _listed(was), _listed(becomes)
    gone, come = [item for item in old if item not in new], [item for item in new if item not in old]
    if max(len(old), len(new)) < 2 or not (set(old) & set(new)) or not (gone or come):
        return None
    return come, gone


def _listed(value: Any) -> list[Any]:
    if isinstance(value, list):
        return [item if isinstance(item, str) else json.dumps(item, sort_keys=True) for item in value]
    return [item.strip() for item in value.split(",")] if isinstance(value, str) else []


def shown(value: Any, longest: int = LONGEST) -> str:
    """A value in a line; nothing where there is none."""
    match value:
        case None:
            return "nothing"
        case str():
            return value if value == UNKNOWN else line(value, longest) or '""'
    return line(json.dumps(value, ensure_ascii=False), longest)


def apart(*values: Any) -> list[str]:
    """Values that one thing has or had, each in a line by which it can be told from those that it differs from."""
    return [_apart(value, values) for value in values]


def _apart(value: Any, others: Sequence[Any]) -> str:
    look, text = shown(value), json.dumps(value, ensure_ascii=False)
    alike = (json.dumps(it, ensure_ascii=False) for it in others if shown(it) == look)
    other = next((it for it in alike if it != text), None)
    if other is None or value is None:
        return look
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(text, other, strict=False)))
    skipped = max(shared - LEAD, 0)
    return f"{'...' if skipped else ''}{line(text[skipped:], LONGEST)}"


def capital(text: str) -> str:
    """A text that begins a line."""
    return text[:1].upper() + text[1:]


def line(text: str, longest: int) -> str:
    """A text from elsewhere as a line that steers nothing."""
    return legible(text, longest, kept="")
