"""How far something has come that reads on from where it was, as far as its API tells that and takes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from provider_lib.dataclass import dataclass, field
from provider_lib.spec.calls import Call
from provider_lib.spec.names import FieldName, NamesField, Place, Sentence
from provider_lib.spec.roles import Trigger
from provider_lib.spec.word import word


@word
@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """How an object hands on to another one how far it has come.

    Args:
        read: tells it.
        items: dotted path of it in the answer, a list.
        set_by: the field whose value, the same list as JSON, sets it.
        forgotten_by: the field by whose change it is forgotten.
        kind: the field by whose value ``about`` differs.
        about: value of that field -> what of the position stays, and under what name, in sentences about the new one.
    """

    read: Call
    items: Place = ""
    set_by: Annotated[str, NamesField((Trigger,))]
    forgotten_by: Annotated[str, NamesField((Trigger,))]
    kind: FieldName
    about: Mapping[str, Sentence] = field(default_factory=dict)
