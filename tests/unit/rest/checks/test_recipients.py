"""Of the secrets of one object each is told of by itself when its recipients change."""

from __future__ import annotations

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.rest.checks.recipients import readdressing
from provider_lib.rest.mapping.seals import NO_SEALS
from provider_lib.spec import Api, Resource, delete, get, key, once, post, recipients
from tests.unit.rest.widgets import TOYS


class Safe(Resource, system=TOYS, name="safe"):
    """A safe with two keys, each for people of its own."""

    name: str = key("Name.")
    left_recipients: set[str] | None = recipients("left")
    left: str = once("Left key.", recover="renew", sealed_to="left_recipients")
    right_recipients: set[str] | None = recipients("right")
    right: str = once("Right key.", recover="renew", sealed_to="right_recipients")

    api = Api(
        create=post("/safes"),
        read=get("/safes/{name}"),
        delete=delete("/safes/{name}"),
        calls={"renew": post("/safes/{name}/renew", body=None)},
    )


@pytest.mark.parametrize("changed", [["left"], ["right"], ["left", "right"], []])
def test_a_key_whose_recipients_change_is_told_of_whatever_becomes_of_the_other(changed: list[str]) -> None:
    prior = dict.fromkeys(Safe.fields()) | {"name": "big", "left": "l3ft", "right": "r1ght"}
    planned = prior | {f"{name}_recipients": ["age1ann"] for name in changed}
    assert list(readdressing(Safe, prior, planned, NO_SEALS)) == [
        Diagnostic(
            "warning",
            f"{name} of toys safe big will be encrypted to its recipients",
            "It stays as it is. Until now it lay in the state in clear, and does in every copy of that: if others may "
            "have read one, renew it.",
            (f"{name}_recipients",),
        )
        for name in changed
    ]
