"""The catalogue: every system and everything declared for it."""

from __future__ import annotations

from provider_lib.systems import lenses
from provider_lib.systems.catalogue import Catalogue

CATALOGUE = Catalogue.of(lenses)

__all__ = ["CATALOGUE", "Catalogue"]
