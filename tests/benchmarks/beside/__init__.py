"""Sluice beside other providers of the same systems, on a server that costs next to nothing."""
