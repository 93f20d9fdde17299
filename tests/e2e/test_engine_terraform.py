"""The engine plans, applies and reads with the real core."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from provider_lib.engine.events import Done, Event, Note, Planned, Summary, Working
from provider_lib.engine.executables import EMBEDDED, MODULE
from provider_lib.engine.terraform import GO_BY_THE_STATE, Engine, Options
from provider_lib.errors import EngineError
from tests.e2e.apps import BINARIES

THING = {"terraform_data": {"thing": {"input": "${var.v}", "//": {"metadata": {"path": "dev/thing"}}}}}
STACK: dict[str, Any] = {
    "variable": {"v": {"default": "one"}},
    "resource": THING,
    "output": {"o": {"value": "${terraform_data.thing.output}", "sensitive": True}},
}
ADDRESS = "terraform_data.thing"
NONE = Options()


class Run:
    """A stack's folder, and the events that its engine reported."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.folder = folder
        self.engine = engine
        self.events: list[Event] = []
        self.write(STACK)

    def write(self, stack: Mapping[str, Any]) -> None:
        (self.folder / "cdk.tf.json").write_text(json.dumps(stack))

    def plan(self, options: Options = NONE, *, destroy: bool = False) -> bool:
        self.events.clear()
        self.engine.init(self.folder)
        return self.engine.plan(self.folder, self.folder / "plan", self.events.append, options, destroy=destroy)

    def apply(self, options: Options = NONE) -> None:
        self.events.clear()
        self.engine.apply(self.folder, self.folder / "plan", self.events.append, options)

    @property
    def told(self) -> list[Event]:
        return [event for event in self.events if not isinstance(event, Note)]


def environ(home: Path) -> dict[str, str]:
    return {"HOME": str(home), "PATH": "/usr/local/bin:/usr/bin:/bin"}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    folder = tmp_path / "stack"
    folder.mkdir()
    return Run(folder, Engine.find(EMBEDDED, environ(tmp_path)))


def test_a_plan_is_applied_and_leaves_nothing_to_do(run: Run) -> None:
    assert run.plan()
    assert run.told == [Planned(ADDRESS, "create", message={}), Summary("plan", add=1, message={})]
    run.apply()
    assert run.told == [
        Planned(ADDRESS, "create", message={}),
        Working(ADDRESS, "create", message={}),
        Done(ADDRESS, "create", message={}),
        Summary("apply", add=1, message={}),
    ]
    assert not run.plan()
    assert run.told == [
        Working(ADDRESS, "refresh", message={}),
        Done(ADDRESS, "refresh", message={}),
        Summary("plan", message={}),
    ]


def test_a_destroy_is_a_plan_too(run: Run) -> None:
    run.plan()
    run.apply()
    assert run.plan(destroy=True)
    run.apply()
    assert run.told[-1] == Summary("apply", remove=1, message={})
    assert run.engine.show_state(run.folder).get("values") is None


def test_a_destroy_that_is_refused_for_the_code_names_the_way_that_does_not_look_at_it(run: Run) -> None:
    run.plan()
    run.apply()
    thing = THING["terraform_data"]["thing"] | {"input": "${tonumber(var.v)}"}
    run.write(STACK | {"resource": {"terraform_data": {"thing": thing}}})
    with pytest.raises(EngineError) as caught:
        run.plan(destroy=True)
    assert caught.value.summary == "Invalid function argument"
    assert caught.value.detail.endswith(f"\n\n{GO_BY_THE_STATE}")
    with pytest.raises(EngineError) as caught:
        run.plan()
    assert "--no-refresh" not in caught.value.detail
    assert run.plan(Options(refresh=False), destroy=True)


def test_outputs_and_state_are_read(run: Run) -> None:
    assert run.plan(Options(variables=("v=two",), parallelism=3))
    run.apply(Options(variables=("v=two",), parallelism=3))
    assert run.engine.outputs(run.folder) == {"o": {"value": "two", "type": "string", "sensitive": True}}
    [found] = run.engine.show_state(run.folder)["values"]["root_module"]["resources"]
    assert (found["address"], found["values"]["input"]) == (ADDRESS, "two")


