"""Makes the construct modules and the reference from the catalogue."""
