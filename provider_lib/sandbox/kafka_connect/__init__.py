"""Kafka Connect workers with their own REST API, as Apache ships it."""
