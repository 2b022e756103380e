# SPDX-License-Identifier: Apache-2.0
"""A review from asking to the next version, on the pages of two real desks with a server between them."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mentordesk.domain.documents import DocumentId
from mentordesk.domain.texts import PLAIN, Answer
from mentordesk.domain.today import Deed
from mentordesk.ui.context import Context
from mentordesk.ui.document.margincard import Deed as Do
from mentordesk.ui.document.page import DocumentPage
from mentordesk.ui.places import DocumentPlace
from mentordesk.ui.theme.theme import Theme
from tests.gui.review.bench import plain
from tests.helpers.documents import essay
from tests.helpers.person import Person
from tests.helpers.town import Town
from tests.helpers.window import make_services
from tests.sync.conftest import Pair, pair, settled, town  # noqa: F401 - fixtures

Open = Callable[[Person, DocumentId], DocumentPage]
Key, Held = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def page(theme: Theme, town: Town) -> Iterator[Open]:  # noqa: F811
    """A document's page at somebody's desk."""
    made: list[DocumentPage] = []

    def show(person: Person, document: DocumentId) -> DocumentPage:
        services = make_services(theme, town.clock)
        nowhere = lambda *_: None  # noqa: E731
        page = DocumentPage(Context(services, person.desk, nowhere, nowhere, nowhere))
        made.append(page)
        page.resize(1_300, 640)
        page.show()
        page.show_place(DocumentPlace(person.circle(), document))
        settle(page)
        return page

    yield show
    for one in made:
        one.leave()
        one.close()
        one.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def settle(page: DocumentPage) -> None:
    for _ in range(3):
        QApplication.processEvents()
    page.margin.refresh()
    QApplication.processEvents()


def spoken(page: DocumentPage) -> list[str]:
    return [plain(page.margin.words.spoken(card)) for card in page.margin.cards]


def put_caret(page: DocumentPage, words: str) -> None:
    assert page.writing is not None
    at = page.writing.text.text().index(words)
    page.editor.select(at, at)


def go_to(page: DocumentPage, words: str) -> None:
    rows = [row for row, card in enumerate(page.margin.cards) if words in f"{card.adds} {card.text}"]
    page.margin.list.picked.emit(rows[0])
    settle(page)


def exchange(*people: Person) -> None:
    for person in (*people, *people):
        person.sync()


def test_a_review_from_asking_to_the_next_version(pair: Pair, page: Open, qtbot: QtBot) -> None:  # noqa: F811
    amina, grace = pair
    document = essay(amina)
    writing = amina.desk.documents.open(document)
    today = date.fromtimestamp(writing.now())
    writing.review.ask([grace.desk.me], today + timedelta(days=9), today + timedelta(days=5))
    writing.close()
    exchange(amina, grace)
    _reviewed_until_her_computer_goes_off(page(grace, document), qtbot)
    exchange(grace, amina)
    assert amina.desk.documents.summary(document).fresh is False, "nothing was given back"  # type: ignore[union-attr]

    again = page(grace, document)
    assert "3 suggestions, 1 comments, 1 most important" in again.review._quiet.text()
    assert again.review.works.text() == "I was there with you"

    _changed_offline(amina, document)
    again.review._give.click()
    settle(again)
    again.leave()
    exchange(grace, amina)

    mine = page(amina, document)
    _says_how_all_stands(mine)
    _answered_by_keys_and_buttons(mine, qtbot)
    assert mine.writing is not None
    author = mine.writing.text.author_at(1)
    assert author == grace.desk.me, "what she wrote stays hers"
    assert plain(mine.editor.tip_of(1, PLAIN)) == "Written by Grace"
    assert mine.editor.tip_of(len("First: P"), PLAIN) == ""
    mine.leave()
    exchange(amina, grace)

    (task,) = grace.desk.today.get().tasks
    assert (task.deed, task.left) == (Deed.QUESTION, 1)
    answered = page(grace, document)
    assert [card.answer for card in answered.margin.cards if card.text == "Which way?"] == [Answer.UNCLEAR]
    assert plain(spoken(answered)[0]).endswith("Not understood: By which road?")


def _reviewed_until_her_computer_goes_off(hers: DocumentPage, qtbot: QtBot) -> None:
    """Grace suggests by typing, comments, marks; she does not give back."""
    assert plain(hers.review._main.text()) == "You are suggesting. Amina decides."
    for before, words in (("Paragraph 1", "First: "), ("Paragraph 2", "Then: "), ("Paragraph 5", "Last: ")):
        put_caret(hers, before)
        qtbot.keyClicks(hers.editor, words)
    settle(hers)
    put_caret(hers, "way to school on day 3")
    hers.margin.comment()
    qtbot.keyClicks(QApplication.focusWidget(), "Which way?")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    go_to(hers, "First: ")
    hers.margin._asked(Do.MARK, "")
    qtbot.keyClicks(hers.review.works, "I was there with you")
    hers.leave()


def _changed_offline(amina: Person, document: DocumentId) -> None:
    """Amina changes paragraph 2 and takes out paragraph 5."""
    changing = amina.desk.documents.open(document)
    at = changing.text.text().index("says what I saw on the way to school on day 2")
    changing.text.insert(at, "now ")
    start = changing.text.text().index("Paragraph 5")
    changing.text.delete(start, changing.text.text().index("Paragraph 6"))
    changing.close()


def _says_how_all_stands(mine: DocumentPage) -> None:
    said = spoken(mine)
    assert said[0] == "Grace says what works first: I was there with you"
    assert said[1] == "Grace suggests: add 'First:'. Most important. Fits. Not answered."
    assert said[2] == "Grace suggests: add 'Then:'. The text has changed. Not answered."
    assert said[3] == "Grace says to 'way': Which way? Fits. Not answered."
    assert "The place is no longer there." in said[4]
    assert plain(mine.review._main.text()) == "Grace gave it back. 0 of 4 answered"


def _answered_by_keys_and_buttons(mine: DocumentPage, qtbot: QtBot) -> None:
    mine.editor.setFocus()
    go_to(mine, "First: ")
    qtbot.keyClick(mine.editor, Key.Key_Y, Held.ControlModifier | Held.ShiftModifier)
    settle(mine)
    assert mine.writing is not None
    assert mine.writing.text.text().startswith("First: Paragraph 1")
    go_to(mine, "Then: ")
    mine.margin._asked(Do.REFUSE, "")
    go_to(mine, "Last: ")
    mine.margin._asked(Do.REFUSE, "It is not there any more")
    go_to(mine, "Which way")
    mine.margin._asked(Do.UNCLEAR, "By which road?")
    settle(mine)
    mine.review.refresh()
    assert plain(mine.review._main.text()).startswith("All answered. Make version ")
    mine.review._make.click()
    assert mine.writing.text.versions()[-1].occasion == "answered"
