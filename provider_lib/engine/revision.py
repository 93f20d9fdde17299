"""A repository as it was at a revision of git, in a folder of its own: what the user has checked out is not touched.

The files come by an index of their own: git notes nothing in the repository, a run that is killed leaves nothing there,
and no file is left out, as an archive would. Nothing is fetched.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from provider_lib.engine.app import SETTINGS_FILE, App
from provider_lib.errors import ConfigError
from provider_lib.run_folder import remove_left_behind, run_folder

OUTPUT: Final = "cdktf.out"
_SETTINGS: Final = {
    "GIT_LFS_SKIP_SMUDGE": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_OF_A_HOOK: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")
"""What git tells its hooks of a repository, which may be another than that of the app."""
_MADE: Final = (OUTPUT, "__pycache__", ".terraform")
"""Ignored files that a run makes itself."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A repository at a revision.

    Args:
        name: as the user gave it.
        top: the repository that the user has checked out.
        tree: the folder with its files as they were.
        within: the app's folder, in both.
        submodules: those that are not in the tree.
        uncommitted: files that are otherwise, or not there, in what was committed last.
    """

    name: str
    top: Path
    tree: Path
    within: Path
    submodules: tuple[str, ...] = ()
    uncommitted: tuple[str, ...] = ()

    def app(self) -> App:
        """The app as it was.

        Raises:
            ConfigError: it was not there.
        """
        folder = self.tree / self.within
        if not os.path.lexists(folder / SETTINGS_FILE):
            raise ConfigError(
                f"There is no {SETTINGS_FILE} in {folder}",
                "The app is younger, or was in another folder then: `sluice review` plans all that is there now.",
            )
        found = App.load(folder)
        return replace(found, output=found.directory / OUTPUT)

    def told(self, text: str) -> str:
        """A text in which the folders are those that the user knows."""
        return text.replace(str(self.tree), str(self.top))


@contextmanager
def at_revision(folder: Path, name: str, environ: Mapping[str, str]) -> Iterator[Revision]:
    """The repository of a folder at a revision, for as long as the context lasts.

    What git ignores (``.env``, ``.venv``, generated bindings) is linked to.

    Raises:
        ConfigError: there is no such revision, or no repository.
    """
    git = _Git(folder.resolve(), {**{key: it for key, it in environ.items() if key not in _OF_A_HOOK}, **_SETTINGS})
    top = git.top()
    git = replace(git, folder=top)
    commit = git.commit(name)
    remove_left_behind()
    with run_folder() as private:
        tree = private.resolve() / "tree"
        tree.mkdir()
        submodules = git.write(commit, tree, private / "index")
        within = folder.resolve().relative_to(top)
        revision = Revision(name, top, tree, within, submodules, git.uncommitted())
        for path in git.ignored():
            _link(path, top, tree)
        yield revision


@dataclass(frozen=True, slots=True)
class _Git:
    folder: Path
    environ: Mapping[str, str]

    def top(self) -> Path:
        done = self._run("rev-parse", "--show-toplevel")
        if done.returncode:
            raise ConfigError(f"{self.folder} is in no git repository", done.stderr.strip())
        return Path(done.stdout.removesuffix("\n")).resolve()

    def commit(self, name: str) -> str:
        done = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        if done.returncode == 0:
            return done.stdout.strip()
        advice = "Give a commit, a tag or a branch; a branch that is not checked out here is `origin/NAME`."
        if self._run("rev-parse", "--is-shallow-repository").stdout.strip() == "true":
            advice = (
                "This clone is shallow: it has only the last commits. `git fetch --unshallow` gets all, and in CI a "
                "checkout with the whole history (`fetch-depth: 0`, `GIT_DEPTH: 0`)."
            )
        raise ConfigError(f"There is no revision {name!r} in this repository", advice)

    def write(self, commit: str, tree: Path, index: Path) -> tuple[str, ...]:
        """Write the files of a commit into a folder; returns the submodules, which have none."""
        own = {"GIT_INDEX_FILE": str(index)}
        for arguments in (
            ("read-tree", commit),
            ("checkout-index", "--all", "--force", "--ignore-skip-worktree-bits", f"--prefix={tree}/"),
        ):
            done = self._run(*arguments, **own)
            if done.returncode:
                said = done.stderr.strip()
                raise ConfigError(f"The files of {commit[:12]} cannot be had: git {arguments[0]} failed", said)
        listed = self._run("ls-files", "--stage", "-z", **own).stdout.split("\0")
        return tuple(entry.partition("\t")[2] for entry in listed if entry.startswith("160000 "))

    def uncommitted(self) -> tuple[str, ...]:
        listed = iter(self._run("status", "--porcelain", "-z", "--no-renames").stdout.split("\0"))
        return tuple(entry[3:] for entry in listed if entry and OUTPUT not in Path(entry[3:]).parts)

    def ignored(self) -> list[str]:
        arguments = ("--others", "--ignored", "--exclude-standard", "--directory", "-z")
        listed = self._run("ls-files", *arguments).stdout.split("\0")
        return [path for path in listed if path and Path(path).name not in _MADE]

    def _run(self, *arguments: str, **own: str) -> subprocess.CompletedProcess[str]:
        # Neither of these may write into the repository, or start what watches it.
        settings = ("-c", "core.splitIndex=false", "-c", "core.fsmonitor=false")
        try:
            return subprocess.run(
                ["git", "-C", str(self.folder), *settings, *arguments],
                env={**self.environ, **own},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="surrogateescape",
                check=False,
            )
        except FileNotFoundError as error:
            raise ConfigError("There is no git on PATH", "--against compares with a revision of git.") from error


def _link(path: str, top: Path, tree: Path) -> None:
    """Let a file or folder that git ignores be where it was, unless something is there, or it lies behind a link."""
    here = tree / path
    if here.parent.is_dir() and here.parent.resolve().is_relative_to(tree) and not os.path.lexists(here):
        here.symlink_to(top / path)
