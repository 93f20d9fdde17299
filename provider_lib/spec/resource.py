"""Base classes of everything that is declared: resources, data sources, actions and ephemeral resources.

A declaration is a class; ``provider_lib.systems`` holds them all. Reading one costs nothing until its
``fields`` are asked for, and they are worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from inspect import cleandoc
from itertools import product
from typing import Annotated, Any, ClassVar, TypeVar
from urllib.parse import quote

from provider_lib.errors import DeclarationError
from provider_lib.spec.annotations import fields_of, title_of
from provider_lib.spec.api import Api, Lifecycle, Parent, Validation
from provider_lib.spec.calls import Call, Listing
from provider_lib.spec.consequences import Consequence
from provider_lib.spec.field import Field
from provider_lib.spec.flow import Flow
from provider_lib.spec.handover import Handover
from provider_lib.spec.key_catalog import KeyCatalog
from provider_lib.spec.live import Live
from provider_lib.spec.names import FieldName, NamesField, Sentence
from provider_lib.spec.predecessor import Predecessor
from provider_lib.spec.roles import Computed, Endpoint, Role, ServerId
from provider_lib.spec.schema import Attribute, Schema, attributes_of
from provider_lib.spec.system import System
from provider_lib.spec.tracking import Tracked
from provider_lib.spec.types import String
from provider_lib.spec.upgrades import Upgrade

AnyRole = TypeVar("AnyRole", bound=Role)


class Declared:
    """Anything with a Terraform type name and fields."""

    system: ClassVar[System]
    type_name: ClassVar[str]
    _declared_fields: ClassVar[Mapping[str, Field]]
    _fields_by_role: ClassVar[dict[type[Role], tuple[tuple[Field, Any], ...]]]

    def __init_subclass__(cls, system: System | None = None, name: str | None = None, **strange: Any) -> None:
        super().__init_subclass__()
        cls._fields_by_role = {}
        if strange or (system is None) != (name is None):
            raise DeclarationError(
                f"{title_of(cls)} is declared without `system` or without `name`, or with something else",
                f"Write `class {cls.__name__}(..., system=..., name=...)`; what others are derived from has neither.",
            )
        if system is not None:
            if not isinstance(system, System) or not isinstance(name, str):
                raise DeclarationError(
                    f"{title_of(cls)} is declared with system={system!r} and name={name!r}",
                    "`system` is what System(...) made, and `name` a text.",
                )
            cls.system = system
            cls.type_name = f"sluice_{system.name}_{name}"

    @classmethod
    def thing(cls) -> str:
        """What it is, in words: "kafka connection"."""
        return cls.type_name.removeprefix(f"sluice_{cls.system.name}_").replace("_", " ")

    @classmethod
    def fields(cls) -> Mapping[str, Field]:
        """The declared fields by name, in the order in which they are written."""
        if "_declared_fields" not in vars(cls):
            cls._declared_fields = fields_of(cls)
        return cls._declared_fields

    @classmethod
    def fields_with(cls, kind: type[AnyRole]) -> tuple[tuple[Field, AnyRole], ...]:
        """The fields that have a role of this kind, each with its role."""
        if kind not in cls._fields_by_role:
            cls._fields_by_role[kind] = tuple(
                (item, item.role) for item in cls.fields().values() if isinstance(item.role, kind)
            )
        return cls._fields_by_role[kind]

    @classmethod
    def only(cls, kind: type[Role]) -> Field | None:
        """The one field with a role of this kind, if there is one."""
        return next((item for item, _ in cls.fields_with(kind)), None)

    @classmethod
    def value_of(cls, kind: type[Role], values: Mapping[str, Any]) -> Any:
        """The value of the one field with a role of this kind, None when there is no such field."""
        field = cls.only(kind)
        return None if field is None else values.get(field.name)

    @classmethod
    def schema(cls) -> Schema:
        """What Terraform is told."""
        return Schema(attributes_of(cls.fields()), cleandoc(cls.__doc__ or ""))


class Resource(Declared):
    """A resource: fields, calls, and how it behaves over time.

    Class attributes:
        api: its calls.
        identity: the fields that name one object, in the order of the import id; by default the keys.
        known_as: the fields by which messages call an object; by default those of its identity.
        changed_at: the field that tells when somebody changed an object last, for servers that say so.
        lifecycle: the states of something that runs.
        live: what is watched of something without such states.
        parent: what must be there, and ready, before it can be reached.
        validation: how its configuration is checked at plan time.
        tracked: what the state module shows of it.
        handover: how it hands on to another object how far it has come.
        consequences: what a change of it does to the data and to the people, which reviews say.
        data_flows: what it reads, writes and runs on, which the picture in reviews shows.
        predecessors: the resources of other providers that it takes over by their state.
        version: of the state; raised when stored state needs an upgrade.
        upgrades: of stored state, oldest first, from the oldest version that can still be read to the current one.
    """

    api: ClassVar[Api]
    identity: ClassVar[tuple[FieldName, ...]] = ()
    known_as: ClassVar[tuple[FieldName, ...]] = ()
    changed_at: ClassVar[FieldName | None] = None
    lifecycle: ClassVar[Lifecycle | None] = None
    live: ClassVar[Live | None] = None
    parent: ClassVar[Parent | None] = None
    validation: ClassVar[Validation | KeyCatalog | None] = None
    tracked: ClassVar[Tracked | None] = None
    handover: ClassVar[Handover | None] = None
    consequences: ClassVar[tuple[Consequence, ...]] = ()
    data_flows: ClassVar[tuple[Flow, ...]] = ()
    predecessors: ClassVar[tuple[Predecessor, ...]] = ()
    version: ClassVar[int] = 0
    upgrades: ClassVar[tuple[Upgrade, ...]] = ()

    @classmethod
    def api_for(cls, _values: Mapping[str, Any]) -> Api:
        """The calls for an object with these values; the same for all unless a resource says otherwise."""
        return cls.api

    @classmethod
    def surmised(cls, _values: Mapping[str, Any]) -> Mapping[str, Any]:
        """What its server will say of an object with these values, by all likelihood, where no server was asked."""
        return {}

    @classmethod
    def identity_fields(cls) -> tuple[str, ...]:
        """The fields that name one object, in the order of the import id."""
        return cls.identity or tuple(name for name, item in cls.fields().items() if item.role.traits.identifies)

    @classmethod
    def import_id(cls, identity: Iterable[str]) -> str:
        """The id by which an object is imported.

        Args:
            identity: the values of what names it, in their order.
        """
        joined = "/".join(quote(part, safe=" ") if set(part) & set("/%") else part for part in identity)
        return quote("{") + joined[1:] if joined.startswith("{") else joined  # what begins so is read as JSON

    @classmethod
    def natural_key(cls) -> tuple[str, ...]:
        """The fields that tell an object from others before the server has given it an id."""
        fields, listing = cls.fields(), cls.api.find
        matched = () if listing is None else (name for name in listing.match if name in fields)
        return tuple(dict.fromkeys([*(name for name, it in fields.items() if it.role.traits.identifies), *matched]))

    @classmethod
    def is_unique_by_key(cls) -> bool:
        """Whether the natural key is one of its own, and not only that of a collection."""
        return cls.only(ServerId) is None or cls.api.find is not None

    @classmethod
    def schema(cls) -> Schema:
        """What Terraform is told."""
        names = cls.identity_fields()
        return Schema(
            attributes_of(cls.fields()),
            cleandoc(cls.__doc__ or ""),
            cls.version,
            names,
            {name: cls.fields()[name].doc for name in names},
        )

    @classmethod
    def listing(cls) -> Listing | None:
        """The list that names every object there is; None where nothing does."""
        api: Api | None = getattr(cls, "api", None)
        return None if api is None else api.read_many or api.listed

    @classmethod
    def places(cls, listing: Listing, values: Callable[[str], Iterable[Any]]) -> Iterator[dict[str, Any]]:
        """Every place in which there is a list of its own, by the part of an identity that the list does not tell.

        Args:
            listing: the list.
            values: says what a field may be.
        """
        needed = [name for name in cls.identity_fields() if name not in listing.match]
        for found in product(*map(values, needed)):
            yield dict(zip(needed, found, strict=True))

    @classmethod
    def possible_values(
        cls,
        name: FieldName,
        *,
        endpoints: Iterable[str],
        referred: Callable[[str], Iterable[Mapping[str, Any]]],
        listed: Callable[[Listing], Iterable[Mapping[str, Any]]],
    ) -> list[Any]:
        """What a part of an identity may be, where the list of the objects does not tell it.

        Args:
            name: the part.
            endpoints: names of the configured APIs.
            referred: gives what is known of each object of another kind.
            listed: gives what a list tells of each of its items.
        """
        field = cls.fields()[name]
        if isinstance(field.role, Endpoint):
            return list(endpoints)
        if field.refers_to:
            kind, _, attribute = field.refers_to.rpartition(".")
            return [each[attribute] for each in referred(kind) if attribute in each]
        if places := cls.api.places.get(name):
            return [each[name] for each in listed(places) if name in each]
        return [] if field.default is None else [field.default]

    @classmethod
    def list_schema(cls) -> Schema:
        """What Terraform is told of the filters of a list of such objects."""
        names = dict.fromkeys((*cls.identity_fields(), *cls.known_as))
        filters = {name: Attribute(String(), cls.fields()[name].doc, optional=True) for name in names}
        return Schema(
            filters, f"Every {cls.thing()} that fits; `*`, `?` and `[...]` stand for any text, as in a shell."
        )


class DataSource(Declared):
    """A data source: what is asked for, and the call that answers.

    Class attributes:
        read: answers with one object, whose parts are the computed fields.
        listing: answers with many; they go into the field ``into``.
        into: name of that field.
        parent: what must be there, and ready.
    """

    read: ClassVar[Call | None] = None
    listing: ClassVar[Listing | None] = None
    into: ClassVar[Annotated[str, NamesField((Computed,))] | None] = None
    parent: ClassVar[Parent | None] = None

    @classmethod
    def read_for(cls, _values: Mapping[str, Any]) -> Call | Listing | None:
        """The call that answers for these values; a listing finds one object. None unless it depends on them."""
        return None


class Action(Declared):
    """Something that is done to an object rather than kept: a restart.

    Class attributes:
        call: the request.
        says: what is reported when it is done, with place-holders.
        parent: what must be there, and ready.
        consequences: what it does to the data and to the people, which reviews say.
    """

    call: ClassVar[Call]
    says: ClassVar[Sentence]
    parent: ClassVar[Parent | None] = None
    consequences: ClassVar[tuple[Consequence, ...]] = ()


class Ephemeral(Declared):
    """What Terraform has for one run and stores nowhere: made from its arguments, without any call."""
