# SPDX-License-Identifier: Apache-2.0
"""The log helps and tells nothing: no text of anyone's gets into it, by whatever way."""

import enum
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordesk.base.errors import DiskFull
from mentordesk.base.logs import PlainFormatter, install_hooks, start_logging, stop_logging

CANARY = "Mama is ill again"
_MARKS = str.maketrans("_.:+/-", "xxxxxx")
log = logging.getLogger("mentordesk.test")


class Line(enum.Enum):
    DOWN = "nobody answers"


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Callable[[], str]]:
    path = tmp_path / "logs" / "mentordesk.log"
    handler = start_logging(path)
    yield lambda: path.read_text(encoding="utf-8")
    stop_logging(handler)


def _record(form: object, *arguments: object, name: str = "mentordesk.sync") -> logging.LogRecord:
    return logging.LogRecord(name, logging.INFO, "sync.py", 1, form, arguments or None, None)


def test_codes_and_numbers_are_written(written: Callable[[], str]) -> None:
    log.info("exchange %s: %d bytes up, %s", "done", 426, Line.DOWN)
    assert written().endswith("INFO mentordesk.test exchange done: 426 bytes up, DOWN\n")


def test_what_people_write_is_replaced_by_its_size(written: Callable[[], str]) -> None:
    log.info("%s %s %s", CANARY, CANARY.encode(), [CANARY])
    assert written().endswith("<17 letters> <17 bytes> <list>\n")


@given(st.text(min_size=1))
def test_only_short_plain_words_pass(text: str) -> None:
    line = PlainFormatter().format(_record("%s", text))
    shown = line.split("mentordesk.sync ", 1)[1]
    passes = len(text) <= 64 and text.isascii() and text.translate(_MARKS).isalnum()
    assert shown == (text if passes else f"<{len(text)} letters>")


def test_an_exception_shows_its_type_and_places_but_not_its_message(
    written: Callable[[], str], expected_warnings: list[str]
) -> None:
    expected_warnings.append("could not merge")
    try:
        try:
            dict[str, int]()[CANARY]
        except KeyError as error:
            raise DiskFull from error
    except DiskFull:
        log.exception("could not merge")
    assert CANARY not in written()
    assert "KeyError" in written()
    assert "DiskFull disk_full" in written()


def test_of_other_libraries_only_the_format_is_kept() -> None:
    assert "GET …, …" in PlainFormatter().format(_record("GET %s, %d", CANARY, 3, name="urllib3"))
    assert CANARY not in PlainFormatter().format(_record(CANARY, name="sqlalchemy.engine"))


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert start_logging(blocked / "logs" / "mentordesk.log") is None


def test_the_log_stays_small(tmp_path: Path) -> None:
    handler = start_logging(tmp_path / "mentordesk.log")
    assert handler is not None
    for number in range(20_000):
        handler.handle(
            _record("line %d of many, with some words to fill it up, so that files turn over", number)
        )
    stop_logging(handler)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 2_000_000
    assert len(list(tmp_path.iterdir())) == 3


@pytest.fixture
def hooked(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """What the installed hooks handed on."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    crashes: list[BaseException] = []
    install_hooks(crashes.append)
    return crashes


def test_what_nobody_catches_is_logged_without_its_message(
    hooked: list[BaseException],
    written: Callable[[], str],
    expected_warnings: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    expected_warnings.append("uncaught")
    error = ValueError(CANARY)
    sys.excepthook(ValueError, error, None)
    assert hooked == [error]
    assert "ValueError" in written()
    assert CANARY not in written() + capsys.readouterr().err


def test_a_thread_that_dies_is_noticed(
    hooked: list[BaseException], written: Callable[[], str], expected_warnings: list[str]
) -> None:
    expected_warnings.append("uncaught")

    def work() -> None:
        raise DiskFull

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert [type(error) for error in hooked] == [DiskFull]
    assert "DiskFull disk_full" in written()
