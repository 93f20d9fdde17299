"""The calls that Terraform makes, one module for each kind of thing they are about.

A handler takes the types, the kind the request is about, the request, and a response to fill. It may raise:
the service turns that into a diagnostic and sends what has been filled in so far.
"""
