"""The image of docs/guides/runners.md, made in a folder: a core runs there, first without a network."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from provider_lib import ADDRESS
from provider_lib.package.archive import Archive
from tests.docs.pages import ROOT, Block, Page
from tests.e2e.apps import BIN
from tests.package.engines import engine_command, engines
from tests.package.roots import minimal_root
from tests.package.static_host import static_host
from tests.unit.rest.api.authority import Authority

GUIDE = Page(ROOT / "docs" / "guides" / "runners.md")
RED_HATS = "etc/pki/tls/certs/ca-bundle.crt"
"""A place for authorities that the machine which builds the package need not have."""


@dataclass(frozen=True)
class Image:
    """A root with what the Containerfile says.

    Args:
        root: the folder.
        core: the command in it.
        environ: its variables.
    """

    root: Path
    core: str
    environ: dict[str, str]

    def run(self, *arguments: str, code: int = 0, without_network: bool = False, **environ: str) -> str:
        """Run the core in the folder of the stack."""
        alone = ["unshare", "--net"] if without_network else []
        done = subprocess.run(
            [*alone, "chroot", str(self.root), self.core, "-chdir=/stack", *arguments, "-no-color"],
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "CHECKPOINT_DISABLE": "1", **self.environ, **environ},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        text = done.stdout + done.stderr
        assert done.returncode == code, f"{arguments} ended with {done.returncode}:\n{text}"
        return " ".join(text.split())


def block(language: str, holding: str) -> Block:
    """The block of the guide that has this in it."""
    [found] = [block for block in GUIDE.blocks() if block.language == language and holding in block.text]
    return found


@pytest.fixture(scope="module")
def context(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the Containerfile, after the command before it in the guide."""
    folder = tmp_path_factory.mktemp("context")
    (folder / "dist").symlink_to(archive.path.parent)
    command = block("sh", "sluice provider mirror mirror").text
    subprocess.run(["sh", "-ec", command], cwd=folder, env={"PATH": f"{BIN}:/usr/bin:/bin"}, check=True)
    return folder


@pytest.fixture(params=engines("terraform", "tofu"))
def image(request: pytest.FixtureRequest, context: Path, tmp_path: Path) -> Image:
    """What the steps of the Containerfile make; the base is the least that the archive needs."""
    command = engine_command(request.param)
    assert command is not None
    root, environ, core = minimal_root(tmp_path / "root"), dict[str, str](), ""
    for line in block("dockerfile", "FROM").text.splitlines():
        match line.split():
            case ["FROM", _]:
                continue
            case ["COPY", _, _, core]:
                _copy(Path(command[0]), root, core)
            case ["COPY", source, target]:
                _copy(context / source, root, target)
            case ["ENV", setting]:
                environ |= [setting.split("=", 1)]
            case step:
                pytest.fail(f"nobody does this step: {step}")
    return Image(root, core, environ)


def _copy(source: Path, root: Path, target: str) -> None:
    place = root / target.removeprefix("/")
    place.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, place)
    else:
        shutil.copy(source, place)


def write_stack(image: Image) -> None:
    """A stack that asks an API for one object."""
    stack = {
        "terraform": {"required_providers": {"sluice": {"source": ADDRESS}}},
        "data": {"sluice_rest_object": {"found": {"path": "/thing.json"}}},
    }
    (image.root / "stack").mkdir()
    (image.root / "stack" / "main.tf.json").write_text(json.dumps(stack))


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def api(tmp_path: Path, authority: Authority) -> Iterator[str]:
    """An API behind a certificate of a company's authority."""
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "thing.json").write_text('{"name": "bolt"}')
    with static_host(tmp_path / "api", authority.server_context()) as host:
        yield f"https://{host}".replace("localhost", "127.0.0.1")


def test_an_image_installs_without_a_network_and_reaches_an_api_of_the_company(
    image: Image, api: str, authority: Authority, archive: Archive
) -> None:
    write_stack(image)
    alone = ["unshare", "--net", "true"]
    if shutil.which("unshare") is None or subprocess.run(alone, check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody take the network away")
    image.run("init", "-input=false", without_network=True)
    mirror = ("-fs-mirror=/srv/terraform/mirror", f"-platform={archive.platform}")
    image.run("providers", "lock", *mirror, without_network=True)

    # The root has no authorities: only the public ones that come along, and the company's is not among them.
    refused = image.run("plan", "-input=false", code=1, SLUICE_REST_URL=api)
    assert "its certificate is not trusted: unable to get local issuer certificate" in refused
    assert "SLUICE_REST_CA_FILE" in refused
    _copy(authority.file, image.root, RED_HATS)
    image.run("plan", "-input=false", SLUICE_REST_URL=api)
