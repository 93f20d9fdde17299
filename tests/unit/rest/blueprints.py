"""The blueprints of robots: a definition in YAML for each, which can be read and written back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from tests.scripted import NOT_THERE, Api, Reply, Request, answer

if TYPE_CHECKING:
    from tests.unit.rest.shop import Robots


class Blueprints:
    """They show secrets as the robots do, and what was unquoted in them stays so.

    Attributes:
        robots: whose they are.
        kept: what the next write of a blueprint leaves as it is, although it was sent.
    """

    def __init__(self, api: Api, robots: Robots) -> None:
        self.robots = robots
        self.kept: dict[str, str] = {}
        api.on("GET /blueprints/*", self.read)
        api.on("PUT /blueprints", self.write)

    def read(self, request: Request) -> Reply:
        if request.name not in self.robots.objects:
            return NOT_THERE
        return Reply(200, self.text(request.name), {"content-type": "application/yaml"})

    def text(self, name: str) -> str:
        """The blueprint of a robot."""
        config = self.robots.config(name)
        parts = {"version": 1.50, "robot": {"name": name, "parts": config}, "approved": True}
        return f"# drawn by hand\n{yaml.safe_dump(parts, sort_keys=False)}"

    def write(self, request: Request) -> Reply:
        assert request.headers["content-type"] == "application/yaml"
        parts: dict[str, Any] = yaml.safe_load(request.seen.body)
        assert (parts["version"], parts["approved"]) == (1.5, True)
        robot = parts["robot"]
        before = self.robots.objects[robot["name"]]["config"]
        assert all(isinstance(value, str) or value == before[key] for key, value in robot["parts"].items())
        self.robots.objects[robot["name"]]["config"] = robot["parts"] | self.kept
        return answer(status=201)
