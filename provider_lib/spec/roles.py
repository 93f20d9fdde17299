"""What a field is for: the roles that the engine treats differently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Plain:
    """Sent to the server as given, read back, compared."""


@dataclass(frozen=True, slots=True)
class Key:
    """Names the object; changing it means another object."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Which of several configured APIs of one kind the object lives in; changing it means another object."""


@dataclass(frozen=True, slots=True)
class ServerId:
    """Names the object, but only the server knows it; learnt from the create's answer."""


@dataclass(frozen=True, slots=True)
class Computed:
    """Set by the server when the object is made and stable from then on."""


@dataclass(frozen=True, slots=True)
class Volatile:
    """Telemetry: read into state, never a reason for a change."""


@dataclass(frozen=True, slots=True)
class Once:
    """Only some answers hold it; kept in state from then on.

    Args:
        recover: the named call that makes a new one when the answer of the create was lost.
    """

    recover: str


@dataclass(frozen=True, slots=True)
class Derived:
    """Made from other fields, so it is known as soon as they are."""

    template: str


@dataclass(frozen=True, slots=True)
class OwnedMap:
    """A map of which only the keys that were set are managed; a removed key is sent as null."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """Any change makes the named call exactly once.

    Args:
        call: name of the call in ``Api.calls``.
        renews: the fields that get a new value by it.
        within: the desired state in which alone the server accepts the call; it is brought about before, and
            the desired one restored afterwards.
        at_create: also a new object needs the call when the field is set.
    """

    call: str
    renews: tuple[str, ...] = ()
    within: str | None = None
    at_create: bool = False


@dataclass(frozen=True, slots=True)
class Local:
    """Steers the provider; the server never sees it."""


@dataclass(frozen=True, slots=True)
class WaitParent:
    """How long to wait for the parent to be ready before the object is created."""


@dataclass(frozen=True, slots=True)
class WaitField:
    """How long to wait after a write until the named field has the wanted value.

    A wait that ends in vain after a create is a warning: an error would taint, and so replace, an object
    whose key may be in use already. After an update it is an error.
    """

    observed: str
    value: bool | str


@dataclass(frozen=True, slots=True)
class Protection:
    """While true, the object is not deleted."""


@dataclass(frozen=True, slots=True)
class OnExists:
    """What a create does that meets an existing object: ``fail`` or ``adopt``."""


@dataclass(frozen=True, slots=True)
class ConfigMap:
    """The configuration of a connector: only keys that were set are managed.

    Args:
        injects: keys that are always sent, with place-holders; they never show in state.
        hides_secrets: the server never shows a secret entry, so that one that is missing says nothing.
        null_removed: a key that is taken out is sent as null, because leaving it out would keep it.
    """

    injects: Mapping[str, str] = field(default_factory=dict)
    null_removed: bool = False
    hides_secrets: bool = False


@dataclass(frozen=True, slots=True)
class SecretMap:
    """Secret values merged into a ConfigMap on every write; never stored."""

    into: str


@dataclass(frozen=True, slots=True)
class SecretEnv:
    """Names of environment variables whose values are merged into a ConfigMap on every write."""

    into: str


@dataclass(frozen=True, slots=True)
class SecretRevision:
    """Counts the changes of secret values, so that a plan can show that they changed."""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document of the user's own shape: only what it declares is managed.

    Args:
        ignore: the field with paths at which the server may do as it likes.
        equivalent: the field with path -> when two values there are the same.
        replace_on: the field with paths at which a change means another object.
    """

    ignore: str
    equivalent: str
    replace_on: str


@dataclass(frozen=True, slots=True)
class SecretDocument:
    """Secret members merged into a Document on every write; never stored."""

    into: str


@dataclass(frozen=True, slots=True)
class Echo:
    """What the server makes of a Document, seen through its shape."""

    of: str


@dataclass(frozen=True, slots=True)
class DesiredState:
    """The state a connector should be in."""


@dataclass(frozen=True, slots=True)
class WaitRunning:
    """Whether a write waits until the desired state is reached."""


@dataclass(frozen=True, slots=True)
class AutoRestart:
    """How often, and with what pauses, what has failed is restarted before a wait gives up."""


@dataclass(frozen=True, slots=True)
class Rollback:
    """Whether a change after which the object fails is taken back."""


@dataclass(frozen=True, slots=True)
class Revision:
    """The server's mark of a version of the object; sent with a change so that nobody's change is overwritten.

    Args:
        where: the field that says where answers have it; without a value there is no revision.
    """

    where: str | None = None


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long create, update and delete may take in all."""


Role = (
    Plain
    | Key
    | Endpoint
    | ServerId
    | Computed
    | Volatile
    | Once
    | Derived
    | OwnedMap
    | Trigger
    | Local
    | WaitParent
    | WaitField
    | Protection
    | OnExists
    | ConfigMap
    | SecretMap
    | SecretEnv
    | SecretRevision
    | Document
    | SecretDocument
    | Echo
    | DesiredState
    | WaitRunning
    | AutoRestart
    | Rollback
    | Revision
    | Timeouts
)
