"""Log lines are such that Terraform's parser takes them, and none is made when nobody asked."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from provider_lib.protocol.log import JsonLines, log_to_terraform


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    """The logger of the provider process, put back as it was."""
    root = logging.getLogger("provider_lib")
    before = (root.handlers, root.propagate, root.level)
    yield logging.getLogger("provider_lib.rest")
    root.handlers, root.propagate, level = before
    root.setLevel(level)


def record(message: object, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("provider_lib.rest", logging.WARNING, __file__, 1, message, None, None)
    made.__dict__.update(extra)
    return made


def test_a_line_is_all_text_with_six_digits_of_a_second() -> None:
    line = JsonLines().format(record(42, created=1795300800.0, fields={"status": 429, "path": None, "@level": 1}))
    assert json.loads(line) == {
        "@level": "warn",
        "@message": "42",
        "@module": "provider_lib.rest",
        "@timestamp": "2026-11-21T22:40:00.000000+00:00",
        "status": "429",
        "path": "None",
    }


def test_a_record_of_several_lines_stays_one_line() -> None:
    assert "\n" not in JsonLines().format(record("one\ntwo"))


def test_a_long_record_is_cut_before_terraform_cuts_it() -> None:
    assert len(JsonLines().format(record("x" * 100_000))) < 64 * 1024


@pytest.mark.parametrize(
    ("environ", "levels"),
    [
        ({}, []),
        ({"TF_LOG": "off"}, []),
        ({"TF_LOG": "WARN"}, ["warn", "error"]),
        ({"TF_LOG": "error", "TF_LOG_PROVIDER": "debug"}, ["debug", "info", "warn", "error"]),
        ({"TF_LOG": "JSON"}, ["trace", "debug", "info", "warn", "error"]),
    ],
)
def test_terraforms_variables_say_what_is_logged(
    environ: dict[str, str], levels: list[str], logger: logging.Logger
) -> None:
    stream = io.StringIO()
    log_to_terraform(environ, stream)
    for level in (5, logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
        logger.log(level, "something")
    assert [json.loads(line)["@level"] for line in stream.getvalue().splitlines()] == levels


def test_what_libraries_log_stays_out_and_what_is_ours_goes_nowhere_else(
    logger: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    stream = io.StringIO()
    log_to_terraform({"TF_LOG": "TRACE"}, stream)
    logger.warning("ours")
    logging.getLogger("httpx").warning("theirs")
    assert [json.loads(line)["@message"] for line in stream.getvalue().splitlines()] == ["ours"]
    assert caplog.messages == ["theirs"]
