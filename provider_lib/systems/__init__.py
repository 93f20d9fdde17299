"""The catalogue: every system and everything declared for it."""

from __future__ import annotations

from provider_lib.spec import Catalogue
from provider_lib.systems import lenses

CATALOGUE = Catalogue.of(lenses)

__all__ = ["CATALOGUE", "Catalogue"]
