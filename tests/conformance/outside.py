"""Somebody else who uses a vendor's API: the declared calls of a resource, made by hand with httpx.

Shares no code with ``provider_lib.rest``, so that what one of them gets wrong the other does not excuse.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx

from provider_lib.spec import Auth, Basic, Bearer, Call, FirstOf, Parts, Resource, TokenExchange, roles
from provider_lib.spec.calls import FIELDS

Values = Mapping[str, Any]


class Outside:
    """Changes, reads and deletes objects of one resource behind Terraform's back.

    Args:
        resource: its declaration.
        environment: the variables with the settings of its system, and with the secrets of its configuration.
    """

    def __init__(self, resource: type[Resource], environment: Mapping[str, str]) -> None:
        system = resource.system
        self._resource = resource
        self._environment = environment
        self._settings = {
            item.name: environment.get(system.variable(item.name)) or item.default or "" for item in system.settings
        }
        self._http = httpx.Client(base_url=self._settings["url"], trust_env=False)
        self._http.headers.update(self._credentials(system.auth) or {})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def _credentials(self, auth: Auth) -> dict[str, str] | None:
        """The headers that prove who is asking; None when the settings for this way are not given."""
        match auth:
            case FirstOf(ways=ways):
                return next((headers for way in ways if (headers := self._credentials(way)) is not None), None)
            case Bearer(token=name):
                return {"Authorization": f"Bearer {self._settings[name]}"} if self._settings[name] else None
            case Basic(username=name, password=password):
                pair = f"{self._settings[name]}:{self._settings[password]}"
                return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"} if len(pair) > 1 else None
            case TokenExchange():
                sent = {key: text.format_map(self._settings) for key, text in auth.send.items()}
                options: dict[str, Any] = {"data": sent} if auth.form else {"json": sent}
                answer = self._http.post(auth.url.format_map(self._settings), **options).raise_for_status()
                return {"Authorization": f"Bearer {answer.json()[auth.token]}"}
        return {}

    def change(self, values: Values) -> None:
        """Give an object these values."""
        api = self._resource.api
        if api.recreate is not None:
            self._send(api.delete, values)
            self._send(api.create, values)
        else:
            assert isinstance(api.update, Call)
            self._send(api.update, values)
        lifecycle = self._resource.lifecycle
        if lifecycle is not None and lifecycle.calls:
            self._send(api.calls[lifecycle.calls[values[lifecycle.desired]]], values)

    def delete(self, values: Values) -> None:
        """Delete an object."""
        self._send(self._resource.api.delete, values)

    def exists(self, values: Values) -> bool:
        """Whether there is such an object."""
        read = self._resource.api.read
        call = next(iter(read.calls.values())) if isinstance(read, Parts) else read
        assert call is not None
        answer = self._request(call, values)
        if answer.status_code == 404:
            return False
        return str(values[self._resource.identity_fields()[-1]]) in answer.raise_for_status().text

    def _send(self, call: Call, values: Values) -> None:
        answer = self._request(call, values)
        assert answer.is_success, f"{call.method} {call.path}: {answer.text}"

    def _request(self, call: Call, values: Values) -> httpx.Response:
        known = self._settings | self._wire(values)
        path = re.sub(r"\{(\w+)\}", lambda found: _in_path(known[found[1]]), call.path)
        body = self._fields(call, known) if call.body is FIELDS else _filled(call.body, known)
        return self._http.request(call.method, path, params=_filled(call.query, known), json=body)

    def _wire(self, values: Values) -> dict[str, Any]:
        """Values as the vendor spells them, the configuration with its secrets and what is always in it."""
        fields = self._resource.fields()
        wire: dict[str, Any] = {
            name: fields[name].send.get(value, value) if isinstance(value, str) else value
            for name, value in values.items()
            if value is not None
        }
        for name, field in fields.items():
            if field.same == "json" and isinstance(wire.get(name), str):
                wire[name] = json.loads(wire[name])
            if isinstance(field.role, roles.SecretEnv):
                secrets = {key: self._environment[variable] for key, variable in (values[name] or {}).items()}
                wire[field.role.into] = {**wire[field.role.into], **secrets}
            if isinstance(field.role, roles.ConfigMap):
                wire[name] = {**wire[name], **_filled(field.role.injects, wire)}
        return wire

    def _fields(self, call: Call, known: Values) -> dict[str, Any]:
        """The body that holds every field which is sent and is not in the path."""
        body: dict[str, Any] = {}
        in_path = re.findall(r"\{(\w+)\}", call.path)
        sent = {name: path for name, item in self._resource.fields().items() if (path := item.request_path)}
        for name, path in sent.items():
            if name in known and (call.with_key or name not in in_path):
                _put(body, path, known[name])
        for path, constant in call.adds.items():
            _put(body, path, constant)
        return body


def _in_path(value: str) -> str:
    """One segment, unless the value is a path itself."""
    return quote(value, safe="/" if value.startswith("/") else "")


def _filled(template: Any, known: Values) -> Any:
    """A template whose texts ``{name}`` have become values."""
    match template:
        case Mapping():
            return {key: _filled(item, known) for key, item in template.items()}
        case list():
            return [_filled(item, known) for item in template]
        case str() if whole := re.fullmatch(r"\{(\w+)\}", template):
            return known[whole[1]]
        case _:
            return template


def _put(body: dict[str, Any], path: str, value: Any) -> None:
    *above, last = path.split(".")
    for step in above:
        body = body.setdefault(step, {})
    body[last] = value
