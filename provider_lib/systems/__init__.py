"""The catalogue: every system and everything declared for it."""

from __future__ import annotations

from provider_lib.spec import Declarations
from provider_lib.systems import confluent, kafka_connect, lenses, redpanda, streamkap
from provider_lib.systems.rest import object as rest_object

CATALOGUE = Declarations.of(*lenses.MODULES, kafka_connect, redpanda, streamkap, confluent, rest_object)

__all__ = ["CATALOGUE", "Declarations"]
