"""The files that adopt writes: a stack, its imports, an example of the variables, and an app where there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from provider_lib.adopt import Found, Names, imports_module, stack_class, stack_module, with_variables
from provider_lib.cli.init import starter_text
from provider_lib.engine.app import SETTINGS_FILE
from provider_lib.errors import ConfigError
from provider_lib.spec import System

IMPORTS = "adopted"
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


def write(
    folder: Path, system: System, found: Sequence[Found], into: Path | None, environ: Mapping[str, str]
) -> Written:
    """Write the code of some objects; nothing that is there is overwritten.

    Args:
        folder: of the app.
        system: whose objects they are.
        found: the objects, those first that others refer to.
        into: the module for them; one by the name of the system when left out.
        environ: of the user: which settings are given in it.

    Raises:
        ConfigError: a file is there already, or cannot be written.
    """
    module = into or _free(folder / f"{system.name}.py")
    if module.suffix != ".py" or not module.stem.isidentifier():
        raise ConfigError(f"{module} is no module of Python", "Name one for the stack: --into connectors.py.")
    if module.exists():
        raise ConfigError(f"{module} is there already", "Nothing was written. Name a new file: --into FILE.")
    stack = module.stem.replace("_", "-")
    imports = module.with_name(f"{IMPORTS}.py")
    imports = imports if not imports.exists() else _free(module.with_name(f"{IMPORTS}_{module.stem}.py"))
    names = Names(found)
    class_name = stack_class(stack, found)
    variables = {names.environment(item, key): (item, key) for item in found for key in item.secrets}
    example = folder / EXAMPLE
    texts = {module: stack_module(stack, system, found, names), imports: imports_module(stack, found, names)}
    settings = [
        name
        for setting in system.settings
        if (name := system.variable(setting.name)) and (setting.needed or name in environ)
    ]
    uses = {name: f"{key} of {item.title}" for name, (item, key) in variables.items()}
    there = example.read_text() if example.exists() else ""
    texts[example] = with_variables(there, system.title, settings, uses)
    named = sorted([f"from {imports.stem} import adopt", f"from {module.stem} import {class_name}"])
    use = f"adopt({class_name}(app))"
    is_new = not (folder / SETTINGS_FILE).exists()
    if is_new:
        texts |= _app(folder, "\n".join(named), use)
    _write(texts)
    how = "" if is_new else "\n".join([*named, use])
    return Written(tuple(texts), module, stack, class_name, imports, example, variables, how)


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
