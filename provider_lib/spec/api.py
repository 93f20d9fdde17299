"""What a resource can do and how it behaves over time: the parts of a declaration beside its fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from provider_lib.dataclass import dataclass, field
from provider_lib.spec.calls import Call, Listing, Parts
from provider_lib.spec.checks import OneOf
from provider_lib.spec.names import CallName, FieldName, NamesField, Place, Places, Sentence, StateName, Version
from provider_lib.spec.roles import ConfigMap, DesiredState, Key, Volatile
from provider_lib.spec.word import word

Telemetry = Annotated[str, NamesField((Volatile,))]
Configuration = Annotated[str, NamesField((ConfigMap,))]
Operation = Annotated[str, OneOf(("create", "update", "delete"))]


SHOWS_WITHIN: Final = 5.0
"""Seconds after which what was made shows, where nobody says otherwise."""


@word
@dataclass(frozen=True, slots=True)
class Recreate:
    """Update by delete and create of the same name; the old object is put back when the create fails.

    Args:
        keeps: what outlives an object that is gone, as a sentence's end: "its offsets are kept".
    """

    keeps: str = ""


@word
@dataclass(frozen=True, slots=True, kw_only=True)
class Redefine:
    """Update by the object's own definition, a YAML document: it is read, and written back with ours in it.

    Nobody need know its shape: its configuration is the only mapping in it with all keys that are known to be there.

    Args:
        read: answers with the definition.
        write: takes the definition as its body.
        otherwise: how it is changed where the server has no definition, or one in which no configuration is found.
    """

    read: Call
    write: Call
    otherwise: Recreate


@word
@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How to see what became of a write that the server accepts before it is done.

    Args:
        call: asks; its path is replaced by what lies at ``link`` in the write's answer, where that is given.
        link: dotted path of a URL in the write's answer.
        status: dotted path of the server's word in the answer; case does not matter, and no word is "not yet".
        pending: words for "not yet". Where also ``success`` is given, any other word is a failure.
        success: words for "done"; when left out, any word that is not pending.
        failure: words for "in vain".
        timeout: seconds; None for what the operation may take in all.
        interval: seconds between looks; None for growing pauses.
    """

    call: Call
    link: Place | None = None
    status: Place
    pending: tuple[str, ...] = ()
    success: tuple[str, ...] = ()
    failure: tuple[str, ...] = ()
    timeout: float | None = None
    interval: float | None = None


@word
@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """The calls of a resource.

    Args:
        create: makes the object.
        read: reads it by its key; None when only a list can tell.
        read_many: reads many at once.
        listed: names every object there is, where ``read_many`` does not; its items need not tell more.
        places: field -> a list of the values that it may have in an account, for a list of objects that needs one.
        find: finds an object by its natural key when only the server knows its id.
        taken: lists the names that are taken, where the create of one is certain to be refused: what is not in it need
            not be looked for by itself before it is made.
        update: changes it in place; Redefine by its definition; Recreate when the API has no such call; None when
            nothing can change.
        amend: changes it in place, sending only what is ours, where the server is certainly new enough for it;
            ``update`` is what older ones know.
        delete: removes it.
        echoes: whether create and update answer with the whole object, so that no read need follow.
        delete_takes_time: whether an object is still there for a while after its delete was accepted.
        calls: further calls, by name.
        paths: field -> dotted paths in answers, first match wins, where they differ from object to object.
        readable_before_id: the object can be read before the server has given it an id, although it gives one.
        id: the server's id, where the path of the object itself says it.
        outcomes: create, update or delete -> how to see that it is done.
        shows_within: seconds after which an object would show that a server was still making when its answer failed.
        gone_within: seconds after which the name of an object whose delete was accepted can be given to another one.
        withheld: dotted paths of the list of fields that the server kept back, and of the name in an entry.
        witness: where a "not found" could be anybody's: a call that the API answers whether the object is there or
            not. Unless it does, nothing is known to be gone.
    """

    create: Call
    read: Call | Parts | None = None
    read_many: Listing | None = None
    listed: Listing | None = None
    places: Mapping[FieldName, Listing] = field(default_factory=dict)
    find: Listing | None = None
    taken: Listing | None = None
    update: Call | Redefine | Recreate | None = None
    amend: Call | None = None
    delete: Call
    echoes: bool = False
    delete_takes_time: bool = False
    calls: Mapping[str, Call] = field(default_factory=dict)
    paths: Mapping[FieldName, tuple[Places, ...]] = field(default_factory=dict)
    readable_before_id: bool = False
    id: str | None = None
    outcomes: Mapping[Operation, Outcome] = field(default_factory=dict)
    shows_within: float = SHOWS_WITHIN
    gone_within: float = 30.0
    withheld: tuple[Place, Place] | None = None
    witness: Call | None = None

    @property
    def recreate(self) -> Recreate | None:
        """How it is changed by making it anew, where that may happen."""
        update = self.update.otherwise if isinstance(self.update, Redefine) else self.update
        return update if isinstance(update, Recreate) else None


