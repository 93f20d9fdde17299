"""The vocabulary in which resources are declared. Pure values, no I/O."""
