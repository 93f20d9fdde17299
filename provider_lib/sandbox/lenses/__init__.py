"""Lenses HQ: environments, Kafka connections, and Kafka Connect through an environment's agent."""
