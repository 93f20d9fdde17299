"""synth, diff, deploy, output and destroy on an app, as a user runs them."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.apps import BIN, Folder, make_app

TWO_STACKS = """\
dev = stack("dev")
prod = stack("prod")
prod.add_dependency(dev)
cdk.TerraformOutput(prod, "shown", value="${terraform_data.thing.output}")
cdk.TerraformOutput(prod, "hidden", value="s3cret", sensitive=True)
"""


@pytest.fixture
def app(tmp_path: Path) -> Folder:
    return make_app(tmp_path, TWO_STACKS)


def types(lines: str) -> list[tuple[str, str]]:
    """Stack and type of every message that is about a change."""
    messages: list[dict[str, Any]] = [json.loads(line) for line in lines.splitlines()]
    return [(it["stack"], it["type"]) for it in messages if it["type"] in ("planned_change", "change_summary")]


def test_synth_lists_the_stacks(app: Folder) -> None:
    done = app.sluice("synth")
    assert (done.code, done.err) == (0, "")
    assert done.out == "dev\tcdktf.out/stacks/dev/cdk.tf.json\nprod\tcdktf.out/stacks/prod/cdk.tf.json\n"
    assert json.loads(app.sluice("synth", "prod", "--json").out) == [
        {
            "name": "prod",
            "directory": str(app.path / "cdktf.out/stacks/prod"),
            "dependencies": ["dev"],
            "findings": [],
        }
    ]


def test_diff_shows_the_plan_on_standard_output_and_changes_nothing(app: Folder) -> None:
    done = app.sluice("diff", "dev")
    assert done.code == 0
    assert done.err == "dev: preparing backend, providers and modules\ndev: 1 to add, 0 to change, 0 to destroy\n"
    assert done.out.splitlines()[0] == "dev: SAFE - 1 terraform_data is created (not judged 1)"
    assert "# terraform_data.thing will be created" in app.sluice("diff", "dev", "--raw").out
    assert not (app.path / "terraform.dev.tfstate").exists()


def test_a_plan_says_whose_it_is_where_there_are_several(app: Folder) -> None:
    shown = app.sluice("diff", "dev", "prod").out.splitlines()
    created = "SAFE - 1 terraform_data is created (not judged 1)"
    assert [line for line in shown if "SAFE" in line] == [f"dev: {created}", f"prod: {created}"]


def test_a_diff_shows_also_what_depends_on_a_stack_that_cannot_be_planned(app: Folder) -> None:
    app.write('dev = stack("dev", inptu="x")\nstack("prod").add_dependency(dev)')
    done = app.sluice("diff")
    assert done.code == 1
    assert done.out.splitlines()[0] == "prod: SAFE - 1 terraform_data is created (not judged 1)"
    assert "\nError: dev: Extraneous JSON object property\n" in done.err


def test_diff_reports_changes_in_its_exit_code_when_asked(app: Folder) -> None:
    assert app.sluice("diff", "dev", "--detailed-exitcode").code == 2
    assert app.sluice("deploy", "dev", "--auto-approve").code == 0
    done = app.sluice("diff", "dev", "--detailed-exitcode")
    assert (done.code, done.out, done.err) == (0, "", "dev: no changes\n")


def test_diff_passes_the_messages_of_all_stacks_to_programs(app: Folder) -> None:
    assert types(app.sluice("diff", "--json", "--jobs", "1").out) == [
        ("dev", "planned_change"),
        ("dev", "change_summary"),
        ("prod", "planned_change"),
        ("prod", "change_summary"),
    ]


def test_all_stacks_are_deployed_in_order_and_destroyed_in_reverse(app: Folder) -> None:
    done = app.sluice("deploy", "*", "--auto-approve")
    assert done.code == 0
    assert [line for line in done.err.splitlines() if "added" in line] == [
        "dev: 1 added, 0 changed, 0 destroyed",
        "prod: 1 added, 0 changed, 0 destroyed",
    ]
    assert done.out == "prod\n  hidden = ********\n  shown = prod\n"
    done = app.sluice("destroy", "*", "--auto-approve")
    assert done.code == 0
    assert [line for line in done.err.splitlines() if "destroyed" in line and "added" in line] == [
        "prod: 0 added, 0 changed, 1 destroyed",
        "dev: 0 added, 0 changed, 1 destroyed",
    ]


def test_the_plan_is_not_left_behind_by_a_deploy(app: Folder) -> None:
    app.sluice("deploy", "dev", "--auto-approve")
    assert sorted(path.name for path in (app.path / "cdktf.out/stacks/dev").iterdir()) == [".terraform", "cdk.tf.json"]


def test_outputs_are_masked_unless_revealed(app: Folder) -> None:
    app.sluice("deploy", "*", "--auto-approve")
    assert json.loads(app.sluice("output", "--json").out) == {
        "dev": {},
        "prod": {"hidden": "********", "shown": "prod"},
    }
    assert app.sluice("output", "prod", "--reveal").out == "prod\n  hidden = s3cret\n  shown = prod\n"


def test_variables_and_other_options_reach_terraform(app: Folder) -> None:
    app.write('cdk.TerraformVariable(stack("dev", input="${var.size}"), "size")')
    (app.path / "big.tfvars").write_text('size = "from file"\n')
    assert app.sluice("deploy", "--auto-approve", "--var-file", "big.tfvars", "--parallelism", "1").code == 0
    assert '"from file"' in (app.path / "terraform.dev.tfstate").read_text()
    assert app.sluice("deploy", "--auto-approve", "--var", "size=from flag").code == 0
    assert '"from flag"' in (app.path / "terraform.dev.tfstate").read_text()
    assert app.sluice("diff", "--var", "szie=1").err == (
        "Error: No Terraform variable is called 'szie'\nDid you mean size?\n"
    )


def test_a_missing_variable_is_asked_for_in_words_of_sluice(app: Folder) -> None:
    app.write('cdk.TerraformVariable(stack("dev", input="${var.size}"), "size")')
    done = app.sluice("diff")
    assert done.code == 1
    assert done.err.endswith(
        'The root module input variable "size" is not set, and has no default value. '
        "Set TF_VAR_size, or give it in a file with --var-file FILE.\n"
    )


def test_one_construct_is_deployed_made_anew_and_destroyed_by_itself(app: Folder) -> None:
    app.write("""
