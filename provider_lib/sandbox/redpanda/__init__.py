"""Redpanda Cloud: Kafka Connect on a cluster's data plane."""
