"""What HQ does alike with all objects that have a name: environments, roles, groups and service accounts.

Sources: the environments, roles, groups and service-accounts pages of the HQ API reference.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from provider_lib.sandbox.clock import timestamp
from provider_lib.sandbox.collection import Collection, NameTaken, Stored
from provider_lib.sandbox.exchange import Answer, Call
from provider_lib.sandbox.lenses.refusals import InvalidField, Problem, invalid, not_found
from provider_lib.sandbox.lenses.switches import LensesSwitches
from provider_lib.sandbox.part import World


def _bytes(least: int, most: int) -> AfterValidator:
    def check(text: str) -> str:
        if not least <= len(text.encode()) <= most:
            raise ValueError(f"must have {least} to {most} bytes")
        return text

    return AfterValidator(check)


Name = Annotated[str, Field(pattern=r"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$")]
Metadata = Annotated[dict[Annotated[str, _bytes(1, 40)], Annotated[str, _bytes(0, 500)]], Field(max_length=50)]


class Fields(BaseModel):
    """Fields of a body; unknown ones are refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Body(Fields):
    """What a create says of an object."""

    name: Name
    display_name: Annotated[str, Field(min_length=1, max_length=150)] = ""
    metadata: Annotated[Metadata, Field(default_factory=dict)]


class Objects:
    """The operations on the objects of one kind.

    Class attributes:
        lrn: what a Lenses resource name of them begins with.
        prefix: what their ids begin with.
        title: what one is called.
        body: what a create takes, and but for ``fixed`` an update.
    """

    lrn: ClassVar[str]
    prefix: ClassVar[str]
    title: ClassVar[str]
    body: ClassVar[type[Body]]
    fixed: ClassVar[frozenset[str]] = frozenset({"name"})

    def __init__(self, world: World) -> None:
        self.world = world
        self.kept = kept(world, self.lrn, f"{self.prefix}_")

    @property
    def switches(self) -> LensesSwitches:
        """How HQ behaves where the documents leave it open."""
        return self.world.switches.of(LensesSwitches)

    def index(self, call: Call) -> Answer:  # noqa: ARG002
        return Answer({"items": [self.listed(one) for one in self.kept.all()]})

    def get(self, call: Call) -> Answer:
        return Answer(self.shown(self.require(call)))

    def create(self, call: Call) -> Answer:
        fields = self.checked(call.json_object())
        name = fields.pop("name")
        try:
            return self.created(self.kept.add(name, fields))
        except NameTaken as error:
            taken = InvalidField("name", "already_exists", f"{self.title} {name!r} exists already")
            status = self.switches.duplicate_status
            raise Problem(status, "The request has invalid fields", invalid_fields=(taken,)) from error

    def update(self, call: Call) -> Answer:
        one, given = self.require(call), call.json_object()
        if unaccepted := [_unaccepted(name) for name in given if name in self.fixed]:
            raise invalid(*unaccepted)
        return Answer(self.shown(self.changed(one, given)))

    def delete(self, call: Call) -> Answer:
        self.kept.remove(self.require(call))
        return Answer(status=204)

    def changed(self, one: Stored, given: Mapping[str, Any]) -> Stored:
        """An object after an update: what is absent is left untouched, and metadata is merged key by key."""
        merged = {**one.fields, **given}
        if isinstance(changes := given.get("metadata"), dict):
            metadata = {**one.fields["metadata"], **changes}
            merged["metadata"] = {key: value for key, value in metadata.items() if value is not None}
        fields = self.checked({**merged, "name": one.name})
        del fields["name"]
        return self.kept.change(one, fields)

    def checked(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of an object, with what they are when left out.

        Raises:
            Problem: some are not acceptable.
        """
        fields = read(self.body, given)
        return fields | {"display_name": fields["display_name"] or fields["name"]}

    def forget(self, lrn: str, field: str, name: str) -> None:
        """Take a name out of a list of all objects of another kind, because what it names goes away."""
        others = kept(self.world, lrn)
        for other in others.all():
            left = [item for item in other.fields[field] if item != name]
            others.change(other, {**other.fields, field: left})

    def require(self, call: Call) -> Stored:
        """The object that a call is about.

        Raises:
            Problem: 404, there is none.
        """
        return self.named(call.params["name"])

    def named(self, name: str) -> Stored:
        """The object of that name.

        Raises:
            Problem: 404, there is none.
        """
        one = self.kept.find(name)
        if one is None:
            raise not_found(self.title, name)
        return one

    def created(self, one: Stored) -> Answer:
        """The answer to a create."""
        return Answer(self.shown(one), 201)

    def shown(self, one: Stored) -> dict[str, Any]:
        """An object by itself."""
        return compact(self.lrn, one, **self.details(one))

    def listed(self, one: Stored) -> dict[str, Any]:
        """An object in a list."""
        return self.shown(one)

    def details(self, one: Stored) -> dict[str, Any]:
        """What is shown of an object by itself."""
        raise NotImplementedError


def kept(world: World, lrn: str, prefix: str = "") -> Collection:
    """Where the objects of a kind are kept."""
    return Collection(world, f"lenses/{lrn}", prefix)


def compact(lrn: str, one: Stored, **details: Any) -> dict[str, Any]:
    """What is shown of an object wherever it is shown, with details."""
    metadata = one.fields["metadata"]
    return {
        "name": one.name,
        "display_name": one.fields["display_name"],
        "lrn": f"{lrn}:{one.name}",
        "id": one.id,
        "created_at": timestamp(one.created),
        **details,
        **({"metadata": metadata} if metadata else {}),
    }


def require_known(field: str, names: Iterable[str], known: Container[str]) -> None:
    """Refuse names of what does not exist.

    Raises:
        Problem: some do not.
    """
    if missing := [name for name in names if name not in known]:
        raise invalid(InvalidField(field, "reference_not_found", f"There is no {', '.join(missing)}"))


def edited(names: list[str], given: Mapping[str, Any], add: str, remove: str, whole: str) -> list[str]:
    """A list of names after an edit: by what is added and removed, where removal wins, or by the whole.

    Raises:
        Problem: it says both, or does not consist of lists.
    """
    edit = {field: given[field] for field in (add, remove, whole) if given.get(field) is not None}
    wrong = [field for field, value in edit.items() if not isinstance(value, list)]
    if whole in edit and len(edit) > 1:
        wrong.append(whole)
    if wrong:
        raise invalid(*(InvalidField(field, "invalid", f"{field} must be a list by itself") for field in wrong))
    if whole in edit:
        return list(dict.fromkeys(edit[whole]))
    removed = edit.get(remove, [])
    return [name for name in dict.fromkeys([*names, *edit.get(add, [])]) if name not in removed]


def read(model: type[BaseModel], given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a body.

    Raises:
        Problem: some are not acceptable.
    """
    try:
        return model.model_validate(given).model_dump()
    except ValidationError as error:
        raise invalid(*_found_in(error)) from error


def _found_in(error: ValidationError) -> list[InvalidField]:
    """The fields that are wrong, each once."""
    found: dict[str, InvalidField] = {}
    for item in error.errors(include_url=False, include_context=False, include_input=False):
        steps = item["loc"][:-1] if isinstance(item["loc"][-1], int) else item["loc"]
        name = ".".join(str(step) for step in steps if step != "[key]")
        wrong = _unaccepted(name) if item["type"] == "extra_forbidden" else InvalidField(name, "invalid", item["msg"])
        found.setdefault(name, wrong)
    return list(found.values())


def _unaccepted(name: str) -> InvalidField:
    return InvalidField(name, "unknown", f"{name} is not accepted here")
