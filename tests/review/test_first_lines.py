"""The first five lines of a review say what a reviewer must decide."""

from __future__ import annotations

from pathlib import Path

import pytest

from provider_lib.review import text
from tests.review import stored

RESTARTS = "Something restarts, and goes on where it was: look first at"
GAP = "Data is late, or missing where it is looked for, and can be had again: look first at"
LOSS = "Data, or where to go on, is lost: look first at"
LOCKOUT = "Somebody, or something that runs, is refused: look first at"

DECISIONS = {
    "topic-added": (
        "prod: RESTARTS - 1 connector changes (restarts 1)",
        f"{RESTARTS} prod/eu/orders-search",
        "restarts  prod/eu/orders-search  changes",
        "Reads shop.public.payments too, from the beginning. Restarts 4 tasks.",
    ),
    "topic-removed": (
        "prod: GAP - 1 connector changes (gap 1)",
        f"{GAP} prod/eu/orders-search",
        "gap  prod/eu/orders-search  changes",
        "Stops reading catalogue.catalogue.products: what is unread there stays unread. Restarts 4 tasks.",
    ),
    "tasks-max": (
        "prod: RESTARTS - 6 connectors change (restarts 6)",
        f"{RESTARTS} prod/eu/carrier-tracking",
        "restarts  6 connectors change alike",
        "Each shares its work among at most 6 tasks from now on. Each restarts 4 tasks.",
    ),
    "transforms": (
        "prod: RESTARTS - 4 connectors change (restarts 4)",
        f"{RESTARTS} prod/eu/order-views",
        "restarts  3 connectors change alike",
        "Each gives records another shape from now on (transforms.unwrap.delete.tombstone.handling.mode); those "
        "written so far keep theirs. Each restarts 4 tasks.",
    ),
    "snapshot-mode": (
        "prod: LOSS - 1 connector changes (loss 1)",
        f"{LOSS} prod/eu/orders-changes",
        "loss  prod/eu/orders-changes  changes",
        "Takes no snapshot of data any more (snapshot.mode): what it did not see happen it never delivers. "
        "Restarts 1 task.",
    ),
    "key-rotation": (
        "prod: LOCKOUT - 1 environment changes (lockout 1)",
        f"{LOCKOUT} prod/eu/environment",
        "lockout  prod/eu/environment  changes",
        "Gets a new agent key: the running agent is refused at once, until it has the new one.",
    ),
    "tier": (
        "prod: SAFE - 1 environment changes (all safe)",
        "Nothing happens to the data",
        "safe  prod/us/environment  changes",
        "Is staging from now on, with all that goes by the tier of an environment. Can be deleted from now on.",
    ),
    "environment-removed": (
        "dev: LOCKOUT - 8 connectors, 1 environment, 1 source, 1 flink agent and 1 kafka connection are destroyed "
        "(lockout 1, loss 9, gap 2)",
        f"{LOCKOUT} environment orders-dev",
        "lockout  environment orders-dev  is destroyed, because it is not in the code any more",
        "Is destroyed: its agent is locked out, with every connector behind it, and its key is gone.",
    ),
    "paused": (
        "prod: GAP - 1 connector changes (gap 1)",
        f"{GAP} prod/eu/orders-search",
        "gap  prod/eu/orders-search  changes",
        "Is paused: what it would read waits, for as long as it is kept there, and the lag grows.",
    ),
    "secret-source": (
        "prod: RESTARTS - 1 connector changes (restarts 1)",
        f"{RESTARTS} prod/eu/orders-search",
        "restarts  prod/eu/orders-search  changes",
        "Restarts 4 tasks with other secrets. Takes connection.password from another variable.",
    ),
    "version": (
        "prod: SAFE - 2 environments change (all safe)",
        "Nothing happens to the data",
        "safe  prod/eu/environment  changes",
        "Is as before for its agent: only what is said of it changes.",
    ),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_five_lines_say_what_must_be_decided(name: str) -> None:
    headline, reason, nothing, title, sentence = text(stored.load(name).report).splitlines()[:5]
    assert (headline, reason, title, sentence.strip()) == DECISIONS[name]
    assert nothing == ""


def test_the_guide_has_a_headline_and_a_picture_of_ten_of_them() -> None:
    guide = (Path(__file__).parents[2] / "docs/guides/review.md").read_text()
    rows = [line for line in guide.splitlines() if "](review/" in line and line.startswith("|")]
    told = {name: headline for name, (headline, *_) in DECISIONS.items() if f"(review/{name}.png)" in guide}
    assert len(rows) == len(told) == 10
    assert [name for name, headline in told.items() if not any(f"`{headline}`" in row for row in rows)] == []
