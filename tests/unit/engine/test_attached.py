"""A run of Terraform has one provider process where that is safe, and starts its own everywhere else."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
import pytest

from provider_lib import ADDRESS, REATTACH_VARIABLE, __version__
from provider_lib.engine.attached import attached
from provider_lib.engine.install import CONFIG_VARIABLE, EXECUTABLE, EXECUTABLE_VARIABLE, Installation
from provider_lib.engine.provider_lock import LOCK_FILE
from provider_lib.engine.stack_file import STACK_FILE
from provider_lib.protocol import tfplugin6_pb2 as pb
from tests.unit.protocol.terraform import Terraform
from tests.until import until

ELSEWHERE = "registry.example.com/acme/sluice"
NEEDED = {"required_providers": {"sluice": {"source": ADDRESS}}}


@dataclass
class Stack:
    """The folder of a stack after an init, and the environment of its Terraform."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def declare(self, **content: Any) -> None:
        (self.folder / STACK_FILE).write_text(json.dumps({"terraform": NEEDED, **content}))

    @property
    def launcher(self) -> Path:
        """What Terraform starts."""
        package = self.folder / ".terraform" / "providers" / ADDRESS / __version__ / "linux_amd64"
        return package / f"{EXECUTABLE}_v{__version__}"


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    environ = {**os.environ, "SLUICE_HOME": str(tmp_path / "home"), "HOME": str(tmp_path)}
    installation = Installation.of_user(environ)
    made = Stack(tmp_path, installation.environment(environ))
    made.declare(provider={"sluice": [{}]})
    (tmp_path / LOCK_FILE).write_text(f'provider "{ADDRESS}" {{\n}}\n')
    made.launcher.parent.parent.mkdir(parents=True)
    made.launcher.parent.symlink_to(installation.mirror / ADDRESS / __version__ / "linux_amd64")
    return made


def socket_in(told: dict[str, str]) -> Path:
    [server] = json.loads(told[REATTACH_VARIABLE]).values()
    return Path(server["Addr"]["String"])


def test_terraform_is_attached_to_one_provider_which_goes_with_it(stack: Stack) -> None:
    with attached(stack.folder, stack.environment, follows_plan=False) as told:
        [(address, server)] = json.loads(told[REATTACH_VARIABLE]).items()
        socket = Path(server["Addr"]["String"])
        assert told == {
            REATTACH_VARIABLE: json.dumps(
                {
                    ADDRESS: {
                        "Protocol": "grpc",
                        "ProtocolVersion": 6,
                        "Pid": server["Pid"],
                        "Test": True,
                        "Addr": {"Network": "unix", "String": str(socket)},
                    }
                }
            )
        }
        assert address == ADDRESS
        assert socket.is_socket()
        assert socket.parent.stat().st_mode & 0o077 == 0
        with grpc.insecure_channel(f"unix:{socket}") as channel:
            assert "kafka_connect" in _settings(Terraform(channel))
    assert not socket.parent.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(server["Pid"], 0)


def _settings(terraform: Terraform) -> list[str]:
    schema: pb.GetProviderSchema.Response = terraform.call("GetProviderSchema")
    return [attribute.name for attribute in schema.provider.block.attributes]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"provider": {}},
        {"provider": {"sluice": None}},
        {"provider": {"sluice": {}}},
        {"provider": [{"sluice": [{}]}]},
    ],
    ids=["none", "empty", "nothing", "one", "one in lists"],
)
def test_settings_may_be_left_out(stack: Stack, given: dict[str, Any]) -> None:
    stack.declare(**given)
    with attached(stack.folder, stack.environment, follows_plan=False) as told:
        assert socket_in(told).is_socket()


def test_other_providers_may_have_as_many_configurations_as_they_like(stack: Stack) -> None:
    stack.declare(provider={"sluice": [{}], "aws": [{}, {"alias": "east"}]})
    _name_sources(stack, sluice={"source": ADDRESS}, aws={"source": "hashicorp/aws", "version": "~> 6.0"})
    with attached(stack.folder, stack.environment, follows_plan=False) as told:
        assert socket_in(told).is_socket()


