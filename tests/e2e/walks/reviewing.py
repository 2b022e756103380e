# SPDX-License-Identifier: Apache-2.0
"""Grace with the real window, in a process of its own that may be killed: she reviews an essay."""
from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QToolButton, QWidget

from mentordesk.desk.writing import Writing
from mentordesk.domain.messages import Delivery
from mentordesk.ui.document.page import DocumentPage
from mentordesk.ui.places import TodayPlace
from tests.e2e.sessions import PASSPHRASE, Say
from tests.e2e.walks.screen import Screen
from tests.helpers.window import pass_time

PATIENCE_MS = 30_000
STATION_MS = 15_000
WAITING = "Waiting for you"

Pair = tuple[str, str]


@contextmanager
def at_the_window(home: Path, name: str) -> Iterator[Screen]:
    """Somebody signs in, and leaves in the end."""
    qt = QApplication(sys.argv[:1])
    screen = Screen(home, qt)
    screen.sign_in(name, PASSPHRASE, PATIENCE_MS)
    yield screen
    screen.close()


def page_of(screen: Screen) -> DocumentPage:
    """The document that is open."""
    page = screen.frame.page()
    assert isinstance(page, DocumentPage)
    return page


def writing_of(screen: Screen) -> Writing:
    """What stands behind it."""
    writing = page_of(screen).writing
    assert writing is not None
    return writing


def select(screen: Screen, words: str) -> None:
    """Mark words in the text, with the focus there."""
    editor = page_of(screen).editor
    text = writing_of(screen).text.text()
    start = len(text[: text.index(words)].encode("utf-16-le")) // 2
    editor.setFocus()
    editor.select(start, start + len(words.encode("utf-16-le")) // 2)


def until_saved(screen: Screen) -> None:
    """The pause after which everything is on the disk."""
    screen.wait(lambda: not writing_of(screen).unsaved, PATIENCE_MS)


def grey(page: DocumentPage) -> list[str]:
    """The buttons of the page that cannot be pressed."""
    buttons: list[QWidget] = [*page.findChildren(QPushButton), *page.findChildren(QToolButton)]
    seen = [one for one in buttons if one.isVisible() and not one.isEnabled()]
    return [one.text() or one.accessibleName() for one in seen if isinstance(one, QPushButton | QToolButton)]


# ------------------------------------------------------------------ what she does
def review(
    say: Say, home: Path, name: str, works: str, changes: Sequence[Pair], remarks: Sequence[Pair]
) -> None:
    """Sync at home; on the train, offline: what works first, suggestions, comments, three most important."""
    with at_the_window(home, name) as screen:
        screen.wait(lambda: bool(screen.rows(WAITING)), PATIENCE_MS)
        row = screen.rows(WAITING)[0]
        say("waiting", f"{row.title} {row.words} {row.trailing}")
        screen.choose(WAITING, "Essay")
        say("header", screen.words())
        online = grey(page_of(screen))
        say("waits for the train")
        screen.wait(lambda: screen.frame.header.chip.text() == "Offline", PATIENCE_MS)
        say("grey now", [words for words in grey(page_of(screen)) if words not in online])
        page_of(screen).review.works.setFocus()
        screen.type(works)
        for old, new in changes:
            select(screen, old)
            screen.type(new)
        for words, remark in remarks:
            select(screen, words)
            page_of(screen).keys.comment.trigger()
            screen.type(remark)
            screen.key(Qt.Key.Key_Return)
        _mark_three(screen)
        until_saved(screen)
        say("made", writing_of(screen).text.text())
        screen.wait(lambda: False, 10 * PATIENCE_MS)


def _mark_three(screen: Screen) -> None:
    margin = page_of(screen).margin
    margin.refresh()
    cards = [card for card in margin.cards if card.mine and card.id]
    for card in cards[1:4]:
        margin.list.picked.emit([one.id for one in margin.cards].index(card.id))
        pass_time()
        boxes = margin.panel.findChildren(QCheckBox)
        next(box for box in boxes if box.isVisible()).click()
        pass_time()


def give_back(say: Say, home: Path, name: str) -> None:
    """After the battery died: everything is there; *Give back*, and a station with a line."""
    with at_the_window(home, name) as screen:
        say("opens where she was", writing_of(screen).summary.title)
        screen.frame.go(TodayPlace())
        row = screen.rows(WAITING)[0]
        say("waiting", f"{row.title} {row.words}")
        screen.choose(WAITING, "Essay")
        mine = writing_of(screen).review.mine()
        say("there", (mine.suggestions, mine.comments, mine.important), page_of(screen).review.works.text())
        screen.press("Give back")
        say("given", writing_of(screen).summary.held)
        screen.wait(lambda: _went(screen), STATION_MS + PATIENCE_MS)
        say("gone", screen.words())


def _went(screen: Screen) -> bool:
    writing = writing_of(screen)
    writing.refresh()
    waits = screen.desk.connection.status().waiting
    return not waits and writing.summary.delivery >= Delivery.AT_THE_SERVER


def hear(say: Say, home: Path, name: str) -> None:
    """What her page says once the answers have come."""
    with at_the_window(home, name) as screen:
        screen.wait(lambda: "question" in screen.words(), PATIENCE_MS)
        say("waiting", [f"{row.title} {row.words}" for row in screen.rows(WAITING)])
        screen.choose(WAITING, "Essay")
        page_of(screen).margin.refresh()
        cards = page_of(screen).margin.cards
        say("answers", [str(card.answer) for card in cards if card.mine])
        say("bar", screen.words())

