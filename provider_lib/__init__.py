"""Sluice: data-streaming platforms as Python code."""

__version__ = "0.1.0"
