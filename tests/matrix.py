"""Runs the conformance tests on several Terraforms, prints what passed on which, and writes docs/compatibility.md.

python -m tests.matrix [--all | --only FILE] [ENGINE ...], each a terraform or tofu on PATH, a path, or ``embedded``
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parents[1]
CONFORMANCE = ROOT / "tests" / "conformance"
PAGE = ROOT / "docs" / "compatibility.md"
EMBEDDED = "embedded"

SHORT = {
    "test_every_resource.py": "A life of every resource: create, empty plan, change, replace, drift, import, delete",
    "test_data_sources.py": "Data sources",
    "test_actions.py": "Actions",
    "test_rest_object_secrets.py": "Write-only secrets",
    "test_rest_object_import.py": "Imports, by id and by block",
    "test_move_state.py": "State that moves between types of resources",
    "test_frozen_states.py": "States of earlier versions",
    "test_bad_input.py": "Errors, on the attribute that they are about",
}
"""The files that run by default, and what they are about."""

HEAD = """\
# Compatibility

What passes on which Terraform, as `make matrix` found it. Each row is a file of `tests/conformance`, in which a real
core runs the provider against servers on the same machine. A core that lacks a feature skips the tests of it.
"""


@dataclass(frozen=True)
class Engine:
    """A Terraform to test.

    Args:
        name: as it was given.
        command: what runs it.
        title: product and version.
    """

    name: str
    command: tuple[str, ...]
    title: str

    @classmethod
    def named(cls, name: str) -> Engine:
        """The engine of that name."""
        command = (sys.executable, "-m", "provider_lib.engine.embedded") if name == EMBEDDED else (name,)
        said = subprocess.run([*command, "version"], capture_output=True, text=True, check=True).stdout
        (title,) = re.findall(r"^(?:Terraform|OpenTofu) v\S+", said, re.MULTILINE)
        return cls(name, command, title.replace(" v", " ") + (", embedded" if name == EMBEDDED else ""))


@dataclass(frozen=True)
class Outcome:
    """What became of the tests of one file on one engine."""

    counts: Counter[str]
    reasons: frozenset[str] = frozenset()

    def __str__(self) -> str:
        failed, skipped, passed = (self.counts[kind] for kind in ("failed", "skipped", "passed"))
        if failed:
            return f"**{failed} of {failed + passed} failed**"
        return ", ".join([f"{passed} passed"] * (passed > 0) + [f"{skipped} skipped"] * (skipped > 0)) or "none"


def run(engine: Engine, file: str) -> Outcome:
    """Run a file of conformance tests on an engine."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n", "2", f"--junitxml={report}", str(CONFORMANCE / file)],
            cwd=ROOT,
            env=os.environ | ({} if engine.name == EMBEDDED else {"SLUICE_TEST_CORE": engine.command[0]}),
            check=False,
        )
        return outcome(report.read_text())


def outcome(report: str) -> Outcome:
    """What a report of pytest, in JUnit's form, says."""
    counts: Counter[str] = Counter()
    reasons = set()
    for case in ElementTree.fromstring(report).iter("testcase"):
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            counts["failed"] += 1
        elif skipped is not None:
            counts["skipped"] += 1
            reasons.add(skipped.get("message", ""))
        else:
            counts["passed"] += 1
    return Outcome(counts, frozenset(reasons))


def page(files: Sequence[str], engines: Sequence[Engine], found: Sequence[Sequence[Outcome]]) -> str:
    """The page: a row for each file, a column for each engine."""
    rows = [["Tests", *(engine.title for engine in engines)], ["---"] * (1 + len(engines))]
    rows += [[SHORT.get(file, f"`{file}`"), *map(str, outcomes)] for file, outcomes in zip(files, found, strict=True)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    reasons = sorted({f"- {reason}" for outcomes in found for item in outcomes for reason in item.reasons})
    return "\n".join([HEAD, table, *(["", "Skipped because:", "", *reasons] if reasons else [])]) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.matrix")
    parser.add_argument("engines", nargs="*", default=[EMBEDDED])
    parser.add_argument("--all", action="store_true", help="every file of tests/conformance")
    parser.add_argument("--only", action="append", metavar="FILE", help="this file of tests/conformance; repeatable")
    given = parser.parse_args()
    engines = [Engine.named(name) for name in given.engines]
    every = sorted(path.name for path in CONFORMANCE.glob("test_*.py"))
    files = every if given.all else given.only or list(SHORT)
    found = [[run(engine, file) for engine in engines] for file in files]
    text = page(files, engines, found)
    PAGE.write_text(text)
    print(text)  # noqa: T201
    return any(item.counts["failed"] for outcomes in found for item in outcomes)


if __name__ == "__main__":
    sys.exit(main())
