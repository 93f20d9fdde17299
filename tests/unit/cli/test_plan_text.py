"""A plan in colours of our own: what it quotes of a server has none."""

from __future__ import annotations

import io

from rich.console import Console

from provider_lib.cli.plan_text import painted

PLAN = """\
Terraform will perform the following actions:

  # sluice_x.y must be replaced
-/+ resource "sluice_x" "y" {
      ~ note = <<-EOT
            safe
          - \x1b[8mhidden\x1b[0m \u202eback
        EOT
    }

Plan: 1 to add, 0 to change, 1 to destroy.
"""


def test_the_signs_of_changes_have_colours_and_nothing_else_of_a_value_has() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, color_system="standard", width=200)
    console.print(painted(PLAN), end="", soft_wrap=True)
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue() == (
        "\x1b[1mTerraform will perform the following actions:\x1b[0m\n\n"
        "\x1b[1m  # sluice_x.y must be replaced\x1b[0m\n"
        '\x1b[31m-/+\x1b[0m resource "sluice_x" "y" {\n'
        "      \x1b[33m~\x1b[0m note = <<-EOT\n"
        "            safe\n"
        "          \x1b[31m-\x1b[0m \\x1b[8mhidden\\x1b[0m \\u202eback\n"
        "        EOT\n"
        "    }\n\n"
        "\x1b[1mPlan:\x1b[0m 1 to add, 0 to change, 1 to destroy.\n"
    )
