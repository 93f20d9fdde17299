"""Every error that Sluice raises on purpose.

    SluiceError
    ├── DeclarationError    a resource class in systems/ is declared wrongly
    ├── ConfigError         a setting or an attribute has a value that cannot be used
    ├── SynthError          a construct was given something that cannot be synthesized
    ├── ApiError            a server refused a request
    │   ├── NotFound        404 or 410: the object is definitely not there
    │   ├── NotReady        what stands before the object (an agent) cannot be reached now
    │   └── Conflict        409 or 412: it exists already, or changed underneath
    ├── Unreachable         no answer: network, TLS, time-out
    ├── OutcomeUnknown      a request may have been carried out, and nobody can tell now
    ├── UnexpectedAnswer    an answer that is not the API's (HTML, broken JSON)
    ├── AlreadyExists       a create met an object that somebody else made
    ├── Protected           deletion_protection refused a delete
    ├── WaitFailed          the object went into a failure state while being waited for
    ├── WaitTimedOut        the object did not get ready in time
    ├── Cancelled           Ctrl-C ended a wait
    ├── MalformedRequest    what called the provider sent what Terraform never does
    ├── EngineError         Terraform itself failed, or cannot be started
    │   └── StalePlan       the state was written after the plan was made
    ├── StateError          the state of a stack, or of one object in it, cannot be read
    └── SandboxError        the local sandbox cannot be started or reached

A message says what was found, where, and what to do next: ``summary`` is one line, ``detail`` the rest.
"""

from __future__ import annotations

import traceback
from pathlib import Path as FilePath
from typing import Any, Self

Path = tuple[str | int, ...]
"""Where in a resource: attribute names, map keys and list indices, outermost first."""


def written(path: Path) -> str:
    """A path as it is written in Python, ``config["tasks.max"]`` or ``tags[0]``; empty for an empty one."""
    first, *rest = path or ("",)
    return str(first) + "".join(f"[{part}]" if isinstance(part, int) else f'["{part}"]' for part in rest)


class SluiceError(Exception):
    """Base of the tree.

    Args:
        summary: one line that says what was found.
        detail: what it means and what to do next; may have several lines.
        path: the attribute it is about, outermost name first; empty when it is about none.
    """

    def __init__(self, summary: str, detail: str = "", path: Path = ()) -> None:
        super().__init__(summary)
        self.summary = summary
        self.detail = detail
        self.path = path

    def __str__(self) -> str:
        return f"{self.summary}\n{self.detail}" if self.detail else self.summary

    def but(self, **changes: Any) -> Self:
        """The same error with other words, never raised yet.

        An error that was raised is not edited: somebody else may hold it, or read it in another thread.

        Args:
            changes: what its attributes hold instead.
        """
        if strange := changes.keys() - vars(self).keys():
            raise TypeError(f"{type(self).__name__} has no {' and no '.join(sorted(strange))}")
        copy = type(self).__new__(type(self))
        vars(copy).update(vars(self) | changes)
        copy.args = (copy.summary,)
        return copy


class DeclarationError(SluiceError):
    """A resource class in systems/ is declared wrongly; seen at import by whoever writes one."""


class ConfigError(SluiceError):
    """A setting or an attribute has a value that cannot be used."""


class SynthError(SluiceError):
    """A construct was given something that cannot be synthesized; names the construct path."""


class ApiError(SluiceError):
    """A server refused a request.

    Args:
        status: HTTP status code.
        body: the decoded answer, already redacted.
        request_id: the vendor's id of the request, for its support.
        speaker: name of the error shape that matched the body (which layer of the server spoke).
        in_doubt: an earlier attempt at the request may have been carried out, whatever became of the last one.
    """

    def __init__(
        self,
        summary: str,
        detail: str = "",
        path: Path = (),
        *,
        status: int,
        body: Any = None,
        request_id: str | None = None,
        speaker: str | None = None,
        in_doubt: bool = False,
    ) -> None:
        super().__init__(summary, detail, path)
        self.status = status
        self.body = body
        self.request_id = request_id
        self.speaker = speaker
        self.in_doubt = in_doubt

    @property
    def refuses_credentials(self) -> bool:
        """Whether the server does not know who asks."""
        return self.status == 401


class NotFound(ApiError):
    """The object is definitely not there."""


class NotReady(ApiError):
    """What stands before the object, such as the agent of its environment, cannot be reached now."""


class Conflict(ApiError):
    """The object exists already, or changed underneath, or the server is busy changing it."""


class Unreachable(SluiceError):
    """No answer came: name resolution, connection, TLS or time-out.

    Args:
        sent: whether the request may have reached the server, so that it may have been carried out.
    """

    def __init__(self, summary: str, detail: str = "", path: Path = (), *, sent: bool) -> None:
        super().__init__(summary, detail, path)
        self.sent = sent


class OutcomeUnknown(SluiceError):
    """A request may have been carried out, and nobody can tell now."""


class UnexpectedAnswer(SluiceError):
    """An answer came that is not the API's: HTML, broken JSON, a missing field."""


class AlreadyExists(SluiceError):
    """A create met an object that this stack did not make."""


class Protected(SluiceError):
    """``deletion_protection`` refused a delete."""


class WaitFailed(SluiceError):
    """The object went into a failure state while being waited for."""


class Vanished(SluiceError):
    """The object was deleted by somebody else while being waited for."""


class WaitTimedOut(SluiceError):
    """The object did not get into the wanted state in time.

    Args:
        trouble: what kept the last look from seeing the object; None when it was seen.
    """

    def __init__(self, summary: str, detail: str = "", path: Path = (), *, trouble: SluiceError | None = None) -> None:
        super().__init__(summary, detail, path)
        self.trouble = trouble


class Cancelled(SluiceError):
    """The user pressed Ctrl-C while something was being waited for."""


class MalformedRequest(SluiceError):
    """Whatever called the provider sent what Terraform never does.

    Args:
        reason: what is wrong with it, without any value of it.
    """

    def __init__(self, reason: str, path: Path = ()) -> None:
        super().__init__(
            "Malformed request",
            f"Something called the provider with {reason}. Terraform does not do that: look at what else speaks to it.",
            path,
        )


class EngineError(SluiceError):
    """Terraform failed or cannot be started."""


class StalePlan(EngineError):
    """The state was written after the plan was made, by somebody else."""


class StateError(SluiceError):
    """The state of a stack, or of one object in it, cannot be read."""


class PackageError(SluiceError):
    """The provider cannot be packed, or not be published."""


class SandboxError(SluiceError):
    """The local sandbox cannot be started or reached."""


def origin_of(error: Exception) -> str:
    """File and line where an exception left Sluice's own code, or arose when it never was there."""
    package = FilePath(__file__).parent
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if FilePath(frame.filename).is_relative_to(package)]
    if not frames:
        return "an unknown place"
    frame = (ours or frames)[-1]
    file = FilePath(frame.filename)
    return f"{file.relative_to(package.parent) if ours else file.name}:{frame.lineno}"
