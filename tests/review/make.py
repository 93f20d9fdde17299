"""Makes the kept plans anew, by the real core, against the sandbox: ``python -m tests.review.make [NAME...]``.

With ``--reports`` only what is expected of them. What differs from one run to the next (keys, ids, times) is written as
if it did not, and what no review looks at (the state, values of all resources) is left out.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from provider_lib.engine.construct_paths import construct_paths
from provider_lib.legible import legible_json
from provider_lib.review import document, markdown, page, text
from provider_lib.sandbox import Sandbox
from provider_lib.systems import CATALOGUE
from tests.core import Workspace, attached
from tests.e2e.apps import Folder
from tests.e2e.stacks import copy_of_stacks
from tests.review import stored
from tests.review.history_cases import HISTORIES, History
from tests.review.stack_cases import EDITS, Edit
from tests.review.system_cases import BASE, BLOCKS, CHANGED, SECRETS, SINK, WITHOUT

UNSTABLE = {
    r"\bagent_key_[A-Za-z0-9]{32}\b": "agent_key_planted",
    r"\b(sa_token|token)_[A-Za-z0-9]{12,}": "token_planted",
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z": "2026-01-02T03:04:05Z",
    r"\b(env|role|group|sa|grp|svc)_[0-9a-f]{12,}": r"\1_1",
    r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b": "00000000-0000-4000-8000-000000000000",
    r'(?<="deposed": ")[0-9a-f]{8}': "0badcafe",
    r"\b[0-9a-f]{24}\b": "0123456789abcdef01234567",
}
LEFT_OUT = ("planned_values", "prior_state", "relevant_attributes", "timestamp", "variables")


def main(arguments: list[str]) -> None:
    """Make what is named, or all."""
    wanted = {name for name in arguments if not name.startswith("-")}
    if "--reports" not in arguments:
        _make_stacks({name: edit for name, edit in EDITS.items() if not wanted or name in wanted}, wanted)
        _make_systems(wanted or {*CHANGED, *WITHOUT, *BLOCKS, *AFTERWARDS})
        for name in sorted(HISTORIES):
            if not wanted or name in wanted:
                stored.save(name, happened(HISTORIES[name]))
    for name in stored.names():
        expect(name)


def expect(name: str) -> None:
    """Write what is expected of a kept plan."""
    case = stored.load(name)
    (case.folder / "report.txt").write_text(text(case.report))
    (case.folder / "report.md").write_text(markdown([case.report]))
    if name in stored.PAGES:
        (case.folder / "report.html").write_text(stored.body(page([case.report])))
    (case.folder / "report.json").write_text(legible_json(document([case.report])) + "\n")


def stable(plan: Mapping[str, Any]) -> Any:
    """A plan without what differs from run to run, and what no review looks at."""
    kept = {name: value for name, value in plan.items() if name not in LEFT_OUT} | {"planned_values": {}}
    kept["resource_changes"] = [
        item
        for item in plan.get("resource_changes", [])
        if item["change"]["actions"] != ["no-op"] or "previous_address" in item or "importing" in item["change"]
    ]
    about = {item["address"].partition("[")[0] for item in kept["resource_changes"]}
    module = plan["configuration"].get("root_module", {})
    resources = [item for item in module.get("resources", []) if item["address"] in about]
    kept["configuration"] = {"root_module": {"resources": resources}}
    written = json.dumps(kept)
    for pattern, instead in UNSTABLE.items():
        written = re.sub(pattern, instead, written)
    return json.loads(written)


def _make_stacks(edits: Mapping[str, Edit], wanted: Collection[str]) -> None:
    if not edits and not {"by-hand", "failed-tasks"} & set(wanted):
        return
    with Sandbox() as sandbox, tempfile.TemporaryDirectory() as folder:
        app = copy_of_stacks(Path(folder), sandbox.environment())
        done = app.sluice("deploy", "dev", "prod", "--auto-approve", "--ignore-missing-stack-dependencies")
        assert done.code == 0, done.err
        for name, edit in edits.items():
            with _edited(app, edit) as changed:
                _keep(name, changed, edit.stack)
        cluster = "lenses/orders-prod-eu/connect"
        for task in (1, 3):
            trace = "org.apache.kafka.connect.errors.ConnectException: Lost https://me:planted@db\n\tat A.b(C.java:1)"
            sandbox.admin.force_state(cluster, "orders-search", "FAILED", task=task, trace=trace)
        with _edited(app, EDITS["topic-added"]) as changed:
            _keep("failed-tasks", changed, "prod")
        _by_hand(sandbox)
        with _edited(app, EDITS["tasks-max"]) as changed:
            _keep("by-hand", changed, "prod")


def _by_hand(sandbox: Sandbox) -> None:
    """Somebody pauses a connector, and changes the labels of an environment that nobody deploys."""
    import httpx

    variables = sandbox.environment()
    headers = {"Authorization": f"Bearer {variables['SLUICE_LENSES_TOKEN']}"}
    with httpx.Client(base_url=variables["SLUICE_LENSES_URL"], headers=headers, trust_env=False) as hq:
        proxy = "/api/v1/environments/orders-prod-eu/proxy/api/kafka-connect/clusters/connect/connectors"
        hq.put(f"{proxy}/orders-archive/pause").raise_for_status()
        hq.patch("/api/v1/environments/orders-prod-us", json={"display_name": "Ours"}).raise_for_status()


@contextmanager
def _edited(app: Folder, edit: Edit) -> Iterator[Folder]:
    """The app with a change, which is taken back."""
    before = {file: (app.path / "stacks" / file).read_text() for file, _, _ in edit.texts}
    for file, old, new in edit.texts:
        written = (app.path / "stacks" / file).read_text()
        assert old in written, f"{file} has no {old!r}"
        (app.path / "stacks" / file).write_text(written.replace(old, new))
    try:
        yield Folder(app.path, {**app.environ, **edit.variables})
    finally:
        for file, written in before.items():
            (app.path / "stacks" / file).write_text(written)


def _keep(name: str, app: Folder, stack: str) -> None:
    done = app.sluice("diff", stack, "--out", "planned")
    assert done.code == 0, done.err
    directory = app.path / "cdktf.out/stacks" / stack
    shown = app.run("sluice-terraform", f"-chdir={directory}", "show", "-json", str(app.path / "planned"))
    plan = stable(json.loads(shown.out))
    about = {item["address"] for item in [*plan["resource_changes"], *plan.get("resource_drift", [])]}
    paths = {address: path for address, path in construct_paths(directory).items() if address in about}
    stored.save(name, plan, stack, paths)


def _make_systems(wanted: Collection[str]) -> None:
    with systems() as (workspace, sandbox):
        for name in sorted({*CHANGED, *WITHOUT, *BLOCKS} & set(wanted)):
            declare(workspace, name)
            stored.save(name, stable(workspace.plan().json))
        for name, before in AFTERWARDS.items():
            if name in wanted:
                workspace.write(BASE)
                before(workspace, sandbox)
                stored.save(name, stable(workspace.plan().json))


def happened(history: History) -> Any:
    """The plan that comes of a history."""
    with deployed(history.deployed) as (workspace, sandbox):
        history.happens(workspace, sandbox)
        workspace.run("plan", "-out=planned", "-input=false", "-no-color", code=int(history.fails))
        return stable(json.loads(workspace.run("show", "-json", "planned").text))


@contextmanager
def systems(*addresses: str) -> Iterator[tuple[Workspace, Sandbox]]:
    """A workspace in which something of each system is deployed, or only what lies at these addresses."""
    with deployed({address: values for address, values in BASE.items() if address in (addresses or BASE)}) as made:
        yield made


@contextmanager
def deployed(resources: Mapping[str, Any]) -> Iterator[tuple[Workspace, Sandbox]]:
    """A workspace in which this is deployed."""
    with Sandbox() as sandbox, tempfile.TemporaryDirectory() as folder:
        environment = {**sandbox.environment(), **SECRETS}
        with attached(Path(folder), CATALOGUE, environment) as workspace:
            workspace.write(resources)
            workspace.apply()
            yield workspace, sandbox


def declare(workspace: Workspace, name: str, there: Collection[str] = tuple(BASE)) -> None:
    """Write the configuration of a case.

    Args:
        there: the addresses of what is deployed.
    """
    resources, left_out, blocks = BLOCKS.get(name, (CHANGED.get(name, {}), WITHOUT.get(name, ()), {}))
    kept = {address: values for address, values in BASE.items() if address in there and address not in left_out}
    workspace.write(kept | resources, **blocks)


def _taint(workspace: Workspace, _: Sandbox) -> None:
    workspace.run("taint", SINK)


def _delete(workspace: Workspace, sandbox: Sandbox) -> None:
    import httpx

    workspace.run("untaint", SINK)
    url = sandbox.environment()["SLUICE_KAFKA_CONNECT_URL"]
    httpx.delete(f"{url}/connectors/orders", trust_env=False).raise_for_status()


AFTERWARDS = {"tainted": _taint, "deleted-by-hand": _delete}
"""Name -> what is done before the plan of what stays as it is."""

if __name__ == "__main__":
    main(sys.argv[1:])
