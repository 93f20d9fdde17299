"""What a Terraform command says, taken from its machine-readable output: whole texts, without boxes and line breaks."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from tests.core import Workspace

REQUEST_ID = re.compile(r"request id [0-9a-f]{16}")
LOCAL = re.compile(r"127\.0\.0\.1:\d+")


@dataclass(frozen=True)
class Said:
    """One diagnostic.

    Args:
        summary: what was found.
        detail: what it means and what to do; request ids read ``ID``, local servers ``HOST``.
        address: of the resource it is about; "" when it is about none.
    """

    summary: str
    detail: str = ""
    address: str = ""


def errors(workspace: Workspace, command: str = "plan", *options: str, **environment: str) -> list[Said]:
    """The errors of a command that must fail."""
    return _said(workspace, "error", 1, command, options, environment)


def error(workspace: Workspace, command: str = "plan", *options: str, **environment: str) -> Said:
    """The only error of a command that must fail."""
    [only] = errors(workspace, command, *options, **environment)
    return only


def warnings(workspace: Workspace, command: str = "plan", *options: str, **environment: str) -> list[Said]:
    """The warnings of a command that must succeed."""
    return _said(workspace, "warning", 0, command, options, environment)


def _said(
    workspace: Workspace,
    severity: str,
    code: int,
    command: str,
    options: tuple[str, ...],
    environment: dict[str, str],
) -> list[Said]:
    approved = () if command == "plan" else ("-auto-approve",)
    run = workspace.run(command, "-json", "-input=false", *approved, *options, code=code, **environment)
    found = [line["diagnostic"] for line in map(json.loads, run.text.splitlines()) if "diagnostic" in line]
    return [
        Said(item["summary"], _steady(item["detail"]), item.get("address", ""))
        for item in found
        if item["severity"] == severity
    ]


def _steady(text: str) -> str:
    return LOCAL.sub("HOST", REQUEST_ID.sub("request id ID", text))
