"""What is called, and how long that may take."""

from __future__ import annotations

import threading
import time
from typing import Any, cast

from provider_lib.dataclass import replace
from provider_lib.rest.object.shared_answers import SharedAnswers
from provider_lib.rest.object.target import LAST_LOOK, Target
from provider_lib.rest.object.versions import Versions
from tests.unit.rest.widgets import Widget

TARGET = Target(Widget, cast("Any", None), threading.Event(), Versions(), SharedAnswers())


def test_a_limit_of_time_begins_when_it_is_set() -> None:
    before = time.monotonic()
    limited = TARGET.within(60.0)
    assert limited.deadline is not None
    assert before + 60.0 <= limited.deadline <= time.monotonic() + 60.0
    assert limited == replace(TARGET, deadline=limited.deadline)


def test_the_last_look_of_a_wait_goes_beyond_its_end() -> None:
    assert replace(TARGET, deadline=60.0).for_watching() == replace(TARGET, deadline=60.0 + LAST_LOOK)
    assert TARGET.for_watching() is TARGET
