"""Who is measured: Terraform alone, Sluice, and the providers whose executables are named by variables."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from provider_lib import ADDRESS
from tests.benchmarks.installed import provider
from tests.benchmarks.payload import connector

Resources = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Contestant:
    """One provider with a system.

    Args:
        name: what it is called on the page.
        colour: of its line in the chart.
        source: the address of the provider; empty for what is Terraform's own.
        executable: the provider; empty where nobody named one.
        resources: by type, what a configuration has of the objects with these attributes, against a server at an URL.
        settings: of the provider, against that server.
        variable: names the executable.
        by_sluice: whether Terraform is run as `sluice` runs it.
        in_file: whether the state is in a file, which Terraform writes anew after each object, and not in a backend.
    """

    name: str
    colour: str
    source: str
    executable: str
    resources: Callable[[Mapping[str, Mapping[str, Any]]], Resources]
    settings: Callable[[str], Mapping[str, Any]] = lambda _: {}
    variable: str = ""
    by_sluice: bool = False
    in_file: bool = False

    @property
    def program(self) -> str:
        """What Terraform looks for, however the executable is called."""
        return f"terraform-provider-{self.source.rpartition('/')[2]}"

    def configuration(self, url: str, size: int, *, changed: bool = False) -> dict[str, Any]:
        """So many objects.

        Args:
            changed: whether one is not as it was.
        """
        objects = {f"c{number}": connector(number) for number in range(size)}
        if changed:
            objects["c0"]["config"]["batch.size"] = "1000"
        backend = {} if self.in_file else {"backend": {"http": {"address": f"{url}/-/state"}}}
        configuration = {"terraform": backend, "resource": self.resources(objects)}
        if not self.source:
            return configuration
        local = self.source.rpartition("/")[2]
        needed = backend | {"required_providers": {local: {"source": self.source}}}
        return configuration | {"terraform": needed, "provider": {local: self.settings(url)}}


def contestants() -> list[Contestant]:
    """Everybody, whether there is an executable or not; some a second time, with their state in a file."""
    everybody = _contestants()
    again = ("Terraform alone", "Sluice, Kafka Connect, by `sluice`", "Mongey kafka-connect")
    in_file = [replace(it, name=f"{it.name}, state in a file", in_file=True) for it in everybody if it.name in again]
    return everybody + in_file


def _contestants() -> list[Contestant]:
    ours = str(provider())
    bare, mongey, restapi = "SLUICE_BENCH_BARE", "SLUICE_BENCH_KAFKA_CONNECT", "SLUICE_BENCH_RESTAPI"
    return [
        Contestant("Terraform alone", "#888888", "", "none", _data),
        Contestant(
            "Go, as little as there is",
            "#bbbbbb",
            "registry.terraform.io/bench/bare",
            os.environ.get(bare, ""),
            lambda objects: {"bare_object": dict(objects)},
            lambda url: {"url": url},
            bare,
        ),
        Contestant("Sluice, Kafka Connect", "#c1272d", ADDRESS, ours, _our_connectors, _our_settings),
        Contestant(
            "Sluice, Kafka Connect, by `sluice`",
            "#e9959a",
            ADDRESS,
            ours,
            _our_connectors,
            _our_settings,
            by_sluice=True,
        ),
        Contestant(
            "Mongey kafka-connect",
            "#0000a7",
            "registry.terraform.io/mongey/kafka-connect",
            os.environ.get(mongey, ""),
            _their_connectors,
            lambda url: {"url": f"{url}/connect"},
            mongey,
        ),
        Contestant("Sluice, any REST API", "#eecc16", ADDRESS, ours, _our_objects, _our_settings),
        Contestant(
            "Sluice, any REST API, by `sluice`", "#f7e28b", ADDRESS, ours, _our_objects, _our_settings, by_sluice=True
        ),
        Contestant(
            "Mastercard restapi",
            "#008176",
            "registry.terraform.io/mastercard/restapi",
            os.environ.get(restapi, ""),
            _their_objects,
            lambda url: {"uri": url, "write_returns_object": True},
            restapi,
        ),
    ]


def _data(objects: Mapping[str, Mapping[str, Any]]) -> Resources:
    return {"terraform_data": {name: {"input": item} for name, item in objects.items()}}


def _our_settings(url: str) -> Mapping[str, Any]:
    return {"kafka_connect": {"default": {"url": f"{url}/connect"}}, "rest": {"default": {"url": url}}}


def _our_connectors(objects: Mapping[str, Mapping[str, Any]]) -> Resources:
    return {"sluice_kafka_connect_connector": dict(objects)}


def _their_connectors(objects: Mapping[str, Mapping[str, Any]]) -> Resources:
    return {
        "kafka-connect_connector": {
            name: {"name": item["name"], "config": {**item["config"], "name": item["name"]}}
            for name, item in objects.items()
        }
    }


def _our_objects(objects: Mapping[str, Mapping[str, Any]]) -> Resources:
    return {"sluice_rest_object": {name: {"path": "/objects", "body": item} for name, item in objects.items()}}


def _their_objects(objects: Mapping[str, Mapping[str, Any]]) -> Resources:
    return {
        "restapi_object": {
            name: {"path": "/objects", "data": json.dumps(item), "ignore_server_additions": True}
            for name, item in objects.items()
        }
    }
