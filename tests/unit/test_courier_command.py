# SPDX-License-Identifier: Apache-2.0
"""What `mentordesk courier` says when there is little to say, or something is wrong."""
from __future__ import annotations

import socket
from pathlib import Path

import pytest

from mentordesk.__main__ import main
from mentordesk.base.files import SystemFiles
from mentordesk.sync.carriers.folder import Stick
from mentordesk.sync.carriers.form import Carried, Kind, encode, request_of
from mentordesk.sync.carriers.tray import Tray

PROGRAMME = bytes(range(16))
REQUEST = request_of(PROGRAMME, b"MDB1" + bytes(200))


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """An empty stick."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def tray(own_home: Path) -> Tray:
    """The tray of this computer."""
    tray = Tray(own_home / "tray", PROGRAMME, SystemFiles())
    tray.put(REQUEST, "aaaaaaaa")
    return tray


def said(capsys: pytest.CaptureFixture[str], *words: object, code: int = 0) -> str:
    """One line, with this exit code."""
    assert main(["courier", *map(str, words)]) == code
    out, err = capsys.readouterr()
    assert (out if code else err) == ""
    (line,) = (out or err).splitlines()
    return line


def no_port() -> int:
    """A port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_a_computer_that_was_never_used(stick: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "collect", stick) == "0 envelopes collected."
    assert said(capsys, "return", stick) == "0 replies brought back."
    assert said(capsys, "deliver", stick) == "0 envelopes delivered."


def test_one_and_many_are_said_as_people_say_it(
    stick: Path, tray: Tray, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, "collect", stick) == "1 envelope of 1 person collected."
    assert said(capsys, "collect", stick) == "0 envelopes collected; 1 was there already."
    tray.put(request_of(PROGRAMME, b"MDB1 another"), "bbbbbbbb")
    tray.put(request_of(PROGRAMME, b"MDB1 and another"), "bbbbbbbb")
    assert said(capsys, "collect", stick) == "2 envelopes of 1 person collected; 1 was there already."


def test_what_was_left_alone_is_said(stick: Path, tray: Tray, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "collect", stick)
    reply = Carried(Kind.REPLY, PROGRAMME[:8], REQUEST.name, b"MDB1 the reply")
    Stick(stick, SystemFiles()).put(reply)
    (stick / "a").write_bytes(encode(REQUEST)[:70])
    (stick / "b").write_bytes(b"MDT7")
    assert said(capsys, "return", stick) == (
        "1 reply brought back; 1 damaged file left alone; 1 file of a newer MentorDesk left alone."
    )


@pytest.mark.parametrize("errand", ["collect", "deliver", "return"])
def test_no_folder_is_said_in_one_line(
    errand: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nothing = tmp_path / "nothing"
    line = said(capsys, errand, nothing, code=1)
    assert line == f"{nothing} is not there, or is no folder. Is the stick in?"


@pytest.mark.usefixtures("tray")
def test_nobody_said_where_to(stick: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "collect", stick)
    assert said(capsys, "deliver", stick, "--home", tmp_path / "laptop", code=1) == (
        "0 envelopes delivered; 1 kept, nobody has said where to: use --server."
    )


def test_a_server_that_does_not_answer(stick: Path, tray: Tray, capsys: pytest.CaptureFixture[str]) -> None:
    tray.tell_server([f"http://127.0.0.1:{no_port()}", f"http://127.0.0.1:{no_port()}"], bytes(32))
    said(capsys, "collect", stick)
    assert said(capsys, "deliver", stick, code=1) == (
        "0 envelopes delivered; 1 still to go, server unreachable."
    )
    assert len(Stick(stick, SystemFiles()).look().seen) == 1


def test_an_address_that_is_none(stick: Path, tray: Tray, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "collect", stick)
    line = said(capsys, "deliver", stick, "--server", "ftp://x", code=1)
    assert line.startswith("mentordesk: address invalid")
