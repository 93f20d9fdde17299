"""The words with which a field is declared.

A field is an annotated class attribute whose value is made by one of these functions::

    name: HqName = key("Name of the environment.")
    tier: Tier = required("What the environment is for.")
    metadata: dict[str, str] | None = owned_map("Labels.")

``required``, ``optional`` and ``computed`` come from the word and from ``| None`` in the annotation.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from provider_lib.dataclass import replace
from provider_lib.errors import DeclarationError
from provider_lib.spec import roles
from provider_lib.spec.checks import Between, Check, Each, IsRecipient, NotEmpty, Pattern
from provider_lib.spec.field import AUTO, Auto, Default, Field
from provider_lib.spec.word import makes

VARIABLE = Pattern(r"[^=\x00]+", "the name of an environment variable")

OnExists = Literal["fail", "adopt"]
OnLostKey = Literal["keep", "renew"]
"""What a create does when its object exists already."""


def _on_the_wire(doc: str, role: roles.Role, wire: str | Auto | None, options: dict[str, Any]) -> Any:
    options.setdefault("sent_as", wire)
    options.setdefault("read_as", wire)
    return Field(doc=doc, role=role, **options)


@makes(Field)
def key(doc: str, **options: Any) -> Any:
    """Names the object: sent with a create (unless the path holds it), immutable."""
    return _on_the_wire(doc, roles.Key(), AUTO, {"immutable": True, **options})


@makes(Field)
def endpoint(doc: str) -> Any:
    """Which of the APIs configured by name the object lives in."""
    return Field(doc=f"{doc} `default` when left out.", role=roles.Endpoint(), immutable=True, default="default")


@makes(Field)
def server_id(doc: str, *, read_as: str | None = "id") -> Any:
    """The id that only the server knows, used in paths; without ``read_as``, ``Api.paths`` says where it is."""
    return Field(doc=doc, role=roles.ServerId(), read_as=read_as)


@makes(Field)
def required(doc: str, *, wire: str | Auto | None = AUTO, **options: Any) -> Any:
    """A value the user must give."""
    return _on_the_wire(doc, roles.Plain(), wire, {"word": "required", **options})


@makes(Field)
def optional(doc: str, *, wire: str | Auto | None = AUTO, **options: Any) -> Any:
    """A value the user may give."""
    return _on_the_wire(doc, roles.Plain(), wire, {"word": "optional", **options})


@makes(Field)
def computed(doc: str, *, wire: str | Auto = AUTO, **options: Any) -> Any:
    """A value the server sets when the object is made."""
    return Field(doc=doc, role=roles.Computed(), read_as=wire, **options)


@makes(Field)
def found(doc: str, *, wire: str, reveal: str) -> Any:
    """Whatever an answer holds, without secrets unless the field ``reveal`` names their paths."""
    return Field(doc=doc, role=roles.Found(reveal), read_as=wire)


@makes(Field)
def volatile(doc: str, *, wire: str | Auto = AUTO, **options: Any) -> Any:
    """Telemetry: shown, never a reason for a change."""
    return Field(doc=doc, role=roles.Volatile(), read_as=wire, **options)


@makes(Field)
def once(
    doc: str, *, recover: str, in_use: str | None = None, sealed_to: str | None = None, wire: str | Auto = AUTO
) -> Any:
    """A secret that only some answers hold; kept in state, marked sensitive, sealed where a field has recipients."""
    if sealed_to is not None:
        doc = f"{doc} Encrypted when there are `{sealed_to}`."
    return Field(doc=doc, role=roles.Once(recover, in_use, sealed_to), read_as=wire, sensitive=True)


@makes(Field)
def recipients(secret: str, **options: Any) -> Any:
    """To whom secrets are sealed before anything keeps them.

    Args:
        secret: what is sealed, in prose.
    """
    return Field(
        doc=f"To whom the {secret} is encrypted the moment it arrives, so that the state, plans and logs never have it "
        "in clear: recipients of age (`age1...`). When they change, it is encrypted anew where `SLUICE_AGE_IDENTITY` "
        "opens it, and else renewed; the plan says which.",
        role=roles.Recipients(),
        checks=(NotEmpty(), Each(IsRecipient())),
        **options,
    )


@makes(Field)
def opened(doc: str, *, of: str) -> Any:
    """What another field holds, in clear; an identity of the provider's opens it where it is sealed."""
    return Field(doc=doc, role=roles.Opened(of), sensitive=True)


