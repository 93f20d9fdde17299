"""The catalogue: every system and everything declared for it."""

from __future__ import annotations

from provider_lib.spec import Catalogue
from provider_lib.systems import confluent, kafka_connect, lenses, redpanda, rest_object, streamkap

CATALOGUE = Catalogue.of(lenses, kafka_connect, redpanda, streamkap, confluent, rest_object)

__all__ = ["CATALOGUE", "Catalogue"]
