"""What processes tell through the pipe is heard, whichever comes and goes."""

from __future__ import annotations

import os
from pathlib import Path

from provider_lib import NOTICES_VARIABLE
from provider_lib.engine.notices import hearing_notices


def test_notices_of_several_processes_are_heard_in_turn_and_none_twice_in_a_row() -> None:
    heard: list[str] = []
    with hearing_notices(heard.append) as variables:
        for lines in (b"waiting for a\nwaiting for a\n", b"waiting for b\nwaiting for a\n"):
            descriptor = os.open(variables[NOTICES_VARIABLE], os.O_WRONLY)
            os.write(descriptor, lines)
            os.close(descriptor)
    assert heard == ["waiting for a", "waiting for b", "waiting for a"]


def test_nothing_is_left_behind() -> None:
    with hearing_notices(print) as variables:
        pipe = Path(variables[NOTICES_VARIABLE])
        assert pipe.is_fifo()
    assert not pipe.parent.exists()
