"""The rules that are on by default."""

from __future__ import annotations

from typing import Final

from provider_lib.policy.pack.clear_secrets import ClearSecret
from provider_lib.policy.pack.dead_letters import DeadLetterContext, DeadLetterLoop, DeadLetterQueue, SilentErrors
from provider_lib.policy.pack.exactly_once import ExactlyOnce
from provider_lib.policy.pack.heartbeats import Heartbeat
from provider_lib.policy.pack.jdbc import JdbcKeys
from provider_lib.policy.pack.protection import Unprotected
from provider_lib.policy.pack.registries import RegistryUrl
from provider_lib.policy.pack.shared import (
    SharedConsumerGroup,
    SharedSchemaHistory,
    SharedServerId,
    SharedSlot,
    SharedTopicPrefix,
)
from provider_lib.policy.pack.tasks import OneTask
from provider_lib.policy.pack.topics import TopicsTwice
from provider_lib.policy.pack.transforms import ManyTransforms, UndefinedTransform, UnusedTransform
from provider_lib.policy.pack.unwritten import UnwrittenTopic
from provider_lib.policy.rules import Rule

DEFAULT: Final[tuple[Rule, ...]] = (
    UndefinedTransform(),
    UnusedTransform(),
    ManyTransforms(),
    TopicsTwice(),
    JdbcKeys(),
    DeadLetterQueue(),
    DeadLetterLoop(),
    DeadLetterContext(),
    SilentErrors(),
    OneTask(),
    RegistryUrl(),
    ExactlyOnce(),
    Heartbeat(),
    SharedSlot(),
    SharedServerId(),
    SharedTopicPrefix(),
    SharedSchemaHistory(),
    SharedConsumerGroup(),
    UnwrittenTopic(),
    ClearSecret(),
    Unprotected(),
)
