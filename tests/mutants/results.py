"""What became of the mutants that were tried, kept in a file to which each result is added as it comes."""

from __future__ import annotations

import json
from typing import Literal

from tests.mutants.made import COPY, Mutant

FILE = COPY / "results.jsonl"

Result = Literal["noticed", "survived", "timeout"]


class Results:
    """The results; that of a mutant is forgotten when its function changes."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Result] = {}
        if FILE.exists():
            for line in FILE.read_text().splitlines():
                said = json.loads(line)
                self._known[said["mutant"], said["source"]] = said["result"]

    def __getitem__(self, mutant: Mutant) -> Result | None:
        return self._known.get((mutant.name, mutant.source))

    def add(self, mutant: Mutant, result: Result) -> None:
        self._known[mutant.name, mutant.source] = result
        with FILE.open("a") as file:
            file.write(json.dumps({"mutant": mutant.name, "source": mutant.source, "result": result}) + "\n")
