"""Terraform's advice names what a user of sluice can type."""

from __future__ import annotations

from pathlib import Path

import pytest

from provider_lib.engine.advice import Advice

ADVICE = Advice("sluice-terraform", Path("/app/cdktf.out/stacks/dev"))
LOCKED = """\
Error message: resource temporarily unavailable
Lock Info:
  ID:        445802f2-e191-302e-8157-147df6f6a52a
  Path:      /app/terraform.dev.tfstate
  Operation: OperationTypeApply
  Who:       alice@ci
  Version:   1.15.5
  Created:   2020-11-27 15:42:03.050618966 +0000 UTC
  Info:


Terraform acquires a state lock to protect the state from being written
by multiple users at the same time. Please resolve the issue above and try
again. For most commands, you can disable locking with the "-lock=false"
flag, but this is not recommended.
"""


@pytest.mark.parametrize(
    ("terraform", "ours"),
    [
        (
            'The root module input variable "size" is not set, and has no default value. Use a -var or -var-file '
            "command line argument to provide a value for this variable.",
            'The root module input variable "size" is not set, and has no default value. Set TF_VAR_size, or give it '
            "in a file with --var-file FILE.",
        ),
        ("use the -target argument to first apply", "use the --target argument to first apply"),
        ("not compatible with -refresh-only", "not compatible with --refresh-only"),
        ('since the last "terraform apply" which', 'since the last "sluice deploy" which'),
        ("Please run `terraform refresh`.", "Please run `sluice deploy --refresh-only`."),
        ('run "terraform apply -refresh-only"', 'run "sluice deploy --refresh-only"'),
        ('run "terraform plan -target=a_b.c"', 'run "sluice diff --target=a_b.c"'),
        (
            "To select new ones:\n  terraform init -upgrade\n",
            "To select new ones:\n  sluice-terraform -chdir=/app/cdktf.out/stacks/dev init -upgrade\n",
        ),
        (
            'use "terraform init -reconfigure".\nElse',
            'use "sluice-terraform -chdir=/app/cdktf.out/stacks/dev init -reconfigure".\nElse',
        ),
        (
            "run:\n    terraform state push errored.tfstate\n",
            "run:\n    sluice-terraform -chdir=/app/cdktf.out/stacks/dev state push errored.tfstate\n",
        ),
        ('call the "force-unlock" command to', "call `sluice unlock dev` to"),
    ],
)
def test_commands_and_flags_are_those_that_the_user_has(terraform: str, ours: str) -> None:
    assert ADVICE.on("Summary", terraform) == ("Summary", ours)


@pytest.mark.parametrize(
    "text", ["the terraform state file", "in /opt/my-var/x", "a topic named x-target", "1 -variable"]
)
def test_what_is_no_advice_stays_as_it_is(text: str) -> None:
    assert ADVICE.on("Summary", text) == ("Summary", text)


def test_a_lock_is_told_with_its_holder_and_what_to_do() -> None:
    summary, detail = ADVICE.on("Error acquiring the state lock", LOCKED)
    first, second = detail.splitlines()
    assert summary == "The state is locked"
    assert first.startswith("alice@ci holds the lock since 2020-11-27 15:42:03 UTC (")
    assert first.endswith(" hours ago), for a deploy (lock 445802f2-e191-302e-8157-147df6f6a52a).")
    assert second == (
        "Wait until that run has ended. When it is gone and the lock was left behind, "
        "take the lock away: sluice unlock dev"
    )


def test_a_lock_that_cannot_be_taken_for_another_reason_is_told_without_the_flag() -> None:
    text = "Error message: access denied" + LOCKED[LOCKED.index("\n\nTerraform acquires") :]
    assert ADVICE.on("Error acquiring the state lock", text) == (
        "Error acquiring the state lock",
        "Error message: access denied",
    )


def test_what_the_provider_says_of_a_resource_gets_its_address() -> None:
    said = 'Run `terraform untaint`.\n  import {\n    to = toys_robot.NAME\n    id = "a"\n  }'
    folder = "sluice-terraform -chdir=/app/cdktf.out/stacks/dev"
    assert ADVICE.on("", said, 'toys_robot.r["a"]')[1] == (
        f'Run `{folder} untaint \'toys_robot.r["a"]\'`.\n  import {{\n    to = toys_robot.r["a"]\n    id = "a"\n  }}'
    )
    assert ADVICE.on("", said)[1] == said.replace("terraform", folder)


def test_a_state_that_could_be_written_nowhere_is_not_to_be_copied_by_hand() -> None:
    told = (
        "The errors shown above prevented Terraform from writing the updated state to\nthe configured backend and from "
        "creating a local backup file. As a fallback,\nthe raw state data is printed above as a JSON object.\n"
    )
    assert ADVICE.on("Failed to persist state to backend", told) == (
        "Failed to persist state to backend",
        "Nor could it be written beside the stack; a warning says where it is kept. Make room on the disk, or let the "
        "backend be reached, and go on: sluice deploy dev",
    )