@makes(Field)
def derived(doc: str, template: str) -> Any:
    """A value made from other fields."""
    return Field(doc=doc, role=roles.Derived(template))


@makes(Field)
def owned_map(doc: str, *, wire: str | Auto = AUTO, **options: Any) -> Any:
    """A map of which only the keys set here are managed."""
    return _on_the_wire(doc, roles.OwnedMap(), wire, options)


@makes(Field)
def trigger(
    doc: str,
    call: str,
    *,
    renews: tuple[str, ...] = (),
    within: str | None = None,
    at_create: bool = False,
    removed: str | None = None,
    wire: str | Auto | None = None,
    **options: Any,
) -> Any:
    """Any change makes the named call exactly once; its value may stand in the call's body.

    Where the server also keeps the value, ``wire`` is where: it is then part of the create and read back.
    """
    return _on_the_wire(doc, roles.Trigger(call, renews, within, at_create, removed), wire, options)


@makes(Field)
def assigned(
    doc: str, *, whole: str = "", add: str = "", remove: str = "", read_as: str | Auto = AUTO, **options: Any
) -> Any:
    """A set that is written by calls of its own: ``whole`` takes all of it, or ``add`` and ``remove`` the difference.

    In these calls ``{items}`` stands for the items, and a call that mentions ``{item}`` is made for each of them.
    """
    managed = (
        "All of them are managed: what is assigned elsewhere is taken away again"
        if whole
        else "Only those set here are managed: others are left alone"
    )
    return Field(
        doc=f"{doc} {managed}. Left out, none is touched; taken out, what was set here is taken away.",
        role=roles.Assigned(whole, add, remove),
        read_as=read_as,
        same="set",
        **options,
    )


@makes(Field)
def at(field: Any, read_as: str | None = None, *, checks: tuple[Check, ...] = ()) -> Any:
    """The same field, found elsewhere in answers, or under more rules: for a subclass that shares all else."""
    if not isinstance(field, Field):
        raise DeclarationError(f"at(...) is given {field!r}, which is no field", "A place is said by `wire=...`.")
    return replace(field, read_as=read_as or field.read_as, checks=(*field.checks, *checks))


@makes(Field)
def local(doc: str, **options: Any) -> Any:
    """Steers the provider; the server never sees it."""
    return Field(doc=doc, role=roles.Local(), **options)


@makes(Field)
def wait_parent(doc: str) -> Any:
    """How long to wait for the parent to be ready before a create."""
    return Field(doc=doc, role=roles.WaitParent())


@makes(Field)
def wait_field(doc: str, observed: str, value: bool | str) -> Any:
    """How long to wait after a write until ``observed`` has the wanted value."""
    return Field(doc=doc, role=roles.WaitField(observed, value))


@makes(Field)
def protection(doc: str, *, default: Default = False) -> Any:
    """While true, the object is not deleted."""
    return Field(doc=doc, role=roles.Protection(), default=default)


@makes(Field)
def on_exists() -> Any:
    """What a create does that meets an existing object."""
    return Field(
        doc="What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over.",
        role=roles.OnExists(),
        default="fail",
    )


@makes(Field)
def on_lost_key(key: str, unused: str = "") -> Any:
    """What becomes of a key that nobody knows when its object is taken over.

    Args:
        key: what it is called in prose.
        unused: a condition under which nobody can be using it, in prose.
    """
    otherwise = f"one whose create this stack had begun gets a new one {unused}, and " if unused else ""
    return Field(
        doc=f"What to do when it is taken over (by `on_exists`, or after a crash) and nobody knows its {key}: `renew` "
        f"makes a new one, and the former stops working; `keep` does not. When left out, {otherwise}"
        f"{'any other' if unused else 'it'} is kept.",
        role=roles.OnLostKey(),
    )


@makes(Field)
def config_map(
    doc: str,
    *,
    injects: Mapping[str, str] | None = None,
    null_removed: bool = False,
    hides_secrets: bool = False,
    not_ours: str = "",
    typed: bool = False,
    **options: Any,
) -> Any:
    """The configuration of a connector: only the keys set here are managed."""
    role = roles.ConfigMap(injects or {}, null_removed, hides_secrets, not_ours, typed)
    return _on_the_wire(doc, role, AUTO, {"same": "typed" if typed else "text", **options})


