"""Sluice: data-streaming platforms as Python code."""

from os.path import dirname, isdir, join

__version__ = "0.1.0"

ADDRESS = "sluice.internal/sluice/sluice"
"""The provider's source address by default; ``.internal`` can never be registered, so nobody else can have it."""

NOTICES_VARIABLE = "SLUICE_NOTICES"
"""Names, to the provider, the pipe into which it tells what it waits for."""

GIVE_UP_VARIABLE = "SLUICE_GIVE_UP"
"""Names, to the provider, the file that appears when it shall give up the calls that are under way."""

REATTACH_VARIABLE = "TF_REATTACH_PROVIDERS"
"""Names, to Terraform, the providers that it does not start itself, and where they listen."""

ATTACHED_OPTION = "--attached"
"""Before the address under which the provider serves one Terraform that does not start it."""

AFTER_PLAN_OPTION = "--after-plan"
"""Behind that address: the one Terraform only carries out a plan that another provider process has made."""

IS_WORKING_COPY = isdir(join(dirname(__file__), "generator"))
"""Whether declarations can be edited here. A wheel has no generator, and the tests have checked what it declares, and
what was made from that: none of it is done again at a start of the provider, of which a plan takes three."""

CDK_FLAVOURS = ("cdktn", "cdktf")
"""The CDK libraries that the constructs work with, the preferred one first."""
