"""The user's Terraform CLI configuration, with our mirror added to it.

Terraform reads one file when ``TF_CLI_CONFIG_FILE`` names it, else ``~/.terraformrc`` and ``~/.terraform.d/*.tfrc``. A
``provider_installation`` block in them replaces Terraform's default search, so ours is merged into it.
Format: https://developer.hashicorp.com/terraform/cli/config/config-file
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provider_lib.errors import ConfigError

# What comes first in the alternation hides braces; what is left is a brace that counts.
_TOKEN = re.compile(
    r"""
      \#[^\n]* | //[^\n]* | /\*.*?\*/                      # a comment
    | "(?:\\.|[^"\\])*"                                  # a string
    | <<-?(?P<end>\w+)\n.*?\n[ \t]*(?P=end)\b             # a here-document
    | (?P<brace>[{}])
    """,
    re.DOTALL | re.VERBOSE,
)
_NAME = re.compile(r'([\w-]+)(?:\s+"(?:\\.|[^"\\])*")*\s*=?\s*$')
_ASKS_A_HOST = ("direct", "network_mirror", "oci_mirror")


def user_files(environ: Mapping[str, str], *, opentofu: bool = False) -> list[Path]:
    """The existing files of the user's CLI configuration, in the order in which they are read."""
    only = environ.get("TF_CLI_CONFIG_FILE")
    if only:
        return [path for path in [Path(only).absolute()] if path.is_file()]
    home = Path(environ.get("HOME") or Path.home())
    mains = [home / ".terraformrc"]
    if opentofu:
        xdg = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
        mains = [home / ".tofurc", *mains, xdg / "opentofu" / "tofurc"]
    folder = home / ".terraform.d"
    main = [path for path in mains if path.is_file()][:1]
    return [*main, *sorted([*folder.glob("*.tfrc"), *folder.glob("*.tfrc.json")])]


def implied_mirrors(environ: Mapping[str, str], platform: str) -> list[Path]:
    """The folders that Terraform searches without being told (all but ``terraform.d`` of the working directory)."""
    home = Path(environ.get("HOME") or Path.home())
    if platform == "darwin":
        support = Path("Library", "Application Support", "io.terraform", "plugins")
        data = [home / support, Path("/") / support]
    else:
        shared = environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
        roots = [environ.get("XDG_DATA_HOME") or str(home / ".local" / "share"), *shared.split(":")]
        data = [Path(root) / "terraform" / "plugins" for root in roots]
    return [path for path in [home / ".terraform.d" / "plugins", *data] if path.is_absolute() and path.is_dir()]


def merge_configuration(files: Sequence[Path], mirror: Path, ours: Sequence[str], implied: Sequence[Path]) -> str:
    """One CLI configuration that says what ``files`` say, and has our provider come from ``mirror``.

    Args:
        files: the user's configuration.
        mirror: our filesystem mirror.
        ours: the addresses that come from it and from nowhere else.
        implied: folders that Terraform would search; naming a mirror ends that, so they are named too.

    Raises:
        ConfigError: a file in JSON has a ``provider_installation``, into which nothing can be merged.
    """
    texts = [_as_hcl(path) for path in files]
    first = "\n" + _mirror(mirror, ours)
    installs = [_with_mirror(text, first, ours) for text in texts]
    if installs == texts:
        installs.append(f"provider_installation {{{first}{_default_search(implied, ours)}}}\n")
    return "# Written by Sluice from your Terraform CLI configuration; edit that instead.\n" + "\n".join(installs)


def has_overrides(file: Path) -> bool:
    """Whether a CLI configuration has Terraform start what its user names, whatever is installed."""
    text = file.read_text()
    installs = [block for block in _blocks(text, 0, len(text)) if block.name == "provider_installation"]
    return any(_after_overrides(text[block.start : block.end]) for block in installs)


