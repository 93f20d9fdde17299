"""The catalogue: every system and everything declared for it."""

from __future__ import annotations

from typing import Final

from provider_lib import IS_WORKING_COPY
from provider_lib.spec import Declarations
from provider_lib.systems import confluent, kafka_connect, lenses, redpanda, streamkap
from provider_lib.systems.rest import object as rest_object

CATALOGUE: Final = Declarations.of(
    *lenses.MODULES, kafka_connect, redpanda, *streamkap.MODULES, confluent, rest_object, proven=not IS_WORKING_COPY
)

__all__ = ["CATALOGUE", "Declarations"]
