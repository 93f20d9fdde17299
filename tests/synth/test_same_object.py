"""Two constructs of one object are refused when the app is synthesized, with the place of both."""

from __future__ import annotations

import re
from inspect import getsourcelines

import pytest

from provider_lib.systems import CATALOGUE
from tests.synth import same_object
from tests.synth.conftest import Synthesized
from tests.synth.test_named_by_text import remarks

ADVICE = "Keep one of them. Where they are for different servers, give each stack a SluiceProvider that says which."

NAMED = {
    "environment": "lenses_environment, with name 'n'",
    "kafka_connection": "lenses_kafka_connection, with environment 'e', name 'n'",
    "lenses_connector": "lenses_connector, with environment 'e', cluster 'c', name 'n'",
    "role": "lenses_role, with name 'n'",
    "group": "lenses_group, with name 'n'",
    "service_account": "lenses_service_account, with name 'n'",
    "kafka_connect": "kafka_connect_connector, with connect 'default', name 'n'",
    "redpanda": "redpanda_connector, with cluster 'c', name 'n'",
    "source": "streamkap_source, with name 'n', connector 'mysql', at '/sources'",
    "destination": "streamkap_destination, with name 'n', connector 's3', at '/destinations'",
    "pipeline": "streamkap_pipeline, with name 'n', at '/pipelines'",
    "tag": "streamkap_tag, with name 'n', at '/tags'",
    "flink_agent": "confluent_flink_agent, with kafka_cluster_id 'k', name 'n'",
    "settings object": "rest_object, with endpoint 'default', path '/a', at '/a/settings'",
    "searched object": "rest_object, with endpoint 'default', path '/a', search[value] 'n', at '/a'",
}


def without_lines(refusal: str) -> str:
    return re.sub(r": at .*", "", refusal)


@pytest.mark.parametrize("kind", NAMED)
def test_two_constructs_of_one_object_are_refused(synthesized: Synthesized, kind: str) -> None:
    refused = synthesized.notes["same_object"][kind]
    summary = f"[dev] dev/one and dev/two are the same sluice_{NAMED[kind]}"
    assert without_lines(refused) == f"{summary}\ndev/one\ndev/two\n{ADVICE}"


def test_every_resource_is_tried() -> None:
    tried = {f"sluice_{named.partition(',')[0]}" for named in NAMED.values()}
    assert tried == CATALOGUE.resources.keys()
    assert same_object.TWICE.keys() == NAMED.keys()


def test_the_line_of_the_app_that_made_each_is_told(synthesized: Synthesized) -> None:
    file = same_object.__file__
    lines, start = getsourcelines(same_object._across_stacks)
    first, second = (start + number for number, line in enumerate(lines) if "Connector(" in line)
    assert synthesized.notes["same_object_in_other_words"]["across"] == (
        "[flows] platform/a and flows/b are the same sluice_lenses_connector, "
        "with environment 'orders', cluster 'c', name 'sink'\n"
        f"platform/a: at {file}, line {first}\nflows/b: at {file}, line {second}\n{ADVICE}"
    )


def test_what_names_an_object_is_compared_by_what_it_refers_to(synthesized: Synthesized) -> None:
    refused = without_lines(synthesized.notes["same_object_in_other_words"]["words"]).splitlines()
    others = [line.partition(" are ")[0].rpartition(" ")[2] for line in refused if " are the same " in line]
    assert others == ["dev/b", "dev/c", "dev/d", "dev/f"]


def test_equal_settings_of_two_stacks_are_one_server(synthesized: Synthesized) -> None:
    refused = synthesized.notes["same_object_in_other_words"]["plain"]
    assert refused.startswith("[two] one/orders and two/orders are the same sluice_lenses_environment, with name 'o")


def test_ids_of_which_one_would_replace_the_other_are_refused(synthesized: Synthesized) -> None:
    told = {
        name: re.sub(r" \(at [^)]*\)", "", text)
        for name, text in synthesized.notes["ids_that_terraform_does_not_tell_apart"].items()
    }
    alike = "Give ids that differ in more than spaces, dots and letters other than a to z."
    begin = "Give one that begins with a letter, a to z."
    assert told == {
        "left out": f"[dev] The ids of dev/orders 1 and dev/orders1 are the same to Terraform, 'orders1'\n{alike}",
        "not of a to z": f"[dev] The ids of dev/größe and dev/gröe are the same to Terraform, 'gre'\n{alike}",
        "none left": f"[dev] The id of dev/日本 is none that Terraform takes\n{begin}",
        "a number": f"[dev] The id of dev/1 is none that Terraform takes\n{begin}",
    }


def test_what_only_looks_like_one_object_is_synthesized(synthesized: Synthesized) -> None:
    assert remarks(synthesized, "different_objects") == {
        "one/adopting": "one/adopted and one/adopting are the same sluice_lenses_environment, with name 'mine'"
    }


ONE = "[dev] dev/env: {} of one object, with name 'orders'"
BY_COUNT = "Put the `index` of its TerraformCount into what names it, or take count away."
BY_KEY = "Put the `each.key` of its iterator into what names it, or take for_each away."
SEVERAL = {
    "count": (ONE.format("count makes 2"), BY_COUNT),
    "list": (ONE.format("for_each makes 2"), BY_KEY),
    "map": (ONE.format("for_each makes 3"), BY_KEY),
    "set later": (ONE.format("count makes 3"), BY_COUNT),
    "overridden": (ONE.format("count makes 4"), BY_COUNT),
}


@pytest.mark.parametrize("name", SEVERAL)
def test_what_is_made_several_times_needs_a_name_for_each(synthesized: Synthesized, name: str) -> None:
    [told] = synthesized.notes["several_of_one"][name]
    summary, line, advice = told.splitlines()
    assert (summary, advice) == SEVERAL[name]
    assert line.startswith("dev/env: at ")


def test_what_lives_behind_another_needs_a_name_for_each_as_well(synthesized: Synthesized) -> None:
    [told] = synthesized.notes["several_of_one"]["behind another"]
    assert told.startswith("[dev] dev/sink: count makes 2 of one object, with environment ")


@pytest.mark.parametrize(
    ("name", "argument", "advice"), [("adopted", "count", BY_COUNT), ("unknown", "for_each", BY_KEY)]
)
def test_what_may_be_meant_is_remarked(synthesized: Synthesized, name: str, argument: str, advice: str) -> None:
    what = f"{argument} may make several of one object, with name 'orders': at most one of them can be right."
    assert synthesized.notes["several_of_one"][name] == ["nothing was refused", f"{what} {advice}"]


def test_what_has_a_name_for_each_is_made(synthesized: Synthesized) -> None:
    assert synthesized.notes["several_of_one"]["each"] == ["nothing was refused"]
