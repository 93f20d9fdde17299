"""Any other API: an object that its user describes, from the calls to what counts as a difference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from provider_lib.spec import (
    Api,
    Basic,
    Bearer,
    Between,
    Call,
    DataSource,
    Duration,
    FirstOf,
    HeaderKey,
    IsPath,
    Keys,
    Listing,
    Nested,
    NoAuth,
    OnExists,
    Pattern,
    Resource,
    Setting,
    System,
    TokenExchange,
    delete,
    document,
    echo,
    endpoint,
    found,
    get,
    key,
    local,
    on_exists,
    optional,
    post,
    protection,
    put,
    required,
    revision,
    secret_document,
    secret_revision,
    server_id,
    timeouts,
)
from provider_lib.spec.names import IsRegex
from provider_lib.systems.rest.calls import api_of, read_of
from provider_lib.systems.rest.predecessors import PREDECESSORS

REST = System(
    name="rest",
    title="REST API",
    settings=(
        Setting(name="url", doc="Address of the API, e.g. `https://api.example.com/v1`.", needed=True),
        Setting(name="token", doc="Token, sent as `Authorization: Bearer`.", secret=True),
        Setting(name="username", doc="User, for HTTP Basic."),
        Setting(name="password", doc="Password of the user.", secret=True),
        Setting(name="token_url", doc="Where client credentials are exchanged for a token (OAuth2)."),
        Setting(name="client_id", doc="Id of the OAuth2 client."),
        Setting(name="client_secret", doc="Secret of the OAuth2 client.", secret=True),
        Setting(name="scope", doc="What the token should be good for, where the OAuth2 server asks for it."),
        Setting(name="audience", doc="Whom the token is for, where the OAuth2 server asks for it."),
        Setting(name="api_key", doc="Key, sent in the header `api_key_header`.", secret=True),
        Setting(name="api_key_header", doc="Header of the key.", default="X-API-Key"),
    ),
    auth=FirstOf(
        (
            Bearer("token"),
            Basic("username", "password"),
            TokenExchange(
                url="{token_url}",
                send={
                    "grant_type": "client_credentials",
                    "client_id": "{client_id}",
                    "client_secret": "{client_secret}",
                },
                also={"scope": "{scope}", "audience": "{audience}"},
                form=True,
            ),
            HeaderKey("api_key", "api_key_header"),
            NoAuth(),
        ),
        exclusive=True,
    ),
    multiple=True,
)

NO_DOTS = r"(?!([^?]*/)?(\.|%2[eE]){1,2}([/?]|$))"
"""No step up or in place before a query: clients and proxies take it out, and what is left is another path."""

CollectionPath = Annotated[
    str, Pattern(rf"{NO_DOTS}/[^{{}}#]*", "a path that begins with a slash, without braces and the steps . and ..")
]
ObjectPath = Annotated[
    str,
    Pattern(
        rf"{NO_DOTS}([^{{}}#]|\{{(id|path)\}})*",
        "a path in which only {id} and {path} stand in braces, without the steps . and ..",
    ),
]
Method = Annotated[str, Pattern(r"[A-Z]+", "an HTTP method in capitals")]
DocumentPath = Annotated[str, IsPath()]
Member = Annotated[str, IsPath(single=True)]
Locator = Annotated[
    str,
    Pattern(
        r"body(:.+)?|header:[A-Za-z0-9-]+",
        "`body` for the whole answer, `body:a.b` for a member of it, or `header:NAME`",
    ),
    IsPath(single=True, after="body:"),
]
Status = Annotated[
    str,
    Pattern(r"code|body:.+|header:[A-Za-z0-9-]+", "`code` for the status code, `body:a.b` or `header:NAME`"),
    IsPath(single=True, after="body:"),
]
Equivalences = Annotated[
    dict[
        str,
        Annotated[
            str,
            Pattern(r"text|json|null|set|key:.+", "one of text, json, null, set and key:NAME"),
            IsPath(single=True, after="key:"),
        ],
    ],
    Keys(IsPath()),
]

Refusal = Annotated[dict[str, Annotated[str, IsRegex()]], Keys(IsPath(single=True))]


class Operation(Nested):
    """How one operation differs from the usual."""

    method: Method | None = optional("HTTP method.")
    path: ObjectPath | None = optional("Path; `{id}` and `{path}` stand for the id and the collection.")
    query: dict[str, str] | None = optional("Query parameters of this operation; `{id}` stands for the id.")
    headers: dict[str, str] | None = optional("Headers of this operation; `{id}` stands for the id.")
    body: Any | None = optional(
        "Of a create or update: merged into what is sent, null leaves a member out, be it the server's; in a JSON "
        "Patch: operations that come first. Of a read or delete: the body."
    )


class Paging(Nested):
    """How a list goes on."""

    kind: Literal["page", "offset", "cursor", "link"] = required(
        "`page` counts pages, `offset` counts items, `cursor` hands on a token from each answer, `link` follows the "
        "URL in each answer."
    )
    parameter: str | None = optional(
        "Query parameter of page, offset or cursor; `page`, `offset`, `cursor` when left out."
    )
    size_parameter: str | None = optional("Query parameter of the size of a page.")
    per_page: Annotated[int, Between(1, 100_000)] | None = optional("Size of a page; 100 when left out.")
    first: int | None = optional("Number of the first page; 1 when left out.")
    next: Member | None = optional(
        "Where the cursor or URL lies in an answer, e.g. `meta.next`; when left out, the URL is in the Link header."
    )
    more: Member | None = optional(
        "Where an answer says that there are more pages; else one that is shorter than the page before is the last."
    )
    max_pages: Annotated[int, Between(1, 100_000)] | None = optional("More pages are an error; 1000 when left out.")


class Search(Nested):
    """How an object is found in a list."""

    path: ObjectPath | None = optional("Path of the list; the collection when left out.")
    query: dict[str, str] | None = optional("Query parameters of the list; `{id}` stands for the id.")
    items: Member | None = optional(
        "Where the list lies in the answer, e.g. `data.items`; the answer itself when left out."
    )
    key: Member | None = optional("Where an item has what names it, e.g. `meta.name`; `id` when left out.")
    value: str | None = optional("What the object has there; its id when left out.")
    paging: Paging | None = optional("How the list goes on; it is whole when left out.")


class Wait(Nested):
    """How to see that the server is done."""

    path: Annotated[ObjectPath, IsPath(single=True, after="body:")] | None = optional(
        "What to ask: a path, or `header:Location` or `body:a.b` for a URL in the answer to the operation; the object "
        "itself when left out."
    )
    status: Status | None = optional("Where the answer has the status; `body:status` when left out.")
    pending: list[str] | None = optional("Words for not yet; given with `success`, any other word is a failure.")
    success: list[str] | None = optional("Words for done; any that is not pending when left out.")
    failure: list[str] | None = optional("Words for in vain.")
    timeout: Duration | None = optional("How long; what the operation may take when left out.")
    interval: Duration | None = optional("How often; with growing pauses when left out.")


class Waits(Nested):
    """What is waited for after each operation."""

    create: Wait | None = optional("After a create; one that ends in vain leaves the object tainted.")
    update: Wait | None = optional("After an update.")
    delete: Wait | None = optional("After a delete, unless the object is gone before.")


class Timeouts(Nested):
    """How long an operation may take in all, waits included."""

    create: Duration | None = optional("For a create; 10m when left out.")
    update: Duration | None = optional("For an update; 10m when left out.")
    delete: Duration | None = optional("For a delete; 10m when left out.")


USUAL = Api(
    create=post("{path}", body="{body}"),
    read=get("{path}/{id}"),
    update=put("{path}/{id}", body="{body}"),
    delete=delete("{path}/{id}"),
)
"""The calls about an object that says nothing else."""


class RestObject(Resource, system=REST, name="object"):
    """An object of any REST API.

    Only what `body` declares is managed: what the server adds never shows. The import id of `/contacts/7` is
    `default/%2Fcontacts/7`: the slash of the path counts. An object whose calls are not the usual ones has an
    import id in JSON, with the arguments that a read needs:
    `{"endpoint": "crm", "path": "/contacts", "id": "7", "object_path": "/contact/{id}"}`.
    """

    endpoint: str = endpoint("Which API: its name under `rest` in the provider block.")
    path: CollectionPath = key("Path of the collection, below the API's url.", example="/contacts")
    object_path: ObjectPath = local(
        "Path of the object. `{path}` stands for the collection and `{id}` for the id, as one segment. Without `{id}` "
        "the path names the object, which is then looked for before it is made.",
        default="{path}/{id}",
    )
    body: Any | None = document(
        "What the object should be, as the API takes it; what is secret goes into `secret_body`.",
        wire="body",
        ignore="ignore",
        equivalent="equivalent",
        replace_on="replace_on",
        example={"name": "Ada", "email": "ada@example.com"},
    )
    secret_body: Any | None = secret_document("body")
    create: Operation | None = local("How it is made; `POST` to the collection.")
    read: Operation | None = local(
        "How it is read; `GET` of the object, or by `search` where that is given: one list for all."
    )
    update: Operation | None = local(
        "How it is changed; `PUT` of the whole object, which repeats what the server has and `body` does not declare. "
        "With the method `PATCH` only what changed is sent, as a merge patch, or as a JSON Patch when its header "
        "`Content-Type` is `application/json-patch+json`."
    )
    delete: Operation | None = local("How it is deleted; `DELETE` of the object.")
    item: Member | None = local(
        'Where an answer about the object has the object, e.g. `data` for `{"data": {...}}`; the answer itself when '
        "left out. Members that are named elsewhere (`id_from`, `revision_from`, `wait.create.status`) are looked for "
        "in there, but for a `wait` that asks at a path of its own. Of a list, `search.items` says it."
    )
    id_from: Locator | None = local(
        "Where the answer to a create has the id; of a URL its last segment counts. `body:id`, else the header "
        "Location, when left out."
    )
    revision_from: Locator | None = local(
        "Where an answer has the mark of the object's version: `header:ETag`, which an update and a delete then send "
        "as If-Match, or a member of the body, which an update then sends along. A change made by somebody else is "
        "then not overwritten."
    )
    search: Search | None = local(
        "How it is found in a list: to read it unless `read` is given, and before and after a create, which then "
        "neither meets an object that exists nor is in vain when its answer is lost."
    )
    gone: Refusal | None = local(
        "How a 404 tells that the object is gone: path in its body -> regular expression of the text there, e.g. "
        '`{ "error.code" = "no_such_contact" }`; `{}` for any 404. When left out, any 404 does if the API answers for '
        "the collection (or the `search`) at the same time: a server that starts says 404 to everything.",
    )
    ignore: list[DocumentPath] | None = local(
        "Paths in `body` at which the server may do as it likes, e.g. `meta.updated`, `items[*].position`, `**.etag`."
    )
    equivalent: Equivalences | None = local(
        'Path in `body` -> when two values there are the same: `text` (5 and "5"), `json` (texts that hold the same '
        "JSON), `null` (null and absent), `set` (a list in any order), `key:NAME` (a list in any order whose items "
        "are told apart by the member NAME)."
    )
    replace_on: list[DocumentPath] | None = local(
        "Paths in `body` at which a change makes another object; `**` is any."
    )
    wait: Waits | None = local("How to see that the server is done with what it accepted.")
    shows_within: Duration | None = local(
        "How long it may take until an object that was made shows; 5s when left out. An object whose answer was lost "
        "is looked for as long before it counts as not made."
    )
    headers: dict[str, str] | None = local("Headers of every request about this object; nothing secret belongs here.")
    query: dict[str, str] | None = local("Query parameters of every request about this object.")
    on_exists: OnExists = on_exists()
    deletion_protection: bool = protection("Refuse to delete the object, also when it is taken out of the code.")
    timeouts: Timeouts | None = timeouts()
    id: str = server_id("Id of the object.", read_as=None)
    output: Any = echo("What the server makes of `body`: the same members, with the server's values.", of="body")
    revision: Any | None = revision("Mark of the version that was read last.", where="revision_from")
    secret_revision: int = secret_revision("`secret_body`")

    identity = ("endpoint", "path", "id")
    predecessors = PREDECESSORS
    api = USUAL

    @classmethod
    def api_for(cls, values: Mapping[str, Any]) -> Api:
        """The calls that an object's own arguments describe."""
        return api_of(values)


class RestObjectData(DataSource, system=REST, name="object"):
    """What any REST API answers."""

    endpoint: str = endpoint("Which API: its name under `rest` in the provider block.")
    path: CollectionPath = required(
        "Path of the object, below the API's url; with `search`, of the list.", wire=None, example="/contacts/7"
    )
    query: dict[str, str] | None = local("Query parameters.")
    headers: dict[str, str] | None = local("Headers; nothing secret belongs here.")
    search: Search | None = local("How the object is found in a list; `value` is then needed.")
    reveal: list[DocumentPath] | None = local(
        "Paths of members that sound secret and are wanted all the same, e.g. `db.token`, `**.password`: they are in "
        "the state in clear."
    )
    output: Any = found(
        "The whole answer; with `search`, the item. Members that sound secret (`token`, `db.password`, `apiKey`) are "
        "left out unless `reveal` names them.",
        wire="body",
        reveal="reveal",
    )

    read = get("{path}")

    @classmethod
    def read_for(cls, values: Mapping[str, Any]) -> Call | Listing | None:
        """The call that its own arguments describe."""
        return read_of(values)
