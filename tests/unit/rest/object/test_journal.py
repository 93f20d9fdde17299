"""What one walk has of an object: for one purpose, by whichever of its names."""

from __future__ import annotations

from provider_lib.rest.object.journal import Journal


def test_an_object_that_is_had_for_one_purpose_is_for_no_other_by_any_of_its_names() -> None:
    journal = Journal(None, print)
    assert journal.claim(["Robbie", "robbie"], "taken over")
    assert journal.claim(["robbie"], "taken over")
    assert not journal.claim(["Robbie"], "deleted")


def test_what_cannot_be_had_leaves_its_other_names_free() -> None:
    journal = Journal(None, print)
    assert journal.claim(["robbie"], "taken over")
    assert not journal.claim(["Robbie", "robbie"], "deleted")
    assert journal.claim(["Robbie"], "taken over")
