"""A core in an empty home, without a Python on PATH, installs the provider from all that Sluice writes, and deploys."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from provider_lib import ADDRESS
from provider_lib.package.archive import Archive
from provider_lib.sandbox import Sandbox
from tests.e2e.apps import Folder
from tests.e2e.stacks import copy_of_stacks, secrets
from tests.package.conftest import Offers
from tests.package.engines import NOWHERE, Site, engine_command, engines

WAYS = [
    pytest.param(way, *engine.values, marks=engine.marks, id=f"{way}-{engine.id}")
    for way, names in {
        "mirror": ("terraform", "tofu"),
        "network mirror": ("terraform", "tofu"),
        "registry": ("terraform", "tofu", "embedded"),
        "oci": ("tofu",),
    }.items()
    for engine in engines(*names)
]
DEPLOYED = {"registry": ("terraform", "tofu"), "oci": ("tofu",)}
"""Where the plan is applied, too; below a mirror is."""
CHANGES = 2
"""How a detailed plan ends that has something to do."""
LOCK = {"mirror": "-fs-mirror", "network mirror": "-net-mirror"}
"""How `providers lock` is told where to look, where it does not ask a registry."""


@pytest.fixture(scope="module")
def stacks(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The stacks of the repository, synthesized."""
    folder = copy_of_stacks(tmp_path_factory.mktemp("stacks"), {})
    done = folder.sluice("synth", "dev")
    assert done.code == 0, done.err
    return folder


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


def settings(way: str, offers: Offers) -> str:
    """The CLI configuration that a user writes; none for a registry."""
    method = {
        "mirror": f'filesystem_mirror {{\n path = "{offers.mirror}"\n }}',
        "network mirror": f'network_mirror {{\n url = "{offers.network_mirror}"\n }}',
        "oci": f'oci_mirror {{\n repository_template = "{offers.oci}"\n include = ["{ADDRESS}"]\n }}',
    }
    return f"provider_installation {{\n {method[way]}\n}}\n" if way in method else ""


def site(way: str, engine: str, offers: Offers, stacks: Folder, folder: Path, sandbox: Sandbox) -> Site:
    """Where stack dev is about to be deployed: its synthesized file, and what a user has set."""
    address = f"{offers.registry}/sluice/sluice" if way == "registry" else ADDRESS
    text = (stacks.path / "cdktf.out/stacks/dev/cdk.tf.json").read_text()
    stack = json.loads(text.replace(ADDRESS, address))
    stack["terraform"]["backend"]["local"]["path"] = str(folder / "terraform.dev.tfstate")
    (folder / "dev").mkdir()
    (folder / "cli.tfrc").write_text(settings(way, offers))
    environ = {
        "TF_CLI_CONFIG_FILE": str(folder / "cli.tfrc"),
        "SSL_CERT_FILE": str(offers.certificates),
        "TMPDIR": str(folder),
        **sandbox.environment(),
        **secrets(),
    }
    place = Site(engine, folder / "dev", environ)
    if "OpenTofu v1.10." in place.run("version").text:
        name_secrets(stack)
    (place.folder / "cdk.tf.json").write_text(json.dumps(stack))
    return place


def name_secrets(stack: dict[str, Any]) -> None:
    """Give secrets by names of the environment: OpenTofu 1.10 has neither ephemeral variables nor write-only ones."""
    del stack["variable"]
    for resources in stack["resource"].values():
        for values in resources.values():
            if secret := values.pop("secret_config", None):
                values["secret_env"] = {
                    key: re.sub(r"\$\{var\.(\w+)\}", r"TF_VAR_\1", text) for key, text in secret.items()
                }


@pytest.mark.parametrize(("way", "engine"), WAYS)
def test_a_core_installs_the_provider_locks_it_and_deploys_stack_dev(
    way: str, engine: str, offers: Offers, archive: Archive, stacks: Folder, sandbox: Sandbox, tmp_path: Path
) -> None:
    place = site(way, engine, offers, stacks, tmp_path, sandbox)
    place.run("init", "-input=false", "-no-color")
    locked = lock_file(place)
    assert set(locked) & set(archive.hashes()), "the lock file has no checksum of the archive"
    if way != "oci":
        where = {"mirror": offers.mirror, "network mirror": offers.network_mirror}.get(way)
        place.run("providers", "lock", "-no-color", *([f"{LOCK[way]}={where}"] if where else []))
        assert set(locked) <= set(lock_file(place))
    place.run("plan", "-detailed-exitcode", "-input=false", "-no-color", code=CHANGES)
    if engine in DEPLOYED.get(way, ()):
        place.run("apply", "-auto-approve", "-input=false", "-no-color")


