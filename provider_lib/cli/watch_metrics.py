"""What the healer sees as metrics, for Prometheus and for OpenTelemetry."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provider_lib.errors import ConfigError, SluiceError
from provider_lib.fleet import Finding

if TYPE_CHECKING:
    from prometheus_client.core import GaugeMetricFamily

NAMES = ("stack", "address", "system", "kind", "place", "name")
GAUGES = {
    "sluice_up": ("Whether something runs that should run, or rests that should rest.", NAMES),
    "sluice_failed_tasks": ("How many of its tasks have failed.", NAMES),
    "sluice_restarts": ("How often the healer has restarted it since it was quiet.", NAMES),
    "sluice_needs_somebody": ("Whether the healer leaves it to people, and why it has failed.", (*NAMES, "cause")),
    "sluice_stack_unread": ("Whether the state of a stack could not be read.", ("stack",)),
    "sluice_last_look_timestamp_seconds": ("When the healer has looked last.", ()),
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A value of a gauge."""

    gauge: str
    labels: Mapping[str, str]
    value: float


def samples(findings: Sequence[Finding], unread: Iterable[str], now: float) -> Iterator[Sample]:
    """What the healer has seen.

    Args:
        unread: names of stacks.
        now: seconds since 1970.
    """
    for finding in findings:
        status = finding.status
        labels = {name: str(getattr(status, name)) for name in NAMES}
        yield Sample("sluice_up", labels, float(not status.is_down and status.verdict != "unread"))
        yield Sample("sluice_failed_tasks", labels, status.failed)
        yield Sample("sluice_restarts", labels, finding.count.restarts)
        if finding.word in ("given up", "lasting", "unknown"):
            cause = "unknown" if status.cause is None else status.cause.name
            yield Sample("sluice_needs_somebody", {**labels, "cause": cause}, 1)
    for name in unread:
        yield Sample("sluice_stack_unread", {"stack": name}, 1)
    yield Sample("sluice_last_look_timestamp_seconds", {}, now)


class Metrics:
    """The metrics of the last look.

    Args:
        path: a file that has them too.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._samples: list[Sample] = []

    def serve(self, host: str, port: int) -> None:
        """Serve them for Prometheus, until the process ends.

        Raises:
            ConfigError: nothing can listen there.
        """
        from prometheus_client import start_http_server  # only who wants metrics waits for it

        try:
            start_http_server(port, host, registry=self._registry())
        except (OSError, OverflowError) as error:
            raise ConfigError(
                f"Nothing can listen on {host}:{port}", f"{error}. Give another --metrics-port."
            ) from error

    def offer_to_opentelemetry(self) -> None:
        """Let OpenTelemetry take them, when it is installed; whoever runs us says where they go."""
        try:
            from opentelemetry.metrics import Observation, get_meter  # nobody needs it
        except ImportError:
            return
        meter = get_meter("sluice")
        for name, (meaning, _) in GAUGES.items():

            def observe(_: object, name: str = name) -> list[Observation]:
                taken = [sample for sample in self._samples if sample.gauge == name]
                return [Observation(sample.value, dict(sample.labels)) for sample in taken]

            meter.create_observable_gauge(name, callbacks=[observe], description=meaning)

    def show(self, findings: Sequence[Finding], unread: Mapping[str, SluiceError]) -> None:
        """Show what was seen now.

        Raises:
            ConfigError: the file cannot be written.
        """
        self._samples = list(samples(findings, unread, time.time()))
        if self._path is None:
            return
        from prometheus_client import write_to_textfile  # only who wants metrics waits for it

        try:
            write_to_textfile(str(self._path), self._registry())
        except OSError as error:
            raise ConfigError(f"The metrics cannot be written to {self._path}", str(error)) from error

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """What Prometheus' library asks for."""
        from prometheus_client.core import GaugeMetricFamily  # only who wants metrics waits for it

        for name, (meaning, labels) in GAUGES.items():
            family = GaugeMetricFamily(name, meaning, labels=labels)
            for sample in self._samples:
                if sample.gauge == name:
                    family.add_metric([sample.labels[label] for label in labels], sample.value)
            yield family

    def _registry(self) -> Any:
        from prometheus_client import CollectorRegistry  # only who wants metrics waits for it

        registry = CollectorRegistry()
        registry.register(self)
        return registry
