"""Whose import an error is about: Terraform names no resource in it, and a provider knows nothing but the id."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from provider_lib.engine.stack_file import read_stack
from provider_lib.errors import SynthError

_TARGET = re.compile(r'(?:existing object to "|given import target )(?P<address>\w+\.[\w-]+)')
_EXPRESSION = re.compile(r"(?<!\$)\$\{|(?<!%)%\{")
_OUR_ID = re.compile(r"is no import id of (?P<type>\w+)$|^the import id of (?P<kind>\w+) ")


@dataclass(frozen=True, slots=True)
class ImportBlock:
    """An import of the stack.

    Args:
        address: of the resource that is imported.
        import_id: as it is synthesized.
    """

    address: str
    import_id: str

    @property
    def literal_id(self) -> str | None:
        """The id as it arrives; None where Terraform has to work it out."""
        return None if _EXPRESSION.search(self.import_id) else _literal(self.import_id)


def import_blocks(directory: Path) -> tuple[ImportBlock, ...]:
    """The imports of the stack in a folder; none when it is not synthesized."""
    try:
        stack = read_stack(directory)
        blocks = stack.get("import", [])
        return tuple(ImportBlock(str(block["to"]), str(block["id"])) for block in blocks)
    except (OSError, KeyError, TypeError, SynthError):
        return ()


def imported(summary: str, detail: str, blocks: tuple[ImportBlock, ...]) -> str:
    """The address of the resource in whose import an error arose; empty when it is about no import, or about several.

    Args:
        summary: of the error.
        detail: of it.
        blocks: the imports of the stack.
    """
    target = _TARGET.search(" ".join(detail.split()))
    if target is not None:
        return target["address"]
    about = _OUR_ID.search(summary)
    kind = (about["type"] or about["kind"]) if about else None
    alike = [block for block in blocks if kind and block.address.startswith(f"{kind}.")]
    exact = [block for block in alike if repr(_literal(block.import_id)) in summary]
    found = exact or alike
    return found[0].address if len(found) == 1 else ""


def _literal(text: str) -> str:
    """A synthesized text as it arrives."""
    return text.replace("$${", "${").replace("%%{", "%{")
