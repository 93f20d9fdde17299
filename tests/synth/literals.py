"""Texts that Terraform, HCL, the CDK or its renderer might take for something else."""

from __future__ import annotations

from random import Random
from typing import Final

KNOWN: Final = "orders"
"""The name of an environment, which only Terraform knows within a text."""

FILE_SOURCE: Final = {
    "connector.class": "org.apache.kafka.connect.file.FileStreamSourceConnector",
    "file": "/tmp/in.txt",
    "topic": "lines",
}
"""The configuration of a connector that the sandbox can run."""

_PIECES = [*"${}%\"\\\n\r\té☃a 5[]#&~'", "e5", "-1", "$${", "%%{", "${", "%{", "//", "EOF"]
_RANDOM = Random(20261127)


def _texts(pieces: list[str]) -> list[str]:
    return ["".join(_RANDOM.choices(pieces, k=_RANDOM.randint(1, 9))) for _ in range(120)]


LITERALS: Final = [
    *["", "${1}", "%{WORD:w}", "${provider::ns::fn()}", "ab${1}cd$${x}ef%%{y}", "${file:/run/db:password}", "${var.x}"],
    *["5", "-5", "1e5", "true", "null", "for", "-a", "[a]", "{a}", '"a"', "a\nEOF\nb", "C:\\temp\\new", "$", "%", "$$"],
    *_texts(_PIECES),
]
"""Texts with nothing but what they say."""

MIXED: Final = [text.split(KNOWN) for text in _texts([*_PIECES, KNOWN, KNOWN, KNOWN])]
"""The parts of texts that have the name of the environment between them."""
