"""Sluice: data-streaming platforms as Python code."""

__version__ = "0.1.0"

ADDRESS = "sluice.internal/sluice/sluice"
"""The provider's source address by default; ``.internal`` can never be registered, so nobody else can have it."""

NOTICES_VARIABLE = "SLUICE_NOTICES"
"""Names, to the provider, the pipe into which it tells what it waits for."""

GIVE_UP_VARIABLE = "SLUICE_GIVE_UP"
"""Names, to the provider, the file that appears when it shall give up the calls that are under way."""

CDK_FLAVOURS = ("cdktn", "cdktf")
"""The CDK libraries that the constructs work with, the preferred one first."""