def lock_file(place: Site) -> list[str]:
    """The checksums that the core keeps."""
    return re.findall(r'"((?:h1|zh):[^"]+)"', (place.folder / ".terraform.lock.hcl").read_text())


@pytest.mark.parametrize("engine", engines("terraform"))
def test_a_lock_file_has_both_checksums_of_what_a_registry_offers(
    engine: str, offers: Offers, archive: Archive, stacks: Folder, sandbox: Sandbox, tmp_path: Path
) -> None:
    place = site("registry", engine, offers, stacks, tmp_path, sandbox)
    said = place.run("init", "-input=false", "-no-color").text
    assert "self-signed, key ID" in said
    assert sorted(lock_file(place)) == sorted(archive.hashes())


@pytest.mark.parametrize("engine", engines("terraform"))
def test_the_packaged_provider_and_that_of_an_environment_read_each_others_state(
    engine: str, offers: Offers, sandbox: Sandbox, tmp_path: Path
) -> None:
    stacks = copy_of_stacks(tmp_path, sandbox.environment())
    packaged = place_in(stacks, engine, offers)
    assert stacks.sluice("synth", "dev").code == 0
    packaged.run("init", "-input=false")
    packaged.run("apply", "-auto-approve", "-input=false", "-no-color")

    compared = stacks.sluice("diff", "dev", "--detailed-exitcode", "--skip-synth")
    assert (compared.code, compared.err.splitlines()[-1]) == (0, "dev: no changes")
    stage = stacks.path / "stacks" / "dev.py"
    stage.write_text(stage.read_text().replace('version="1.5.0"', 'version="1.5.1"'))
    assert stacks.sluice("deploy", "dev", "--auto-approve").code == 0
    packaged.run("plan", "-detailed-exitcode", "-input=false", "-no-color")


def place_in(stacks: Folder, engine: str, offers: Offers) -> Site:
    """Where an engine works in the folder that Sluice synthesizes into."""
    configuration = stacks.path / "cli.tfrc"
    configuration.write_text(settings("mirror", offers))
    folder = stacks.path / "cdktf.out" / "stacks" / "dev"
    return Site(engine, folder, {**stacks.environ, "PATH": NOWHERE, "TF_CLI_CONFIG_FILE": str(configuration)})


@pytest.mark.parametrize("engine", engines("terraform", "tofu"))
def test_a_registry_without_a_signature_is_refused(engine: str, offers: Offers, tmp_path: Path) -> None:
    source = f"{offers.unsigned}/sluice/sluice"
    required = {"terraform": {"required_providers": {"sluice": {"source": source}}}}
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "main.tf.json").write_text(json.dumps(required))
    place = Site(
        engine, tmp_path / "app", {"SSL_CERT_FILE": str(offers.certificates), "TF_CLI_CONFIG_FILE": "/dev/null"}
    )
    refused = place.run("init", "-input=false", "-no-color", code=1).text
    assert "authentication signature from unknown issuer" in " ".join(refused.split())


@pytest.mark.parametrize("engine", engines("terragrunt"))
@pytest.mark.parametrize("way", ["registry", "mirror"])
def test_terragrunt_installs_with_nothing_of_its_own_set(
    way: str, engine: str, offers: Offers, stacks: Folder, sandbox: Sandbox, tmp_path: Path
) -> None:
    terraform = engine_command("terraform") or engine_command("tofu")
    if terraform is None:
        pytest.skip("there is neither terraform nor tofu on PATH, which terragrunt runs")
    place = site(way, engine, offers, stacks, tmp_path, sandbox)
    (place.folder / "terragrunt.hcl").write_text("")
    place = replace(place, environ={**place.environ, "TG_TF_PATH": terraform[0]})
    place.run("init", "-input=false", "-no-color")
    place.run("plan", "-detailed-exitcode", "-input=false", "-no-color", code=CHANGES)
