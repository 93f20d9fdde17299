"""What Terraform reports while it works: its machine-readable UI, as typed events.

Format: https://developer.hashicorp.com/terraform/internals/machine-readable-ui
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from provider_lib.legible import legible

Message = Mapping[str, Any]

LONGEST_TEXT = 20_000
"""Characters of what it says at once; what our own provider says is cut earlier."""

# In cdk.tf.json the line that a diagnostic is about begins with the attribute's name; in HCL too, without the quotes.
_ATTRIBUTE = re.compile(r'^\s*"?([\w.$/-]+)"?\s*[:=]')
_DUMP = "state"
"""The member of a message that holds a whole state."""

_CONTEXT = re.compile(r'(?P<mode>resource|data)[ .]"?(?P<type>[\w-]+)"?[ .]"?(?P<name>[\w-]+)"?')


@dataclass(frozen=True, slots=True)
class Event:
    """Something Terraform said.

    Args:
        message: the whole message as Terraform wrote it.
    """

    message: Message = field(repr=False, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Diagnostic(Event):
    """An error or a warning.

    Args:
        address: the resource it is about; empty when it is about none.
        attribute: the line of the configuration that it points at, as far as it names an attribute.
    """

    severity: Literal["error", "warning"]
    summary: str
    detail: str = ""
    address: str = ""
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Planned(Event):
    """A change that the plan holds.

    Args:
        action: create, read, update, replace, delete, move, import, forget or noop.
        reason: why it replaces or deletes, in Terraform's words (``cannot_update``, ``tainted``).
    """

    address: str
    action: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Drifted(Event):
    """A resource that was changed outside of Terraform."""

    address: str
    action: str


@dataclass(frozen=True, slots=True)
class Working(Event):
    """A resource is being refreshed or changed.

    Args:
        action: refresh, create, read, update, delete, ...
        elapsed: whole seconds so far.
    """

    address: str
    action: str
    elapsed: int = 0


@dataclass(frozen=True, slots=True)
class Done(Event):
    """A resource was refreshed or changed; ``elapsed`` in whole seconds."""

    address: str
    action: str
    elapsed: int = 0


@dataclass(frozen=True, slots=True)
class Failed(Event):
    """A change failed; its diagnostic comes at the end. ``elapsed`` in whole seconds."""

    address: str
    action: str
    elapsed: int = 0


@dataclass(frozen=True, slots=True)
class Summary(Event):
    """How many changes a plan holds or a run made."""

    operation: Literal["plan", "apply", "destroy"]
    add: int = 0
    change: int = 0
    remove: int = 0
    imported: int = 0
    actions: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether no resource changes."""
        return not (self.add or self.change or self.remove or self.imported or self.actions)


@dataclass(frozen=True, slots=True)
class Note(Event):
    """Anything else that Terraform said, e.g. a provisioner's or an action's output."""

    text: str
    level: str = "info"


@dataclass(frozen=True, slots=True)
class StateDump(Event):
    """The state, which Terraform could write nowhere. Not redacted: its message has it no more, since it holds secrets.

    Args:
        content: the state as a file would have it.
    """

    content: bytes = field(repr=False)


Listener = Callable[[Event], None]


def parse(line: str) -> Event:
    """The event in one line of output; a line that is none is a ``Note``."""
    line = line.rstrip("\n")
    try:
        return _event(json.loads(line))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError):
        # Nothing that Terraform says is a reason to end it in the midst of what it does.
        return Note(_in_a_line(line), message={"@level": "info", "@message": line, "type": "log"})


def _event(message: Message) -> Event:
    kind = message.get("type", "log")
    if kind == "diagnostic":
        return _diagnostic(message)
    if kind in ("planned_change", "resource_drift"):
        return _change(kind, message)
    if kind == "change_summary":
        return _summary(message)
    if kind in _HOOKS:
        return _hook(_HOOKS[kind], message)
    if isinstance(message.get(_DUMP), dict):
        shown = {name: value for name, value in message.items() if name != _DUMP}
        return StateDump(json.dumps(message[_DUMP]).encode(), message=shown)
    return Note(_in_a_line(message.get("@message", "")), str(message.get("@level", "info")), message=message)


def _in_a_line(text: str) -> str:
    return legible(" ".join(text.split()), LONGEST_TEXT)


def _diagnostic(message: Message) -> Diagnostic:
    found = message["diagnostic"]
    snippet = found.get("snippet") or {}
    line = _ATTRIBUTE.match(snippet.get("code", ""))
    # With no context the line stands outside of every block, where there are no attributes.
    attribute = line[1] if line and snippet.get("context") else ""
    return Diagnostic(
        found["severity"],
        _in_a_line(found["summary"]),
        legible(found.get("detail", ""), LONGEST_TEXT),
        str(found.get("address") or "") or _address(snippet.get("context") or ""),
        attribute,
        message=message,
    )


def _address(context: str) -> str:
    """``sluice_x.y`` of the snippet context ``resource.sluice_x.y`` (JSON) or ``resource "sluice_x" "y"`` (HCL)."""
    found = _CONTEXT.match(context)
    if found is None:
        return ""
    return f"{'data.' if found['mode'] == 'data' else ''}{found['type']}.{found['name']}"


def _change(kind: str, message: Message) -> Planned | Drifted:
    change = message["change"]
    address, action = str(change["resource"]["addr"]), str(change["action"])
    if kind == "resource_drift":
        return Drifted(address, action, message=message)
    return Planned(address, action, str(change.get("reason", "")), message=message)


def _summary(message: Message) -> Summary:
    changes = message["changes"]
    return Summary(
        changes.get("operation", "plan"),
        add=int(changes.get("add", 0)),
        change=int(changes.get("change", 0)),
        remove=int(changes.get("remove", 0)),
        imported=int(changes.get("import", 0)),
        actions=int(changes.get("action_invocation", 0)),
        message=message,
    )


_HOOKS: Mapping[str, type[Working] | type[Done] | type[Failed]] = {
    "refresh_start": Working,
    "refresh_complete": Done,
    "apply_start": Working,
    "apply_progress": Working,
    "apply_complete": Done,
    "apply_errored": Failed,
}


def _hook(event: type[Working] | type[Done] | type[Failed], message: Message) -> Event:
    hook = message["hook"]
    action = str(hook.get("action") or "refresh")
    return event(str(hook["resource"]["addr"]), action, int(hook.get("elapsed_seconds", 0)), message=message)