def _mirror(folder: Path, addresses: Sequence[str]) -> str:
    path, include = json.dumps(str(folder)), json.dumps(list(addresses))
    return f"  filesystem_mirror {{\n    path    = {path}\n    include = {include}\n  }}\n"


def _default_search(implied: Sequence[Path], ours: Sequence[str]) -> str:
    """What Terraform does without ``provider_installation``: a provider found locally is never looked up elsewhere."""
    local = {folder: sorted({"/".join(path.parts[-3:]) for path in _providers(folder)}) for folder in implied}
    mirrors = [_mirror(folder, found) for folder, found in local.items() if found]
    elsewhere = [*ours, *sorted({address for found in local.values() for address in found if address not in ours})]
    return "".join(mirrors) + f"  direct {{\n    exclude = {json.dumps(elsewhere)}\n  }}\n"


def _providers(folder: Path) -> Iterator[Path]:
    return (path for path in folder.glob("*.*/*/*") if path.is_dir())


def _with_mirror(text: str, mirror: str, ours: Sequence[str]) -> str:
    """Add our mirror to the ``provider_installation`` in ``text``, and keep every method that asks a host from ours."""
    for block in _blocks(text, 0, len(text)):
        if block.name == "provider_installation":
            body = text[block.start : block.end]
            for method in reversed(list(_blocks(body, 0, len(body)))):
                if method.name in _ASKS_A_HOST:
                    inner = _excluding(body[method.start : method.end], ours)
                    body = body[: method.start] + inner + body[method.end :]
            first = _after_overrides(body)
            return text[: block.start] + body[:first] + mirror + body[first:] + text[block.end :]
    return text


def _after_overrides(body: str) -> int:
    """Where the first method that installs may stand: Terraform wants development overrides before all others."""
    return max((block.end + 1 for block in _blocks(body, 0, len(body)) if block.name == "dev_overrides"), default=0)


def _excluding(method: str, addresses: Sequence[str]) -> str:
    listed = ", ".join(map(json.dumps, addresses))
    merged = re.sub(r"(\bexclude\s*=\s*\[)", rf"\1{listed}, ", method, count=1)
    return merged if merged != method else f"\n    exclude = [{listed}]{method}"


@dataclass(frozen=True, slots=True)
class _Block:
    """A block: what stands before its brace, and where its body begins and ends."""

    name: str
    start: int
    end: int


def _blocks(text: str, start: int, end: int) -> Iterator[_Block]:
    """The outermost blocks in a stretch of HCL."""
    depth, opened, name = 0, start, ""
    for token in _TOKEN.finditer(text, start, end):
        if token["brace"] == "{":
            if depth == 0:
                found = _NAME.search(text, start, token.start())
                name, opened = found[1] if found else "", token.end()
            depth += 1
        elif token["brace"] == "}":
            depth -= 1
            if depth == 0:
                yield _Block(name, opened, token.start())
                start = token.end()


def _as_hcl(path: Path) -> str:
    text = path.read_text()
    if not text.lstrip().startswith("{"):
        return text
    settings: dict[str, Any] = json.loads(text)
    if "provider_installation" in settings:
        raise ConfigError(
            f"{path} sets provider_installation in JSON, into which Sluice cannot merge its mirror",
            "Write that file in Terraform's own syntax, or run `sluice provider mirror DIR` and name DIR in it.",
        )
    return "".join(_setting(name, value) for name, value in settings.items())


def _setting(name: str, value: Any) -> str:
    """A top-level setting: blocks with a label (``credentials``, ``host``, ...) or a plain value."""
    if not isinstance(value, dict):
        return f"{name} = {json.dumps(value)}\n"
    return "".join(f"{name} {json.dumps(label)} {_body(content)}\n" for label, content in value.items())


def _body(value: Any) -> str:
    if isinstance(value, dict):
        return "{\n" + "".join(f"{key} = {_body(item)}\n" for key, item in value.items()) + "}"
    return json.dumps(value)
