"""Plans that are kept, and what stands around them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provider_lib.review import Remark, Report, review
from provider_lib.systems import CATALOGUE

PLANS = Path(__file__).parent / "plans"
PAGES = ("by-hand", "environment-removed", "failed-tasks", "key-rotation", "role-narrowed", "streamkap-topics")
"""Those of which the page is kept, too: its body, since how it looks is no matter of plans."""


@dataclass(frozen=True)
class Case:
    """A kept plan.

    Args:
        folder: it lies there, with what is expected of it.
        plan: as Terraform shows it in JSON, without what no review looks at.
        stack: name of its stack.
        names: address -> construct path.
        remarks: what was said while it was planned.
    """

    folder: Path
    plan: Any
    stack: str
    names: dict[str, str]
    remarks: tuple[Remark, ...]

    @property
    def report(self) -> Report:
        """The review of it."""
        return review(self.plan, CATALOGUE, stack=self.stack, names=self.names, remarks=self.remarks)


def names() -> list[str]:
    """The names of all kept plans."""
    return sorted(path.parent.name for path in PLANS.glob("*/plan.json"))


def load(name: str) -> Case:
    """A kept plan."""
    folder = PLANS / name
    around = json.loads((folder / "around.json").read_text())
    remarks = tuple(Remark(**remark) for remark in around["remarks"])
    return Case(folder, json.loads((folder / "plan.json").read_text()), around["stack"], around["names"], remarks)


def body(page: str) -> str:
    """What a page says, an element a line."""
    return page[page.index("<body>") :].replace("><", ">\n<")


def save(name: str, plan: Any, stack: str = "", names: dict[str, str] | None = None, remarks: Any = ()) -> None:
    """Keep a plan."""
    folder = PLANS / name
    folder.mkdir(parents=True, exist_ok=True)
    around = {"stack": stack, "names": names or {}, "remarks": list(remarks)}
    for file, document in (("plan.json", plan), ("around.json", around)):
        (folder / file).write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
