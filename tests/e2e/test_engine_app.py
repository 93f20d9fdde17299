"""Apps are synthesized as the cdktf command line does, without it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provider_lib.engine.app import Annotation, App, Stack
from provider_lib.errors import ConfigError, SynthError
from tests.e2e.apps import Folder, make_app


def synthesize(folder: Folder) -> tuple[Stack, ...]:
    return App.load(folder.path).synthesize(folder.environ).stacks


@pytest.mark.parametrize("flavour", ["cdktf", "cdktn"])
def test_the_stacks_of_an_app_come_with_folders_and_dependencies(tmp_path: Path, flavour: str) -> None:
    folder = make_app(tmp_path, "")
    folder.write('dev = stack("dev")\nprod = stack("prod")\nprod.add_dependency(dev)\nprint("built")', flavour)
    synthesis = App.load(folder.path).synthesize(folder.environ)
    out = folder.path / "cdktf.out" / "stacks"
    assert synthesis.stacks == (Stack("dev", out / "dev"), Stack("prod", out / "prod", ("dev",)))
    assert synthesis.printed == "built\n"
    assert App.load(folder.path).stacks() == synthesis.stacks


def test_the_state_of_a_stack_is_where_cdktf_keeps_it(tmp_path: Path) -> None:
    folder = make_app(tmp_path, 'stack("dev")')
    [dev] = synthesize(folder)
    written = json.loads((dev.directory / "cdk.tf.json").read_text())
    assert written["terraform"]["backend"] == {"local": {"path": str(folder.path / "terraform.dev.tfstate")}}


def test_context_and_output_folder_of_the_settings_are_used(tmp_path: Path) -> None:
    folder = make_app(tmp_path, 'stack(app.node.try_get_context("name"), input=app.node.try_get_context("given"))')
    settings = {"app": "python main.py", "output": "build", "context": {"name": "ctx", "given": "file"}}
    (folder.path / "cdktf.json").write_text(json.dumps(settings))
    folder = Folder(folder.path, {**folder.environ, "CDKTF_CONTEXT_JSON": '{"given": "environment"}'})
    [stack] = synthesize(folder)
    assert stack == Stack("ctx", folder.path / "build" / "stacks" / "ctx")
    written = json.loads((stack.directory / "cdk.tf.json").read_text())
    assert written["resource"]["terraform_data"]["thing"]["input"] == "environment"


def test_values_of_terraform_variables_are_kept_from_the_app(tmp_path: Path) -> None:
    folder = make_app(tmp_path, 'import os\nprint([name for name in os.environ if name.startswith("TF_VAR_")])')
    environ = {**folder.environ, "TF_VAR_password": "s"}
    assert App.load(folder.path).synthesize(environ).printed == "[]\n"


def test_an_app_is_synthesized_where_nothing_can_be_written_at_home(tmp_path: Path) -> None:
    folder = make_app(tmp_path, 'stack("dev")')
    (tmp_path / "file").touch()
    environ = {name: value for name, value in folder.environ.items() if not name.startswith("JSII_")}
    synthesis = App.load(folder.path).synthesize({**environ, "HOME": str(tmp_path / "file" / "home")})
    assert [stack.name for stack in synthesis.stacks] == ["dev"]


def test_a_failing_app_is_told_with_the_line_in_the_users_code(tmp_path: Path) -> None:
    folder = make_app(tmp_path, 'stack("dev")\nraise RuntimeError("no such tier")')
    with pytest.raises(SynthError) as caught:
        synthesize(folder)
    line = (folder.path / "main.py").read_text().splitlines().index('raise RuntimeError("no such tier")') + 1
    assert str(caught.value) == f"RuntimeError: no such tier\nat {folder.path / 'main.py'}, line {line}"


def test_an_app_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    folder = make_app(tmp_path, "")
    (folder.path / "cdktf.json").write_text('{"app": "echo sorry >&2; exit 7"}')
    with pytest.raises(SynthError) as caught:
        synthesize(folder)
    assert str(caught.value) == "`echo sorry >&2; exit 7` failed with exit code 7\nsorry"


def test_an_app_that_does_not_synthesize_is_told(tmp_path: Path) -> None:
    folder = make_app(tmp_path, "")
    (folder.path / "cdktf.json").write_text('{"app": "true"}')
    with pytest.raises(SynthError, match=r"The app wrote no .*manifest\.json"):
        synthesize(folder)


def test_remarks_of_constructs_are_read(tmp_path: Path) -> None:
    folder = make_app(tmp_path, 'cdk.Annotations.of(stack("dev")).add_warning("old version")')
    [dev] = synthesize(folder)
    assert dev.annotations == (Annotation("dev", "warn", "old version"),)


def test_an_error_that_a_construct_remarks_fails_the_synth(tmp_path: Path) -> None:
    folder = make_app(tmp_path, 'cdk.Annotations.of(stack("dev")).add_error("no owner")')
    with pytest.raises(SynthError) as caught:
        synthesize(folder)
    assert str(caught.value) == "A construct reported an error\ndev: no owner"


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        (None, "There is no cdktf.json in {folder}"),
        ("{", "{folder}/cdktf.json is not JSON"),
        ("{}", '{folder}/cdktf.json has no "app"'),
        ("[" * 100_000, "{folder}/cdktf.json is not JSON"),
        ("\xff", "{folder}/cdktf.json is not JSON"),
        ('{"app": "x", "context": [1]}', '"context" of {folder}/cdktf.json is not an object'),
        ('{"app": "x", "terraformModules": {"a": 1}}', '"terraformModules" of {folder}/cdktf.json is not a list'),
        ('{"app": "x", "output": 7}', '"output" of {folder}/cdktf.json is not a text'),
    ],
)
def test_a_folder_that_is_no_app_is_refused(tmp_path: Path, text: str | None, summary: str) -> None:
    if text is not None:
        (tmp_path / "cdktf.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(ConfigError) as caught:
        App.load(tmp_path)
    assert caught.value.summary == summary.format(folder=tmp_path)


def test_settings_that_are_null_are_as_if_left_out_and_a_bom_is_none_of_them(tmp_path: Path) -> None:
    plain = '{"app": "x", "terraformModules": [7, {"source": null}, "./here"]}'
    null = '\ufeff{"app": "x", "context": null, "output": null, "terraformModules": ["./here"]}'
    loaded = []
    for text in (plain, null):
        (tmp_path / "cdktf.json").write_text(text, encoding="utf-8")
        loaded.append(App.load(tmp_path))
    assert loaded[0] == loaded[1]
    assert loaded[0].context == {"cdktfRelativeModules": ["./here"]}


def test_settings_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    (tmp_path / "cdktf.json").mkdir()
    with pytest.raises(ConfigError) as caught:
        App.load(tmp_path)
    assert caught.value.summary == f"{tmp_path}/cdktf.json cannot be read: Is a directory"


@pytest.mark.parametrize("text", ["{", "[]", "7"])
def test_a_context_of_the_environment_that_is_no_object_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "cdktf.json").write_text('{"app": "true"}')
    with pytest.raises(ConfigError) as caught:
        App.load(tmp_path).synthesize({"CDKTF_CONTEXT_JSON": text})
    assert caught.value.summary == "CDKTF_CONTEXT_JSON is not an object in JSON"
