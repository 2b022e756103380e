# SPDX-License-Identifier: Apache-2.0
"""Walk 4: a mentee changes computers, as far as messages go."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from mentordesk.crypto.passphrase import derive
from mentordesk.ui.places import TodayPlace
from tests.e2e import sessions, troubles
from tests.e2e.sessions import PASSPHRASE
from tests.e2e.village import Village, begin
from tests.e2e.walks.screen import CTRL, Screen
from tests.e2e.walks.slow import slow_line

WITHIN_MS, PATIENCE_MS = 90_000, 30_000
ESSAY = [f"Paragraph {number}: " + "we drew the filter again and measured it. " * 4 for number in range(30)]
FEES = [f"Question {number} about the fees" for number in range(10)]
DRAFT = "I think that my aunt can pay"
REWRITTEN = "what stayed on the broken computer, once more"


class Walk:
    """Two school computers; PC-3 is the one where Amina enrolled."""

    def __init__(self, folder: Path, qt: QApplication) -> None:
        self.village = Village(folder, derive_keys=derive)
        self.pc7 = folder / "pc 7"
        self.pc3 = replace(self.village.seat("Amina"), host="PC-3.school")
        self._qt = qt
        self._screens: list[Screen] = []

    def open(self, home: Path) -> Screen:
        """Start the programme."""
        self._screens.append(Screen(home, self._qt))
        return self._screens[-1]

    @property
    def screen(self) -> Screen:
        """The window that is open."""
        return self._screens[-1]

    def close(self) -> None:
        """End everything."""
        while self._screens:
            self._screens.pop().close()
        self.village.close()


@pytest.fixture
def walk(tmp_path: Path, qapp: QApplication) -> Iterator[Walk]:
    """Amina and Grace have a programme; Amina has enrolled on PC-3."""
    walk = Walk(tmp_path, qapp)
    try:
        walk.village.enrol()
        yield walk
    finally:
        walk.close()


def walk4_step1(walk: Walk) -> None:
    """On PC-3: two synced threads, one unsent message, one draft. PC-3 breaks."""
    amina, grace = walk.pc3, walk.village.seat("Grace")
    begin(sessions.write_and_sync, amina, "Essay", ESSAY).ended_well()
    begin(sessions.write_and_sync, grace, "Fees", FEES).ended_well()
    begin(sessions.look, amina).ended_well()
    pc3 = begin(troubles.stay, amina, DRAFT)
    pc3.hear_until("here")
    pc3.kill()
    assert pc3.finish().killed


def walk4_step2(walk: Walk) -> None:
    """At PC-7, on 2G: name + passphrase + slip code; within 90 s the newest messages."""
    screen = walk.open(walk.pc7)
    screen.type(walk.village.relay.url + "\n")
    screen.type(walk.village.slips["Amina"].replace("-", "").lower())
    screen.press("Next")
    screen.wait(lambda: "Hello Amina" in screen.words(), WITHIN_MS)
    assert "Type the passphrase you have" in screen.words()
    screen.type(PASSPHRASE + "\n")
    screen.wait(lambda: screen.window.frame is not None, WITHIN_MS)
    screen.wait(lambda: has_arrived(screen), WITHIN_MS)
    screen.frame.go_to_circle(0)
    assert {row.title for row in screen.rows("Threads")} == {"Fees", "Essay"}
    screen.choose("Threads", "Essay")
    assert "Paragraph 29" in screen.last_message()
    assert "At the server" in screen.last_message() or "On Grace's computer" in screen.last_message()
    assert troubles.STAYED not in screen.words()


def walk4_step3(walk: Walk) -> None:
    """A notice says what is known of PC-3, and that work may still be on it."""
    screen = walk.screen
    screen.frame.go(TodayPlace())
    screen.wait(lambda: "The newest that came from PC-3: " in screen.words(), PATIENCE_MS)
    assert "Work made there after that may still be on it." in screen.words()
    assert DRAFT not in screen.words()


def walk4_step4(walk: Walk) -> None:
    """She rewrites the message and sends. PC-3 comes back: the old one arrives late, the draft is a draft."""
    screen, grace = walk.screen, walk.village.seat("Grace")
    screen.frame.go_to_circle(0)
    screen.choose("Threads", "Essay")
    screen.composer.edit.setFocus()
    screen.type(REWRITTEN)
    screen.key(Qt.Key.Key_Return, CTRL)
    screen.wait(lambda: "At the server" in screen.last_message(), WITHIN_MS)

    told = begin(sessions.look, walk.pc3).ended_well().words("messages")[-1]
    assert [text for _, _, text in told if text == DRAFT] == []
    screen.wait(lambda: "An older message from PC-3 has just gone" in screen.words(), WITHIN_MS)
    assert troubles.STAYED in screen.words()
    screen.wait(lambda: "Written on PC-3, arrived late" in screen.messages(), WITHIN_MS)

    screen.frame.go(TodayPlace())
    screen.wait(lambda: DRAFT in screen.words(), WITHIN_MS)
    screen.choose("Go on where you stopped", "Fees")
    assert screen.composer.text() == DRAFT
    assert "You wrote this on PC-3. It has not been sent." in screen.words()
    assert DRAFT not in screen.messages()

    heard = begin(sessions.look, grace).ended_well().words("messages")[-1]
    assert [text for _, _, text in heard].count(troubles.STAYED) == 1
    screen.follow("Take back")
    screen.wait(lambda: "Taken back." in screen.words(), WITHIN_MS)
    screen.wait(lambda: "Taken back." not in screen.words(), WITHIN_MS)
    screen.wait(lambda: screen.desk.connection.status().waiting_bytes == 0, WITHIN_MS)
    for seat in (grace, walk.pc3):
        texts = [text for _, _, text in begin(sessions.look, seat).ended_well().words("messages")[-1]]
        assert (texts.count(troubles.STAYED), texts.count(REWRITTEN), texts.count(DRAFT)) == (0, 1, 0)


def has_arrived(screen: Screen) -> bool:
    """Both threads are there, whole."""
    circles = screen.desk.people.circles()
    threads = screen.desk.threads.list(circles[0].circle) if circles else ()
    return sorted(thread.count for thread in threads) == [len(FEES), len(ESSAY)]


def test_walk4(walk: Walk, tmp_path: Path) -> None:
    walk4_step1(walk)
    with slow_line(walk.village, tmp_path):
        walk4_step2(walk)
        assert walk.village.relay.sprung.is_set()
        walk4_step3(walk)
        walk4_step4(walk)
        walk.close()
