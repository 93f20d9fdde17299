"""A secret that is planted anywhere in a plan comes out in no format, not even six characters of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from provider_lib.review import Remark, Report, digest, review
from provider_lib.systems import CATALOGUE
from tests.review.formats import FORMATS
from tests.review.plans import changed, connector, plan

SECRET = "Zq7vXk9mWp3rTj5n"
KIND = "sluice_kafka_connect_connector"
LONG = "x" * 1_985


def config(values: dict[str, Any], **more: Any) -> dict[str, Any]:
    return changed(KIND, ["update"], connector(), connector(values), **more)


def failed(trace: str) -> dict[str, Any]:
    tasks = [{"id": "0", "state": "FAILED", "trace": trace}]
    return plan(changed(KIND, ["update"], connector(tasks=tasks, trace=trace), connector({"topics": "b"}, tasks=tasks)))


def other(before: Any, after: Any, **more: Any) -> dict[str, Any]:
    return plan(changed("random_thing", ["update"], before, after, **more))


def output(before: Any, after: Any, **more: Any) -> dict[str, Any]:
    change = {"actions": ["update"], "before": before, "after": after, **more}
    return plan(output_changes={"url": change})


URL = f"jdbc:postgresql://me:{SECRET}@db/orders"
RUN = {"address": "action.a.b", "type": "sluice_kafka_connect_restart_connector", "config_values": {"name": SECRET}}
MARKED = {"after_sensitive": {"config": {"topics": True}}, "before_sensitive": {}}

PLANTED: dict[str, dict[str, Any]] = {
    "a key that sounds secret": plan(config({"database.password": SECRET})),
    "a key that sounds secret in humps": plan(config({"awsSecretAccessKey": SECRET})),
    "an old value": plan(changed(KIND, ["update"], connector({"ssl.key.password": SECRET}), connector())),
    "a login module": plan(config({"sasl.jaas.config": f'x.PlainLoginModule required password="{SECRET}";'})),
    "a login module under another key": plan(config({"a": f'PlainLoginModule required password="{SECRET}";'})),
    "an address": plan(config({"connection.url": URL})),
    "an old address": plan(changed(KIND, ["update"], connector({"connection.url": URL}), connector())),
    "an address whose password has an @": plan(config({"connection.url": f"mongodb://me:a@{SECRET}@db"})),
    "an address with a token alone": plan(config({"repository": f"https://ghp_{SECRET}0123@host/x"})),
    "a query": plan(config({"connection.url": f"jdbc:sqlserver://db;user=me;password={SECRET};encrypt=true"})),
    "an address at the cut": plan(config({"a": f"{LONG} https://me:{SECRET}@db/orders"})),
    "a connection string": plan(config({"a": f"Endpoint=sb://x/;SharedAccessKeyName=a;SharedAccessKey={SECRET}="})),
    "JSON in a text": plan(config({"a": json.dumps({"login": {"password": SECRET}})})),
    "JSON in a text that is cut": plan(config({"a": json.dumps({"login": {"password": SECRET}})[:-2]})),
    "deep JSON in a text": plan(config({"a": "[" * 300 + json.dumps({"password": SECRET}) + "]" * 300})),
    "a header": plan(config({"a": f"Authorization: Bearer {SECRET}"})),
    "a private key": plan(config({"a": f"-----BEGIN PRIVATE KEY-----\n{SECRET}\n-----END PRIVATE KEY-----"})),
    "a list of topics that is marked": plan(config({"topics": f"orders,{SECRET}"}, **MARKED)),
    "an item of a list that is an address": plan(config({"topics": f"orders,http://me:{SECRET}@db"})),
    "an item at the cut": plan(config({"topics": f"orders,{'x' * 100} http://me:{SECRET}@db"})),
    "a name that is marked": plan(
        changed(KIND, ["create"], None, connector(name=SECRET), after_sensitive={"name": True})
    ),
    "a name of what goes that is marked": plan(
        changed(KIND, ["delete"], connector(name=SECRET), None, before_sensitive={"name": True})
    ),
    "an object that is marked": plan(changed(KIND, ["delete"], connector(name=SECRET), None, before_sensitive=True)),
    "a trace with an address": failed(f"Connection to {URL} refused"),
    "a trace with an address at the cut": failed(f"{'x' * 170} {URL} refused"),
    "a trace with a query": failed(f"GET /v1?token={SECRET} is 401"),
    "a trace with a setting": failed(f"Caused by: props are {{user=me, password={SECRET}, ssl=true}}"),
    "a trace with a sentence": failed(f"Login failed, password: {SECRET}"),
    "a trace with JSON": failed(f'Bad answer: {{"client_secret": "{SECRET}"}}'),
    "a trace with a header": failed(f"401 for Authorization: Basic {SECRET}=="),
    "a state": plan(
        changed(KIND, ["update"], connector(state=f"FAILED https://me:{SECRET}@db"), connector({"a": "b"}))
    ),
    "what is marked of another provider": other({"a": "x"}, {"a": SECRET}, after_sensitive={"a": True}),
    "what was marked of another provider": other({"a": SECRET}, {"a": "x"}, before_sensitive={"a": True}),
    "a part that is marked": other({"a": []}, {"a": [{"b": SECRET}]}, after_sensitive={"a": [{"b": True}]}),
    "a key of another provider": other({}, {"db": {"admin_password": SECRET}}),
    "a name beside a value": other({}, {"env": [{"name": "DB_PASSWORD", "value": SECRET}]}),
    "an output that is marked": output(SECRET, "x", before_sensitive=True, after_sensitive=False),
    "an output that is marked now": output("x", SECRET, after_sensitive=True),
    "an output with a part that is marked": output({}, {"a": SECRET, "b": 1}, after_sensitive={"a": True}),
    "an output that is an address": output("x", URL),
    "an action's argument that is marked": plan(action_invocations=[RUN | {"config_sensitive": {"name": True}}]),
    "drift": plan(resource_drift=[changed("aws_x", ["update"], {"password": SECRET}, {"password": "x"})]),
    "drift that is marked": plan(
        resource_drift=[changed("aws_x", ["update"], {"a": "x"}, {"a": SECRET}, after_sensitive={"a": True})]
    ),
    "a check": plan(checks=[{"status": "fail", "instances": [{"problems": [{"message": f"{URL} is down"}]}]}]),
}


def report_of(document: Any, remark: str = "") -> Report:
    remarks = [Remark("warning", remark, f"{remark}\n{remark}", address) for address in ("", f"{KIND}.it") if remark]
    return review(document, CATALOGUE, stack="dev", remarks=remarks)


def leaked(written: str, secret: str = SECRET) -> list[str]:
    return [secret[at : at + 6] for at in range(len(secret) - 5) if secret[at : at + 6] in written]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("where", PLANTED)
def test_a_planted_secret_comes_out_nowhere(where: str, form: str) -> None:
    report = report_of(PLANTED[where])
    assert leaked(FORMATS[form].written(report)) == []
    assert leaked(repr(report)) == []


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("said", [f"{URL} is down", f"HTTP 401: token={SECRET}", f'{{"password": "{SECRET}"}}'])
def test_what_a_server_said_meanwhile_is_masked(said: str, form: str) -> None:
    assert leaked(FORMATS[form].written(report_of(PLANTED["an address"], said))) == []


def test_every_plan_here_has_the_secret_in_it() -> None:
    assert [where for where, document in PLANTED.items() if SECRET not in json.dumps(document)] == []


def test_what_is_no_secret_is_not_hidden() -> None:
    shown = {
        "connection.url": "jdbc:postgresql://db:5432/orders?user=me",
        "sasl.jaas.config": "${file:/secrets/kafka:jaas}",
        "topics.regex": "[a-z]+",
        "transforms": "mask",
        "errors.log.include.messages": "true",
    }
    report = report_of(plan(config(shown)))
    assert {".".join(it.path[1:]): it.after for it in report.changes[0].differences} == shown


@pytest.mark.parametrize("secret", [False, True])
def test_what_comes_after_the_cut_is_part_of_the_digest(*, secret: bool) -> None:
    ends = ["a", "b"] if not secret else [f"https://me:{end}@db" for end in ("a", "b")]
    digests = {digest(report_of(plan(config({"a": "x" * 3_000 + end})))) for end in ends}
    assert len(digests) == (1 if secret else 2)
