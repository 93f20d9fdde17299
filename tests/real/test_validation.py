"""What a real worker says of a configuration before anything is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core import Workspace
from tests.diagnostics import Said, error, errors
from tests.real.worker import CONNECTOR, FILE_SINK, FILE_SOURCE, Connect, path, sink, source

REFUSED = "The Connect cluster refuses this configuration."


def test_every_bad_key_is_named_by_the_plan(workspace: Workspace, name: str, lines: Path) -> None:
    config = source(lines, name, transforms="cut", **{"tasks.max": "many", "key.converter": "no.such.Converter"})
    del config["topic"]
    workspace.write({CONNECTOR: {"name": name, "config": config}})
    assert sorted(errors(workspace), key=lambda said: said.summary) == [
        Said(f"{key}: {problem}", REFUSED, CONNECTOR)
        for key, problem in [
            (
                "key.converter",
                "Invalid value no.such.Converter for configuration key.converter: "
                "Class no.such.Converter could not be found.",
            ),
            ("tasks.max", "Invalid value many for configuration tasks.max: Not a number of type INT"),
            ("tasks.max", "Invalid value null for configuration tasks.max: Value must be non-null"),
            ("topic", 'Missing required configuration "topic" which has no default value.'),
            (
                "transforms.cut.type",
                'Missing required configuration "transforms.cut.type" which has no default value.',
            ),
        ]
    ]


def test_a_sink_without_topics_is_refused_by_the_plan(workspace: Workspace, name: str, out: Path) -> None:
    config = sink(out, name)
    del config["topics"]
    workspace.write({CONNECTOR: {"name": name, "config": config}})
    assert [said.summary for said in errors(workspace)] == [
        "topics: Must configure one of topics or topics.regex",
        "topics.regex: Must configure one of topics or topics.regex",
    ]


def test_an_unknown_class_is_answered_with_what_is_installed(
    workspace: Workspace, connect: Connect, name: str, lines: Path
) -> None:
    workspace.write({CONNECTOR: {"name": name, "config": source(lines, name) | {"connector.class": f"{FILE_SINK}x"}}})
    said = error(workspace)
    assert said.summary == f"connector.class: {FILE_SINK}x is not installed"
    assert said.detail.splitlines() == [
        f"Did you mean {FILE_SINK}?",
        "Installed there:",
        f"  {FILE_SINK}",
        f"  {FILE_SOURCE}",
        "  org.apache.kafka.connect.mirror.MirrorCheckpointConnector",
        "  org.apache.kafka.connect.mirror.MirrorHeartbeatConnector",
        "  org.apache.kafka.connect.mirror.MirrorSourceConnector",
    ]
    assert connect.names() == []


def test_the_short_name_of_a_class_is_a_class(workspace: Workspace, connect: Connect, name: str, lines: Path) -> None:
    config = source(lines, name) | {"connector.class": "FileStreamSource"}
    workspace.write({CONNECTOR: {"name": name, "config": config}})
    workspace.apply()
    assert workspace.plan().changes == {}
    assert connect.config(name)["connector.class"] == "FileStreamSource"


def test_values_that_are_not_known_yet_are_not_checked(workspace: Workspace, name: str, lines: Path) -> None:
    config = source(lines, "${terraform_data.later.id}", **{"tasks.max": "${terraform_data.later.id}"})
    workspace.write({"terraform_data.later": {}, CONNECTOR: {"name": name, "config": config}})
    assert workspace.plan().changes == {"terraform_data.later": ["create"], CONNECTOR: ["create"]}
    workspace.write(
        {"terraform_data.later": {}, CONNECTOR: {"name": name, "config": config | {"key.converter": "no.such.Class"}}}
    )
    assert error(workspace).summary == (
        "key.converter: Invalid value no.such.Class for configuration key.converter: "
        "Class no.such.Class could not be found."
    )


@pytest.mark.parametrize("bad", [" lines", "lines ", ".", "..", "li\nnes"])
def test_a_name_that_no_worker_could_find_again_is_refused(workspace: Workspace, lines: Path, bad: str) -> None:
    workspace.write({CONNECTOR: {"name": bad, "config": source(lines, "lines")}})
    assert error(workspace).summary == (
        f"name {bad!r} must be neither . nor .., and without control characters or white space at its ends"
    )


@pytest.mark.parametrize("inside", ["/", "\\", "%"])
def test_a_name_that_the_worker_cannot_be_asked_for_is_refused_by_the_plan(
    workspace: Workspace, connect: Connect, name: str, lines: Path, inside: str
) -> None:
    unreachable = f"{name}{inside}a"
    assert connect.get(path(unreachable)).status_code == 400
    workspace.write({CONNECTOR: {"name": unreachable, "config": source(lines, name)}})
    assert error(workspace) == Said(
        f"name {unreachable!r} must be free of slashes, backslashes and %",
        f"So it is since Kafka Connect 4.0; this server is version {connect.worker.version}.",
        CONNECTOR,
    )
