"""The examples of the generated reference can be used as they stand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from provider_lib.constructs import App, Stack
from tests.docs.pages import Block, Page, reference_pages
from tests.e2e.apps import make_app

PAGES = reference_pages()
_LINKED = re.compile(r"^`\w+` is a \[`\w+`\]\((\w+\.md)\)\.$", re.MULTILINE)
_IMPORT = re.compile(r"terraform import (\w+)\.(\w+) '<\S+>'\n")
_HCL_ADDRESS = re.compile(r'^resource "(\w+)" "(\w+)"', re.MULTILINE)


def blocks(page: Page, language: str) -> list[Block]:
    return [block for block in page.blocks() if block.language == language]


def with_needed(page: Page) -> list[Page]:
    """The page, after those of the resources that its example refers to, and what those refer to."""
    linked = [Page(page.path.with_name(name)) for name in _LINKED.findall(page.path.read_text())]
    return list(dict.fromkeys([needed for other in linked for needed in with_needed(other)] + [page]))


def test_the_python_examples_synthesize(tmp_path: Path) -> None:
    for number, page in enumerate(PAGES):  # an app each, because many need the same environment
        app = App(outdir=str(tmp_path / str(number)))
        names: dict[str, Any] = {"self": Stack(app, "example")}
        for block in [block for needed in with_needed(page) for block in blocks(needed, "python")]:
            exec(compile(block.text, page.name, "exec"), names)
        app.synth()
        assert (tmp_path / str(number) / "stacks" / "example" / "cdk.tf.json").is_file()


def test_the_hcl_examples_are_valid_together(tmp_path: Path) -> None:
    folder = make_app(tmp_path, "")
    required = (
        'terraform {\n  required_providers {\n    sluice = { source = "sluice.internal/sluice/sluice" }\n  }\n}\n'
    )
    (folder.path / "terraform.tf").write_text(required)
    for number, page in enumerate(PAGES):
        for block in blocks(page, "hcl"):
            (folder.path / f"{number}.tf").write_text(block.text)
    for command in ("init", "validate"):
        done = folder.run("sluice-terraform", command, "-no-color")
        assert done.code == 0, done.out + done.err


def test_the_import_commands_name_the_example() -> None:
    for page in PAGES:
        for block in blocks(page, "sh"):
            named = _IMPORT.fullmatch(block.text)
            assert named is not None, f"{page.name}: {block.text}"
            assert named.groups() in _HCL_ADDRESS.findall("".join(item.text for item in blocks(page, "hcl")))


def test_every_block_of_the_reference_is_checked() -> None:
    assert {block.language for page in PAGES for block in page.blocks()} == {"python", "hcl", "sh"}
