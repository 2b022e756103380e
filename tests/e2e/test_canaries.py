# SPDX-License-Identifier: Apache-2.0
"""What people write stands in no file and in no byte on the line, in whatever form."""
from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.e2e import canaries
from tests.e2e.canaries import CANARIES, files_under, found_in, logged
from tests.e2e.village import Village, begin

NAMES = {"Amina": "Aminatastoorkrans", "Grace": "Gracielakoudougou"}


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    """Two people with names that stand nowhere else; the server writes a log."""
    log = tmp_path / "server.log"
    village = Village(tmp_path, tuple(NAMES.values()), ("--log", str(log)))
    try:
        yield village.enrol()
    finally:
        village.close()


def places(village: Village) -> dict[str, bytes]:
    """Everything that was written or sent so far."""
    line = {f"line {way.value}": bytes(data) for way, data in village.relay.passed.items()}
    return files_under(village.data.parent) | line


def unlike(village: Village) -> dict[str, str]:
    """Canaries with everybody's names and slips."""
    slips = {f"slip of {who}": code for who, code in village.slips.items()}
    bare = {f"bare {name}": code.replace("-", "") for name, code in slips.items()}
    return {**CANARIES, **slips, **bare, **NAMES}


def allowed(village: Village) -> set[str]:
    """The sign-in page shows the names of this computer's people."""
    return {
        f"{key} in {path.relative_to(village.data.parent)}"
        for key, name in NAMES.items()
        for path in village.homes[name].glob("profiles/*/person.json")
    }


def test_no_word_stands_anywhere(village: Village) -> None:
    first, second = (village.seat(name) for name in NAMES.values())
    amina = begin(logged, first, canaries.amina)
    amina.hear_until("waiting for the end")
    assert amina.words("hits") == [1]
    grace = begin(logged, second, canaries.grace).ended_well()
    assert grace.words("read") == [[f"{canaries.MESSAGE} {canaries.ARABIC}"]]
    assert grace.words("files") == [[canaries.FILE_CONTENT]]
    while_open = places(village)
    amina.kill()
    amina.finish()
    _damage(first.home)
    begin(logged, first, canaries.grace).ended_well()
    _knock_with_words(village)
    village.kill_server()
    written = places(village)
    for found in (while_open, written):
        assert set(found_in(found, unlike(village))) == allowed(village)
    _is_all_there(while_open | written)


def _damage(home: Path) -> None:
    """So that the database is put aside and its unsent words are saved."""
    (database,) = home.glob("profiles/*/desk.db")
    data = bytearray(database.read_bytes())
    data[5000] ^= 1
    database.write_bytes(data)


def _knock_with_words(village: Village) -> None:
    """Ask the server, past the recorded line, for things that quote people."""
    assert village.server is not None
    quoted = quote(canaries.MESSAGE)
    for path, body in ((f"/{quoted}?q={quoted}", b""), ("/exchange", canaries.MESSAGE.encode())):
        door = HTTPConnection(*village.server.address)
        door.request("POST", path, body, {"Cookie": quoted, "User-Agent": quoted})
        door.getresponse().read()
        door.close()


def _is_all_there(written: dict[str, bytes]) -> None:
    """The places worth looking at were looked at."""
    names = " ".join(written)
    databases = ("desk.db", "desk.db-wal", "backup/desk-1.db", "damaged/1-desk.db", "server.db")
    for part in (*databases, "header", "kept", "errors"):
        assert part in names, part
    logs = [data for name, data in written.items() if name.endswith(".log")]
    assert len(logs) >= 2
    assert b"failed with" in b"".join(logs)
    assert {name.split("/")[0] for name in written if "/files/" in name} == {"home 1", "home 2"}
    assert any("chunks/" in name for name in written)
    assert len(written["line up"]) > 2000
    assert b"POST /exchange" in written["line up"]


@pytest.mark.parametrize("word", CANARIES.values())
def test_the_search_would_find_them(tmp_path: Path, word: str) -> None:
    plain = sqlite3.connect(tmp_path / "plain.db")
    plain.execute("CREATE VIRTUAL TABLE found USING fts5 (text)")
    plain.execute("INSERT INTO found VALUES (?)", (word,))
    plain.execute("CREATE TABLE wide (text)")
    plain.execute("INSERT INTO wide VALUES (?)", (f"x{word.upper()}x".encode("utf-16-le"),))
    plain.commit()
    plain.close()
    (tmp_path / "log").write_text(f"an error quotes {word.casefold()!a}")
    (tmp_path / f"{word}.txt").touch()
    found = {where.rpartition(" in ")[2] for where in found_in(files_under(tmp_path), {"it": word})}
    assert found == {"plain.db", "log", f"{word}.txt"}