def test_the_state_of_a_stack_never_deployed_is_empty(run: Run) -> None:
    run.engine.init(run.folder)
    assert run.engine.show_state(run.folder).get("values") is None
    assert run.engine.outputs(run.folder) == {}


def test_variables_come_from_files_too(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "prod.tfvars"
    file.write_text('v = "from file"\n')
    options = Options(variable_files=(file,))
    run.plan(options)
    run.apply(options)
    assert run.engine.outputs(run.folder)["o"]["value"] == "from file"


def test_a_plan_is_readable_by_its_owner_only(run: Run) -> None:
    run.plan()
    assert (run.folder / "plan").stat().st_mode & 0o777 == 0o600


def test_a_plan_is_shown_as_terraform_does_and_as_json(run: Run) -> None:
    run.plan()
    assert f"# {ADDRESS} will be created" in run.engine.plan_text(run.folder, run.folder / "plan")
    [change] = run.engine.show_plan(run.folder, run.folder / "plan")["resource_changes"]
    assert change["change"]["actions"] == ["create"]


def test_an_error_names_the_construct_and_the_attribute(run: Run) -> None:
    thing = {"inptu": "one", "//": {"metadata": {"path": "dev/thing"}}}
    text = json.dumps({"resource": {"terraform_data": {"thing": thing}}}, indent=2)
    (run.folder / "cdk.tf.json").write_text(text)
    with pytest.raises(EngineError) as caught:
        run.plan()
    assert caught.value.summary == "Extraneous JSON object property"
    assert caught.value.detail.splitlines()[0] == "in dev/thing (terraform_data.thing), attribute inptu"


def test_init_is_done_once_and_again_when_the_backend_changed(run: Run, tmp_path: Path) -> None:
    said: list[Event] = []
    assert run.engine.init(run.folder, said.append)
    assert not run.engine.init(run.folder, said.append)
    assert said == [Note("preparing backend, providers and modules", message={})]
    run.write({**STACK, "terraform": {"backend": {"local": {"path": str(tmp_path / "other.tfstate")}}}})
    assert run.engine.init(run.folder)


def test_a_failed_init_says_why_and_how_to_look_into_it(run: Run) -> None:
    run.write({**STACK, "terraform": {"backend": {"nowhere": {}}}})
    with pytest.raises(EngineError) as caught:
        run.engine.init(run.folder)
    assert caught.value.summary == "Unsupported backend type"
    assert caught.value.detail.endswith(f"sluice-terraform -chdir={run.folder} init")


def test_a_binary_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="There is no executable 'terrafrom' on PATH"):
        Engine.find("terrafrom", environ(tmp_path))
    with pytest.raises(EngineError, match="There is no executable '/no/terraform'\n"):
        Engine.find("/no/terraform", environ(tmp_path))


@pytest.mark.parametrize("name", BINARIES)
def test_a_binary_on_path_does_as_well(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "stack"
    folder.mkdir()
    other = Run(folder, Engine.find(name, {"HOME": str(tmp_path), "PATH": _path_of(name)}))
    options = Options(variables=("v=two",))
    assert other.plan(options)
    other.apply(options)
    assert not other.plan(options)
    assert other.engine.outputs(folder)["o"]["value"] == "two"


def _path_of(name: str) -> str:
    return str(Path(shutil.which(name) or "").parent)


@pytest.mark.parametrize(
    ("argv", "command"), [(("/opt/bin/tofu",), "tofu"), ((sys.executable, "-m", MODULE), "sluice-terraform")]
)
def test_an_engine_knows_what_its_user_types(argv: tuple[str, ...], command: str) -> None:
    assert Engine(argv, {}).command == command


def test_the_way_to_see_it_by_hand_stands_below_the_error(run: Run) -> None:
    run.write({"nonsense": {}})
    with pytest.raises(EngineError) as caught:
        run.plan()
    assert caught.value.detail.endswith(f"To see or solve it by hand: sluice-terraform -chdir={run.folder} init")
