"""The mutants that mutmut has made, and which of them the type checker refuses."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from bisect import bisect_right
from collections.abc import Iterable
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from mutmut.__main__ import create_mutants
from mutmut.configuration import config
from mutmut.mutation.data import MutantLineSpans, SourceFileMutationData
from mutmut.type_checking import run_type_checker
from mutmut.utils.file_utils import change_cwd, copy_src_dir, walk_mutatable_files

COPY = Path("mutants")
REFUSED = COPY / "refused.json"


@dataclass(frozen=True)
class Mutant:
    """One change of one function.

    Attributes:
        name: the function, as mutmut mangles it, with a number.
        file: where the function is.
        source: a hash of the function.
    """

    name: str
    file: Path
    source: str

    @property
    def function(self) -> str:
        return function_of(self.name)

    @property
    def module(self) -> str:
        return self.name.rpartition(".")[0]


def function_of(name: str) -> str:
    return name.partition("__mutmut_")[0]


def make() -> None:
    """Makes those of all functions that have changed since the last time."""
    COPY.mkdir(exist_ok=True)
    shutil.copy2("pyproject.toml", COPY)
    with redirect_stdout(io.StringIO()):
        copy_src_dir()
        create_mutants(max_children=2)


def made() -> list[Mutant]:
    """All mutants, those of one file one after the other."""
    mutants = []
    for file in sorted(walk_mutatable_files()):
        data = SourceFileMutationData(path=file)
        data.load()
        for name in data.exit_code_by_key:
            source = data.hash_by_function_name[function_of(name).rpartition(".")[2]]
            mutants.append(Mutant(name, file, source))
    return mutants


def refused(mutants: Iterable[Mutant]) -> set[str]:
    """The names of those that the type checker refuses, which need no test; asked once for the same mutants."""
    mutants = list(mutants)
    key = hashlib.sha256(repr([(mutant.name, mutant.source) for mutant in mutants]).encode()).hexdigest()
    if REFUSED.exists() and (known := json.loads(REFUSED.read_text()))["of"] == key:
        return set(known["names"])
    with change_cwd(COPY):
        errors = run_type_checker(config().type_check_command)
    lines: dict[Path, list[int]] = {}
    for error in errors:
        lines.setdefault(error.file_path, []).append(error.line_number)
    names = set()
    by_file: dict[Path, dict[str, str]] = {}
    for mutant in mutants:
        by_file.setdefault(mutant.file, {})[mutant.name.rpartition(".")[2]] = mutant.name
    for file, named in by_file.items():
        wrong = lines.get((COPY / file).resolve(), [])
        names |= {named[inner] for inner in _at(file, wrong) if inner in named}
    REFUSED.write_text(json.dumps({"of": key, "names": sorted(names)}))
    return names


def _at(file: Path, lines: Iterable[int]) -> set[str]:
    """The functions that mutmut has written on these lines of the copy of a file."""
    spans = MutantLineSpans.load(file)
    placed = sorted((span.start, span.end, name) for name, span in spans.span_by_function_name.items()) if spans else []
    starts = [start for start, _, _ in placed]
    found = set()
    for line in lines:
        at = bisect_right(starts, line) - 1
        if at >= 0 and line <= placed[at][1]:
            found.add(placed[at][2])
    return found
