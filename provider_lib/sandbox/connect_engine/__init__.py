"""The model of a Kafka Connect cluster, on which the APIs that front one are built."""
