"""Follows a page as its reader does: writes the files it names, and types the commands it shows."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from tests.docs.pages import Block
from tests.e2e.apps import BIN, Folder

_PROGRAM = "main.py"
_LAST_LINE = "app.synth()\n"
_SECONDS = re.compile(r" \(\d+s\)")
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Difference:
    """A command that printed something else than the page says."""

    line: int
    said: str
    printed: str


class Reader:
    """Somebody at a shell in a folder.

    Args:
        folder: where commands run.
    """

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._shell = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            cwd=folder.path,
            env={**folder.environ, "PATH": f"{BIN}:{folder.environ['PATH']}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def close(self) -> None:
        """Stop what the page may have started, and leave."""
        self._shell.communicate("sluice sandbox stop >/dev/null 2>&1; exit\n", timeout=30)

    def follow(self, block: Block) -> Difference | None:
        """Do what a block asks for; the difference between what it promises and what comes of it, if any.

        Raises:
            AssertionError: it does not work.
        """
        if block.file:
            target = self._folder.path / block.file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text)
        match block.language:
            case "sh":
                return self._type(block)
            case "python":
                self._synthesize(block)
            case "hcl":
                self._validate(block)
            case "json":
                json.loads(block.text)
            case _:
                raise AssertionError(f"line {block.line}: nobody knows how to check {block.language!r}")
        return None

    def _type(self, block: Block) -> Difference | None:
        assert self._shell.stdin is not None
        assert self._shell.stdout is not None
        self._shell.stdin.write(f"{{ {block.text}\n}} </dev/null\ncode=$?; echo; echo end-of-block $code\n")
        self._shell.stdin.flush()
        printed = ""
        for line in self._shell.stdout:
            if line.startswith("end-of-block "):
                break
            printed += line
        printed = _COLOURS.sub("", printed).removesuffix("\n")
        fails = block.output is not None and "Error: " in block.output
        assert fails or line == "end-of-block 0\n", f"line {block.line} failed:\n{block.text}\n{printed}"
        if block.output is None or _like(block.output, printed):
            return None
        return Difference(block.line, block.output, printed)

    def _synthesize(self, block: Block) -> None:
        """A program by itself, and what is not one as a part of the page's program."""
        program = self._folder.path / _PROGRAM
        if not block.file:
            whole = _LAST_LINE in block.text
            text = block.text if whole else program.read_text().replace(_LAST_LINE, block.text + _LAST_LINE)
            program.write_text(text)
        if (self._folder.path / "cdktf.json").exists():
            done = self._folder.sluice("synth")
            assert done.code == 0, f"line {block.line}: {done.err}"

    def _validate(self, block: Block) -> None:
        if not block.file:
            (self._folder.path / "main.tf").write_text(block.text)
        for command in ("init", "validate"):
            done = self._folder.run("sluice-terraform", command, "-no-color")
            assert done.code == 0, f"line {block.line}: {done.out}{done.err}"


def _like(said: str, printed: str) -> bool:
    """Whether the output is the one the page shows, in which ``...`` stands for anything."""
    pattern = ".*".join(map(re.escape, _SECONDS.sub("", said.strip()).split("...")))
    return re.fullmatch(pattern, _SECONDS.sub("", printed.strip()), re.DOTALL) is not None


def unlike(differences: Sequence[Difference]) -> str:
    """The differences for people."""
    return "\n\n".join(f"line {it.line} says\n{it.said}\nbut it is\n{it.printed}" for it in differences)
