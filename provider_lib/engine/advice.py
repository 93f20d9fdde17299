"""Terraform's advice in the words of Sluice: it names commands and flags that somebody who runs ``sluice`` has not.

What ``sluice`` has a word for gets it; for the rest there is Terraform's own command line, with the folder to run in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from provider_lib.engine.lock import Lock
from provider_lib.engine.postgres import WAY_OUT

_FLAGS = ("target", "replace", "var-file", "var", "parallelism", "refresh-only")
"""Those of Terraform that ``sluice`` has too, with two dashes."""

_VERBS = {
    "plan": "diff",
    "apply": "deploy",
    "destroy": "destroy",
    "refresh": "deploy --refresh-only",
    "output": "output",
}
"""Terraform's command -> ours."""

_COMMANDS = (
    *_VERBS,
    *("init", "state", "providers", "import", "taint", "untaint", "workspace", "login", "show", "validate", "get"),
)
_COMMAND = re.compile(
    r"(?P<before>[\"`']|^\s+|\b[Rr]un |\busing )"
    rf"terraform (?P<verb>{'|'.join(_COMMANDS)})\b(?P<flags>(?: -[\w-]+(?:=[^\s\"`']+)?)*)(?P<rest>[^\"`'\n]*?)"
    r"(?P<after>[\"`']|[.,]?\s|[.,]?$)",
    re.MULTILINE,
)
_DASH = re.compile(rf"(?<![\w/-])-(?=(?:{'|'.join(_FLAGS)})(?![\w-]))")
_OUR_FLAGS = re.compile(rf"(?: -(?:{'|'.join(_FLAGS)})(?:=\S+)?)*")
_ABOUT_LOCKS = re.compile(r"\n*Terraform acquires a state lock to protect .*\Z", re.DOTALL)
_UNLOCK = re.compile(r'the "force-unlock" command')
STALE = "Saved plan is stale"
"""The state was written after the plan was made."""
_NOWHERE = "the raw state data is printed above as a JSON object"
_UNTAINT = "untaint`"  # as the provider says it, which does not know the address
_IMPORT_TO = re.compile(r"^( +to = )\w+\.NAME$", re.MULTILINE)
_VALUE = re.compile(
    r'(?P<what>variable "(?P<name>[^"]+)" is not set, and has no default value\. )'
    r"Use a -var or -var-file command line argument to provide a value for this variable\."
)


@dataclass(frozen=True, slots=True)
class Advice:
    """How Terraform's advice is said.

    Args:
        command: what the user types for Terraform itself.
        directory: where Terraform ran; its last part is the stack's name.
    """

    command: str
    directory: Path

    def on(self, summary: str, detail: str, address: str = "") -> tuple[str, str]:
        """Summary and detail of an error or a warning as a user of ``sluice`` can follow them.

        Args:
            address: of the resource that it is about; empty when it is about none.
        """
        lock = Lock.told_in(detail)
        if lock is not None:
            return "The state is locked", self._on_lock(lock)
        if summary == STALE:
            return (
                summary,
                f"{detail.rstrip()}\nMake and review a new one: sluice diff {self.directory.name} --out FILE",
            )
        if _NOWHERE in " ".join(detail.split()):
            return summary, (
                "Nor could it be written beside the stack; a warning says where it is kept. Make room on the disk, or "
                f"let the backend be reached, and go on: sluice deploy {self.directory.name}"
            )
        detail = _ABOUT_LOCKS.sub("", detail)
        detail = _VALUE.sub(r"\g<what>Set TF_VAR_\g<name>, or give it in a file with --var-file FILE.", detail)
        detail = _UNLOCK.sub(f"`sluice unlock {self.directory.name}`", detail)
        detail = _DASH.sub("--", _COMMAND.sub(self._command, detail))
        if address:
            detail = detail.replace(_UNTAINT, f"untaint {quote(address)}`")
            detail = _IMPORT_TO.sub(lambda found: found[1] + address, detail)
        return summary, detail

    def _on_lock(self, lock: Lock) -> str:
        if not lock.id:
            return f"{lock}.\nWait until it has ended, for instance with --lock-timeout 10m. {WAY_OUT}"
        return (
            f"{lock}.\nWait until that run has ended. When it is gone and the lock was left behind, "
            f"take the lock away: sluice unlock {self.directory.name}"
        )

    def _command(self, found: re.Match[str]) -> str:
        verb, flags = found["verb"], found["flags"]
        if verb in _VERBS and _OUR_FLAGS.fullmatch(flags):
            ours = f"sluice {_VERBS[verb]}{_DASH.sub('--', flags)}"
        else:
            ours = f"{self.command} -chdir={self.directory} {verb}{flags}"
        return f"{found['before']}{ours}{found['rest']}{found['after']}"
