"""Lenses HQ, who may do what there, and the Kafka Connect clusters behind its agents."""

from __future__ import annotations

from provider_lib.systems.lenses import connectors, environments, groups, kafka_connections, roles, service_accounts

MODULES = (environments, kafka_connections, connectors, roles, groups, service_accounts)
"""The modules that hold its declarations."""
