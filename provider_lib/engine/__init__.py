"""Runs Terraform: the embedded core or another binary, with the provider installed and progress as typed events."""
