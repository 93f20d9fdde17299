"""No secret comes out of the commands of day 2, wherever they write, whatever servers quote."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

import httpx
import pytest

from provider_lib.sandbox import Sandbox
from tests.e2e.apps import Folder, make_app
from tests.e2e.terminal import on_terminal
from tests.e2e.test_secrets_never_leak import echo, leaks
from tests.hook import Hook, hook
from tests.ports import free_ports
from tests.until import until

__all__ = ["hook"]

MAIN = """\
from provider_lib.constructs import App, Secret, Stack, cdk
from provider_lib.constructs.kafka_connect import Connector
from provider_lib.constructs.lenses import Connector as Behind, Environment

app = App()
stack = Stack(app, "shop")
sink = {
    "connector.class": "io.confluent.connect.jdbc.JdbcSinkConnector",
    "topics": "a",
    "connection.url": "jdbc:x://db",
}
secrets = {"connection.password": Secret.env("SINK_PASSWORD")}
Connector(stack, "plain", name="plain", config=sink, secrets=secrets)
orders = Environment(stack, "orders", name="orders", tier="development")
typed = {"connection.password": Secret.variable("typed")}
Behind(
    stack,
    "behind",
    environment=orders,
    cluster="connect",
    name="behind",
    config=sink,
    secrets=typed,
    wait_for_agent="1m",
)
cdk.HttpBackend(Stack(app, "away"), address="http://127.0.0.1:9/away", retry_max=0)
app.synth()
"""
IN_ENVIRONMENT = 'first "pass"/wörd+&<1>%'
TYPED = "typed-Zq7vXk9mWp3"
TOKEN = "sa_key_4f1c9b27"
IN_URL = "query-Jt5nRp3wXk9"
OF_STATES = "states-Pw8mQr4tLk2"
WITH_METRICS = """\
import sys
from opentelemetry.metrics import set_meter_provider
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import ConsoleMetricExporter, PeriodicExportingMetricReader
from provider_lib.cli import main
set_meter_provider(MeterProvider([PeriodicExportingMetricReader(ConsoleMetricExporter())]))
main()
"""
"""The command with OpenTelemetry, whose metrics it prints at its end."""


@dataclass(frozen=True)
class Shop:
    """What was deployed, and fails with words that quote every secret."""

    app: Folder
    key: str

    def hides(self, text: str) -> bool:
        """Whether a text shows what was quoted beside the secrets, and none of them."""
        assert leaks(text, IN_ENVIRONMENT, TYPED, TOKEN, IN_URL, OF_STATES, self.key) == []
        return "ConnectException: Connection refused ***" in text and "withheld, because it may quote" in text

    def left(self) -> Iterator[str]:
        """What lies in the files of the app beside its state."""
        for file in self.app.path.rglob("*"):
            if file.is_file() and file.suffix != ".tfstate":
                yield file.read_text("latin-1")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with Sandbox() as sandbox:
        sandbox.admin.switch(lenses={"secrets_shown_as": "****"})
        made = make_app(tmp_path_factory.mktemp("shop"), "")
        (made.path / "main.py").write_text(MAIN)
        own = {"SINK_PASSWORD": IN_ENVIRONMENT, "TF_VAR_typed": TYPED, "TF_HTTP_PASSWORD": OF_STATES}
        app = Folder(made.path, {**made.environ, **sandbox.environment(), **own, "NO_PROXY": "127.0.0.1"})
        deployed = app.sluice("deploy", "shop", "--auto-approve")
        assert deployed.code == 0, deployed.err
        [key] = re.findall(r'"agent_key": "([^"]+)"', "".join(file.read_text() for file in app.path.rglob("*.tfstate")))
        said = f"{echo(IN_ENVIRONMENT, TOKEN)} jdbc:x://me:{IN_URL}@db?password={IN_URL}"
        trace = f"a.B: {said}\n\tat x\nCaused by: java.net.ConnectException: Connection refused {said}"
        sandbox.admin.fail("kafka_connect/default", "plain", trace=trace)
        trace = f"a.B: {echo(TYPED, key)}\nCaused by: java.net.ConnectException: Connection refused"
        sandbox.admin.fail("lenses/orders/connect", "behind", trace=trace)
        shop = Shop(app, key)
        yield shop
        assert [text for text in shop.left() if leaks(text, IN_ENVIRONMENT, TYPED, TOKEN, IN_URL, OF_STATES, key)] == []


def test_status_tells_no_secret(shop: Shop) -> None:
    done = shop.app.sluice("status", "--skip-synth", "--json")
    assert done.code == 1, done.err
    assert shop.hides(done.out + done.err)
    with on_terminal(shop.app, "status", "--skip-synth", columns=2000) as terminal:
        assert terminal.read_to_the_end() == 1
    assert shop.hides(terminal.said)


def test_the_healer_tells_no_secret_on_a_terminal_to_a_webhook_and_to_prometheus(shop: Shop, hook: Hook) -> None:
    [port] = free_ports(1)
    file = shop.app.path / "sluice.prom"
    words = ["--skip-synth", "--metrics-file", str(file), "--metrics-port", str(port), "--every", "60"]
    app = Folder(shop.app.path, {**shop.app.environ, "SLUICE_WATCH_WEBHOOK": hook.url})
    with on_terminal(app, "watch", *words, columns=2000) as terminal:
        terminal.read_until("away could not be read")
        until(file.exists)
        scraped = httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False).text
        terminal.type("\x03")
        assert terminal.read_to_the_end() == 0, terminal.said
    sent = json.dumps(hook.said, ensure_ascii=False)
    assert shop.hides(terminal.said)
    assert shop.hides(sent)
    assert not shop.hides(scraped)
    assert hook.url not in terminal.said + scraped


def test_the_healer_tells_no_secret_in_json_and_to_opentelemetry(shop: Shop) -> None:
    program = shop.app.path / "with_metrics.py"
    program.write_text(WITH_METRICS)
    done = shop.app.run(
        "python", program.name, "watch", "--once", "--skip-synth", "--json", "--within", "0", "--counts", "c"
    )
    assert done.code == 1, done.err
    assert shop.hides(done.out + done.err)
    assert '"name": "sluice_failed_tasks"' in done.out


def test_a_map_shows_no_secret(shop: Shop) -> None:
    files = [shop.app.path / f"map.{kind}" for kind in ("html", "svg", "mmd")]
    done = shop.app.sluice("map", "--skip-synth", *(f"--out={file.name}" for file in files))
    assert done.code == 1, done.err
    assert not shop.hides(done.out + done.err)
    assert [shop.hides(unescape(file.read_text())) for file in files] == [True, False, False]  # pictures quote no trace


def test_drift_tells_no_secret(shop: Shop) -> None:
    worker = shop.app.environ["SLUICE_KAFKA_CONNECT_URL"]
    config = httpx.get(f"{worker}/connectors/plain/config").json()
    theirs = {"connection.url": f"jdbc:x://me:{IN_URL}@db", "connection.password": IN_URL}
    httpx.put(f"{worker}/connectors/plain/config", json=config | theirs).raise_for_status()
    files = [shop.app.path / f"drift.{kind}" for kind in ("txt", "md", "json")]
    done = shop.app.sluice("drift", "--skip-synth", *(f"--out={file.name}" for file in files))
    assert done.code == 1, done.err
    assert not shop.hides(done.out + done.err)
    for file in files:
        written = file.read_text()
        assert not shop.hides(written)
        assert "jdbc:x://********@db" in written
