"""From a live account to the code that a colleague would have written for it. Pure but for what its account reads."""

from __future__ import annotations

from provider_lib.adopt.account import Account, Found, Identity, Survey, Unread
from provider_lib.adopt.imports import import_id, imported_identity, imports_module
from provider_lib.adopt.move import CutOff, Move, named_anew
from provider_lib.adopt.names import Names
from provider_lib.adopt.proof import broken_promises
from provider_lib.adopt.selection import matches, may_match
from provider_lib.adopt.stack_module import stack_class, stack_module
from provider_lib.adopt.steps import Step, carry_out
from provider_lib.adopt.survey import identity_of, survey
from provider_lib.adopt.variables import with_variables

__all__ = [
    "Account",
    "CutOff",
    "Found",
    "Identity",
    "Move",
    "Names",
    "Step",
    "Survey",
    "Unread",
    "broken_promises",
    "carry_out",
    "identity_of",
    "import_id",
    "imported_identity",
    "imports_module",
    "matches",
    "may_match",
    "named_anew",
    "stack_class",
    "stack_module",
    "survey",
    "with_variables",
]