def test_the_socket_is_where_plugins_shall_have_theirs(stack: Stack) -> None:
    folder = stack.folder / "sockets"
    folder.mkdir()
    stack.environment["PLUGIN_UNIX_SOCKET_DIR"] = str(folder)
    with attached(stack.folder, stack.environment, follows_plan=False) as told:
        assert socket_in(told).parent.parent == folder


def two_configurations(stack: Stack) -> None:
    stack.declare(provider={"sluice": [{}, {"alias": "other"}]})


def one_beside_the_usual(stack: Stack) -> None:
    stack.declare(provider={"sluice": {"alias": "other"}})


def two_in_a_list_of_blocks(stack: Stack) -> None:
    stack.declare(provider=[{"sluice": {}}, {"sluice": {"alias": "other"}}])


def two_under_another_name(stack: Stack) -> None:
    stack.declare(provider={"streams": [{}, {"alias": "other"}]})
    _name_sources(stack, streams={"source": ADDRESS})


def two_under_an_address_in_capitals(stack: Stack) -> None:
    stack.declare(provider={"streams": [{}, {"alias": "other"}]})
    _name_sources(stack, streams={"source": ADDRESS.title()})


def two_under_a_name_that_is_an_address(stack: Stack) -> None:
    stack.declare(provider={"sluice": [{}, {"alias": "other"}]})
    _name_sources(stack, sluice="~> 1.0")


def two_names_for_it(stack: Stack) -> None:
    stack.declare(provider={"sluice": {}, "streams": {}})
    _name_sources(stack, sluice={"source": ADDRESS}, streams={"source": ADDRESS})


def two_of_required_providers_in_a_list(stack: Stack) -> None:
    needed = {"required_providers": [{"streams": {"source": ADDRESS}}]}
    stack.declare(terraform=[needed], provider={"streams": [{}, {"alias": "other"}]})


def one_for_each_of_a_set(stack: Stack) -> None:
    stack.declare(provider={"sluice": {"alias": "each", "for_each": '${toset(["a", "b"])}'}})


def _name_sources(stack: Stack, **needed: Any) -> None:
    file = stack.folder / STACK_FILE
    file.write_text(json.dumps({**json.loads(file.read_text()), "terraform": {"required_providers": needed}}))


def a_command_that_may_be_another_terraform(stack: Stack) -> None:
    step = {"local-exec": {"command": "terraform -chdir=../other apply"}}
    stack.declare(resource={"terraform_data": {"thing": {"provisioner": [step]}}})


def a_command_in_lists(stack: Stack) -> None:
    step = {"local-exec": {"command": "terraform -chdir=../other apply"}}
    stack.declare(resource=[{"terraform_data": [{"thing": [{"provisioner": step}]}]}])


def a_provider_that_runs_commands(stack: Stack) -> None:
    with (stack.folder / LOCK_FILE).open("a") as file:
        file.write('provider "registry.terraform.io/hashicorp/external" {\n}\n')


def a_module(stack: Stack) -> None:
    stack.declare(module={"inner": {"source": "./inner"}})


def hcl_beside_it(stack: Stack) -> None:
    (stack.folder / "more.tf").write_text('provider "sluice" {\n  alias = "other"\n}\n')


def nothing_of_ours(stack: Stack) -> None:
    (stack.folder / LOCK_FILE).write_text('provider "registry.terraform.io/hashicorp/aws" {\n}\n')


def two_addresses(stack: Stack) -> None:
    (stack.folder / LOCK_FILE).write_text(f'provider "{ADDRESS}" {{\n}}\nprovider "{ELSEWHERE}" {{\n}}\n')


def a_package_from_elsewhere(stack: Stack) -> None:
    stack.launcher.parent.unlink()
    stack.launcher.parent.mkdir()
    stack.launcher.write_text("#!/bin/sh\nexec /opt/sluice/provider\n")


