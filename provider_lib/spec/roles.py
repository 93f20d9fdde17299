"""What a field is for: the roles of fields, each with the traits by which the engine plans, sends and reads it.

A new role states its traits, in the words of ``spec.traits``, and is then planned, sent, read and documented by
them. Where it needs a way of its own, its traits say ``made`` or ``specially``, and the engine has one place for the
ways of each kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from provider_lib.dataclass import dataclass, field
from provider_lib.spec.names import CallName, HasPlaceholders, NamesField, Sentence, StateName
from provider_lib.spec.traits import Traits


class Role:
    """What a field is for."""

    __slots__ = ()
    traits: ClassVar[Traits]


@dataclass(frozen=True, slots=True)
class Plain(Role):
    """Sent to the server as given, read back, compared."""

    traits = Traits(planned="given", change="body", read="compared")


@dataclass(frozen=True, slots=True)
class Key(Role):
    """Names the object; changing it means another object."""

    traits = Traits(planned="given", change="body", read="never", identifies=True)


@dataclass(frozen=True, slots=True)
class Endpoint(Role):
    """Which of several configured APIs of one kind the object lives in; changing it means another object."""

    traits = Traits(planned="given", change="nothing", read="never", identifies=True)


@dataclass(frozen=True, slots=True)
class ServerId(Role):
    """Names the object, but only the server knows it; learnt from the create's answer."""

    traits = Traits(planned="kept", change="nothing", read="first")


@dataclass(frozen=True, slots=True)
class Computed(Role):
    """Set by the server when the object is made and stable from then on."""

    traits = Traits(planned="kept", change="nothing", read="last")


@dataclass(frozen=True, slots=True)
class Volatile(Role):
    """Telemetry: read into state, never a reason for a change."""

    traits = Traits(planned="open", change="nothing", read="shown")


@dataclass(frozen=True, slots=True)
class Recipients(Role):
    """Who alone can read the secrets that name it; when they change, these are sealed anew, or renewed."""

    traits = Traits(planned="given", change="call", read="never")


@dataclass(frozen=True, slots=True)
class Once(Role):
    """Only some answers hold it; kept in state from then on.

    Args:
        recover: the named call that makes a new one when the answer of the create was lost.
        in_use: the field that tells whether somebody uses it.
        sealed_to: the field of its recipients; while that has a value, only what is sealed to them is kept.
    """

    traits = Traits(planned="renewed", change="nothing", read="last")

    recover: CallName
    in_use: Annotated[str, NamesField((Volatile,))] | None = None
    sealed_to: Annotated[str, NamesField((Recipients,))] | None = None


@dataclass(frozen=True, slots=True)
class Derived(Role):
    """Made from other fields, so it is known as soon as they are."""

    traits = Traits(planned="made", change="nothing", read="never")

    template: Annotated[str, HasPlaceholders(entries=False)]


@dataclass(frozen=True, slots=True)
class OwnedMap(Role):
    """A map of which only the keys that were set are managed; a removed key is sent as null."""

    traits = Traits(planned="given", change="body", read="specially")


@dataclass(frozen=True, slots=True)
class Trigger(Role):
    """Any change makes the named call exactly once.

    Args:
        call: name of the call in ``Api.calls``.
        renews: the fields that get a new value by it.
        within: the desired state in which alone the server accepts the call; it is brought about before, and
            the desired one restored afterwards.
        at_create: also a new object needs the call when the field is set.
        removed: name of the call that is made when the value is taken out; None makes none.
    """

    traits = Traits(planned="given", change="call", read="compared")

    call: CallName
    renews: tuple[Annotated[str, NamesField((Once,))], ...] = ()
    within: StateName | None = None
    at_create: bool = False
    removed: CallName | None = None


@dataclass(frozen=True, slots=True)
class Assigned(Role):
    """A set that is written by calls of its own: after the create of the object, and beside its update.

    Either one call takes the whole set, which is then managed as a whole; or one takes what is new and another what
    is no longer set, and then only the items that were set are managed.

    Args:
        whole: name of the call for all of it.
        add: name of the call for new items.
        remove: name of the call for items that are no longer set.
    """

    traits = Traits(planned="given", change="call", read="specially")

    whole: CallName = ""
    add: CallName = ""
    remove: CallName = ""


@dataclass(frozen=True, slots=True)
class Local(Role):
    """Steers the provider; the server never sees it."""

    traits = Traits(planned="given", change="nothing", read="never")


@dataclass(frozen=True, slots=True)
class WaitParent(Local):
    """How long to wait for the parent to be ready before the object is created."""


@dataclass(frozen=True, slots=True)
class WaitField(Local):
    """How long to wait after a write until the named field has the wanted value.

    A wait that ends in vain after a create is a warning: an error would taint, and so replace, an object
    whose key may be in use already. After an update it is an error.
    """

    observed: Annotated[str, NamesField((Volatile, Computed))]
    value: bool | str


