"""HTTP calls as data: which request an operation makes and where the object lies in the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final
from unicodedata import is_normalized

from provider_lib.dataclass import dataclass, field
from provider_lib.spec.checks import OneOf, Pattern
from provider_lib.spec.names import HasPlaceholders, Names, Place, Regex, Version
from provider_lib.spec.word import makes, word


class _Fields:
    """Stands for a body made of every sent field that is not in the path already."""

    def __repr__(self) -> str:
        return "FIELDS"


FIELDS: Final = _Fields()


Filled = Annotated[Any, HasPlaceholders(settings=True, nullable=True)]
"""A template of any shape, filled in before it is sent."""


HeaderName = Annotated[str, Pattern(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", "the name of a header")]

PATH: Final = Pattern(
    r"(?!.*/\.{1,2}(/|$))(/(?!/)|\{)[^?#\s]*", "a path that begins with /, below the url; `query=` has what follows a ?"
)


class Verbatim(str):
    """Text that is sent as it is: braces in it are no place-holders."""

    __slots__ = ()


@word
@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One HTTP request.

    Args:
        method: HTTP verb.
        path: with ``{field}`` place-holders; each becomes one percent-encoded segment. ``{map[key]}`` is the
            value of a key in a map, and the system's settings can be named like fields.
        query: query parameters; a value may hold place-holders, and one that is null is left out.
        headers: headers of this call alone; as ``query``.
        body: FIELDS, None for no body, or a template in which the text ``"{field}"`` stands for that
            field's value on the wire.
        item: dotted paths at which the object may lie in the answer, first match wins; "" is the whole.
        adds: dotted path -> constant or place-holder, placed into the body; null is left out. In a JSON Patch
            it is a test that the member has this value.
        amends: merged into the body (RFC 7386), or put before the operations of a JSON Patch; taken literally.
        keeps: dotted paths of what the body repeats as the server has it, because leaving it out would remove it
            although nobody here manages it.
        with_key: the body repeats the fields that stand in the path.
        merge: the body is a merge patch (RFC 7386): only what changed, null for a removed key.
        operations: the body is a JSON Patch (RFC 6902).
        with_headers: the answer is seen as ``{"status": ..., "header": {...}, "body": ...}``, header names in
            lower case, so that paths can lead to its headers too.
        unwraps: dotted path of what is seen as that body, where an API wraps the object in its answers.
        repeatable: whether it may be sent again when its outcome is unclear; by default as its verb says.
        since: version of the server from which on it knows this call, e.g. "3.5".
        gone: what a 404 says when the object is not there, where its system does not: dotted path in the answer's body
            -> regular expression of the text there; None for whatever it says.
    """

    method: Annotated[str, OneOf(("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"))]
    path: Annotated[str, HasPlaceholders(settings=True), PATH]
    query: Mapping[str, Filled] = field(default_factory=dict)
    headers: Mapping[HeaderName, Filled] = field(default_factory=dict)
    body: Filled = None
    item: tuple[Place, ...] = ("",)
    adds: Mapping[Place, Filled] = field(default_factory=dict)
    amends: Any = None
    keeps: tuple[Place, ...] = ()
    with_key: bool = False
    merge: bool = False
    operations: bool = False
    with_headers: bool = False
    unwraps: Place = ""
    repeatable: bool | None = None
    since: Version | None = None
    gone: Mapping[Place, Regex] | None = None

    @property
    def may_repeat(self) -> bool:
        """Whether sending it twice does no more than sending it once."""
        return self.method != "POST" if self.repeatable is None else self.repeatable


@makes(Call)
def get(path: str, **options: Any) -> Call:
    """A GET call."""
    return Call(method="GET", path=path, **options)


@makes(Call)
def post(path: str, *, body: Any = FIELDS, **options: Any) -> Call:
    """A POST call; sends the fields unless told otherwise."""
    return Call(method="POST", path=path, body=body, **options)


@makes(Call)
def put(path: str, *, body: Any = FIELDS, **options: Any) -> Call:
    """A PUT call; sends the fields unless told otherwise."""
    return Call(method="PUT", path=path, body=body, **options)


@makes(Call)
def patch(path: str, *, body: Any = FIELDS, **options: Any) -> Call:
    """A PATCH call; sends the fields unless told otherwise."""
    return Call(method="PATCH", path=path, body=body, **options)


@makes(Call)
def delete(path: str, **options: Any) -> Call:
    """A DELETE call."""
    return Call(method="DELETE", path=path, **options)


@word
@dataclass(frozen=True, slots=True)
class Parts:
    """One object that several calls read together: each answer lies under its name.

    The first decides whether the object is there; the others may have nothing to say yet.

    Args:
        calls: name of a part -> the call that answers with it.
        written: name of the part with which create and update answer, so that it need not be asked for again.
    """

    calls: Mapping[str, Call]
    written: str | None = None


@word
@dataclass(frozen=True, slots=True, kw_only=True)
class PageNumber:
    """Pages counted from ``first``; ends when ``more`` is false or, where nothing says so, a page is short.

    Short is one that is shorter than the page before; where the API takes no ``size``, one that is empty.
    """

    page: str = "page"
    size: str | None = "page_size"
    per_page: int = 100
    first: int = 1
    more: Place | None = None


@word
@dataclass(frozen=True, slots=True, kw_only=True)
class PageToken:
    """Each answer holds the token of the next page at ``next``; none or "" ends."""

    token: str = "page_token"
    next: Place = "next_page_token"
    size: str | None = "page_size"
    per_page: int = 100


@word
@dataclass(frozen=True, slots=True, kw_only=True)
class NextLink:
    """Each answer holds the URL of the next page, in the body at ``next`` or in the Link header."""

    next: Place | None = None
    size: str | None = None
    per_page: int = 100


@word
@dataclass(frozen=True, slots=True, kw_only=True)
class Offset:
    """Pages by offset and limit; a short page ends, and where the API takes no ``limit`` an empty one."""

    offset: str = "offset"
    limit: str | None = "limit"
    per_page: int = 100


Paging = PageNumber | PageToken | NextLink | Offset


@word
@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A call that answers with many objects, so that one request can serve many reads.

    Args:
        call: the request; ``call.item`` is not used.
        items: dotted path of the list in the answer; "" when the answer is the list.
        keyed: it is an object whose values are the items.
        match: place-holder -> dotted path in an item, which together name one object.
        excerpts: place-holder of ``match`` -> regular expression whose only group is its value, where the text at its
            path says more than that.
        paging: how to get the rest; None when the answer is always whole.
        max_pages: a list with more pages is an error.
    """

    call: Call
    items: Place = ""
    keyed: bool = False
    match: Mapping[Annotated[str, Names.VALUE], Place] = field(default_factory=dict)
    excerpts: Mapping[Annotated[str, Names.VALUE], Regex] = field(default_factory=dict)
    paging: Paging | None = None
    max_pages: int = 1000

    def unnamed(self, names: Mapping[str, str]) -> str:
        """Why what the list tells of an item names no object; empty where it does.

        Args:
            names: place-holder -> what is told.
        """
        untold = sorted(self.match.keys() - names.keys())
        if untold:
            return f"is listed without its {' and '.join(untold)}"
        if not all(is_normalized("NFC", text) for text in names.values()):
            return "has accents that Terraform puts on their letters, which is another name"
        return ""
