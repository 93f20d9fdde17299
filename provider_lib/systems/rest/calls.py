"""The calls of an object that describes them itself. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, unquote

from provider_lib.dataclass import replace
from provider_lib.spec import Api, Call, Listing, NextLink, Offset, Outcome, PageNumber, PageToken, Verbatim
from provider_lib.spec.api import SHOWS_WITHIN
from provider_lib.spec.calls import Paging
from provider_lib.spec.checks import seconds
from provider_lib.spec.types import DynamicValue

JSON_PATCH: Final = "application/json-patch+json"
PRECONDITIONS: Final = {"etag": "If-Match", "last-modified": "If-Unmodified-Since"}
"""The header that sends back what another one said about the version (RFC 9110 13.1)."""

Given = Mapping[str, Any]


def api_of(values: Given) -> Api:
    """The calls about an object with these values of ``RestObject``; its id may not be known yet."""
    return _Calls(values).api()


def read_of(values: Given) -> Call | Listing:
    """The call that answers a data source with these values of ``RestObjectData``."""
    calls = _Calls(values)
    return calls.listing() or calls.call("read", "GET", "{path}")


class _Calls:
    def __init__(self, values: Given) -> None:
        self._values = values

    def api(self) -> Api:
        """All of them."""
        own_path = self._values["object_path"] or "{path}/{id}"
        listing = self.listing()
        read = None if listing and not self._values["read"] else self.call("read", "GET", own_path)
        paths = self._paths()
        return Api(
            create=self._create(),
            read=read,
            find=listing,
            read_many=listing if read is None else None,
            update=self._update(own_path),
            delete=self.call("delete", "DELETE", own_path, headers=self._precondition()),
            paths=paths,
            readable_before_id=self._is_readable_before_id(own_path, by_search=read is None),
            id=None if "{id}" in own_path else unquote(own_path.partition("?")[0].rstrip("/").rpartition("/")[2]),
            outcomes=self._outcomes(read or self.call("read", "GET", own_path)),
            shows_within=self._shows_within(),
            witness=self._witness(own_path) if read is not None and self._values["gone"] is None else None,
        )

    def call(
        self, operation: str, method: str, path: str, headers: Mapping[str, str] | None = None, **options: Any
    ) -> Call:
        """The call of an operation: what its argument says, and else the usual.

        Args:
            headers: those that only this operation needs; the user's own win.
        """
        own = self._values.get(operation) or {}
        path, query = self._located(own.get("path") or path)
        return Call(
            method=own.get("method") or method,
            path=path,
            query=query | _literal(self._values["query"]) | _literal(self._filled(own.get("query"))),
            headers=dict(headers or {})
            | _literal(self._values["headers"])
            | _literal(self._filled(own.get("headers"))),
            amends=self._filled(_plain(own.get("body"))),
            gone=self._values.get("gone"),
            with_headers=True,
            unwraps=self._values.get("item") or "",
            **options,
        )

    def _shows_within(self) -> float:
        given = self._values["shows_within"]
        return seconds(given) or 0.0 if isinstance(given, str) else SHOWS_WITHIN

    def _create(self) -> Call:
        own = self._values["create"] or {}
        has_key = any(name.lower() == "idempotency-key" for name in own.get("headers") or {})
        return self.call("create", "POST", "{path}", body="{body}", repeatable=True if has_key else None)

    def _witness(self, own_path: str) -> Call:
        """What the API answers although the object is gone: the list, the collection, or what holds the object."""
        listing = self.listing()
        if listing is not None:
            return listing.call
        path, query = self._located("{path}")
        if self._located(own_path)[0] == path:
            path = path.rstrip("/").rpartition("/")[0] or "/"
        headers = _literal(self._values["headers"])
        return Call(method="GET", path=path, query=query | _literal(self._values["query"]), headers=headers)

    def _update(self, path: str) -> Call:
        call = self.call("update", "PUT", path, headers=self._precondition(), body="{body}", adds=self._revised_body())
        if call.method != "PATCH":
            return call
        kinds = [text for name, text in call.headers.items() if name.lower() == "content-type"]
        if any(kind.lower().startswith(JSON_PATCH) for kind in kinds):
            return replace(call, operations=True, repeatable=False)
        return replace(call, merge=True)

    def _precondition(self) -> dict[str, str]:
        """The header that sends the revision back."""
        origin, _, name = (self._values["revision_from"] or "").partition(":")
        return {PRECONDITIONS.get(name.lower(), name): "{revision}"} if origin == "header" else {}

    def _revised_body(self) -> dict[str, str]:
        """The member of the body that sends the revision back."""
        origin, _, path = (self._values["revision_from"] or "").partition(":")
        return {path: "{revision}"} if origin == "body" and path else {}

    def _paths(self) -> dict[str, tuple[str, ...]]:
        id_from, revision_from = self._values["id_from"], self._values["revision_from"]
        paths: dict[str, tuple[str, ...]] = {"id": (_dotted(id_from),) if id_from else ("body.id", "header.location")}
        return paths | ({"revision": (_dotted(revision_from),)} if revision_from else {})

    def _is_readable_before_id(self, path: str, *, by_search: bool) -> bool:
        """Whether the object can be read before its id is known."""
        if by_search:
            return self._values["search"]["value"] is not None
        own = self._values["read"] or {}
        return "{id}" not in str([own.get("path") or path, own])

    def listing(self) -> Listing | None:
        """The list in which the object is found."""
        search = self._values["search"]
        if search is None:
            return None
        path, query = self._located(search["path"] or "{path}")
        paging = search["paging"]
        return Listing(
            call=Call(
                method="GET",
                path=path,
                query=query | _literal(self._values["query"]) | _literal(self._filled(search["query"])),
                headers=_literal(self._values["headers"]),
                with_headers=True,
            ),
            items=search["items"] or "",
            match={"id" if search["value"] is None else "search[value]": search["key"] or "id"},
            paging=_paging(paging) if paging else None,
            max_pages=int((paging or {}).get("max_pages") or 1000),
        )

    def _outcomes(self, read: Call) -> dict[str, Outcome]:
        waits = self._values["wait"] or {}
        return {operation: self._outcome(wait, read) for operation, wait in waits.items() if wait is not None}

    def _outcome(self, wait: Given, read: Call) -> Outcome:
        path = wait["path"]
        is_link = path is not None and path.startswith(("header:", "body:"))
        if path is not None:
            asked, query = self._located("{path}" if is_link else path)
            headers = _literal(self._values["headers"])
            query = {} if is_link else query | _literal(self._values["query"])
            read = Call(method="GET", path=asked, query=query, headers=headers, with_headers=True)
        return Outcome(
            call=read,
            link=_dotted(path) if path is not None and is_link else None,
            status=_dotted(wait["status"] or "body:status"),
            pending=tuple(wait["pending"] or ()),
            success=tuple(wait["success"] or ()),
            failure=tuple(wait["failure"] or ()),
            timeout=seconds(wait["timeout"]) if wait["timeout"] else None,
            interval=seconds(wait["interval"]) if wait["interval"] else None,
        )

    def _located(self, template: str) -> tuple[str, dict[str, Any]]:
        """Path and query of a path as users write it; the collection's own query holds for all below it."""
        collection, _, inherited = self._values["path"].partition("?")
        path, _, own = template.replace("{path}", collection).partition("?")
        query: dict[str, Any] = {}
        for part in (inherited if "{path}" in template else "", own):
            for name, text in parse_qsl(part, keep_blank_values=True):
                query.setdefault(name, []).append(Verbatim(self._filled(text)))
        return path, query

    def _filled(self, document: Any) -> Any:
        """A document with the id, where that is known, in place of ``{id}``."""
        match document:
            case str():
                known = self._values.get("id")
                return document.replace("{id}", known) if isinstance(known, str) else document
            case Mapping():
                return {name: self._filled(item) for name, item in document.items()}
            case list():
                return [self._filled(item) for item in document]
            case _:
                return document


def _literal(texts: Mapping[str, str] | None) -> dict[str, Any]:
    return {name: Verbatim(text) for name, text in (texts or {}).items()}


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, DynamicValue) else value


def _dotted(locator: str) -> str:
    """Where ``body:a.b``, ``header:NAME`` and ``code`` lie in an answer that is seen with its headers."""
    if locator == "code":
        return "status"
    origin, _, rest = locator.partition(":")
    if origin == "header":
        return f"header.{rest.lower()}"
    return f"body{'.' if rest and not rest.startswith('[') else ''}{rest}"


def _paging(paging: Given) -> Paging:
    size, parameter, following = paging["size_parameter"], paging["parameter"], paging["next"]
    per_page = int(paging["per_page"] or 100)
    match paging["kind"]:
        case "page":
            first = 1 if paging["first"] is None else int(paging["first"])
            return PageNumber(page=parameter or "page", size=size, per_page=per_page, first=first, more=paging["more"])
        case "offset":
            return Offset(offset=parameter or "offset", limit=size, per_page=per_page)
        case "cursor":
            return PageToken(token=parameter or "cursor", next=following or "next", size=size, per_page=per_page)
        case _:
            return NextLink(next=following, size=size, per_page=per_page)
