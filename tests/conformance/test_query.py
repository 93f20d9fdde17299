"""`terraform query` on the real core: what an account has is found, written down, and planned without a change."""

from __future__ import annotations

import re
from typing import Any

from provider_lib.sandbox import Sandbox
from provider_lib.systems import CATALOGUE
from tests.conformance.conftest import Using
from tests.conformance.declared import PASSWORD, Example
from tests.core import Workspace

LISTED = [item for item in CATALOGUE.resources.values() if item.listing()]
NOT_A_WRITE = ("/token", "/access-token", "/validate")
"""Where a request with a body changes nothing."""

ODD = {
    "connector.class": "org.apache.kafka.connect.file.FileStreamSinkConnector",
    "topics": "orders",
    "file": "$${file:/opt/secrets:path}",
    "a.$b": '100%%{x} of "it"\n\tübrig: $$5',
    "empty": "",
}
"""What the core has to quote when it writes it down."""


def made(workspace: Workspace) -> None:
    """An object of every kind that can be listed, of which Terraform then knows nothing."""
    resources: dict[str, Any] = {}
    for resource in LISTED:
        example = Example(resource)
        resources |= example.others() | {example.address: example.values}
    resources["sluice_kafka_connect_connector.odd"] = {"name": "odd", "config": ODD}
    workspace.write(resources)
    workspace.apply()
    for path in ("terraform.tfstate", "main.tf.json"):
        (workspace.folder / path).unlink()
    workspace.write({})


def test_what_a_query_finds_is_written_down_so_that_its_plan_changes_nothing(using: Using, sandbox: Sandbox) -> None:
    sandbox.admin.switch(lenses={"agent_connects_after_ms": 0})
    variables = {name: value for resource in LISTED for name, value in Example(resource).variables().items()}
    workspace = using(**variables)
    made(workspace)
    lists = "".join(f'list "{item.type_name}" "all" {{\n  provider = sluice\n}}\n' for item in LISTED)
    (workspace.folder / "all.tfquery.hcl").write_text(lists)
    sandbox.admin.clear_requests()
    workspace.run("query", "-generate-config-out=found.tf", "-no-color")
    written = (workspace.folder / "found.tf").read_text()
    assert PASSWORD not in written
    assert set(re.findall(r'^resource "(\w+)"', written, re.MULTILINE)) == {item.type_name for item in LISTED}
    assert workspace.plan().changes == {}
    workspace.apply()
    assert workspace.plan().changes == {}
    assert {item["method"] for item in sandbox.admin.requests() if not item["path"].endswith(NOT_A_WRITE)} == {"GET"}
