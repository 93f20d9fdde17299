"""An answer without what differs from worker to worker, and from moment to moment."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx

Comparable = tuple[int, str, Any]
"""Status, where a new thing is, and body."""

_VOLATILE = (
    # Who and where the worker is, and when something happened.
    (r'"worker_id":"[^"]*"', '"worker_id":"WORKER"'),
    (r'"(commit|kafka_cluster_id)":"[^"]*"', r'"\1":"ITS OWN"'),
    (r'"last_modified":\d+', '"last_modified":"NOW"'),
    # Of a trace only the first line is the connector's own.
    (r'("trace":"(?:[^"\\]|\\[^n])*)\\n(?:[^"\\]|\\.)*', r"\1"),
    # What else is installed. From the second time on, a newer worker wraps what it said the first time.
    (r'available connectors are: [^"]*', "available connectors are: ..."),
    (r"org\.apache\.kafka\.connect\.errors\.ConnectException: (?=Failed to find any class)", ""),
    # Where in a body a JSON reader stumbled, and its own words for what is no JSON at all.
    (r"\\n at \[Source(?:[^\"\\]|\\.)*", ""),
    (
        r'"message":"(Unexpected end-of-input|Unexpected character|The request body is not JSON)(?:[^"\\]|\\.)*',
        '"message":"no JSON',
    ),
)
_APACHE = "org.apache.kafka."
_SHOWN_IN_FORMS = ("documentation", "width", "display_name", "order", "dependents")
"""What a definition has for the eyes; the sandbox has words of its own."""


_TASKS_OF_A_NEW_ONE = (r'"tasks":\[[^\]]*\]', '"tasks":"none, or those of a deleted namesake"')


def comparable(answer: httpx.Response, root: str) -> Comparable:
    """Status, location and body of the answer of the worker at ``root``."""
    return answer.status_code, answer.headers.get("Location", "").removeprefix(root), _body(answer)


def _body(answer: httpx.Response) -> Any:
    if "html" in answer.headers.get("Content-Type", ""):
        return "a web page"
    text = answer.text
    volatile = (*_VOLATILE, _TASKS_OF_A_NEW_ONE) if answer.status_code == httpx.codes.CREATED else _VOLATILE
    for pattern, replacement in volatile:
        text = re.sub(pattern, replacement, text)
    return _ordered(json.loads(text)) if text else None


def _ordered(body: Any) -> Any:
    """What has no order of its own in order."""
    if isinstance(body, list):
        return sorted(map(_listed, filter(_is_known, body)), key=str)
    if isinstance(body, dict) and "configs" in body:
        configs = {one["value"]["name"]: _checked(one["definition"], one["value"]) for one in body["configs"]}
        return {**body, "groups": sorted(body["groups"]), "configs": configs}
    if isinstance(body, dict) and "message" in body:
        return {**body, "message": re.sub(r"{(\w[^{}]*=[^{}]*)}", _sorted_map, body["message"])}
    return body


def _is_known(item: Any) -> bool:
    """The sandbox has plugins installed that do not come with Kafka."""
    return not isinstance(item, dict) or item.get("class", _APACHE).startswith(_APACHE)


def _listed(item: Any) -> Any:
    return _definition(item) if isinstance(item, dict) and "display_name" in item else item


def _definition(definition: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in definition.items() if key not in _SHOWN_IN_FORMS}


def _checked(definition: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    return {**_definition(definition), "value": value["value"], "errors": value["errors"]}


def _sorted_map(shown: re.Match[str]) -> str:
    return f"{{{', '.join(sorted(shown[1].split(', ')))}}}"
