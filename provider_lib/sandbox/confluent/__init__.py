"""Confluent Cloud: agents of Flink SQL."""
