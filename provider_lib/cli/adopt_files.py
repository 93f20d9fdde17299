"""The files that adopt writes: a stack, its imports, an example of the variables, and an app where there is none."""

from __future__ import annotations

import keyword
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from provider_lib.adopt import Found, Names, imports_module, stack_class, stack_module, with_variables
from provider_lib.cli.adopt_settings import Reach
from provider_lib.cli.init import starter_text
from provider_lib.engine.app import SETTINGS_FILE
from provider_lib.errors import ConfigError
from provider_lib.spec import roles

IMPORTS = "adopted"
OTHERS = frozenset({"main", IMPORTS, "provider_lib", "constructs", "cdktf", "cdktn", "jsii"})
"""Modules that the program of an app is, or needs."""

EXAMPLE = ".env.example"
PROGRAM = '''\
"""Synthesizes the app; cdktf.json runs it."""

from __future__ import annotations

from provider_lib.constructs import App

{imports}

app = App()
{use}
app.synth()
'''


@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Args:
        files: all of them.
        module: the one of the stack.
        stack: its name.
        stack_class: the name of its class.
        imports: the module of its imports.
        example: where the variables stand.
        variables: variable of the environment -> the object and the key that it is for.
        settings: variable of the environment -> what a provider block of the app says instead.
        how_to_use: lines for the program of an app that was there before; empty where there was none.
    """

    files: tuple[Path, ...]
    module: Path
    stack: str
    stack_class: str
    imports: Path
    example: Path
    variables: dict[str, tuple[Found, str]]
    how_to_use: str
    settings: Mapping[str, str] = field(default_factory=dict, repr=False)


def write(folder: Path, reach: Reach, found: Sequence[Found], into: Path | None, environ: Mapping[str, str]) -> Written:
    """Write the code of some objects; nothing that is there is overwritten.

    Args:
        folder: of the app.
        reach: how the system is reached whose objects they are.
        found: the objects, those first that others refer to.
        into: the module for them; one by the name of the system when left out.
        environ: of the user: which settings are given in it.

    Raises:
        ConfigError: a file is there already, or cannot be written.
    """
    system = reach.system
    module = into or _free(folder / f"{system.name}.py")
    if module.suffix != ".py" or not _can_be_imported(module.stem):
        raise ConfigError(
            f"{module} is no module that a program can import", "Name one for the stack: --into connectors.py."
        )
    if module.exists():
        raise ConfigError(f"{module} is there already", "Nothing was written. Name a new file: --into FILE.")
    stack = module.stem.replace("_", "-")
    imports = module.with_name(f"{IMPORTS}.py")
    imports = imports if not imports.exists() else _free(module.with_name(f"{IMPORTS}_{module.stem}.py"))
    names = Names(found)
    class_name = stack_class(stack, found)
    variables = {names.environment(item, key): (item, key) for item in found for key in item.secrets}
    example = folder / EXAMPLE
    apis = _apis(found)
    settings = reach.said(apis)
    texts = {module: stack_module(stack, system, found, names, settings), imports: imports_module(stack, found, names)}
    needed = [
        name
        for setting in system.settings
        if (name := system.variable(setting.name)) and (name in environ or (setting.needed and not settings))
    ]
    needed += [name for name in reach.variables(apis) if name not in needed]
    uses = {name: f"{key} of {item.title}" for name, (item, key) in variables.items()}
    there = _read(example)
    texts[example] = with_variables(there, system.title, needed, uses)
    package = _package(module.parent, folder)
    named = sorted([f"from {package}{imports.stem} import adopt", f"from {package}{module.stem} import {class_name}"])
    use = f"adopt({class_name}(app))"
    is_new = not (folder / SETTINGS_FILE).exists()
    if is_new:
        texts |= _app(folder, "\n".join(named), use)
    _write(texts)
    how = "" if is_new else "\n".join([*named, use])
    return Written(
        tuple(texts), module, stack, class_name, imports, example, variables, how, settings=reach.variables(apis)
    )


def _read(path: Path) -> str:
    """What a file has; nothing where there is none."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"Cannot read {path}: {error}", "Nothing was written. Mend it, or move it away.") from error


def _can_be_imported(name: str) -> bool:
    """Whether a module, and a stack, may be called so: not like what its program needs, nor like a word of Python."""
    return (
        name.isascii()
        and name.isidentifier()
        and not keyword.iskeyword(name)
        and name not in sys.stdlib_module_names | OTHERS
    )


def _package(folder: Path, app: Path) -> str:
    """What stands before the name of a module in an import; nothing where its folder is not below that of the app."""
    try:
        parts = folder.resolve().relative_to(app.resolve()).parts
    except ValueError:
        return ""
    return "".join(f"{part}." for part in parts) if all(map(_can_be_imported, parts)) else ""


def _apis(found: Sequence[Found]) -> set[str]:
    """The names of the APIs that objects are at."""
    fields = [(item, item.resource.only(roles.Endpoint)) for item in found]
    return {str(item.values[field.name]) for item, field in fields if field is not None}


def _app(folder: Path, imports: str, use: str) -> dict[Path, str]:
    new = {folder / name: starter_text(name) for name in (SETTINGS_FILE, ".gitignore")}
    new[folder / "main.py"] = PROGRAM.format(imports=imports, use=use)
    if (folder / "main.py").exists():
        raise ConfigError(
            f"{folder.absolute()} has a main.py and no {SETTINGS_FILE}",
            "Nothing was written. Name the folder of an app, or an empty one, with --app-dir.",
        )
    return {path: text for path, text in new.items() if not path.exists()}


def _free(path: Path) -> Path:
    """The path, or where it is taken the first one with a number."""
    numbered = (path.with_name(f"{path.stem}_{number}{path.suffix}") for number in range(2, 10_000))
    return path if not path.exists() else next(each for each in numbered if not each.exists())


def _write(texts: dict[Path, str]) -> None:
    for path, text in texts.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise ConfigError(f"Cannot write {path}: {error.strerror}", "Name another folder or file.") from error
