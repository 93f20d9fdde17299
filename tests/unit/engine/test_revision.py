"""A repository as it was, beside the one that is checked out."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from provider_lib.engine.revision import at_revision
from provider_lib.errors import ConfigError

ENVIRON = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{who}_{what}": "me" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, env=ENVIRON, capture_output=True, text=True, check=True)
    return done.stdout


def commit(folder: Path, files: Mapping[str, str]) -> str:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "x")
    return git(folder, "rev-parse", "HEAD").strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Of which the app is a part, at two commits, the first of which is called v1."""
    made = tmp_path / "repository"
    made.mkdir()
    git(made, "init", "--quiet")
    commit(
        made,
        {
            "app/main.py": "old",
            "app/cdktf.json": '{"app": "python main.py", "output": "../elsewhere"}',
            "shared/it.py": "old",
            "docs/left-out.md": "old",
            ".gitattributes": "docs export-ignore\n",
            ".gitignore": ".env\n.venv\ncdktf.out\n__pycache__\n",
        },
    )
    git(made, "tag", "v1")
    commit(made, {"app/main.py": "new", "shared/it.py": "new"})
    return made


def all_files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_all_files_are_as_they_were_and_nothing_else_is_touched(repository: Path) -> None:
    (repository / "app/main.py").write_text("not committed")
    (repository / "app/new.py").write_text("not committed")
    before = all_files(repository)
    with at_revision(repository / "app", "v1", ENVIRON) as then:
        assert (then.tree / "app/main.py").read_text() == "old"
        assert (then.tree / "shared/it.py").read_text() == "old"
        assert (then.tree / "docs/left-out.md").read_text() == "old"
        assert then.uncommitted == ("app/main.py", "app/new.py")
        assert stat.S_IMODE(then.tree.parent.stat().st_mode) == 0o700
        assert then.told(f"{then.tree}/app/main.py, line 1") == f"{repository}/app/main.py, line 1"
        app = then.app()
        assert (app.directory, app.output) == (then.tree / "app", then.tree / "app/cdktf.out")
    assert not then.tree.exists()
    assert all_files(repository) == before


def test_what_git_ignores_is_there_but_not_what_a_synth_writes(repository: Path) -> None:
    for name in (".env", ".venv/bin/python", "app/.env", "app/cdktf.out/manifest.json", "app/__pycache__/x"):
        (repository / name).parent.mkdir(parents=True, exist_ok=True)
        (repository / name).write_text(name)
    with at_revision(repository / "app", "v1", ENVIRON) as then:
        for name in (".env", ".venv/bin/python", "app/.env"):
            assert (then.tree / name).read_text() == name
        assert not (then.tree / "app/cdktf.out").exists()
        assert not (then.tree / "app/__pycache__").exists()
    assert (repository / ".venv/bin/python").exists()


def test_an_environment_that_ignores_itself_is_linked_as_a_whole(repository: Path) -> None:
    (repository / "env/bin").mkdir(parents=True)
    for name, text in ((".gitignore", "*"), ("bin/python", "x")):
        (repository / "env" / name).write_text(text)
    before = all_files(repository)
    with at_revision(repository, "v1", ENVIRON) as then:
        assert (then.tree / "env").readlink() == repository / "env"
    assert all_files(repository) == before


def test_a_submodule_is_named(repository: Path) -> None:
    head = git(repository, "rev-parse", "HEAD").strip()
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{head},vendor/lib")
    git(repository, "commit", "--quiet", "--message", "x")
    with at_revision(repository, "HEAD", ENVIRON) as then:
        assert then.submodules == ("vendor/lib",)


def test_what_git_tells_a_hook_leads_to_no_other_repository(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "other")
    environ = {**ENVIRON, "GIT_DIR": str(tmp_path / "other/.git"), "GIT_INDEX_FILE": str(tmp_path / "other/.git/index")}
    with at_revision(repository, "v1", environ) as then:
        assert then.top == repository


def refused(folder: Path, revision: str, environ: Mapping[str, str] = ENVIRON) -> ConfigError:
    with pytest.raises(ConfigError) as raised, at_revision(folder, revision, environ):
        pass
    return raised.value


@pytest.mark.parametrize("name", ["nowhere", "--help", "v1:app/main.py", ""])
def test_what_is_no_revision_is_refused(repository: Path, name: str) -> None:
    assert refused(repository, name).summary == f"There is no revision {name!r} in this repository"


def test_a_shallow_clone_is_told_as_the_reason(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{repository}", "shallow")
    assert refused(tmp_path / "shallow", "HEAD~1").detail.startswith("This clone is shallow")
    with at_revision(tmp_path / "shallow", "HEAD", ENVIRON) as then:
        assert (then.tree / "app/main.py").read_text() == "new"


def test_a_folder_that_is_in_no_repository_is_refused(tmp_path: Path) -> None:
    environ = {**ENVIRON, "GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    assert refused(tmp_path, "HEAD", environ).summary == f"{tmp_path} is in no git repository"


def test_a_machine_without_git_is_told_so(repository: Path, tmp_path: Path) -> None:
    assert refused(repository, "HEAD", {"PATH": str(tmp_path)}).summary == "There is no git on PATH"


def test_an_app_that_was_not_there_is_missed(repository: Path) -> None:
    commit(repository, {"later/cdktf.json": '{"app": "x"}'})
    with at_revision(repository / "later", "v1", ENVIRON) as then, pytest.raises(ConfigError) as raised:
        then.app()
    assert then.told(raised.value.summary) == f"There is no cdktf.json in {repository}/later"