@dataclass(frozen=True, slots=True)
class Protection(Local):
    """While true, the object is not deleted."""


@dataclass(frozen=True, slots=True)
class OnExists(Local):
    """What a create does that meets an existing object: ``fail`` or ``adopt``."""


@dataclass(frozen=True, slots=True)
class OnLostKey(Local):
    """What becomes of the keys of an object that is taken over when nobody knows them: ``keep`` or ``renew``."""


@dataclass(frozen=True, slots=True)
class ConfigMap(Role):
    """The configuration of a connector: only keys that were set are managed.

    Args:
        injects: keys that are always sent, with place-holders; they never show in state.
        hides_secrets: the server never shows a secret entry, so that one that is missing says nothing.
        null_removed: a key that is taken out is sent as null, because leaving it out may keep it. What others set is
            sent along, as far as the server shows it and says that it may be set: leaving it out may lose it.
        not_ours: regular expression of the keys that the server keeps for itself: an import leaves them out.
        typed: the server takes JSON values, which are made of the texts of the map as ``KeyCatalog.types`` says,
            and where that does not say, as they look.
    """

    traits = Traits(planned="given", change="body", read="specially")

    injects: Mapping[str, Sentence] = field(default_factory=dict)
    null_removed: bool = False
    hides_secrets: bool = False
    not_ours: str = ""
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Document(Role):
    """A whole document of the user's own shape: only what it declares is managed.

    Args:
        ignore: the field with paths at which the server may do as it likes.
        equivalent: the field with path -> when two values there are the same.
        replace_on: the field with paths at which a change means another object.
    """

    traits = Traits(planned="given", change="body", read="specially")

    ignore: Annotated[str, NamesField((Local,))]
    equivalent: Annotated[str, NamesField((Local,))]
    replace_on: Annotated[str, NamesField((Local,))]


@dataclass(frozen=True, slots=True)
class Secret(Role):
    """Secrets merged into another field on every write and never stored; SecretRevision shows that they changed."""

    traits = Traits(planned="given", change="nothing", read="never")

    into: Annotated[str, NamesField((ConfigMap, Document))]


@dataclass(frozen=True, slots=True)
class SecretEntries(Secret):
    """Secret entries of a ConfigMap."""

    into: Annotated[str, NamesField((ConfigMap,))]


@dataclass(frozen=True, slots=True)
class SecretMap(SecretEntries):
    """Secret entries by their values."""


@dataclass(frozen=True, slots=True)
class SecretEnv(SecretEntries):
    """Secret entries by the names of environment variables that have the values; the names are stored."""


@dataclass(frozen=True, slots=True)
class SecretDocument(Secret):
    """Secret members of a Document."""

    into: Annotated[str, NamesField((Document,))]


@dataclass(frozen=True, slots=True)
class SecretRevision(Role):
    """Counts the changes of secret values, so that a plan can show that they changed."""

    traits = Traits(planned="made", change="body", read="never")


@dataclass(frozen=True, slots=True)
class Echo(Role):
    """What the server makes of a Document, seen through its shape."""

    traits = Traits(planned="open", change="nothing", read="specially")

    of: Annotated[str, NamesField((Document,))]


@dataclass(frozen=True, slots=True)
class Found(Role):
    """Whatever an answer holds, without the members that sound secret, but for those at the paths in a field."""

    traits = Traits(planned="kept", change="nothing", read="last")

    reveal: Annotated[str, NamesField((Local,))]


@dataclass(frozen=True, slots=True)
class Opened(Role):
    """What another field holds, in clear, whether it is sealed there or not."""

    traits = Traits(planned="open", change="nothing", read="never")

    of: Annotated[str, NamesField((Plain,))]


@dataclass(frozen=True, slots=True)
class DesiredState(Role):
    """The state a connector should be in; by a call where ``Lifecycle.calls`` has one, else in the body."""

    traits = Traits(planned="given", change="call", read="specially")


@dataclass(frozen=True, slots=True)
class WaitRunning(Local):
    """Whether a write waits until the desired state is reached."""


@dataclass(frozen=True, slots=True)
class MinTasks(Local):
    """How many tasks must be there before something counts as running."""

    traits = Traits(planned="given", change="wait", read="never")


@dataclass(frozen=True, slots=True)
class AutoRestart(Local):
    """How often, and with what pauses, what has failed is restarted before a wait gives up."""


@dataclass(frozen=True, slots=True)
class Rollback(Local):
    """Whether a change after which the object fails is taken back."""


@dataclass(frozen=True, slots=True)
class Revision(Role):
    """The server's mark of a version of the object; sent with a change so that nobody's change is overwritten.

    Args:
        where: the field that says where answers have it; without a value there is no revision.
    """

    traits = Traits(planned="open", change="nothing", read="shown")

    where: Annotated[str, NamesField((Local,))] | None = None


@dataclass(frozen=True, slots=True)
class Timeouts(Local):
    """How long create, update and delete may take in all."""
