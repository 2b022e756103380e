# SPDX-License-Identifier: Apache-2.0
"""Walk 1: a mentee on a shared school computer, as far as messages go."""
from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from mentordesk.crypto.passphrase import derive
from tests.e2e import sessions
from tests.e2e.canaries import files_under, found_in
from tests.e2e.relay import Trap, Way
from tests.e2e.sessions import PASSPHRASE
from tests.e2e.village import Village, begin
from tests.e2e.walks import typing
from tests.e2e.walks.screen import CTRL, Screen
from tests.e2e.walks.slow import slow_line

PATIENCE_MS = 30_000
SIGN_IN_MS, PAGE_MS = 5_000, 3_000
LOST_SECONDS = 2.0
KILLED_AT = 80
CLOSING = "نراك قريبا،\nAmina"
SECRET = "Flamingoyurtzambezi"
BY_HAND = b"MDB1"  # how a sealed envelope begins
MOST_BYTES = 40_000  # both ways, for a message and the states
_SENTENCE = "Señor Grace, hier à l'école I drew a borehole and the نهر que está cerca of my home".split()
WORDS = [f"{word}{number}" if number > 18 else word for number, word in enumerate((_SENTENCE * 7)[:120])]


class Walk:
    """The school's computer, the pupils, and Grace far away; who sits at the screen now."""

    def __init__(self, folder: Path, qt: QApplication) -> None:
        self.village = Village(folder, ("Amina", "Grace"), more=("Brian", "Otieno"), derive_keys=derive)
        self.home = self.village.homes["Brian"] = self.village.homes["Amina"]
        self._qt = qt
        self._screen: Screen | None = None
        self.left = 0

    @property
    def screen(self) -> Screen:
        """The window that is open."""
        assert self._screen is not None
        return self._screen

    def exchange(self, who: str, topic: str = "", *texts: str) -> None:
        """A session of somebody at their own computer, or of a pupil while there is a line."""
        begin(sessions.write_and_sync, self.village.seat(who), topic, texts).ended_well()

    def open(self) -> Screen:
        """Start the programme on the school's computer."""
        self._screen = Screen(self.home, self._qt, left=self.left)
        return self._screen

    def close(self) -> None:
        """End it."""
        screen, self._screen = self._screen, None
        if screen is not None:
            screen.close()


@pytest.fixture
def walk(tmp_path: Path, qapp: QApplication) -> Iterator[Walk]:
    """Everybody is enrolled; Grace and Otieno have written to their mentees; the cable is out."""
    walk = Walk(tmp_path, qapp)
    try:
        walk.village.enrol()
        walk.exchange("Grace", "Essay", "How is the essay?")
        walk.exchange("Otieno", "Exams", SECRET)
        walk.exchange("Amina")
        walk.exchange("Brian")
        walk.village.relay.unplug()
        yield walk
    finally:
        walk.close()
        walk.village.close()


def walk1_step1(walk: Walk) -> None:
    """Open MentorDesk with the cable out: sign-in within 5 s; a plain line says so."""
    screen = walk.open()
    screen.wait(lambda: "Who is writing today?" in screen.words(), SIGN_IN_MS)
    screen.wait(lambda: "Not connected. You can work." in screen.words(), PATIENCE_MS)


def walk1_step2(walk: Walk) -> None:
    """Amina picks her name, enters her passphrase: her page within 3 s, and nothing of any other pupil."""
    screen = walk.screen
    screen.sign_in("Amina", PASSPHRASE, PAGE_MS)
    assert re.search(r"Good (morning|afternoon|evening), Amina", screen.words())
    for name in ("Brian", "Otieno", SECRET):
        assert name not in screen.words()
    assert found_in(files_under(walk.home), {"Brian's mail": SECRET}) == []


def walk1_step3(walk: Walk) -> None:
    """Her page: Waiting for you: 1 message from Grace. All offline."""
    (row,) = walk.screen.rows("Waiting for you")
    assert "Grace" in row.title
    assert row.words == "How is the essay?"
    assert walk.screen.frame.header.chip.text() == "Offline"


