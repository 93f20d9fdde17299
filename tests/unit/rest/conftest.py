from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from provider_lib.rest import RestAccount
from provider_lib.rest.checks.validated import Memory
from provider_lib.rest.object.journal import Storage
from provider_lib.sandbox import Sandbox
from provider_lib.spec import Declarations
from provider_lib.systems import CATALOGUE
from tests.unit.rest.api.authority import Authority
from tests.unit.rest.core import Core, core_of
from tests.unit.rest.crash import Runs
from tests.unit.rest.desk import Desk
from tests.unit.rest.mills import DECLARED as MILLS
from tests.unit.rest.mills import Mills
from tests.unit.rest.shop import Shop
from tests.unit.rest.toys import DECLARED

MakeCore = Callable[..., Core]
SECRETS = {"PASSWORD": "correct-horse"}
"""Variables that ``secret_env`` may name."""


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(scope="session")
def _authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Authority(tmp_path_factory.mktemp("authority")).file


@pytest.fixture
def make_core(_authority: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeCore]:
    """Makes a core of some declarations whose provider sees these variables."""
    # A walk makes a client, and that one reads the machine's authorities: 25 ms for what no test here asks.
    monkeypatch.setenv("SSL_CERT_FILE", str(_authority))
    with ExitStack() as stack:

        def make(
            declared: Declarations,
            environment: Mapping[str, str],
            storage: Storage | None = None,
            memory: Memory | None = None,
            *,
            follows_plan: bool = False,
        ) -> Core:
            return stack.enter_context(core_of(declared, environment, storage, memory, follows_plan=follows_plan))

        yield make


@pytest.fixture
def shop(make_core: MakeCore) -> Iterator[Shop]:
    """The made-up system, with a core whose provider does not retry."""
    shop = Shop()
    with shop.serving():
        shop.core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "0"} | SECRETS)
        yield shop


@pytest.fixture
def desk(make_core: MakeCore) -> Iterator[Desk]:
    """An API with a plain collection, with a core whose provider does not retry."""
    desk = Desk()
    with desk.serving():
        desk.core = make_core(CATALOGUE, {"SLUICE_REST_URL": desk.url, "SLUICE_REST_MAX_RETRIES": "0"})
        yield desk


@pytest.fixture
def mills() -> Iterator[Mills]:
    """An API of what turns, with an account that does not retry."""
    mills = Mills()
    environment = {"SLUICE_TOYS_URL": mills.url, "SLUICE_TOYS_MAX_RETRIES": "0"} | SECRETS
    with mills.serving(), closing(RestAccount(MILLS, environment)) as mills.account:
        mills.account.configure(dict.fromkeys(mills.account.schemas().provider.attributes))
        yield mills


@pytest.fixture
def vendors(make_core: MakeCore, sandbox: Sandbox) -> Core:
    """A core with the catalogue and the vendors' APIs."""
    return make_core(CATALOGUE, sandbox.environment())


@pytest.fixture
def runs(shop: Shop, make_core: MakeCore, tmp_path: Path) -> Runs:
    """Runs against the shop."""
    environment = {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "0"} | SECRETS
    return Runs(tmp_path / "journal", lambda journal: make_core(DECLARED, environment, journal))


@pytest.fixture
def desk_runs(desk: Desk, make_core: MakeCore, tmp_path: Path) -> Runs:
    """Runs against the desk."""
    environment = {"SLUICE_REST_URL": desk.url, "SLUICE_REST_MAX_RETRIES": "0"}
    return Runs(tmp_path / "journal", lambda journal: make_core(CATALOGUE, environment, journal))
