"""The rules that are on by default."""

from __future__ import annotations

from typing import Final

from provider_lib.policy.pack.dead_letters import DeadLetterContext, DeadLetterLoop, DeadLetterQueue, SilentErrors
from provider_lib.policy.pack.topics import TopicsTwice
from provider_lib.policy.pack.transforms import UndefinedTransform, UnusedTransform
from provider_lib.policy.rules import Rule

DEFAULT: Final[tuple[Rule, ...]] = (
    DeadLetterQueue(),
    DeadLetterLoop(),
    DeadLetterContext(),
    SilentErrors(),
    UndefinedTransform(),
    UnusedTransform(),
    TopicsTwice(),
)
