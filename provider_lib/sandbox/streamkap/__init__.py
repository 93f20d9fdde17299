"""Streamkap: sources, destinations, pipelines and tags."""
