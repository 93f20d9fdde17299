"""Local stand-ins for the vendors' APIs: a real HTTP server over SQLite that can be made to fail on demand."""
