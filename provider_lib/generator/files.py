"""The files that are made from the declarations: the constructs and the pages of the reference."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from provider_lib.generator.policy_page import policy_page
from provider_lib.generator.reference import reference_pages
from provider_lib.generator.settings_source import settings_source
from provider_lib.generator.source import module_source
from provider_lib.own_python import module_command
from provider_lib.policy import DEFAULT
from provider_lib.spec import Declarations

ROOT: Final = Path(__file__).parents[2]
CONSTRUCTS: Final = Path("provider_lib/constructs")
REFERENCE: Final = Path("docs/reference")


def generated_files(catalogue: Declarations) -> dict[Path, str]:
    """Every generated file, by path from the root of the project."""
    sources = {f"{name}.py": module_source(system, catalogue) for name, system in catalogue.systems.items()}
    sources["settings.py"] = settings_source(catalogue)
    modules = {CONSTRUCTS / name: formatted(source) for name, source in sources.items()}
    pages = reference_pages(catalogue) | {Path("policy.md"): policy_page(DEFAULT)}
    return modules | {REFERENCE / page: text for page, text in pages.items()}


def formatted(source: str) -> str:
    """The source without unused imports and in the project's style."""
    ruff = module_command("ruff")
    for command in (["check", "--fix-only", "--select", "A002,A003,F401,I001,RUF022,RUF100"], ["format"]):
        result = subprocess.run(
            [*ruff, *command, "--quiet", "--stdin-filename", str(ROOT / CONSTRUCTS / "generated.py"), "-"],
            input=source,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            sys.exit(result.stderr)
        source = result.stdout
    return source


def write(files: Mapping[Path, str]) -> None:
    """Write the files, and remove pages of the reference that are no longer made."""
    for path in (ROOT / REFERENCE).rglob("*.md"):
        if path.relative_to(ROOT) not in files:
            path.unlink()
    for path, text in files.items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8")
