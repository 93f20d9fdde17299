"""Streamkap: managed sources, destinations, the pipelines between them, and tags."""

from __future__ import annotations

from provider_lib.systems.streamkap import connectors, pipelines, tags

MODULES = (connectors, pipelines, tags)
"""The modules that hold its declarations."""
