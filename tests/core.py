"""The real Terraform core on a folder, attached to the real provider."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from provider_lib import ADDRESS, REATTACH_VARIABLE
from provider_lib.protocol.reattach import reattach
from provider_lib.rest import RestProvider
from provider_lib.spec import Declarations

CORE = shlex.split(os.environ.get("SLUICE_TEST_CORE", "")) or [sys.executable, "-m", "provider_lib.engine.embedded"]
"""The Terraform that tests run: the embedded core, unless ``SLUICE_TEST_CORE`` names a terraform or tofu."""


def needs(feature: str, terraform: str, opentofu: str = "") -> pytest.MarkDecorator:
    """Skips tests on a core that lacks a feature; the embedded one has all.

    Args:
        feature: what it is, as the subject of a sentence.
        terraform: the first minor that has it, such as ``1.14``.
        opentofu: the same; empty when none has it.
    """
    wanted = f"Terraform {terraform}" + (f" or OpenTofu {opentofu}" if opentofu else "")
    return pytest.mark.skipif(not _has(terraform, opentofu), reason=f"{feature} need {wanted}")


def has_write_only() -> bool:
    """Whether the core keeps write-only attributes out of its state; the provider takes none from one that does not."""
    return _has("1.11", "1.11")


def _has(terraform: str, opentofu: str) -> bool:
    """Whether the core is of one of these minors or newer."""
    product, version = _core_version()
    first = opentofu if product == "OpenTofu" else terraform
    return not product or (bool(first) and version >= tuple(map(int, first.split("."))))


@cache
def _core_version() -> tuple[str, tuple[int, ...]]:
    """Product and minor of the core that ``SLUICE_TEST_CORE`` names; empty for the embedded one."""
    if "SLUICE_TEST_CORE" not in os.environ:
        return "", ()
    said = subprocess.run([*CORE, "version"], capture_output=True, text=True, check=True).stdout
    ((product, *minor),) = re.findall(r"^(Terraform|OpenTofu) v(\d+)\.(\d+)", said, re.MULTILINE)
    return product, tuple(map(int, minor))


REFUSED = "This Terraform would store a secret in its state"
"""What the provider says to a core that has no write-only attributes."""

KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "SLUICE_HOME", "SLUICE_JOURNAL")


@dataclass(frozen=True)
class Run:
    """One finished Terraform command."""

    code: int
    text: str
    """Standard output and error, without the box that Terraform draws around a diagnostic."""

    def problem(self) -> str:
        """The error or warning, unwrapped into one line, for comparisons that Terraform's line breaks would upset."""
        return " ".join(self.text.split())


@dataclass(frozen=True)
class Workspace:
    """A folder with one Terraform configuration."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def write(self, resources: Mapping[str, Any], **blocks: Any) -> None:
        """Write the configuration: ``{"sluice_x_y.name": {attributes}}`` and any other top-level blocks."""
        document: dict[str, Any] = {"terraform": {"required_providers": {"sluice": {"source": ADDRESS}}}, **blocks}
        for address, attributes in resources.items():
            *mode, kind, name = address.split(".")
            place = document.setdefault("data" if mode else "resource", {})
            place.setdefault(kind, {})[name] = attributes
        (self.folder / "main.tf.json").write_text(json.dumps(document, indent=2))

    def run(self, *arguments: str, code: int | None = 0, **environment: str) -> Run:
        """Run a Terraform command that must end with ``code``, with any for None."""
        done = subprocess.run(
            [*CORE, *arguments],
            cwd=self.folder,
            env=self._environment() | environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=120,
        )
        text = (done.stdout + done.stderr).replace("│", "").replace("╷", "").replace("╵", "")
        if REFUSED in text and not has_write_only():
            pytest.skip("write-only attributes need Terraform 1.11 or OpenTofu 1.11")
        assert code in (None, done.returncode), f"{arguments} ended with {done.returncode}:\n{text}"
        return Run(done.returncode, text)

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        return kept | {"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"} | dict(self.environment)

    def apply(self, *, code: int = 0) -> Run:
        """Apply without asking."""
        return self.run("apply", "-auto-approve", "-input=false", "-no-color", code=code)

    def destroy(self, *, code: int = 0) -> Run:
        """Destroy without asking."""
        return self.run("destroy", "-auto-approve", "-input=false", "-no-color", code=code)

    def refuse(self, command: str = "apply") -> str:
        """What a command says that must fail."""
        options = ["-auto-approve"] if command in ("apply", "destroy") else []
        return self.run(command, *options, "-input=false", "-no-color", code=1).problem()

    def plan(self, **environment: str) -> Plan:
        """Plan, and take the plan apart."""
        self.run("plan", "-out=planned", "-input=false", "-no-color", **environment)
        return Plan(json.loads(self.run("show", "-json", "planned").text))

    def state(self) -> dict[str, dict[str, Any]]:
        """The attributes of every resource and data source by address."""
        shown = json.loads(self.run("show", "-json").text)
        module = shown.get("values", {}).get("root_module", {})
        return {item["address"]: item["values"] for item in module.get("resources", [])}

    def tainted(self) -> set[str]:
        """The addresses of tainted resources."""
        shown = json.loads(self.run("show", "-json").text)
        module = shown.get("values", {}).get("root_module", {})
        return {item["address"] for item in module.get("resources", []) if item.get("tainted")}


@dataclass(frozen=True)
class Plan:
    """A plan as Terraform shows it in JSON."""

    json: dict[str, Any]

    @property
    def changes(self) -> dict[str, list[str]]:
        """What would be done to each resource that is not left alone."""
        return {
            item["address"]: item["change"]["actions"]
            for item in self.json["resource_changes"]
            if item["change"]["actions"] not in (["no-op"], ["read"])
        }

    def difference(self, address: str) -> dict[str, tuple[Any, Any]]:
        """The attributes that would change, before and after; ``...`` for known after apply."""
        change = next(item["change"] for item in self.json["resource_changes"] if item["address"] == address)
        before, after, unknown = change["before"] or {}, change["after"] or {}, change["after_unknown"]
        names = before.keys() | after.keys() | unknown.keys()
        pairs = {name: (before.get(name), ... if _holds_true(unknown.get(name)) else after.get(name)) for name in names}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _holds_true(marks: Any) -> bool:
    """Whether something is marked, at any depth: Terraform marks every part of a list or an object."""
    if isinstance(marks, dict | list):
        return any(map(_holds_true, marks.values() if isinstance(marks, dict) else marks))
    return bool(marks)


@contextmanager
def attached(folder: Path, catalogue: Declarations, environment: Mapping[str, str]) -> Iterator[Workspace]:
    """A workspace whose Terraform uses a provider in this process.

    Args:
        environment: what the provider sees of the environment.
    """
    provider = RestProvider(catalogue, environment)
    with closing(provider), reattach(lambda: provider, ADDRESS) as value:
        yield Workspace(folder, {REATTACH_VARIABLE: value})
