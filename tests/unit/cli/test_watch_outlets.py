"""What the healer has to say reaches a webhook, Prometheus and OpenTelemetry, whatever texts servers have."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from opentelemetry import metrics
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from prometheus_client.parser import text_string_to_metric_families

from provider_lib.cli.watch_metrics import Metrics
from provider_lib.cli.watch_report import line
from provider_lib.cli.watch_webhook import Webhook
from provider_lib.errors import ConfigError, StateError
from provider_lib.fleet import Count, Finding, Status, Task
from provider_lib.spec import Cause
from tests.hook import Hook, hook

__all__ = ["hook"]

CAUSE = Cause("credentials", True, "x", "y", "Put the right ones.")
STATUS = Status(
    stack="prod",
    address="a.sink",
    system="kafka_connect",
    kind="connector",
    place='main"eu',
    name="sink",
    desired="running",
    state="RUNNING",
    verdict="failed",
    tasks=(Task(id="0", state="FAILED", failed=True, trace="FATAL: <!channel> & more\n\tat x"),),
    cause=CAUSE,
    gist="FATAL: <!channel> & more",
)
LASTING = Finding(STATUS, "lasting", Count(2, 0, "lasting"), is_new=True)


def test_a_server_cannot_mention_anybody(hook: Hook) -> None:
    assert Webhook(hook.url).tell([line(LASTING)]) == ""
    assert hook.said == [
        {
            "text": 'main"eu/sink of prod has failed and will not heal by itself (credentials): '
            "FATAL: &lt;!channel&gt; &amp; more\n  Put the right ones."
        }
    ]


def test_an_environment_without_its_agent_is_told_as_status_tells_it() -> None:
    away = replace(STATUS, place="", name="orders", state=None, verdict="down", tasks=(), cause=None, gist=None)
    assert line(Finding(away, "down", Count(0, 0, "down"), is_new=True)) == (
        "orders of prod should run and does not: no agent"
    )


def test_what_could_not_be_told_is_told_with_what_comes_next_and_the_url_is_not_told(hook: Hook) -> None:
    webhook = Webhook(hook.url)
    hook.status = 500
    assert webhook.tell(["one"]) == "The webhook answered with status 500; it is told with what comes next"
    hook.status = 200
    assert webhook.tell(["two"]) == ""
    assert webhook.tell([]) == ""
    assert hook.said == [{"text": "one"}, {"text": "one\ntwo"}]


def test_a_webhook_that_is_away_stops_nothing() -> None:
    said = Webhook("http://127.0.0.1:1/s3cret").tell(["one"])
    assert said == "The webhook could not be told: ConnectError; it is told with what comes next"


def test_a_webhook_that_sends_elsewhere_is_not_followed(hook: Hook) -> None:
    hook.status = 307
    said = Webhook(hook.url).tell(["one"])
    assert said == "The webhook answered with status 307; it is told with what comes next"
    assert hook.said == [{"text": "one"}]


def test_a_webhook_that_says_nothing_is_given_up(hook: Hook) -> None:
    over = threading.Event()
    hook.status, hook.goes_on = 0, lambda _: over.wait() and None
    said = Webhook(hook.url, timeout=0.1).tell(["one"])
    over.set()
    assert "Timeout; it is told with what comes next" in said


def test_a_webhook_whose_answer_never_ends_has_been_told(hook: Hook) -> None:
    def go_on(connection: BaseHTTPRequestHandler) -> None:
        with suppress(OSError):
            while True:
                connection.wfile.write(b"x" * 1000)

    hook.goes_on = go_on
    assert Webhook(hook.url).tell(["one"]) == ""


@pytest.mark.parametrize(
    "url", ["https://host:99999/", "http://[::1", "https://exa mple/", "http:///", "https://\x00/"]
)
def test_a_webhook_with_a_url_that_leads_nowhere_stops_nothing(url: str) -> None:
    assert Webhook(url).tell(["one"]).startswith("The webhook could not be told: ")


def test_a_proxy_that_cannot_be_used_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "nonsense://proxy")
    assert Webhook("https://hooks.invalid/").tell(["one"]).startswith("The webhook could not be told: ")


def test_a_webhook_is_on_the_web() -> None:
    with pytest.raises(ConfigError):
        Webhook("file:///etc/passwd")


def test_prometheus_reads_every_label(tmp_path: Path) -> None:
    path = tmp_path / "sluice.prom"
    Metrics(path).show([LASTING], {"dev": StateError("x")})
    found = [text for text in path.read_text().splitlines() if not text.startswith("#")]
    address, rest = (
        'address="a.sink"',
        'kind="connector",name="sink",place="main\\"eu",stack="prod",system="kafka_connect"',
    )
    labels = f"{address},{rest}"
    assert [text for text in found if "timestamp" not in text] == [
        f"sluice_up{{{labels}}} 0.0",
        f"sluice_failed_tasks{{{labels}}} 1.0",
        f"sluice_restarts{{{labels}}} 2.0",
        f'sluice_needs_somebody{{{address},cause="credentials",{rest}}} 1.0',
        'sluice_stack_unread{stack="dev"} 1.0',
    ]
    assert len(found) == 6


def test_two_of_the_same_name_are_two_series(tmp_path: Path) -> None:
    other = replace(LASTING, status=replace(STATUS, address="b.sink"))
    path = tmp_path / "sluice.prom"
    Metrics(path).show([LASTING, other], {})
    series = [text.rpartition(" ")[0] for text in path.read_text().splitlines() if not text.startswith("#")]
    assert len(set(series)) == len(series) == 9


def test_a_file_of_metrics_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "sluice.prom"
    path.write_text('sluice_up{stack="pr')
    Metrics(path).show([LASTING], {})
    assert list(text_string_to_metric_families(path.read_text()))
    assert list(tmp_path.iterdir()) == [path]


def test_metrics_that_have_no_place_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be written to"):
        Metrics(tmp_path / "missing" / "sluice.prom").show([LASTING], {})
    with pytest.raises(ConfigError, match="cannot be written to"):
        Metrics(tmp_path).show([LASTING], {})
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(ConfigError, match="Nothing can listen on"):
        Metrics(None).serve("127.0.0.1", other.getsockname()[1])


def test_opentelemetry_takes_the_same() -> None:
    reader = InMemoryMetricReader()
    metrics.set_meter_provider(MeterProvider([reader]))
    made = Metrics(None)
    made.offer_to_opentelemetry()
    made.show([LASTING], {})
    data = reader.get_metrics_data()
    assert data is not None
    taken = {
        metric.name: [(dict(point.attributes or {})["name"], point.value) for point in metric.data.data_points]  # type: ignore[union-attr]
        for metric in data.resource_metrics[0].scope_metrics[0].metrics
        if metric.name != "sluice_last_look_timestamp_seconds" and metric.data.data_points
    }
    assert taken == {
        "sluice_up": [("sink", 0)],
        "sluice_failed_tasks": [("sink", 1)],
        "sluice_restarts": [("sink", 2)],
        "sluice_needs_somebody": [("sink", 1)],
    }
