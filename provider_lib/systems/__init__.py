"""The catalogue: every system and everything declared for it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from provider_lib.spec import Declarations
from provider_lib.systems import confluent, kafka_connect, lenses, redpanda, streamkap
from provider_lib.systems.rest import object as rest_object

IS_WORKING_COPY: Final = (Path(__file__).parents[1] / "generator").is_dir()
"""Whether declarations can be edited here. A wheel has no generator, and the tests have checked what it declares: it
does not do that again at each start of the provider, of which a plan takes three."""

CATALOGUE: Final = Declarations.of(
    *lenses.MODULES, kafka_connect, redpanda, streamkap, confluent, rest_object, proven=not IS_WORKING_COPY
)

__all__ = ["CATALOGUE", "Declarations"]
