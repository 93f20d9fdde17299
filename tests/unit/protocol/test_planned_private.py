"""What a plan stores for its apply is read as it was written, and nothing is stored for nothing."""

from __future__ import annotations

import pytest

from provider_lib.errors import SluiceError
from provider_lib.protocol.planned_private import PlannedPrivate, unpack_private


@pytest.mark.parametrize("created", [b"", b"c"])
@pytest.mark.parametrize("planned", [b"", b"p"])
@pytest.mark.parametrize("stored", [b"", b"s"])
def test_it_is_read_as_it_was_written(stored: bytes, planned: bytes, created: bytes) -> None:
    private = PlannedPrivate(stored, planned, created)
    assert unpack_private(private.pack()) == private
    assert bool(private.pack()) is bool(stored or planned or created)


@pytest.mark.parametrize("data", [b"s", b"{}", b"\x90", b"\x93\xc4\x00\xc4\x00\x01", b"\x93\xc4\x00\x01\xc4\x00"])
def test_what_another_wrote_is_refused(data: bytes) -> None:
    with pytest.raises(SluiceError) as caught:
        unpack_private(data)
    assert (caught.value.summary, caught.value.detail) == (
        "Another version of the provider made this plan",
        "Plan again with this one.",
    )
