"""The generic object: any other REST API, described in the stack."""
