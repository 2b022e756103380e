# SPDX-License-Identifier: Apache-2.0
"""Walk 2: a mentor reviews on a train, the mentee goes on writing; all of it meets by itself."""
from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from mentordesk.crypto.passphrase import derive
from mentordesk.domain.documents import DocumentId
from mentordesk.domain.formats import Format
from mentordesk.domain.ids import MemberId
from mentordesk.domain.texts import Answer, Paragraph, Run, Standing, Suggestion
from mentordesk.ui.places import DocumentPlace, TodayPlace
from tests.e2e import sessions
from tests.e2e.relay import Trap, Way
from tests.e2e.sessions import PASSPHRASE, circle_of
from tests.e2e.village import Village, begin
from tests.e2e.walks import reviewing
from tests.e2e.walks.reviewing import page_of, select, until_saved, writing_of
from tests.e2e.walks.screen import Screen
from tests.e2e.walks.slow import slow_line

PATIENCE_MS = 30_000
MOST_BYTES = 15_000  # both ways, for the whole review
NO_TRAP = Trap(Way.UP, 1 << 30)
TITLE = "Essay"
ESSAY = (
    "The well of my village is deep, and the water is cold in the morning.",
    "My sister and me walk to it before the school begins 😀 every single day.",
    "I wants to study water engineering because of this walk.",
    "Our teacher, مدام نور, says that I am good with numbers.",
    "In the dry months the well gives nothing and we buys water from a truck.",
    "I have draw a pump that a bicycle can drive, and my brother builded it.",
    "It carry twenty litres in one minute.",
    "With your bursary I will learn to build a bigger one.",
)
WORKS = "The walk to the well is alive: I could see it."
FITTING = (
    ("deep", "very deep"),
    ("I wants", "I want"),
    ("Our teacher", "My teacher"),
    ("have draw", "have drawn"),
    ("builded", "built"),
    ("It carry", "It carries"),
    ("in one minute", "a minute"),
    ("bigger one", "better one"),
)
CHANGED = (("sister and me", "sister and I"), ("the school", "school"))  # in paragraph 2
GONE = (("dry months", "dry season"), ("buys", "buy"))  # in paragraph 5
COMMENTS = (
    ("cold", "How cold?"),
    ("numbers", "Which numbers?"),
    ("bicycle", "Whose bicycle?"),
    ("twenty litres", "How do you know?"),
    ("bursary", "Name it."),
    ("learn", "Where?"),
)


class Walk:
    """Amina and Grace, each at a computer; Amina's window is in this process, Grace's in others."""

    def __init__(self, folder: Path, qt: QApplication) -> None:
        self.village = Village(folder, derive_keys=derive)
        self._qt = qt
        self._screen: Screen | None = None
        self.document: DocumentId = b""
        self.grace: MemberId = b""

    @property
    def screen(self) -> Screen:
        """Amina's window."""
        assert self._screen is not None
        return self._screen

    def open(self) -> Screen:
        """Amina signs in and opens her essay."""
        self._screen = Screen(self.village.homes["Amina"], self._qt)
        self._screen.sign_in("Amina", PASSPHRASE, PATIENCE_MS)
        self._screen.frame.go(DocumentPlace(circle_of(self._screen.desk), self.document))
        return self._screen

    def close(self) -> None:
        """She leaves."""
        screen, self._screen = self._screen, None
        if screen is not None:
            screen.close()

    def suggestions(self) -> dict[str, Suggestion]:
        """What Amina has of Grace's suggestions, by what they add."""
        return {one.adds: one for one in writing_of(self.screen).text.suggestions()}


@pytest.fixture
def walk(tmp_path: Path, qapp: QApplication) -> Iterator[Walk]:
    """Amina has asked Grace to read the third version of her essay."""
    walk = Walk(tmp_path, qapp)
    try:
        walk.village.enrol()
        _ask(walk)
        yield walk
    finally:
        walk.close()
        walk.village.close()


def _ask(walk: Walk) -> None:
    seat = walk.village.seat("Amina")
    with sessions.signed_in(seat) as desk:
        circle = circle_of(desk)
        paragraphs = tuple(Paragraph((Run(words),)) for words in ESSAY)
        walk.document = desk.documents.new(circle, TITLE, paragraphs).result()
        walk.grace = next(one.member for one in desk.people.circles()[0].others if one.name == "Grace")
        writing = desk.documents.open(walk.document)
        for name in ("Version 1", "Version 2"):
            writing.version(name)
        day = date.today()
        writing.review.ask([walk.grace], day + timedelta(12), day + timedelta(5), "Is the end too long?")
        writing.close()
        sessions.sync(lambda *words: None, desk, seat)


def walk2_step1_to_4(walk: Walk) -> None:
    """Grace syncs at home; offline she reviews, and nothing is grey; the battery dies."""
    grace = walk.village.homes["Grace"]
    train = begin(reviewing.review, grace, "Grace", WORKS, (*FITTING, *CHANGED, *GONE), COMMENTS)
    assert "Amina asks you to read it: Is the end too long?" in _plain(train.hear_until("waiting")[1])
    header = _plain(train.hear_until("header")[1])
    assert "You are suggesting. Amina decides." in header
    assert re.search(r"Amina can fix it \w{3} \d+( \w+)?; give it back by \w{3} \d+", header)
    train.hear_until("waits for the train")
    walk.village.relay.unplug()
    assert train.hear_until("grey now")[1] == []
    walk2_step5(walk)
    made = train.hear_until("made")[1]
    assert all(line in made for line in ("dry months", "sister and me")), "typing only makes suggestions"
    train.kill()
    assert train.finish().killed


