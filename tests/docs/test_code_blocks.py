"""Every code block of the documentation does what its page says, or says why it is not run."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest

from provider_lib.sandbox import Sandbox
from tests.docs.pages import ROOT, Page, pages
from tests.docs.servers import servers_of
from tests.docs.walk import Reader, unlike
from tests.e2e.apps import Folder, make_app
from tests.unavailable import Unavailable

PAGES = pages()
NOT_RUN = [(page.name, block) for page in PAGES for block in page.blocks() if block.not_run]


@pytest.mark.parametrize(
    "page", [page for page in PAGES if any(not it.not_run for it in page.blocks())], ids=lambda page: page.name
)
def test_a_page_can_be_followed_from_top_to_bottom(page: Page, tmp_path: Path) -> None:
    """The guides go on from the quickstart, so its folder is where they begin."""
    made = make_app(tmp_path, "")
    shutil.copytree(ROOT / "examples/quickstart", made.path, dirs_exist_ok=True)
    with ExitStack() as servers:
        try:
            variables = servers_of(page.name, servers)
        except Unavailable as reason:
            pytest.skip(str(reason))
        sandbox = servers.enter_context(Sandbox())
        secret = {"ORDERS_DB_PASSWORD": "planted"}
        reader = Reader(Folder(made.path, {**made.environ, **secret, **sandbox.environment(), **variables}))
        try:
            differences = [reader.follow(block) for block in page.blocks() if not block.not_run]
        finally:
            reader.close()
    found = [difference for difference in differences if difference]
    assert found == [], unlike(found)


@pytest.mark.parametrize(("page", "block"), NOT_RUN, ids=[f"{name}:{block.line}" for name, block in NOT_RUN])
def test_a_block_that_is_not_run_says_why(page: str, block: object) -> None:
    pytest.skip(f"{page}: {getattr(block, 'not_run', '')}")


def test_the_program_of_the_readme_is_the_quickstart() -> None:
    [program] = [block.text for block in Page(ROOT / "README.md").blocks() if block.file == "main.py"]
    assert program == (ROOT / "examples/quickstart/main.py").read_text()
