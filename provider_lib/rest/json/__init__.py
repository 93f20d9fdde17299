"""JSON documents: find, place, compare, patch. Knows no HTTP and no declaration."""
