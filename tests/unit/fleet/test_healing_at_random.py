"""Connectors fail and recover by chance: what passes is healed, what lasts is not touched, and no cap is passed.

CONNECTORS=300 ROUNDS=200 SEED=1 .venv/bin/python -m pytest -s tests/unit/fleet/test_healing_at_random.py
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from random import Random

import httpx

from provider_lib.fleet import Counts, Fleet, Healer, Limits
from provider_lib.systems import CATALOGUE
from provider_lib.systems.connector_failures import CAUSES
from tests.unit.fleet.estate import SINK, Estate
from tests.unit.fleet.test_healer import Clock
from tests.unit.fleet.traces import LASTING, PASSING

CONNECTORS = int(os.environ.get("CONNECTORS", "12"))
ROUNDS = int(os.environ.get("ROUNDS", "25"))
SEED = int(os.environ.get("SEED", "1"))
MINUTE = 60.0
LIMITS = Limits(restarts=6, pause=MINUTE, longest_pause=5 * MINUTE, quiet=10 * MINUTE)


def test_a_fleet_that_fails_at_random_is_healed(estate: Estate, tmp_path: Path) -> None:
    chance, clock, admin = Random(SEED), Clock(), estate.sandbox.admin
    names = [f"sink-{number:03}" for number in range(CONNECTORS)]
    for name in names:
        estate.connector(name)
    theirs = estate.sandbox.environment()["SLUICE_KAFKA_CONNECT_URL"] + "/connectors/theirs"
    httpx.put(f"{theirs}/config", json={**SINK, "name": "theirs"}, trust_env=False).raise_for_status()
    admin.force_state("kafka_connect/default", "theirs", "FAILED", task=0, trace=PASSING[0][2])
    lasting: set[str] = set()
    told: Counter[str] = Counter()
    restarts: Counter[str] = Counter()
    failures = 0
    owned = estate.owned
    healer = Healer(LIMITS, Counts(tmp_path / "counts.json"), clock, lambda some: some)
    with Fleet(owned, CATALOGUE, estate.sandbox.environment(), CAUSES) as fleet:
        for round_number in range(ROUNDS):
            calm = round_number >= ROUNDS - 10  # so that what passes has the time to
            for name in names:
                if not calm and chance.random() < 0.04:
                    lasts = name in lasting or chance.random() < 0.3
                    trace = chance.choice(LASTING if lasts else PASSING)[2]
                    admin.force_state("kafka_connect/default", name, "FAILED", task=0, trace=trace)
                    failures += 1
                    lasting |= {name} if lasts else set()
                elif name in lasting and chance.random() < 0.05:  # somebody has mended it
                    admin.force_state("kafka_connect/default", name, "RUNNING", task=0)
                    lasting.discard(name)
            admin.clear_requests()
            found = healer.look(fleet, is_all=True)
            told.update(finding.word for finding in found if finding.is_new)
            sent = [item["path"] for item in admin.requests() if item["method"] != "GET"]
            assert sorted(sent) == sorted(
                f"/kafka_connect/default/connectors/{finding.status.name}/restart"
                for finding in found
                if finding.word == "restart"
            )
            now = Counter(path.split("/")[4] for path in sent)
            assert not lasting & now.keys()
            restarts += now
            assert all(finding.count.restarts <= LIMITS.restarts for finding in found)
            clock.now += MINUTE
        left = {status.name for status in fleet.look() if status.verdict == "failed"}
    assert left <= lasting
    assert httpx.get(f"{theirs}/status", trust_env=False).json()["tasks"][0]["state"] == "FAILED"
    print(  # noqa: T201  # the figures of docs/guides/operate.md
        f"\n{CONNECTORS} connectors, {ROUNDS} looks, {failures} failures: {restarts.total()} restarts, "
        f"{told['healed']} told as well again, {told['lasting']} as lasting, {told['given up']} given up, "
        f"{len(left)} failed at the end, of {len(lasting)} that last"
    )
