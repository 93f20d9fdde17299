from __future__ import annotations

import time

import httpx
import pytest

from provider_lib.errors import SandboxError
from provider_lib.sandbox import Sandbox

from .lenses import Lenses

ENVIRONMENTS = "/api/v1/environments"
PROD = {"name": "prod", "tier": "production"}


def names(lenses: Lenses) -> list[str]:
    return [item["name"] for item in lenses.get(ENVIRONMENTS).json()["items"]]


def test_a_connection_is_dropped_before_the_request_is_carried_out(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.fault("drop", method="POST", path="/environments$")

    with pytest.raises(httpx.TransportError):
        lenses.post(ENVIRONMENTS, json=PROD)
    assert names(lenses) == []


def test_a_connection_is_dropped_after_the_request_was_carried_out(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.fault("drop", method="POST", path="/environments$", carried_out=True)

    with pytest.raises(httpx.TransportError):
        lenses.post(ENVIRONMENTS, json=PROD)
    assert names(lenses) == ["prod"]


@pytest.mark.parametrize(("carried_out", "made"), [(False, []), (True, ["prod"])])
def test_a_status_takes_the_place_of_the_answer(
    sandbox: Sandbox, lenses: Lenses, carried_out: bool, made: list[str]
) -> None:
    sandbox.admin.fault("status", method="POST", status=504, body={"message": "busy"}, carried_out=carried_out)

    answer = lenses.post(ENVIRONMENTS, json=PROD)

    assert (answer.status_code, answer.json()) == (504, {"message": "busy"})
    assert names(lenses) == made


def test_a_status_without_a_body_has_none(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.fault("status", status=429)
    answer = lenses.get(ENVIRONMENTS)

    assert (answer.status_code, answer.content, answer.headers.get("Retry-After")) == (429, b"", None)


@pytest.mark.parametrize("retry_after", [7, "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_a_status_can_say_when_to_retry(sandbox: Sandbox, lenses: Lenses, retry_after: int | str) -> None:
    sandbox.admin.fault("status", status=429, retry_after=retry_after)

    assert lenses.get(ENVIRONMENTS).headers["Retry-After"] == str(retry_after)


def test_a_page_of_html_comes_from_a_gateway(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.fault("html", status=502)
    answer = lenses.get(ENVIRONMENTS)

    assert (answer.status_code, answer.headers["Content-Type"]) == (502, "text/html; charset=utf-8")
    assert answer.text.startswith("<html>")


def test_json_is_cut_in_half_after_the_request_was_carried_out(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.fault("broken_json", method="POST")
    answer = lenses.post(ENVIRONMENTS, json=PROD)

    assert answer.status_code == 201
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        answer.json()
    assert names(lenses) == ["prod"]


def test_a_late_answer_can_be_timed_out_though_it_is_carried_out(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.fault("latency", method="POST", seconds=0.3)

    with pytest.raises(httpx.ReadTimeout):
        lenses.post(ENVIRONMENTS, json=PROD, timeout=0.1)
    assert names(lenses) == ["prod"]


def test_a_slow_body_is_whole_in_the_end(sandbox: Sandbox, lenses: Lenses) -> None:
    lenses.post(ENVIRONMENTS, json=PROD)
    whole = lenses.get(ENVIRONMENTS).json()
    sandbox.admin.fault("slow_body", seconds=0.2)

    started = time.monotonic()
    assert lenses.get(ENVIRONMENTS).json() == whole
    assert time.monotonic() - started >= 0.19


def test_a_server_that_starts_has_nothing_at_any_path(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.fault("starting", count=2)

    in_json = lenses.get(ENVIRONMENTS, headers={"Accept": "application/json"})
    assert (in_json.status_code, in_json.json()) == (
        404,
        {"message": "Not Found", "url": in_json.request.url.path, "status": "404"},
    )
    in_html = lenses.get(ENVIRONMENTS, headers={"Accept": "*/*"})
    assert (in_html.status_code, in_html.headers["content-type"]) == (404, "text/html;charset=iso-8859-1")
    assert lenses.get(ENVIRONMENTS).status_code == 200


def test_a_fault_befalls_only_its_method_and_path(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.fault("status", method="DELETE", path="/prod$", status=500)
    lenses.post(ENVIRONMENTS, json=PROD)

    assert lenses.get(f"{ENVIRONMENTS}/prod").status_code == 200
    assert lenses.delete(f"{ENVIRONMENTS}/other").status_code == 404
    assert lenses.delete(f"{ENVIRONMENTS}/prod").status_code == 500


def test_a_fault_skips_and_counts(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.fault("status", skip=1, count=2, status=500)

    assert [lenses.get(ENVIRONMENTS).status_code for _ in range(4)] == [200, 500, 500, 200]
    assert sandbox.admin.faults() == []


def test_a_fault_without_count_stays_until_it_is_cleared(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.fault("status", count=None, status=500)

    assert [lenses.get(ENVIRONMENTS).status_code for _ in range(3)] == [500, 500, 500]
    sandbox.admin.clear_faults()
    assert lenses.get(ENVIRONMENTS).status_code == 200


def test_faults_come_one_after_the_other(sandbox: Sandbox, lenses: Lenses) -> None:
    for status in (429, 503):
        sandbox.admin.fault("status", status=status)

    assert [lenses.get(ENVIRONMENTS).status_code for _ in range(3)] == [429, 503, 200]


def test_pending_faults_can_be_read(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.fault("drop", path="/environments", count=3)
    with pytest.raises(httpx.TransportError):
        lenses.get(ENVIRONMENTS)

    assert sandbox.admin.faults() == [
        {
            "kind": "drop",
            "method": None,
            "path": "/environments",
            "skip": 0,
            "count": 2,
            "carried_out": False,
            "seconds": 1.0,
            "status": 503,
            "retry_after": None,
            "headers": {},
            "body": None,
        }
    ]


@pytest.mark.parametrize(
    ("fault", "wrong"),
    [
        ({"kind": "explosion"}, "kind: "),
        ({"kind": "drop", "path": "("}, "path: Value error, not a regular expression"),
        ({"kind": "drop", "when": "now"}, "when: Extra inputs"),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(sandbox: Sandbox, fault: dict[str, str], wrong: str) -> None:
    with pytest.raises(SandboxError, match=r"The sandbox refused POST /faults") as refused:
        sandbox.admin.fault(**fault)

    assert wrong in refused.value.detail