@makes(Field)
def secret_map(into: str) -> Any:
    """Secret values merged into ``into`` on every write and never stored."""
    return Field(
        doc=(
            f"Secret entries of `{into}`, sent with every write. Write-only: never in state, plan, log or error "
            "(Terraform 1.11 or OpenTofu 1.11 and newer; elsewhere use `secret_env`)."
        ),
        role=roles.SecretMap(into),
        sensitive=True,
        write_only=True,
    )


@makes(Field)
def secret_env(into: str, *, example: Mapping[str, str] | None = None) -> Any:
    """Names of environment variables whose values are merged into ``into`` on every write."""
    return Field(
        doc=(
            f"Entries of `{into}` whose values the provider takes from its own environment: key -> name of the "
            "variable. Only the name travels through Terraform."
        ),
        role=roles.SecretEnv(into),
        checks=(Each(VARIABLE),),
        example=example,
    )


@makes(Field)
def secret_revision(of: str = "`secret_config` or behind `secret_env`") -> Any:
    """Counts changes of secret values."""
    return Field(doc=f"Goes up by one whenever a value of {of} changes.", role=roles.SecretRevision())


@makes(Field)
def document(doc: str, *, wire: str, ignore: str, equivalent: str, replace_on: str, **options: Any) -> Any:
    """A document of the user's own shape; ``ignore``, ``equivalent`` and ``replace_on`` name the fields that rule it.

    It is the body of calls that name it; ``wire`` is where it lies in answers.
    """
    return Field(doc=doc, role=roles.Document(ignore, equivalent, replace_on), read_as=wire, **options)


@makes(Field)
def secret_document(into: str) -> Any:
    """Secret members merged into ``into`` on every write and never stored."""
    return Field(
        doc=(
            f"Secret members of `{into}`, merged into it on every write, lists item by item. Write-only: never in "
            "state, plan, log or error (Terraform 1.11 or OpenTofu 1.11 and newer)."
        ),
        role=roles.SecretDocument(into),
        sensitive=True,
        write_only=True,
    )


@makes(Field)
def echo(doc: str, *, of: str) -> Any:
    """What the server makes of the document ``of``."""
    return Field(doc=doc, role=roles.Echo(of))


@makes(Field)
def desired_state(**options: Any) -> Any:
    """The state a connector should be in."""
    return Field(
        doc="The state the connector should be in; a pause or stop made elsewhere shows as drift.",
        role=roles.DesiredState(),
        default="running",
        **options,
    )


@makes(Field)
def wait_running() -> Any:
    """Whether a write waits until the desired state is reached."""
    return Field(
        doc=(
            "Wait after a write until the connector and all its tasks are in the desired state; a task that "
            "fails ends the wait with its trace."
        ),
        role=roles.WaitRunning(),
        default=True,
    )


@makes(Field)
def min_tasks() -> Any:
    """How many tasks a wait for the running state waits for."""
    return Field(
        doc=(
            "How many tasks must run before the connector counts as running. When left out, one that runs without a "
            "task counts as running after a while, with a warning: it may have nothing to do yet."
        ),
        role=roles.MinTasks(),
        checks=(Between(1, 100_000),),
    )


@makes(Field)
def auto_restart() -> Any:
    """How often what has failed is restarted before a wait gives up."""
    return Field(
        doc="Restart a connector or task that fails while it is waited for, before giving up.",
        role=roles.AutoRestart(),
    )


@makes(Field)
def rollback() -> Any:
    """Whether a change after which the object fails is taken back."""
    return Field(
        doc="When the connector or a task of it fails after a change of its configuration, put the former one back.",
        role=roles.Rollback(),
        default=False,
    )


@makes(Field)
def revision(doc: str, *, wire: str | None = None, where: str | None = None) -> Any:
    """The server's mark of a version of the object, sent with every change.

    Where the field ``where`` decides about it, ``Api.paths`` says where it lies, and the calls how it is sent.
    """
    return Field(doc=doc, role=roles.Revision(where), sent_as=wire, read_as=wire)


@makes(Field)
def timeouts() -> Any:
    """How long create, update and delete may take in all."""
    return Field(doc="How long a create, update or delete may take.", role=roles.Timeouts())
