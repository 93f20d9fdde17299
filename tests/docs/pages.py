"""What the pages of the documentation hold: code blocks, and what is said of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import provider_lib

ROOT = Path(provider_lib.__file__).parents[1]

_FENCE = re.compile(r"^```(\w*)$")
_FILE = re.compile(r"`([\w./-]+\.\w+)`:$")
_NOT_RUN = re.compile(r"^<!-- not run: (.+) -->$")


@dataclass(frozen=True)
class Block:
    """A fenced block.

    Args:
        line: its first line in the page.
        language: as on the fence.
        file: the file that the sentence before says it is, as in "This is `main.py`:".
        not_run: why it cannot be run, from a comment before it.
        output: the block of language ``text`` that follows at once: what a command prints.
    """

    line: int
    language: str
    text: str
    file: str | None = None
    not_run: str | None = None
    output: str | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Page:
    """A page of the documentation."""

    path: Path

    @property
    def name(self) -> str:
        """Its path in the repository."""
        return str(self.path.relative_to(ROOT))

    def blocks(self) -> list[Block]:
        """Its blocks in order, each output with its command."""
        found: list[Block] = []
        for block, adjacent in self._fenced():
            if block.language == "text" and adjacent and found and found[-1].output is None:
                last = found.pop()
                found.append(Block(last.line, last.language, last.text, last.file, last.not_run, block.text))
            else:
                found.append(block)
        return found

    def _fenced(self) -> Iterator[tuple[Block, bool]]:
        before, adjacent, lines = "", False, iter(enumerate(self.path.read_text().splitlines(), 1))
        for number, line in lines:
            opened = _FENCE.match(line)
            if opened:
                body = []
                for _, inner in lines:
                    if inner == "```":
                        break
                    body.append(inner)
                named, excused = _FILE.search(before), _NOT_RUN.match(before)
                block = Block(
                    number + 1,
                    opened[1],
                    "".join(f"{inner}\n" for inner in body),
                    named and named[1],
                    excused and excused[1],
                )
                yield block, adjacent
                before, adjacent = "", True
            elif line.strip():
                before, adjacent = line.strip(), False


def pages() -> list[Page]:
    """Every page that a reader may follow, without the generated reference."""
    paths = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "examples/README.md"]
    paths += [path for folder in ("guides", "design") for path in (ROOT / "docs" / folder).glob("*.md")]
    return [Page(path) for path in sorted(paths)]


def reference_pages() -> list[Page]:
    """The pages that are made from the declarations."""
    return [Page(path) for path in sorted((ROOT / "docs" / "reference").rglob("*.md"))]
