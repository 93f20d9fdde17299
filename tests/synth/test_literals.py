"""What is written in Python is what arrives, through both forms of a synthesized stack and the real core."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from provider_lib.sandbox.pytest_plugin import sandbox
from provider_lib.sandbox.server import Sandbox
from provider_lib.systems import CATALOGUE
from tests.conformance.kafka_connect import worker
from tests.core import attached
from tests.scripted import Api, Things, answer
from tests.synth.conftest import Synthesized
from tests.synth.literals import FILE_SOURCE, KNOWN, LITERALS, MIXED

__all__ = ["sandbox"]

REFER = (
    "To refer to something, give the attribute of a construct, TerraformVariable(...).string_value or a function of Fn."
)


@dataclass(frozen=True)
class Arrived:
    """What the servers got."""

    api: Api
    config: dict[str, str]
    metadata: dict[str, str]


@pytest.fixture(params=["cdk.tf.json", "main.tf"])
def arrived(
    request: pytest.FixtureRequest, synthesized: Synthesized, sandbox: Sandbox, tmp_path: Path
) -> Iterator[Arrived]:
    """The case, deployed."""
    written = synthesized.path("literals", "dev").read_text()
    (tmp_path / request.param).write_text(written if request.param.endswith("json") else synthesized.notes["literals"])
    api = Api()
    things = Things(api)
    with api.server:
        api.on("POST /things", lambda asked: things.create(asked))
        api.on("GET /things/*", lambda asked: answer(json.loads(things.read(asked).body) | {"state": "${ok}"}))
        with attached(tmp_path, CATALOGUE, sandbox.environment() | {"SLUICE_REST_URL": api.url}) as workspace:
            workspace.run("init", "-no-color")
            workspace.apply()
            assert workspace.plan().changes == {}
            with worker(sandbox) as client:
                config = client.get(f"/connectors/{quote('${n} of %{n}')}").json()["config"]
            yield Arrived(api, config, workspace.state()["sluice_lenses_environment.orders"]["metadata"])
    assert api.failures == []


def test_texts_arrive_as_they_were_written(arrived: Arrived) -> None:
    texts = [*LITERALS, *(KNOWN.join(parts) for parts in MIXED)]
    assert arrived.config == {
        "name": "${n} of %{n}",
        **FILE_SOURCE,
        **{f"x{number}": text for number, text in enumerate(texts)},
        **{f"s{number}": text for number, text in enumerate(LITERALS)},
    }
    assert arrived.metadata == {"note": "${team} %{x}", "sluice.stack": "dev", "sluice.version": "${1}"}
    [created] = [item for item in arrived.api.requests if item.seen.method == "POST"]
    assert created.json == {
        "mixed": [KNOWN.join(parts) for parts in MIXED],
        "keys": {text: [{text: text}] for text in LITERALS},
        "pin": "${1}",
    }
    assert [created.headers[name] for name in ("x-note", "x-deep")] == ["${a} %{b}", f"$${{a}} ${KNOWN}"]
    assert created.query == {"q": "${a} %{b}", "p": "%%{b}"}


def test_what_looks_like_a_reference_is_warned_of_and_no_secret_is_shown(synthesized: Synthesized) -> None:
    manifest: dict[str, Any] = json.loads((synthesized.folder / "seeming_references/manifest.json").read_text())
    remarks = manifest["stacks"]["dev"]["annotations"]
    assert [(item["constructPath"], item["level"], item["message"]) for item in remarks] == [
        (path, "@cdktf/warn", f"{where} holds {text}, which is sent as text. {REFER}")
        for path, where, text in [
            ("dev/orders", 'metadata["a"]', "${var.region}"),
            ("dev/orders", 'metadata["b"]', "${aws_msk_cluster.orders.arn}"),
            ("dev/orders", 'metadata["c"]', "${upper(topic)}"),
            ("dev/sink", 'config["x"]', "${local.x}"),
        ]
    ]


def test_a_pasted_document_is_synthesized_as_its_configuration(synthesized: Synthesized) -> None:
    [made] = synthesized.stack("seeming_references", "dev")["resource"]["sluice_kafka_connect_connector"].values()
    assert made["config"] == {
        "connector.class": "org.example.Sink",
        "x": "$${local.x}",
        "tasks.max": "1",
        "topics": "a,b",
    }
