"""What a server publishes of the keys of a configuration, and how it writes that."""

from __future__ import annotations

from typing import Annotated

from provider_lib.dataclass import dataclass
from provider_lib.spec.api import Configuration
from provider_lib.spec.calls import Call, Listing
from provider_lib.spec.names import NamesField, Place, Sentence
from provider_lib.spec.roles import Plain
from provider_lib.spec.word import word


@word
@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """How a published key says that it counts only while another one has a certain value.

    Args:
        gate: dotted path of the other key's name.
        value: dotted path of the value, or values, that are meant.
        operator: dotted path of the word for the comparison.
        equal: the word for "has this value".
        unequal: the word for "has another value".
        among: the word for "has one of these values".
    """

    gate: Place
    value: Place
    operator: Place
    equal: str
    unequal: str
    among: str


@word
@dataclass(frozen=True, slots=True, kw_only=True)
class ValueTypes:
    """How a published key says of which JSON type its values are; those of any other word are texts.

    Args:
        control: dotted path of the word for it.
        booleans: words for true and false.
        numbers: words for numbers.
        lists: words for lists.
        documents: words for any JSON.
        texts: keys whose values are texts whatever the word, because the server takes JSON as text there.
    """

    control: Place
    booleans: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


@word
@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCatalog:
    """Checking a configuration at plan time against the keys that the server publishes for a class of objects.

    Args:
        call: answers with definitions, wherever in the answer a list called ``entries`` lies.
        entries: name of the lists of definitions.
        name: dotted path of the key's name in a definition.
        settable: dotted path of whether users may set it.
        required: dotted path of whether it must be set.
        default: dotted path of the value that it has when it is left out.
        description: dotted path of a sentence about it.
        values: dotted path of the list of allowed values.
        value: dotted path of the value in an entry of that list that is no bare value.
        conditions: dotted path of the list of conditions under which the key counts at all.
        condition: how such a condition is written.
        secret: dotted path of whether its value is a secret.
        types: how it says of which type its value is; None where all are texts.
        title: what the class of objects is called, with place-holders.
        into: the ConfigMap field that is checked.
        kind: the field that names the class.
        kinds: lists every class, shown when the one asked for is unknown.
        kind_name: dotted path of the class's name in an item of that list.
    """

    call: Call
    entries: str
    name: Place
    settable: Place
    required: Place
    default: Place
    description: Place
    values: Place
    value: Place
    conditions: Place
    condition: Condition
    secret: Place
    types: ValueTypes | None = None
    title: Sentence
    into: Configuration = "config"
    kind: Annotated[str, NamesField((Plain,))]
    kinds: Listing
    kind_name: Place
