"""What is stored of an object says which version of the provider wrote it, and decides nothing by that."""

from __future__ import annotations

import json

from provider_lib import __version__
from provider_lib.rest import written_by
from tests.unit.rest.life import Life
from tests.unit.rest.shop import Shop


def aged(life: Life) -> bytes:
    """As an older version of the provider left it."""
    life.private = json.dumps(json.loads(life.private) | {"written_by": "0.0.1"}, sort_keys=True).encode()
    return life.private


def test_a_create_a_change_and_an_import_tell_who_wrote(shop: Shop) -> None:
    widget = shop.widget(title="Bolt")
    widget.apply()
    assert written_by(widget.private) == __version__
    aged(widget)
    widget.apply(title="Nut")
    assert written_by(widget.private) == __version__
    assert written_by(shop.widget().import_object("north/bolt").private) == __version__


def test_what_another_version_wrote_is_no_change_and_stays_as_it_is_when_it_is_read(shop: Shop) -> None:
    widget = shop.widget(title="Bolt")
    widget.apply()
    before = aged(widget)
    assert widget.refresh().plan().action == "nothing"
    assert widget.private == before
