"""Faults that the sandbox commits on demand."""