made = stack("dev")
for name in ("one", "two"):
    cdk.TerraformResource(made, name, terraform_resource_type="terraform_data")
""")
    counts = re.compile(r"dev: (\d) added, \d changed, (\d) destroyed")
    for command, expected in (
        (("deploy", "--target", "dev/one"), ("1", "0")),
        (("deploy",), ("2", "0")),
        (("deploy", "--replace", "dev/two"), ("1", "1")),
        (("destroy", "--target", "terraform_data.one"), ("0", "1")),
    ):
        done = app.sluice(*command, "--auto-approve")
        assert counts.findall(done.err) == [expected], done.err
    wrong = app.sluice("diff", "--target", "dev/on")
    assert wrong.err.endswith("Error: No construct and no resource is 'dev/on'\nDid you mean dev/one?\n")


def test_only_outputs_that_change_are_not_called_no_changes(app: Folder) -> None:
    app.write('stack("dev")')
    app.sluice("deploy", "--auto-approve")
    app.write('cdk.TerraformOutput(stack("dev"), "shown", value="x")')
    assert app.sluice("diff").err == "dev: only outputs change\n"


def test_another_folder_and_an_earlier_synth_can_be_used(app: Folder) -> None:
    app.sluice("synth")
    (app.path / "main.py").unlink()
    elsewhere = Folder(app.path.parent, app.environ)
    assert elsewhere.sluice("diff", "-C", "app", "--skip-synth", "dev").code == 0


def test_several_stacks_are_not_deployed_unless_they_are_named(app: Folder) -> None:
    done = app.sluice("deploy", "--auto-approve")
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        "Error: The app has several stacks: say which\nGive names or globs ('*' for all) out of: dev, prod.\n"
    )


def test_a_stack_is_not_deployed_without_the_one_it_needs_unless_told_so(app: Folder) -> None:
    done = app.sluice("deploy", "prod", "--auto-approve")
    assert (done.code, done.err.splitlines()[0]) == (
        1,
        "Error: Stacks that have to be deployed before are left out: dev",
    )
    assert app.sluice("deploy", "prod", "--auto-approve", "--ignore-missing-stack-dependencies").code == 0


def test_without_a_terminal_there_is_nobody_to_ask(app: Folder) -> None:
    done = app.sluice("deploy", "dev")
    assert (done.code, done.err.splitlines()[0]) == (1, "Error: There is nobody to ask for approval")


@pytest.mark.parametrize(("answer", "code", "deployed"), [("yes", 0, True), ("y", 1, False)])
def test_on_a_terminal_only_yes_approves(app: Folder, answer: str, code: int, deployed: bool) -> None:
    ours, theirs = pty.openpty()
    command = [BIN / "sluice", "deploy", "dev"]
    process = subprocess.Popen(
        command, cwd=app.path, env=dict(app.environ), stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    os.write(ours, f"{answer}\n".encode())
    said, _ = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert b"terraform_data.thing  is created" in said
    assert b"Deploy dev? Only 'yes' is taken as approval: " in said
    assert process.returncode == code
    assert (app.path / "terraform.dev.tfstate").exists() == deployed


def test_the_first_failure_ends_a_deploy_and_names_what_was_left(app: Folder) -> None:
    app.write('dev = stack("dev", inptu="x")\nstack("prod").add_dependency(dev)')
    done = app.sluice("deploy", "*", "--auto-approve")
    assert done.code == 1
    assert done.err.endswith(
        "Error: dev: Extraneous JSON object property\n"
        "in terraform_data.thing, attribute inptu\n"
        'No argument or block type is named "inptu". Did you mean "input"?\n'
        "\n"
        "Not deployed: prod\n"
    )


def test_stacks_are_deployed_at_once_and_a_failure_stops_only_what_depends_on_it(app: Folder) -> None:
    wait = "touch {own}; for _ in $(seq 600); do [ -e {other} ] && exit 0; sleep 0.1; done; exit 1"
    app.write(f"""
def waiting(own, other):
    return {{"provisioner": [{{"local-exec": {{"command": {wait!r}.format(own=own, other=other)}}}}]}}


stack("one", **waiting({str(app.path / "1")!r}, {str(app.path / "2")!r}))
stack("two", **waiting({str(app.path / "2")!r}, {str(app.path / "1")!r}))
bad = stack("bad", inptu="x")
stack("after").add_dependency(bad)
""")
    done = app.sluice("deploy", "*", "--auto-approve", "--jobs", "3")
    assert done.code == 1
    counts = [line for line in done.err.splitlines() if "added" in line]
    assert sorted(counts) == ["one: 1 added, 0 changed, 0 destroyed", "two: 1 added, 0 changed, 0 destroyed"]
    assert "\nError: bad: Extraneous JSON object property\n" in done.err
    assert done.err.endswith("\n\nNot deployed: after\n")
