"""Flink SQL agents of Confluent Cloud.

Source: docs.confluent.io, Agents (sql/v1), and the OpenAPI document of confluentinc/ccloud-sdk-go-v2, flink-gateway.
"""

from __future__ import annotations

from typing import Any, Final

from tests.contract.shapes import (
    NUMBER,
    TEXT,
    TEXTS,
    answers,
    body,
    in_path,
    in_query,
    many,
    members,
    one_of,
    specification,
)

ROOT: Final = "/sql/v1/organizations/{organization_id}/environments/{environment_id}"
LABEL: Final = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?"
READING: Final = (400, 401, 403, 404, 429, 500)
CREATING: Final = (400, 401, 403, 409, 422, 429, 500)
CHANGING: Final = (400, 401, 403, 404, 409, 429, 500)

NAME = {"type": "string", "maxLength": 100, "pattern": rf"^{LABEL}(\.{LABEL})*$"}
ERROR = members(
    "errors",
    errors=many(
        members(
            id=TEXT,
            status=TEXT,
            code=TEXT,
            title=TEXT,
            detail=TEXT,
            error_code=NUMBER,
            source=members(pointer=TEXT, parameter=TEXT),
            message={**TEXT, "nullable": True},
        )
    ),
)
METADATA = members(
    self=TEXT,
    resource_name=TEXT,
    created_at={"type": "string", "format": "date-time"},
    updated_at={"type": "string", "format": "date-time"},
    deleted_at={"type": "string", "format": "date-time"},
    uid=TEXT,
    resource_version=TEXT,
    labels=TEXTS,
)
SPEC = members(
    description=TEXT,
    model=TEXT,
    prompt={"type": "string", "maxLength": 65536},
    tools=many(TEXT),
    properties=TEXTS,
)


def _having(shape: dict[str, Any], *required: str) -> dict[str, Any]:
    return {**shape, "required": list(required)}


def _agent(*required: str, **parts: dict[str, Any]) -> dict[str, Any]:
    return members(
        *required,
        api_version=one_of("sql/v1"),
        kind=one_of("Agent"),
        name=NAME,
        organization_id={"type": "string", "format": "uuid"},
        environment_id=TEXT,
        status=members(phase=TEXT),
        **parts,
    )


AGENT = _agent(
    *("api_version", "kind", "metadata", "name", "organization_id", "environment_id", "spec"),
    metadata=_having(METADATA, "self"),
    spec=SPEC,
)
LIST = members(
    *("api_version", "kind", "metadata", "data"),
    api_version=one_of("sql/v1"),
    kind=one_of("AgentList"),
    metadata=members(
        **{key: {**TEXT, "nullable": True} for key in ("self", "first", "last", "prev", "next")}, total_size=NUMBER
    ),
    data=many(AGENT),
)


def _operation(ok: dict[str, Any] | None, statuses: tuple[int, ...], *path: str, **more: Any) -> dict[str, Any]:
    parameters = [*in_path("organization_id", "environment_id", *path), *more.pop("query", [])]
    return {"parameters": parameters, "responses": answers(ok, ERROR, *statuses), **more}


PAGE_SIZE = {"type": "integer", "minimum": 1, "maximum": 100}
PAGE_TOKEN = {"type": "string", "maxLength": 255}

CONFLUENT_AGENTS = specification(
    "Flink SQL agents of Confluent Cloud",
    {
        f"{ROOT}/agents": {
            "get": _operation(LIST, READING, query=in_query(page_size=PAGE_SIZE, page_token=PAGE_TOKEN)),
        },
        f"{ROOT}/databases/{{kafka_cluster_id}}/agents": {
            "post": _operation(
                AGENT,
                CREATING,
                "kafka_cluster_id",
                requestBody=body(_agent("name", "spec", metadata=METADATA, spec=_having(SPEC, "model", "prompt"))),
            ),
        },
        f"{ROOT}/databases/{{kafka_cluster_id}}/agents/{{agent_name}}": {
            "get": _operation(AGENT, READING, "kafka_cluster_id", "agent_name"),
            "put": _operation(
                AGENT,
                CHANGING,
                *("kafka_cluster_id", "agent_name"),
                requestBody=body(
                    _agent(*("name", "spec", "metadata"), metadata=_having(METADATA, "resource_version"), spec=SPEC)
                ),
            ),
            "delete": _operation(None, READING, "kafka_cluster_id", "agent_name"),
        },
    },
)
