"""Terraform values and what goes over the wire: each made from the other. Pure."""