def walk2_step5(walk: Walk) -> None:
    """Meanwhile Amina, offline, changes paragraph 2 and deletes paragraph 5."""
    screen = walk.open()
    select(screen, "every single day")
    screen.type("each day")
    select(screen, ESSAY[4] + "\n")
    screen.key(Qt.Key.Key_Delete)
    until_saved(screen)
    assert writing_of(screen).text.text().count("\n") == len(ESSAY) - 1
    walk.close()


def walk2_step6(walk: Walk) -> None:
    """After the restart all 18 are there; given back in a station: at the server, small enough."""
    relay = walk.village.relay
    station = begin(reviewing.give_back, walk.village.homes["Grace"], "Grace")
    assert station.hear_until("opens where she was")[1] == TITLE
    assert "You have 18 things to give back to Amina" in _plain(station.hear_until("waiting")[1])
    assert station.hear_until("there")[1:] == ((12, 6, 3), WORKS)
    assert station.hear_until("given")[1] == 0
    with slow_line(walk.village, walk.village.homes["Grace"], NO_TRAP):
        relay.forget()
        relay.plug()
        station.ended_well()
    assert station.words("gone")
    assert len(relay.passed[Way.UP]) + len(relay.passed[Way.DOWN]) <= MOST_BYTES


def walk2_step7(walk: Walk) -> None:
    """Amina sees every suggestion once: fits, text has changed, place no longer there. No second file."""
    screen = walk.open()
    screen.wait(lambda: len(walk.suggestions()) == 12, PATIENCE_MS)
    wanted = ((Standing.FITS, FITTING), (Standing.CHANGED, CHANGED), (Standing.GONE, GONE))
    for standing, pairs in wanted:
        found = [one for one in walk.suggestions().values() if one.standing is standing]
        assert {(one.removes, one.adds) for one in found} == set(pairs), standing
    assert len(screen.desk.documents.list(circle_of(screen.desk))) == 1
    screen.wait(lambda: "Grace gave it back" in screen.words(), PATIENCE_MS)
    text = writing_of(screen).text
    assert sum(one.important for one in (*text.suggestions(), *text.comments())) == 3


def walk2_step8(walk: Walk) -> None:
    """She accepts 7, refuses 2, answers a comment "I don't understand"; what Grace wrote stays Grace's."""
    screen = walk.screen
    page = page_of(screen)
    fitting = [one.id for one in walk.suggestions().values() if one.standing is Standing.FITS]
    for number, mark in enumerate([*fitting, *_of(walk, Standing.CHANGED)][:9]):
        _go_to(walk, mark)
        (page.keys.accept if number < 7 else page.keys.refuse).trigger()
        QApplication.processEvents()
    comment = writing_of(screen).text.comments()[0]
    _go_to(walk, comment.id)
    page.keys.enter.trigger()  # into the card, which lies over the text where the window is narrow
    screen.press("I don't understand")
    screen.type("What do you mean?")
    screen.key(Qt.Key.Key_Return)
    writing = writing_of(screen)
    answers = Counter(one.answer for one in writing.text.suggestions())
    assert answers == {Answer.ACCEPTED: 7, Answer.REFUSED: 2, Answer.OPEN: 3}
    writing.version("Version 5")
    until_saved(screen)
    text = writing.text.text()
    drawn = len(text[: text.index("have drawn a pump")].encode("utf-16-le")) // 2
    assert writing.text.author_at(drawn + len("have ")) == walk.grace
    assert writing.text.author_at(drawn - len("I ")) == screen.desk.me
    screen.frame.go(TodayPlace())  # what is written goes when she leaves the page, or after minutes
    screen.wait(lambda: screen.desk.connection.status().waiting == 0, PATIENCE_MS)


def _of(walk: Walk, standing: Standing) -> list[str]:
    return [one.id for one in walk.suggestions().values() if one.standing is standing]


def _go_to(walk: Walk, mark: str) -> None:
    margin = page_of(walk.screen).margin
    margin.refresh()
    margin.list.picked.emit([card.id for card in margin.cards].index(mark))
    QApplication.processEvents()


def walk2_step9(walk: Walk) -> None:
    """Grace syncs: 7/2/3 open, the question first in Waiting for you."""
    told = begin(reviewing.hear, walk.village.homes["Grace"], "Grace").ended_well()
    assert "Amina has one question" in _plain(told.words("waiting")[0][0])
    answers = Counter(told.words("answers")[0])
    assert (answers["accepted"], answers["refused"], answers["unclear"]) == (7, 2, 1)
    assert answers[""] == 3 + 5, "three suggestions and five comments are open"


def walk2_step10(walk: Walk, folder: Path) -> None:
    """Exported: comments and open suggestions are in both files, in .docx as tracked changes."""
    documents = walk.screen.desk.documents
    written = documents.written(walk.document)
    documents.export(written, Format.DOCX, folder / "essay.docx")
    documents.export(written, Format.HTML, folder / "essay.html")
    with zipfile.ZipFile(folder / "essay.docx") as packed:
        body = packed.read("word/document.xml").decode()
        remarks = packed.read("word/comments.xml").decode()
    page = (folder / "essay.html").read_text(encoding="utf-8")
    assert "<w:ins " in body
    assert "<w:del " in body
    for _, remark in COMMENTS:
        assert remark in remarks
        assert remark in page
    assert "<ins" in page
    assert "<del" in page


def _plain(text: str) -> str:
    return text.translate(str.maketrans("", "", "\u2066\u2067\u2068\u2069"))


def test_walk2(walk: Walk, tmp_path: Path) -> None:
    walk2_step1_to_4(walk)
    walk2_step6(walk)
    walk2_step7(walk)
    walk2_step8(walk)
    walk2_step9(walk)
    walk2_step10(walk, tmp_path)
