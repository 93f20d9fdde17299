"""The provider as others install it: a package that needs no Python, and the mirrors and registries that offer it."""
