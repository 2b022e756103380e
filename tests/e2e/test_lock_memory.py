# SPDX-License-Identifier: Apache-2.0
"""Locking leaves nothing in memory: the same process holds neither words nor keys afterwards."""
from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from mentordesk.base.files import SystemFiles
from mentordesk.crypto.passphrase import derive
from mentordesk.domain.messages import Draft
from mentordesk.storage.files import Profiles
from mentordesk.storage.keyslots import unlock
from tests.e2e import sessions
from tests.e2e.canaries import ARABIC, DRAFT, MESSAGE, TOPIC
from tests.e2e.sessions import PASSPHRASE, Seat, circle_of, signed_in, talk, thread_of
from tests.e2e.village import Village
from tests.helpers.processes import ROOT

PATIENCE = 60.0
PAGE = 4096
WORDS = {"message": MESSAGE, "Arabic": ARABIC, "topic": TOPIC, "draft": DRAFT, "passphrase": PASSPHRASE}
CODES = ("utf-8", "utf-16-le", "utf-32-le")  # of the database, of Qt, of Python


def test_a_locked_window_holds_neither_words_nor_keys(tmp_path: Path) -> None:
    seat = settle_in(tmp_path)
    secrets = write_secrets(seat)
    with knocks(seat) as door, window(seat) as process:
        door.accept()[0].close()  # the sign-in page looks for a line
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        assert held(process.pid, secrets) >= set(secrets) - {"passphrase"}
        tell(process, "lock")
        door.accept()[0].close()  # the sign-in page again
        assert held(process.pid, secrets) == set()
        assert process.poll() is None


def settle_in(folder: Path) -> Seat:
    """Amina has enrolled, with the real price of a passphrase; there is no line any more."""
    village = Village(folder, derive_keys=derive)
    try:
        sessions.enrol(village.seat("Amina"), village.relay.url, village.slips["Amina"])
        return village.seat("Amina")
    finally:
        village.close()


def write_secrets(seat: Seat) -> dict[str, tuple[bytes, ...]]:
    """Put words into the profile; what must not stay in memory, each in the forms it takes there."""
    with signed_in(seat) as desk:
        talk(desk, TOPIC, f"{MESSAGE} {ARABIC}")
        thread = thread_of(desk, TOPIC)
        assert thread is not None
        desk.drafts.save(Draft(circle_of(desk), thread, TOPIC, DRAFT)).result()
    key = unlock(Profiles(seat.home, SystemFiles()).header(seat.folder()), PASSPHRASE, derive)
    forms = {name: tuple(word.encode(code) for code in CODES) for name, word in WORDS.items()}
    return {**forms, "key": (key,)}


@contextmanager
def knocks(seat: Seat) -> Iterator[socket.socket]:
    """A port, put on the card of the sign-in page, where each start of the window knocks."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(PATIENCE)
        card = seat.folder() / "person.json"
        shown = json.loads(card.read_text())
        card.write_text(json.dumps({**shown, "addresses": [f"http://127.0.0.1:{door.getsockname()[1]}"]}))
        yield door


@contextmanager
def window(seat: Seat) -> Iterator[subprocess.Popen[str]]:
    """The window in a process that signs in and waits for a word."""
    command = [sys.executable, "-P", "-m", "tests.e2e.locking"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            tell(process, str(seat.home), str(seat.folder()), PASSPHRASE)
            yield process
        finally:
            process.kill()


def tell(process: subprocess.Popen[str], *lines: str) -> None:
    """Say something on its standard input."""
    assert process.stdin is not None
    process.stdin.writelines(f"{line}\n" for line in lines)
    process.stdin.flush()


def held(pid: int, secrets: Mapping[str, tuple[bytes, ...]]) -> set[str]:
    """Which of the secrets stand in the process's memory."""
    found: set[str] = set()
    for piece in memory(pid):
        found |= {name for name, forms in secrets.items() if any(form in piece for form in forms)}
    return found


def memory(pid: int) -> Iterator[bytes]:
    """Everything that the process can have written, region by region."""
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as source:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            place, rights = line.split()[:2]
            if rights.startswith("rw"):
                start, end = (int(part, 16) for part in place.split("-"))
                yield b"".join(region(source, start, end))


def region(source: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    """One region; of a file that is shorter than its region, what there is."""
    while start < end:
        source.seek(start)
        try:
            piece = source.read(end - start)
        except OSError:
            piece = b""
        start += len(piece) or PAGE
        yield piece
