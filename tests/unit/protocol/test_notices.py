"""Notices go to whoever listens; nobody waits for a listener that is not there or does not read."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from provider_lib import NOTICES_VARIABLE
from provider_lib.protocol.log import log_to_terraform
from provider_lib.protocol.notices import LONGEST_NOTICE, open_notices


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    """The logger of the provider process, put back as it was."""
    root = logging.getLogger("provider_lib")
    before = (root.handlers, root.propagate, root.level)
    yield logging.getLogger("provider_lib.rest")
    for handler in root.handlers:
        handler.close()
    root.handlers, root.propagate, level = before
    root.setLevel(level)


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    path = tmp_path / "notices"
    os.mkfifo(path)
    return path


@pytest.fixture
def reader(pipe: Path) -> Iterator[int]:
    descriptor = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    yield descriptor
    os.close(descriptor)


def test_what_is_information_is_told_line_by_line(pipe: Path, reader: int, logger: logging.Logger) -> None:
    with open(os.devnull, "w") as stream:
        log_to_terraform({NOTICES_VARIABLE: str(pipe)}, stream)
        logger.debug("GET /things 503")
        logger.info("waiting for %s\nfor long", "hq")
        logger.info("\x1b[31mred \ud800")
        logger.info("x" * 5000)
    told = os.read(reader, 10_000).decode().splitlines()
    assert told == [
        "waiting for hq for long",
        r"\x1b[31mred \ud800",
        "x" * LONGEST_NOTICE + "... (4600 characters more)",
    ]


def test_a_listener_changes_nothing_of_what_terraform_gets(pipe: Path, reader: int, logger: logging.Logger) -> None:
    path = pipe.with_name("log")
    with path.open("w") as stream:
        log_to_terraform({NOTICES_VARIABLE: str(pipe), "TF_LOG": "ERROR"}, stream)
        logger.info("waiting")
    assert (path.read_text(), os.read(reader, 100)) == ("", b"waiting\n")


@pytest.mark.usefixtures("reader")
def test_a_full_pipe_is_not_waited_for(pipe: Path, logger: logging.Logger) -> None:
    with open(os.devnull, "w") as stream:
        log_to_terraform({NOTICES_VARIABLE: str(pipe)}, stream)
        for _ in range(1000):
            logger.info("x" * LONGEST_NOTICE)


def test_without_a_listener_nobody_is_told(pipe: Path, tmp_path: Path) -> None:
    for environ in ({}, {NOTICES_VARIABLE: str(pipe)}, {NOTICES_VARIABLE: str(tmp_path / "none")}):
        assert open_notices(environ) is None