def walk1_step4(walk: Walk) -> None:
    """She writes 120 words. Killed at word 80: at most 2 s are missing, the caret is where it was."""
    walk.close()
    going = begin(typing.answer, walk.home, "Amina", CLOSING, WORDS)
    while going.hear_until("typed")[1] < KILLED_AT:
        continue
    going.kill()
    killed = time.monotonic()
    assert going.finish().killed

    screen = walk.open()
    screen.sign_in("Amina", PASSPHRASE, PATIENCE_MS)
    assert "You stopped here." in screen.words()
    assert "Essay" in screen.frame.header.title.text()
    composer = screen.composer
    typed = "".join(f"{word} " for word in WORDS)
    kept = composer.text().removesuffix(CLOSING)
    assert composer.text().endswith(CLOSING)
    assert typed.startswith(kept)
    sure = max(word[1] for word in going.said if word[0] == "typed" and word[2] < killed - LOST_SECONDS)
    assert len(kept) >= len("".join(f"{word} " for word in WORDS[:sure]))
    assert composer.caret() == len(kept.encode("utf-16-le")) // 2
    assert composer.edit.hasFocus()
    screen.type(typed.removeprefix(kept))
    assert composer.text() == typed + CLOSING


def walk1_step6(walk: Walk) -> None:
    """She presses Send: on this computer."""
    screen = walk.screen
    screen.press("Send")
    screen.wait(lambda: not screen.composer.text(), PATIENCE_MS)
    assert "On this computer. Goes when it connects." in screen.last_message()
    assert f"{WORDS[79]} {WORDS[80]}" in screen.last_message()
    screen.key(Qt.Key.Key_1, CTRL)
    screen.wait(lambda: len(screen.rows("Not left this computer yet")) == 1, PATIENCE_MS)


def walk1_step7(walk: Walk) -> None:
    """She signs out with nothing sent: it is kept safe on this computer, and nothing is deleted."""
    walk.screen.window.sign_out()
    assert walk.screen.app.next_process[-2:] == ["--left", "1"]
    walk.close()
    walk.left = 1
    screen = walk.open()
    assert "What you wrote is kept safe on this computer and goes when it connects." in screen.words()
    assert sealed(walk.home)


def walk1_step8(walk: Walk) -> None:
    """Brian signs in on the same computer and 2G comes up: Amina's parcels go too, and he sees nothing."""
    screen, relay = walk.screen, walk.village.relay
    envelopes = sealed(walk.home)
    screen.sign_in("Brian", PASSPHRASE, PATIENCE_MS)
    screen.wait(lambda: bool(screen.rows("Waiting for you")), PATIENCE_MS)
    relay.forget()
    with slow_line(walk.village, walk.home, Trap(Way.UP, 500, mark=BY_HAND)):
        relay.plug()
        screen.window.network_changed()
        screen.wait(lambda: not sealed(walk.home), 3 * PATIENCE_MS)
        assert relay.sprung.is_set()
        relay.unplug()
    up, down = relay.passed[Way.UP], relay.passed[Way.DOWN]
    assert len(up) + len(down) <= MOST_BYTES
    starts = [up.count(envelope[:64]) for envelope in envelopes]
    assert min(starts) >= 1
    assert sum(starts) <= len(starts) + 1, "more than one envelope twice"
    screen.frame.open_panel()
    for word in ("Amina", "Grace", *WORDS[78:82]):
        assert word not in screen.words()
    walk.screen.window.sign_out()
    walk.close()
    walk.left = 0


def walk1_step9(walk: Walk) -> None:
    """Next day she signs in: at the server, with the time, without a line; then on Grace's computer."""
    screen = walk.open()
    screen.sign_in("Amina", PASSPHRASE, PATIENCE_MS)
    screen.key(Qt.Key.Key_2, CTRL)
    screen.choose("Threads", "Essay")
    screen.wait(lambda: bool(re.search(r"At the server, \d", screen.last_message())), PATIENCE_MS)
    walk.village.relay.plug()
    grace = begin(sessions.look, walk.village.seat("Grace")).ended_well()
    (written,) = [one for one in grace.words("messages")[-1] if f"{WORDS[79]} {WORDS[80]}" in one[2]]
    assert written[1] == screen.desk.me
    screen.window.network_changed()
    arrived = r"(On Grace's computer|Grace has read it), \d"
    screen.wait(lambda: bool(re.search(arrived, screen.last_message())), PATIENCE_MS)


def sealed(home: Path) -> list[bytes]:
    """The envelopes that wait in the tray of a computer for a line."""
    files = [path.read_bytes() for path in home.glob("tray/*/up/*")]
    return [file[file.index(BY_HAND) :] for file in files if BY_HAND in file]


def test_walk1(walk: Walk) -> None:
    steps = walk1_step1, walk1_step2, walk1_step3, walk1_step4, walk1_step6
    for step in (*steps, walk1_step7, walk1_step8, walk1_step9):
        step(walk)