@word
@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """The object that must be there, and ready, before this one can be reached.

    Args:
        call: reads the parent.
        title: what it is, with place-holders: "environment {environment}".
        ready: dotted path of a boolean in its answer; None when being there is enough.
        not_ready: what to say, and do, when it is not ready; with place-holders.
        missing: what a missing parent means for this object: it is gone too, or nothing is known.
    """

    call: Call
    title: Sentence
    ready: Place | None = None
    not_ready: Sentence = ""
    missing: Literal["gone", "error"] = "gone"


@word
@dataclass(frozen=True, slots=True, kw_only=True)
class Initial:
    """Where the body of a create says in which state the object begins.

    Args:
        path: dotted path in the body; the value is the server's word for the desired state.
        since: version of the server from which on it understands that.
    """

    path: Place
    since: Version | None = None


@word
@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """The states of something that runs.

    Args:
        states: desired state -> the server's word for it.
        failed: the server's words for a failure, of the object.
        task_states: desired state -> the server's word for a task in it; as ``states`` when left out.
        task_failed: the server's words for a failure of a task.
        calls: desired state -> name of the call that brings it about; empty when it is sent in the body.
        desired: the field that holds the desired state.
        observed: the field that holds the server's word.
        tasks: the field that holds the tasks; each has ``id``, ``state`` and ``trace``.
        trace: the field that holds the stack trace of the whole, where the server shows one.
        findings: the field that holds what the server itself says is wrong, a list of ``title`` and ``content``.
        tasks_within: seconds that something that runs gets for its first task. Without one it then counts as running,
            and a warning says so; 0 when it need not have any.
        idle: the server's words, beside that for running, for something that runs and has no task.
        grace: seconds during which a failure just after a write does not count yet.
        lag: seconds during which the server may still tell how it was before a change of its configuration.
        initial: where a create can say the desired state, so that it is never in another.
        restart: name of the call that restarts what has failed.
        restart_all: name of the call that restarts the whole with all its tasks.
        restart_task: name of the call that restarts one task, which ``{task}`` stands for.
        turns: desired state -> name of the call that brings it about at once, where a deploy sends it in the body.
        advice: where to look when it does not get into its desired state: "Look at its tasks".
    """

    states: Mapping[StateName, str]
    failed: tuple[str, ...] = ("FAILED",)
    task_states: Mapping[StateName, str] = field(default_factory=dict)
    task_failed: tuple[str, ...] = ("FAILED",)
    calls: Mapping[StateName, CallName] = field(default_factory=dict)
    desired: Annotated[str, NamesField((DesiredState,))] = "desired_state"
    observed: Telemetry = "state"
    tasks: Telemetry | None = "tasks"
    trace: Telemetry | None = None
    findings: Telemetry | None = None
    tasks_within: float = 15.0
    idle: tuple[str, ...] = ()
    grace: float = 0.0
    lag: float = 0.0
    initial: Initial | None = None
    restart: CallName | None = None
    restart_all: CallName | None = None
    restart_task: CallName | None = None
    turns: Mapping[StateName, CallName] = field(default_factory=dict)
    advice: str = "Look at it in its API"


@word
@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """Checking a configuration with the server at plan time.

    Args:
        call: the request; its answer is 200 also for a bad configuration.
        entries: dotted path of the list with an entry per key.
        key: dotted path of the key's name in an entry.
        errors: dotted path of its list of errors in an entry.
        refusal: what it means that there are errors, in a sentence.
        into: the ConfigMap field that is checked.
        plugins: lists what can be configured, shown when the configuration names something else.
        plugin_key: the key in the configuration that names it.
        plugin_name: dotted path of its name in an item of that list.
        place: the field that names where it runs, by which that list is filtered, where there are several places.
        plugin_place: dotted path of the place in an item of that list.
        type: dotted path of the type of the key's values in an entry.
        secret: that type where they are secrets.
    """

    call: Call
    entries: Place
    key: Place
    errors: Place
    refusal: str
    into: Configuration = "config"
    plugins: Listing | None = None
    plugin_key: str = ""
    plugin_name: Place = ""
    place: Annotated[str, NamesField((Key,))] | None = None
    plugin_place: Place = ""
    type: Place = ""
    secret: str = ""


__all__ = ["Api", "Initial", "Lifecycle", "Outcome", "Parent", "Recreate", "Redefine", "Validation"]
