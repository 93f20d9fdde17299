"""Nobody's API in particular: what a plain REST API is like, for what no vendor here offers."""
