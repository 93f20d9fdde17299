"""Kafka Connect behind the agent of a Lenses environment.

Source: docs.lenses.io, API reference 6.1, Kafka Connect: operations, bodies and answers.
"""

from __future__ import annotations

from typing import Any, Final

from tests.contract.shapes import (
    ANY_OBJECT,
    NUMBER,
    TEXT,
    TEXTS,
    TRUTH,
    answers,
    body,
    in_path,
    in_query,
    many,
    members,
    one_of,
    specification,
)

ROOT: Final = "/api/v1/environments/{environment}/proxy/api/kafka-connect"
ERRORS: Final = (400, 401, 402, 403, 404, 500)

STATE = one_of("RUNNING", "UNASSIGNED", "PAUSED", "FAILED", "RESTARTING", "STOPPED")
SOME_TEXT = {"type": "string", "minLength": 1}
BY_HQ = members("title", "status", type=TEXT, title=TEXT, status=NUMBER, request_id=TEXT)
"""What HQ itself says where it does not get as far as the agent: there is no environment, or nobody answers for it."""
BY_THE_AGENT = members(
    "error",
    error=TEXT,
    errorType=TEXT,
    fields=many(members("field", "error", field=TEXT, error=TEXT, lineNumber=NUMBER, columnNumber=NUMBER)),
)
ERROR = {"anyOf": [BY_THE_AGENT, BY_HQ]}
LISTED = members(
    "name",
    "lrn",
    "cluster",
    name=TEXT,
    lrn=TEXT,
    cluster=TEXT,
    state=STATE,
    tasks=many(members("id", "state", id=NUMBER, state=STATE)),
    className=TEXT,
    type=TEXT,
    author=TEXT,
    icon=TEXT,
)
DETAILS = members(
    "name",
    "lrn",
    "cluster",
    name=TEXT,
    lrn=TEXT,
    cluster=TEXT,
    state=STATE,
    type=TEXT,
    className=TEXT,
    workerId=TEXT,
    version=TEXT,
    author=TEXT,
    icon=TEXT,
    config=TEXTS,
    tasks=many(members("id", "state", "workerId", id=TEXT, state=TEXT, workerId=TEXT, trace=TEXT)),
    code=TEXT,
    __errors=many(members("field", "reason", field=TEXT, reason=TEXT)),
)
PLUGIN = members(
    "class",
    "cluster",
    "type",
    "version",
    **dict.fromkeys(("class", "cluster", "name", "type", "version", "author", "icon", "description", "docs"), TEXT),
)
CHECKED = members(
    "name",
    "required",
    "order",
    "documentation",
    "visible",
    name=TEXT,
    required=TRUTH,
    order=NUMBER,
    documentation=TEXT,
    visible=TRUTH,
    errors=many(TEXT),
    value=TEXT,
    defaultValue=TEXT,
)


def _operation(ok: dict[str, Any], *path: str, **more: Any) -> dict[str, Any]:
    parameters = [*in_path("environment", *path), *more.pop("query", [])]
    return {"parameters": parameters, "responses": answers(ok, ERROR, *ERRORS), **more}


LENSES_PROXY = specification(
    "Kafka Connect behind the agent of a Lenses environment",
    {
        f"{ROOT}/connectors": {
            "get": _operation(members(data=many(LISTED)), query=in_query(cluster=many(TEXT), className=many(TEXT))),
            "post": _operation(
                ANY_OBJECT,
                requestBody=body(
                    members("name", "cluster", "configuration", name=SOME_TEXT, cluster=SOME_TEXT, configuration=TEXTS)
                ),
            ),
        },
        f"{ROOT}/clusters/{{cluster}}/connectors/{{connector}}": {
            "get": _operation(DETAILS, "cluster", "connector"),
            "delete": _operation(ANY_OBJECT, "cluster", "connector"),
        },
        f"{ROOT}/clusters/{{cluster}}/connectors/{{connector}}/{{action}}": {
            "put": {
                **_operation(ANY_OBJECT, "cluster", "connector"),
                "parameters": [
                    *in_path("environment", "cluster", "connector"),
                    {
                        "name": "action",
                        "in": "path",
                        "required": True,
                        "schema": one_of("start", "stop", "restart", "pause", "resume"),
                    },
                ],
            },
        },
        f"{ROOT}/clusters/{{cluster}}/connectors/{{connector}}/tasks/{{task}}/restart": {
            "put": _operation(ANY_OBJECT, "cluster", "connector", "task"),
        },
        f"{ROOT}/plugins": {
            "get": _operation(members(data=many(PLUGIN)), query=in_query(cluster=many(TEXT))),
        },
        f"{ROOT}/validate": {
            "post": _operation(
                members("class", **{"class": TEXT, "configuration": many(CHECKED)}),
                requestBody=body(
                    members("name", "cluster", "configuration", name=TEXT, cluster=TEXT, configuration=TEXTS)
                ),
            ),
        },
    },
)
