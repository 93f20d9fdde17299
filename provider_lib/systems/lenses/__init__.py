"""Lenses HQ and the Kafka Connect clusters behind its agents."""

from __future__ import annotations

from provider_lib.systems.lenses import connectors, environments, kafka_connections

MODULES = (environments, kafka_connections, connectors)
"""The modules that hold its declarations."""