def another_version(stack: Stack) -> None:
    package = stack.launcher.parent.parent
    package.rename(package.with_name("0.0.9"))
    found = package.with_name("0.0.9") / "linux_amd64"
    found.rename(found.with_name("kept"))
    found.mkdir()
    (found / f"{EXECUTABLE}_v0.0.9").write_text((found.with_name("kept") / stack.launcher.name).read_text())


def no_init_yet(stack: Stack) -> None:
    stack.launcher.parent.unlink()


def an_override_for_development(stack: Stack) -> None:
    config = Path(stack.environment[CONFIG_VARIABLE])
    overrides = f'dev_overrides {{ "{ADDRESS}" = "/home/me/provider" }}'
    config.write_text(config.read_text().replace("provider_installation {", f"provider_installation {{\n {overrides}"))


def a_log(stack: Stack) -> None:
    stack.environment["TF_LOG_PROVIDER"] = "DEBUG"


def an_attachment_of_the_user(stack: Stack) -> None:
    stack.environment[REATTACH_VARIABLE] = "{}"


def an_executable_that_does_not_start(stack: Stack) -> None:
    stack.environment[EXECUTABLE_VARIABLE] = "/bin/false"


def an_executable_that_is_not_there(stack: Stack) -> None:
    stack.environment[EXECUTABLE_VARIABLE] = "/nowhere/provider"


def an_executable_that_says_something_else(stack: Stack) -> None:
    stack.environment[EXECUTABLE_VARIABLE] = "/bin/echo"


def an_executable_that_says_nothing(stack: Stack) -> None:
    silent = stack.folder / "silent"
    silent.write_text("#!/bin/sh\nexec sleep 600\n")
    silent.chmod(0o755)
    stack.environment[EXECUTABLE_VARIABLE] = str(silent)


def a_lock_file_that_is_no_file(stack: Stack) -> None:
    (stack.folder / LOCK_FILE).unlink()
    (stack.folder / LOCK_FILE).mkdir()


def a_lock_file_that_is_no_text(stack: Stack) -> None:
    (stack.folder / LOCK_FILE).write_bytes(b"# \xff\n")


@pytest.mark.parametrize(
    "spoil",
    [
        two_configurations,
        two_in_a_list_of_blocks,
        two_under_another_name,
        two_under_an_address_in_capitals,
        two_under_a_name_that_is_an_address,
        two_names_for_it,
        two_of_required_providers_in_a_list,
        one_for_each_of_a_set,
        one_beside_the_usual,
        a_command_that_may_be_another_terraform,
        a_command_in_lists,
        a_provider_that_runs_commands,
        a_module,
        hcl_beside_it,
        nothing_of_ours,
        two_addresses,
        a_package_from_elsewhere,
        another_version,
        no_init_yet,
        an_override_for_development,
        a_log,
        an_attachment_of_the_user,
        an_executable_that_does_not_start,
        an_executable_that_is_not_there,
        an_executable_that_says_something_else,
        an_executable_that_says_nothing,
        a_lock_file_that_is_no_file,
        a_lock_file_that_is_no_text,
    ],
)
def test_terraform_starts_the_provider_itself_where_another_would_be_meant(
    stack: Stack, spoil: Callable[[Stack], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    if spoil is an_executable_that_says_nothing:
        monkeypatch.setattr("provider_lib.engine.attached._TELLS_WITHIN", 0.1)
    spoil(stack)
    with attached(stack.folder, stack.environment, follows_plan=False) as told:
        assert told == {}


def test_who_outlives_the_command_that_started_the_provider_is_served_to_the_end(stack: Stack) -> None:
    with attached(stack.folder, stack.environment, follows_plan=False) as told:
        socket = socket_in(told)
        channel = grpc.insecure_channel(f"unix:{socket}")
        terraform = Terraform(channel)
        first = _settings(terraform)
    assert (_settings(terraform), socket.is_socket()) == (first, True)
    channel.close()
    until(lambda: not socket.parent.exists())
