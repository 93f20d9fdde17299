"""Terraform's plugin protocol 6, served over gRPC: knows no vendor and no HTTP.

Nothing is imported here: an executable must print its handshake line before it loads the rest.
"""
