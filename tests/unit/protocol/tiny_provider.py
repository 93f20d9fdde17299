"""A provider as small as one can be while using the whole protocol; its remote system is a folder of JSON files."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import quote, unquote

from provider_lib.contract import (
    Applied,
    ApplyRequest,
    Diagnostic,
    Imported,
    Listed,
    ListRequest,
    Plan,
    PlanRequest,
    ReadRequest,
    ReadResult,
    Schemas,
    Values,
)
from provider_lib.errors import ConfigError, SluiceError
from provider_lib.protocol.process import serve
from provider_lib.spec.schema import Attribute, Schema
from provider_lib.spec.types import UNKNOWN, Dynamic, List, Map, Number, Object, String

ADDRESS = "sluice.internal/test/tiny"
FOLDER_VARIABLE = "TINY_FOLDER"

MADE = "made"
"""A file that shows that the process has made its provider."""

BUG = "The remote system said: secret-in-an-exception"

LAST_STEPS = 0.2
"""Seconds that a slow apply still takes when it is told to stop: who does not wait for it does not see its end."""

THING = Schema(
    {
        "space": Attribute(String(), required=True),
        "name": Attribute(String(), required=True),
        "size": Attribute(Number(), optional=True),
        "labels": Attribute(Map(String()), optional=True),
        "body": Attribute(Dynamic(), optional=True),
        "owners": Attribute(
            List(
                Object(
                    {
                        "team": Attribute(String(), required=True),
                        "pin": Attribute(String(), optional=True, write_only=True),
                    }
                )
            ),
            optional=True,
        ),
        "password": Attribute(String(), optional=True, sensitive=True, write_only=True),
        "mood": Attribute(String(), optional=True, doc="What goes wrong: slow, bug, half or refused."),
        "id": Attribute(String(), computed=True),
        "revision": Attribute(Number(), computed=True),
    },
    doc="A thing.",
    version=2,
    identity=("space", "name"),
    identity_docs={"space": "Where it is."},
)

SCHEMAS = Schemas(
    provider=Schema({"greeting": Attribute(String(), optional=True)}),
    resources={"tiny_thing": THING},
    data_sources={
        "tiny_names": Schema(
            {
                "space": Attribute(String(), required=True),
                "names": Attribute(List(String()), computed=True),
            }
        )
    },
    actions={"tiny_ping": Schema({"times": Attribute(Number(), required=True)})},
    ephemerals={
        "tiny_echo": Schema(
            {"call": Attribute(String(), required=True), "answer": Attribute(String(), computed=True, sensitive=True)}
        )
    },
    lists={"tiny_thing": Schema({"space": Attribute(String(), optional=True)})},
)

REMOTE = ("size", "labels", "mood", "revision")
"""What the remote system stores of a thing, besides its name."""


@dataclass
class TinyProvider:
    """Things are files; private state is a digest of the password."""

    folder: Path
    stopped: Event = field(default_factory=Event)

    def schemas(self) -> Schemas:
        return SCHEMAS

    def validate_provider(self, config: Values) -> list[Diagnostic]:
        if config["greeting"] == "rude":
            return [Diagnostic("error", "Be polite", path=("greeting",))]
        return []

    def configure(self, config: Values) -> list[Diagnostic]:
        self.stopped.clear()
        if config["greeting"] == "shout":
            return [Diagnostic("warning", "Not so loud", path=("greeting",))]
        return []

    def validate_resource(self, name: str, config: Values) -> list[Diagnostic]:
        if config["size"] is not UNKNOWN and config["size"] == 13:
            raise ConfigError(f"{name} cannot have this size", "Choose another one.", ("size",))
        return []

    def validate_data_source(self, _name: str, config: Values) -> list[Diagnostic]:
        return [Diagnostic("warning", "It is dark there", path=("space",))] if config["space"] == "black" else []

    def validate_action(self, _name: str, config: Values) -> list[Diagnostic]:
        return [Diagnostic("warning", "No ping at all", path=("times",))] if config["times"] == 0 else []

    def validate_ephemeral(self, _name: str, config: Values) -> list[Diagnostic]:
        return [Diagnostic("warning", "Nobody calls", path=("call",))] if config["call"] == "" else []

    def open_ephemeral(self, _name: str, config: Values) -> Values:
        if config["call"] == "":
            raise ConfigError("Nothing comes back", path=("call",))
        return config | {"answer": config["call"].upper()}

    def upgrade(self, _name: str, _version: int, state: Values) -> Values:
        size = state.pop("length")
        return {**state, "size": size, "space": "default"}

    def plan(self, _name: str, request: PlanRequest) -> Plan:
        if request.config is None:
            return Plan(None)
        prior = request.prior
        planned = {**request.config, "password": None, "owners": _without_pins(request.config["owners"])}
        if prior is None:
            return Plan(planned | {"id": UNKNOWN, "revision": UNKNOWN})
        planned |= {"id": prior["id"], "revision": prior["revision"]}
        replace = tuple((key,) for key in THING.identity if planned[key] != prior[key])
        if replace:
            planned["id"] = UNKNOWN
        if self._differs(planned, prior) or digest(request.config["password"]) != request.private:
            planned["revision"] = UNKNOWN
        return Plan(planned, replace, private=b"planned:" + request.private)

    def _differs(self, planned: Values, prior: Values) -> bool:
        return any(planned[key] != prior[key] for key in THING.attributes if not THING.attributes[key].computed)

    def apply(self, _name: str, request: ApplyRequest) -> Applied:
        if request.planned is None or request.config is None:
            assert request.prior is not None
            self._fail(request.prior["mood"] == "bug on delete")
            if request.successor is not None and request.successor.planned["mood"] == "refused":
                raise SluiceError("Kept", str(request.successor.planned))
            self._file(request.prior).unlink(missing_ok=True)
            return Applied(None)
        self._fail(request.planned["mood"] == "bug")
        state = request.planned | {
            "id": f"{request.planned['space']}-1",
            "revision": (request.prior or {"revision": 0})["revision"] + 1,
        }
        if state["mood"] == "refused":
            return Applied(None, diagnostics=(Diagnostic("error", "Refused", path=("mood",)),))
        self._file(state).parent.mkdir(parents=True, exist_ok=True)
        self._file(state).write_text(json.dumps({key: state[key] for key in REMOTE}))
        private = digest(request.config["password"])
        if state["mood"] == "half":
            failure = Diagnostic("error", "Only half done", path=("labels", "stage"))
            return Applied(state | {"revision": UNKNOWN}, private, (failure,))
        if state["mood"] == "misfit":
            return Applied(state | {"revision": "one"}, private)
        if state["mood"] == "slow" and self.stopped.wait(60):
            time.sleep(LAST_STEPS)
            self._file(state).with_suffix(".ended").touch()
            return Applied(state, private, (Diagnostic("error", "Interrupted while waiting"),))
        return Applied(state, private)

    def _fail(self, wanted: bool) -> None:
        if wanted:
            raise RuntimeError(BUG)

    def read(self, _name: str, request: ReadRequest) -> ReadResult:
        file = self._file(request.state)
        if not file.exists():
            return ReadResult(None)
        remote = json.loads(file.read_text())
        return ReadResult({**request.state, "id": f"{request.state['space']}-1", **remote})

    def import_state(self, _name: str, import_id: str) -> Imported:
        space, _, thing = import_id.partition("/")
        return Imported({"space": unquote(space), "name": unquote(thing)})

    def list_objects(self, _name: str, request: ListRequest) -> Iterator[Listed | Diagnostic]:
        """The things of a space, as many as are wanted."""
        space = request.config["space"]
        if space is None:
            raise ConfigError("Name a space", path=("space",))
        names = sorted(unquote(file.stem) for file in self._space(space).glob("*.json"))
        for name in names[: request.limit]:
            identity = {"space": space, "name": name}
            yield Listed(identity, name, dict.fromkeys(THING.attributes) | identity if request.with_states else None)
        if space == "black":
            yield Diagnostic("warning", "It is dark there", path=("space",))

    def generate_config(self, _name: str, state: Values) -> Values:
        return {**state, "id": None, "revision": None}

    def read_data_source(self, _name: str, config: Values) -> tuple[Values, list[Diagnostic]]:
        names = sorted(unquote(file.stem) for file in self._space(config["space"]).glob("*.json"))
        return {**config, "names": names}, [Diagnostic("warning", f"Found {len(names)}", path=("space",))]

    def invoke_action(self, _name: str, config: Values) -> Iterator[str]:
        for number in range(config["times"]):
            if number == 5:
                raise ConfigError("Five pings are enough", path=("times",))
            yield f"ping {number}"

    def stop(self) -> None:
        self.stopped.set()

    def _space(self, space: str) -> Path:
        return self.folder / quote(space, safe="")

    def _file(self, state: Values) -> Path:
        return self._space(state["space"]) / f"{quote(state['name'], safe='')}.json"


def _without_pins(owners: Any) -> Any:
    """Owners as they may be stored."""
    return [{**owner, "pin": None} for owner in owners] if isinstance(owners, list) else owners


def digest(password: Any) -> bytes:
    """What private state keeps of a password."""
    return b"" if password is None else hashlib.sha256(password.encode()).hexdigest()[:8].encode()


def main() -> None:
    """The executable. Holds a lock while it lives, so that a test sees its end."""
    folder = Path(os.environ[FOLDER_VARIABLE])
    with (folder / f"{os.getpid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        serve(lambda: _make_talkative(folder), {})


def _make_talkative(folder: Path) -> TinyProvider:
    sys.stdout.write("Nothing that a library prints may reach Terraform's end of the pipe.\n")
    (folder / MADE).touch()
    return TinyProvider(folder)


if __name__ == "__main__":
    main()
