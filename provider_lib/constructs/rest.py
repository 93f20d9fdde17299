"""Constructs for REST API; made by ``make generate`` from what provider_lib/systems declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal, Required, TypedDict, Unpack

from constructs import Construct

from provider_lib.constructs.base._cdk import cdk
from provider_lib.constructs.base.data_source import DataSource as DataSourceConstruct
from provider_lib.constructs.base.given import Given
from provider_lib.constructs.base.meta_arguments import MetaArguments
from provider_lib.constructs.base.outputs import Number, TextList, TextMap, resolvable
from provider_lib.constructs.base.resource import Resource as ResourceConstruct
from provider_lib.systems import CATALOGUE

__all__ = [
    "DataRestObject",
    "OnExists",
    "Operation",
    "Paging",
    "PagingKind",
    "RestObject",
    "Search",
    "Timeouts",
    "Wait",
    "Waits",
]


def __dir__() -> list[str]:
    return __all__


OnExists = Literal["fail", "adopt"]
"""What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over."""
PagingKind = Literal["page", "offset", "cursor", "link"]
"""`page` counts pages, `offset` counts items, `cursor` hands on a token from each answer, `link` follows the URL in
each answer.
"""


class Operation(TypedDict, total=False):
    """How one operation differs from the usual."""

    method: str
    """HTTP method. Must be an HTTP method in capitals."""
    path: str
    """Path; `{id}` and `{path}` stand for the id and the collection. Must be a path in which only {id} and {path}
    stand in braces, without the steps . and ...
    """
    query: Mapping[str, str | float]
    """Query parameters of this operation; `{id}` stands for the id."""
    headers: Mapping[str, str | float]
    """Headers of this operation; `{id}` stands for the id."""
    body: Any
    """Of a create or update: merged into what is sent, null leaves a member out, be it the server's; in a JSON
    Patch: operations that come first. Of a read or delete: the body.
    """


class Paging(TypedDict, total=False):
    """How a list goes on."""

    kind: Required[PagingKind]
    """`page` counts pages, `offset` counts items, `cursor` hands on a token from each answer, `link` follows the URL
    in each answer. Must be one of page, offset, cursor, link.
    """
    parameter: str
    """Query parameter of page, offset or cursor; `page`, `offset`, `cursor` when left out."""
    size_parameter: str
    """Query parameter of the size of a page."""
    per_page: float
    """Size of a page; 100 when left out. Must be from 1 to 100000."""
    first: float
    """Number of the first page; 1 when left out."""
    next: str
    """Where the cursor or URL lies in an answer, e.g. `meta.next`; when left out, the URL is in the Link header.
    Must be a path such as `meta.next` or `items[0].id`.
    """
    more: str
    """Where an answer says that there are more pages; else one that is shorter than the page before is the last.
    Must be a path such as `meta.next` or `items[0].id`.
    """
    max_pages: float
    """More pages are an error; 1000 when left out. Must be from 1 to 100000."""


class Search(TypedDict, total=False):
    """How an object is found in a list."""

    path: str
    """Path of the list; the collection when left out. Must be a path in which only {id} and {path} stand in braces,
    without the steps . and ...
    """
    query: Mapping[str, str | float]
    """Query parameters of the list; `{id}` stands for the id."""
    items: str
    """Where the list lies in the answer, e.g. `data.items`; the answer itself when left out. Must be a path such as
    `meta.next` or `items[0].id`.
    """
    key: str
    """Where an item has what names it, e.g. `meta.name`; `id` when left out. Must be a path such as `meta.next` or
    `items[0].id`.
    """
    value: str
    """What the object has there; its id when left out."""
    paging: Paging
    """How the list goes on; it is whole when left out."""


class Wait(TypedDict, total=False):
    """How to see that the server is done."""

    path: str
    """What to ask: a path, or `header:Location` or `body:a.b` for a URL in the answer to the operation; the object
    itself when left out. Must be a path in which only {id} and {path} stand in braces, without the steps . and
    ... Must be a path such as `meta.next` or `items[0].id` after `body:`.
    """
    status: str
    """Where the answer has the status; `body:status` when left out. Must be `code` for the status code, `body:a.b`
    or `header:NAME`. Must be a path such as `meta.next` or `items[0].id` after `body:`.
    """
    pending: Sequence[str]
    """Words for not yet; given with `success`, any other word is a failure."""
    success: Sequence[str]
    """Words for done; any that is not pending when left out."""
    failure: Sequence[str]
    """Words for in vain."""
    timeout: str
    """How long; what the operation may take when left out. Must be a duration such as 90s, 5m or 1h30m."""
    interval: str
    """How often; with growing pauses when left out. Must be a duration such as 90s, 5m or 1h30m."""


class Waits(TypedDict, total=False):
    """What is waited for after each operation."""

    create: Wait
    """After a create; one that ends in vain leaves the object tainted."""
    update: Wait
    """After an update."""
    delete: Wait
    """After a delete, unless the object is gone before."""


class Timeouts(TypedDict, total=False):
    """How long an operation may take in all, waits included."""

    create: str
    """For a create; 10m when left out. Must be a duration such as 90s, 5m or 1h30m."""
    update: str
    """For an update; 10m when left out. Must be a duration such as 90s, 5m or 1h30m."""
    delete: str
    """For a delete; 10m when left out. Must be a duration such as 90s, 5m or 1h30m."""


class RestObject(ResourceConstruct):
    """An object of any REST API.

    Only what `body` declares is managed: what the server adds never shows. The import id of `/contacts/7` is
    `default/%2Fcontacts/7`: the slash of the path counts. An object whose calls are not the usual ones has an
    import id in JSON, with the arguments that a read needs:
    `{"endpoint": "crm", "path": "/contacts", "id": "7", "object_path": "/contact/{id}"}`.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        path: Path of the collection, below the API's url. Must be a path that begins with a slash, without braces and
            the steps . and ...
        endpoint: Which API: its name under `rest` in the provider block. `default` when left out. Default: `default`.
        object_path: Path of the object. `{path}` stands for the collection and `{id}` for the id, as one segment.
            Without `{id}` the path names the object, which is then looked for before it is made. Must be a path in
            which only {id} and {path} stand in braces, without the steps . and ... Default: `{path}/{id}`.
        body: What the object should be, as the API takes it; what is secret goes into `secret_body`.
        secret_body: Secret members of `body`, merged into it on every write, lists item by item. Write-only: never in
            state, plan, log or error (Terraform 1.11 or OpenTofu 1.11 and newer).
        create: How it is made; `POST` to the collection.
        read: How it is read; `GET` of the object, or by `search` where that is given: one list for all.
        update: How it is changed; `PUT` of the whole object, which repeats what the server has and `body` does not
            declare. With the method `PATCH` only what changed is sent, as a merge patch, or as a JSON Patch when its
            header `Content-Type` is `application/json-patch+json`.
        delete: How it is deleted; `DELETE` of the object.
        item: Where an answer about the object has the object, e.g. `data` for `{"data": {...}}`; the answer itself when
            left out. Members that are named elsewhere (`id_from`, `revision_from`, `wait.create.status`) are looked for
            in there, but for a `wait` that asks at a path of its own. Of a list, `search.items` says it. Must be a path
            such as `meta.next` or `items[0].id`.
        id_from: Where the answer to a create has the id; of a URL its last segment counts. `body:id`, else the header
            Location, when left out. Must be `body` for the whole answer, `body:a.b` for a member of it, or
            `header:NAME`. Must be a path such as `meta.next` or `items[0].id` after `body:`.
        revision_from: Where an answer has the mark of the object's version: `header:ETag`, which an update and a delete
            then send as If-Match, or a member of the body, which an update then sends along. A change made by somebody
            else is then not overwritten. Must be `body` for the whole answer, `body:a.b` for a member of it, or
            `header:NAME`. Must be a path such as `meta.next` or `items[0].id` after `body:`.
        search: How it is found in a list: to read it unless `read` is given, and before and after a create, which then
            neither meets an object that exists nor is in vain when its answer is lost.
        gone: How a 404 tells that the object is gone: path in its body -> regular expression of the text there, e.g. `{
            "error.code" = "no_such_contact" }`; `{}` for any 404. When left out, any 404 does if the API answers for
            the collection (or the `search`) at the same time: a server that starts says 404 to everything. Must be made
            of items that are a regular expression. Must be a map whose keys are a path such as `meta.next` or
            `items[0].id`.
        ignore: Paths in `body` at which the server may do as it likes, e.g. `meta.updated`, `items[*].position`,
            `**.etag`. Must be made of items that are a path such as `spec.size`, `items[*].updatedAt` or `**.etag`.
        equivalent: Path in `body` -> when two values there are the same: `text` (5 and "5"), `json` (texts that hold
            the same JSON), `null` (null and absent), `set` (a list in any order), `key:NAME` (a list in any order whose
            items are told apart by the member NAME). Must be made of items that are one of text, json, null, set and
            key:NAME. Must be made of items that are a path such as `meta.next` or `items[0].id` after `key:`. Must be a
            map whose keys are a path such as `spec.size`, `items[*].updatedAt` or `**.etag`.
        replace_on: Paths in `body` at which a change makes another object; `**` is any. Must be made of items that are
            a path such as `spec.size`, `items[*].updatedAt` or `**.etag`.
        wait: How to see that the server is done with what it accepted.
        shows_within: How long it may take until an object that was made shows; 5s when left out. An object whose answer
            was lost is looked for as long before it counts as not made. Must be a duration such as 90s, 5m or 1h30m.
        headers: Headers of every request about this object; nothing secret belongs here.
        query: Query parameters of every request about this object.
        on_exists: What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over.
            Must be one of fail, adopt. Default: `fail`.
        deletion_protection: Refuse to delete the object, also when it is taken out of the code. Default: `False`.
        timeouts: How long a create, update or delete may take.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_rest_object"
    _declared = CATALOGUE.resources["sluice_rest_object"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        path: str,
        endpoint: str | None = None,
        object_path: str | None = None,
        body: Any | None = None,
        secret_body: Any | None = None,
        create: Operation | None = None,
        read: Operation | None = None,
        update: Operation | None = None,
        delete: Operation | None = None,
        item: str | None = None,
        id_from: str | None = None,
        revision_from: str | None = None,
        search: Search | None = None,
        gone: Mapping[str, str | float] | None = None,
        ignore: Sequence[str] | None = None,
        equivalent: Mapping[str, str | float] | None = None,
        replace_on: Sequence[str] | None = None,
        wait: Waits | None = None,
        shows_within: str | None = None,
        headers: Mapping[str, str | float] | None = None,
        query: Mapping[str, str | float] | None = None,
        on_exists: OnExists | None = None,
        deletion_protection: bool | cdk.IResolvable | None = None,
        timeouts: Timeouts | None = None,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {
            "path": path,
            "endpoint": endpoint,
            "object_path": object_path,
            "body": body,
            "secret_body": secret_body,
            "create": create,
            "read": read,
            "update": update,
            "delete": delete,
            "item": item,
            "id_from": id_from,
            "revision_from": revision_from,
            "search": search,
            "gone": gone,
            "ignore": ignore,
            "equivalent": equivalent,
            "replace_on": replace_on,
            "wait": wait,
            "shows_within": shows_within,
            "headers": headers,
            "query": query,
            "on_exists": on_exists,
            "deletion_protection": deletion_protection,
            "timeouts": timeouts,
        }
        super().__init__(scope, id_, given, **meta)

    @property
    def endpoint(self) -> str:
        """Which API: its name under `rest` in the provider block. `default` when left out."""
        return self.get_string_attribute("endpoint")

    @endpoint.setter
    def endpoint(self, value: str | None) -> None:
        self._assign("endpoint", value)

    @property
    def path(self) -> str:
        """Path of the collection, below the API's url."""
        return self.get_string_attribute("path")

    @path.setter
    def path(self, value: str) -> None:
        self._assign("path", value)

    @property
    def object_path(self) -> str:
        """Path of the object. `{path}` stands for the collection and `{id}` for the id, as one segment. Without
        `{id}` the path names the object, which is then looked for before it is made.
        """
        return self.get_string_attribute("object_path")

    @object_path.setter
    def object_path(self, value: str | None) -> None:
        self._assign("object_path", value)

    @property
    def body(self) -> cdk.IResolvable:
        """What the object should be, as the API takes it; what is secret goes into `secret_body`."""
        return resolvable(self, "body")

    @body.setter
    def body(self, value: Any | None) -> None:
        self._assign("body", value)

    @property
    def secret_body(self) -> Any | None:
        """Secret members of `body`, merged into it on every write, lists item by item. Write-only: never in state,
        plan, log or error (Terraform 1.11 or OpenTofu 1.11 and newer).
        """
        return self.secret_body_input

    @secret_body.setter
    def secret_body(self, value: Any | None) -> None:
        self._assign("secret_body", value)

    @property
    def create(self) -> cdk.IResolvable:
        """How it is made; `POST` to the collection."""
        return resolvable(self, "create")

    @create.setter
    def create(self, value: Operation | None) -> None:
        self._assign("create", value)

    @property
    def read(self) -> cdk.IResolvable:
        """How it is read; `GET` of the object, or by `search` where that is given: one list for all."""
        return resolvable(self, "read")

    @read.setter
    def read(self, value: Operation | None) -> None:
        self._assign("read", value)

    @property
    def update(self) -> cdk.IResolvable:
        """How it is changed; `PUT` of the whole object, which repeats what the server has and `body` does not
        declare. With the method `PATCH` only what changed is sent, as a merge patch, or as a JSON Patch when its
        header `Content-Type` is `application/json-patch+json`.
        """
        return resolvable(self, "update")

    @update.setter
    def update(self, value: Operation | None) -> None:
        self._assign("update", value)

    @property
    def delete(self) -> cdk.IResolvable:
        """How it is deleted; `DELETE` of the object."""
        return resolvable(self, "delete")

    @delete.setter
    def delete(self, value: Operation | None) -> None:
        self._assign("delete", value)

    @property
    def item(self) -> str:
        """Where an answer about the object has the object, e.g. `data` for `{"data": {...}}`; the answer itself when
        left out. Members that are named elsewhere (`id_from`, `revision_from`, `wait.create.status`) are looked
        for in there, but for a `wait` that asks at a path of its own. Of a list, `search.items` says it.
        """
        return self.get_string_attribute("item")

    @item.setter
    def item(self, value: str | None) -> None:
        self._assign("item", value)

    @property
    def id_from(self) -> str:
        """Where the answer to a create has the id; of a URL its last segment counts. `body:id`, else the header
        Location, when left out.
        """
        return self.get_string_attribute("id_from")

    @id_from.setter
    def id_from(self, value: str | None) -> None:
        self._assign("id_from", value)

    @property
    def revision_from(self) -> str:
        """Where an answer has the mark of the object's version: `header:ETag`, which an update and a delete then
        send as If-Match, or a member of the body, which an update then sends along. A change made by somebody
        else is then not overwritten.
        """
        return self.get_string_attribute("revision_from")

    @revision_from.setter
    def revision_from(self, value: str | None) -> None:
        self._assign("revision_from", value)

    @property
    def search(self) -> cdk.IResolvable:
        """How it is found in a list: to read it unless `read` is given, and before and after a create, which then
        neither meets an object that exists nor is in vain when its answer is lost.
        """
        return resolvable(self, "search")

    @search.setter
    def search(self, value: Search | None) -> None:
        self._assign("search", value)

    @property
    def gone(self) -> Mapping[str, str]:
        """How a 404 tells that the object is gone: path in its body -> regular expression of the text there, e.g. `{
        "error.code" = "no_such_contact" }`; `{}` for any 404. When left out, any 404 does if the API answers for
        the collection (or the `search`) at the same time: a server that starts says 404 to everything.
        """
        return TextMap(self, "gone")

    @gone.setter
    def gone(self, value: Mapping[str, str | float] | None) -> None:
        self._assign("gone", value)

    @property
    def ignore(self) -> list[str]:
        """Paths in `body` at which the server may do as it likes, e.g. `meta.updated`, `items[*].position`,
        `**.etag`.
        """
        return TextList(self, "ignore")

    @ignore.setter
    def ignore(self, value: Sequence[str] | None) -> None:
        self._assign("ignore", value)

    @property
    def equivalent(self) -> Mapping[str, str]:
        """Path in `body` -> when two values there are the same: `text` (5 and "5"), `json` (texts that hold the same
        JSON), `null` (null and absent), `set` (a list in any order), `key:NAME` (a list in any order whose items
        are told apart by the member NAME).
        """
        return TextMap(self, "equivalent")

    @equivalent.setter
    def equivalent(self, value: Mapping[str, str | float] | None) -> None:
        self._assign("equivalent", value)

    @property
    def replace_on(self) -> list[str]:
        """Paths in `body` at which a change makes another object; `**` is any."""
        return TextList(self, "replace_on")

    @replace_on.setter
    def replace_on(self, value: Sequence[str] | None) -> None:
        self._assign("replace_on", value)

    @property
    def wait(self) -> cdk.IResolvable:
        """How to see that the server is done with what it accepted."""
        return resolvable(self, "wait")

    @wait.setter
    def wait(self, value: Waits | None) -> None:
        self._assign("wait", value)

    @property
    def shows_within(self) -> str:
        """How long it may take until an object that was made shows; 5s when left out. An object whose answer was
        lost is looked for as long before it counts as not made.
        """
        return self.get_string_attribute("shows_within")

    @shows_within.setter
    def shows_within(self, value: str | None) -> None:
        self._assign("shows_within", value)

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers of every request about this object; nothing secret belongs here."""
        return TextMap(self, "headers")

    @headers.setter
    def headers(self, value: Mapping[str, str | float] | None) -> None:
        self._assign("headers", value)

    @property
    def query(self) -> Mapping[str, str]:
        """Query parameters of every request about this object."""
        return TextMap(self, "query")

    @query.setter
    def query(self, value: Mapping[str, str | float] | None) -> None:
        self._assign("query", value)

    @property
    def on_exists(self) -> str:
        """What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over."""
        return self.get_string_attribute("on_exists")

    @on_exists.setter
    def on_exists(self, value: OnExists | None) -> None:
        self._assign("on_exists", value)

    @property
    def deletion_protection(self) -> cdk.IResolvable:
        """Refuse to delete the object, also when it is taken out of the code."""
        return resolvable(self, "deletion_protection")

    @deletion_protection.setter
    def deletion_protection(self, value: bool | cdk.IResolvable | None) -> None:
        self._assign("deletion_protection", value)

    @property
    def timeouts(self) -> cdk.IResolvable:
        """How long a create, update or delete may take."""
        return resolvable(self, "timeouts")

    @timeouts.setter
    def timeouts(self, value: Timeouts | None) -> None:
        self._assign("timeouts", value)

    @property
    def id(self) -> str:
        """Id of the object."""
        return self.get_string_attribute("id")

    @property
    def output(self) -> cdk.IResolvable:
        """What the server makes of `body`: the same members, with the server's values."""
        return resolvable(self, "output")

    @property
    def revision(self) -> cdk.IResolvable:
        """Mark of the version that was read last."""
        return resolvable(self, "revision")

    @property
    def secret_revision(self) -> float:
        """Goes up by one whenever a value of `secret_body` changes."""
        return Number(self, "secret_revision")

    path_input: Given[str] = Given("path")
    endpoint_input: Given[str] = Given("endpoint")
    object_path_input: Given[str] = Given("object_path")
    body_input: Given[Any] = Given("body")
    secret_body_input: Given[Any] = Given("secret_body")
    create_input: Given[Operation] = Given("create")
    read_input: Given[Operation] = Given("read")
    update_input: Given[Operation] = Given("update")
    delete_input: Given[Operation] = Given("delete")
    item_input: Given[str] = Given("item")
    id_from_input: Given[str] = Given("id_from")
    revision_from_input: Given[str] = Given("revision_from")
    search_input: Given[Search] = Given("search")
    gone_input: Given[Mapping[str, str | float]] = Given("gone")
    ignore_input: Given[Sequence[str]] = Given("ignore")
    equivalent_input: Given[Mapping[str, str | float]] = Given("equivalent")
    replace_on_input: Given[Sequence[str]] = Given("replace_on")
    wait_input: Given[Waits] = Given("wait")
    shows_within_input: Given[str] = Given("shows_within")
    headers_input: Given[Mapping[str, str | float]] = Given("headers")
    query_input: Given[Mapping[str, str | float]] = Given("query")
    on_exists_input: Given[OnExists] = Given("on_exists")
    deletion_protection_input: Given[bool | cdk.IResolvable] = Given("deletion_protection")
    timeouts_input: Given[Timeouts] = Given("timeouts")

    def reset_endpoint(self) -> None:
        """Take back what was given for `endpoint`."""
        self._reset("endpoint")

    def reset_object_path(self) -> None:
        """Take back what was given for `object_path`."""
        self._reset("object_path")

    def reset_body(self) -> None:
        """Take back what was given for `body`."""
        self._reset("body")

    def reset_secret_body(self) -> None:
        """Take back what was given for `secret_body`."""
        self._reset("secret_body")

    def reset_create(self) -> None:
        """Take back what was given for `create`."""
        self._reset("create")

    def reset_read(self) -> None:
        """Take back what was given for `read`."""
        self._reset("read")

    def reset_update(self) -> None:
        """Take back what was given for `update`."""
        self._reset("update")

    def reset_delete(self) -> None:
        """Take back what was given for `delete`."""
        self._reset("delete")

    def reset_item(self) -> None:
        """Take back what was given for `item`."""
        self._reset("item")

    def reset_id_from(self) -> None:
        """Take back what was given for `id_from`."""
        self._reset("id_from")

    def reset_revision_from(self) -> None:
        """Take back what was given for `revision_from`."""
        self._reset("revision_from")

    def reset_search(self) -> None:
        """Take back what was given for `search`."""
        self._reset("search")

    def reset_gone(self) -> None:
        """Take back what was given for `gone`."""
        self._reset("gone")

    def reset_ignore(self) -> None:
        """Take back what was given for `ignore`."""
        self._reset("ignore")

    def reset_equivalent(self) -> None:
        """Take back what was given for `equivalent`."""
        self._reset("equivalent")

    def reset_replace_on(self) -> None:
        """Take back what was given for `replace_on`."""
        self._reset("replace_on")

    def reset_wait(self) -> None:
        """Take back what was given for `wait`."""
        self._reset("wait")

    def reset_shows_within(self) -> None:
        """Take back what was given for `shows_within`."""
        self._reset("shows_within")

    def reset_headers(self) -> None:
        """Take back what was given for `headers`."""
        self._reset("headers")

    def reset_query(self) -> None:
        """Take back what was given for `query`."""
        self._reset("query")

    def reset_on_exists(self) -> None:
        """Take back what was given for `on_exists`."""
        self._reset("on_exists")

    def reset_deletion_protection(self) -> None:
        """Take back what was given for `deletion_protection`."""
        self._reset("deletion_protection")

    def reset_timeouts(self) -> None:
        """Take back what was given for `timeouts`."""
        self._reset("timeouts")


class DataRestObject(DataSourceConstruct):
    """What any REST API answers.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        endpoint: Which API: its name under `rest` in the provider block. `default` when left out. Default: `default`.
        path: Path of the object, below the API's url; with `search`, of the list. Must be a path that begins with a
            slash, without braces and the steps . and ...
        query: Query parameters.
        headers: Headers; nothing secret belongs here.
        search: How the object is found in a list; `value` is then needed.
        reveal: Paths of members that sound secret and are wanted all the same, e.g. `db.token`, `**.password`: they are
            in the state in clear. Must be made of items that are a path such as `spec.size`, `items[*].updatedAt` or
            `**.etag`.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_rest_object"
    _declared = CATALOGUE.data_sources["sluice_rest_object"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        endpoint: str | None = None,
        path: str,
        query: Mapping[str, str | float] | None = None,
        headers: Mapping[str, str | float] | None = None,
        search: Search | None = None,
        reveal: Sequence[str] | None = None,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {
            "endpoint": endpoint,
            "path": path,
            "query": query,
            "headers": headers,
            "search": search,
            "reveal": reveal,
        }
        super().__init__(scope, id_, given, **meta)

    @property
    def endpoint(self) -> str:
        """Which API: its name under `rest` in the provider block. `default` when left out."""
        return self.get_string_attribute("endpoint")

    @endpoint.setter
    def endpoint(self, value: str | None) -> None:
        self._assign("endpoint", value)

    @property
    def path(self) -> str:
        """Path of the object, below the API's url; with `search`, of the list."""
        return self.get_string_attribute("path")

    @path.setter
    def path(self, value: str) -> None:
        self._assign("path", value)

    @property
    def query(self) -> Mapping[str, str]:
        """Query parameters."""
        return TextMap(self, "query")

    @query.setter
    def query(self, value: Mapping[str, str | float] | None) -> None:
        self._assign("query", value)

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers; nothing secret belongs here."""
        return TextMap(self, "headers")

    @headers.setter
    def headers(self, value: Mapping[str, str | float] | None) -> None:
        self._assign("headers", value)

    @property
    def search(self) -> cdk.IResolvable:
        """How the object is found in a list; `value` is then needed."""
        return resolvable(self, "search")

    @search.setter
    def search(self, value: Search | None) -> None:
        self._assign("search", value)

    @property
    def reveal(self) -> list[str]:
        """Paths of members that sound secret and are wanted all the same, e.g. `db.token`, `**.password`: they are
        in the state in clear.
        """
        return TextList(self, "reveal")

    @reveal.setter
    def reveal(self, value: Sequence[str] | None) -> None:
        self._assign("reveal", value)

    @property
    def output(self) -> cdk.IResolvable:
        """The whole answer; with `search`, the item. Members that sound secret (`token`, `db.password`, `apiKey`)
        are left out unless `reveal` names them.
        """
        return resolvable(self, "output")

    endpoint_input: Given[str] = Given("endpoint")
    path_input: Given[str] = Given("path")
    query_input: Given[Mapping[str, str | float]] = Given("query")
    headers_input: Given[Mapping[str, str | float]] = Given("headers")
    search_input: Given[Search] = Given("search")
    reveal_input: Given[Sequence[str]] = Given("reveal")

    def reset_endpoint(self) -> None:
        """Take back what was given for `endpoint`."""
        self._reset("endpoint")

    def reset_query(self) -> None:
        """Take back what was given for `query`."""
        self._reset("query")

    def reset_headers(self) -> None:
        """Take back what was given for `headers`."""
        self._reset("headers")

    def reset_search(self) -> None:
        """Take back what was given for `search`."""
        self._reset("search")

    def reset_reveal(self) -> None:
        """Take back what was given for `reveal`."""
        self._reset("reveal")
