# SPDX-License-Identifier: Apache-2.0
"""An essay with an editor, a margin and a bar around it, as its owner or a reviewer has it; no disk."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import date

from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from mentordesk.desk.reviewing import Reviewing
from mentordesk.domain.documents import DocumentSummary, Mode, Returned, Review
from mentordesk.domain.ids import MemberId
from mentordesk.domain.texts import Answer, Paragraph, Run
from mentordesk.richtext.document import TextDocument
from mentordesk.ui.context import Context
from mentordesk.ui.document.editor import Editor
from mentordesk.ui.document.margin import ReviewMargin
from mentordesk.ui.document.reviewbar import ReviewBar
from mentordesk.ui.document.reviewkeys import ReviewKeys
from mentordesk.ui.theme.theme import Theme
from tests.helpers.term import GRACE, ME, NOW, WITH_GRACE
from tests.helpers.window import Sitting

BARAKA = b"baraka nnnnnnnnn"
PEERS = {11: ME, 22: GRACE, 33: BARAKA}
NAMES = {ME: "Amina Achieng", GRACE: "Grace Wanjiku", BARAKA: "Baraka Juma"}
DOCUMENT = b"document"
ESSAY = (
    "The quick well of my village is deep and the water is cold.",
    "Every morning my sister and me walk to it before the school begins.",
    "I want to study water engineering because of this walk.",
    "In the dry months the well gives nothing, and we buy water from a truck.",
    "My teacher says that I am very very good with numbers.",
    "One day there will be a pump, and I will have drawn it.",
)


class Paper:
    """An open document without a desk: what margin and bar ask of a Writing."""

    def __init__(self, text: TextDocument, me: MemberId, mode: Mode) -> None:
        self.text, self.me, self.mode, self.owner = text, me, mode, ME
        self.document = DOCUMENT
        self.on_reload: Callable[[], None] | None = None
        self.now_is = NOW
        self.summary = DocumentSummary(DOCUMENT, WITH_GRACE, ME, NAMES[ME], "Essay", mode)
        self.review = Reviewing(self, None)  # type: ignore[arg-type]

    def names(self, member: MemberId) -> str:
        return NAMES.get(member, "")

    def now(self) -> int:
        return self.now_is

    def take_news(self) -> bool:
        return False

    def do(self, work: Callable[[object], None]) -> Future[None] | None:
        """Nothing is kept."""

    def with_review(self, review: Review | None) -> Paper:
        """As if the registers said so."""
        old = self.summary
        self.summary = DocumentSummary(
            old.id, old.circle, old.owner, old.owner_name, old.title, old.mode, review=review
        )
        return self


class Essay:
    """One text in the hands of Amina, Grace and Baraka; `exchange` brings all to the same state."""

    def __init__(self, *paragraphs: str) -> None:
        amina = TextDocument.create(11)
        amina.set_authors(PEERS, ME, ME)
        amina.insert_written(0, tuple(Paragraph((Run(text),)) for text in paragraphs or ESSAY))
        self.of: dict[MemberId, TextDocument] = {ME: amina}
        for peer, member in PEERS.items():
            if member != ME:
                text = TextDocument.load(peer, [piece.data for piece in amina.own(0)])
                text.set_authors(PEERS, member, ME)
                self.of[member] = text

    def exchange(self) -> None:
        pieces = [piece.data for text in self.of.values() for piece in text.own(0)]
        for text in self.of.values():
            text.take(pieces)

    def find(self, words: str, member: MemberId = GRACE) -> int:
        return self.of[member].text().index(words)

    def suggest(self, old: str, new: str, member: MemberId = GRACE, reason: str = "") -> str:
        at = self.find(old, member)
        text = self.of[member]
        made = text.suggest_replace(at, at + len(old), new) if new else text.suggest_delete(at, at + len(old))
        if reason:
            text.set_reason(made.id, reason)
        return made.id

    def add(self, before: str, new: str, member: MemberId = GRACE) -> str:
        return self.of[member].suggest_insert(self.find(before, member), new).id

    def comment(self, words: str, text: str, member: MemberId = GRACE) -> str:
        at = self.find(words, member)
        return self.of[member].comment(at, at + len(words), text, NOW)

    def give_back(self, *members: MemberId) -> None:
        for member in members or (GRACE,):
            self.of[member].give_back(1, NOW)
        self.exchange()

    def paper(self, member: MemberId, mode: Mode | None = None) -> Paper:
        return Paper(self.of[member], member, mode or (Mode.OWNER if member == ME else Mode.REVIEWER))


def reviewed() -> Essay:
    """Grace suggested and commented; meanwhile Amina changed one sentence and took out a paragraph."""
    essay = Essay()
    essay.of[GRACE].set_works("The walk to the well is alive: I could see it.")
    essay.suggest("quick", "slow", reason="A well is not quick.")
    essay.suggest("sister and me", "sister and I")
    essay.suggest("very very ", "very ")
    important = essay.add("water engineering", "clean ")
    essay.of[GRACE].set_important(important, True)
    essay.suggest("truck", "lorry")
    essay.comment("One day", "This ending is strong. Say when.")
    essay.comment("dry months", "Which months? Name them.")
    amina = essay.of[ME]
    at = essay.find("before the school begins", ME)
    amina.delete(at, at + len("before the school begins"))
    amina.insert(at, "when it is dark")
    start = essay.find("In the dry months", ME)
    amina.delete(start, essay.find("My teacher", ME))
    essay.give_back()
    return essay


def asked(returned: bool = True, by: date = date(2026, 5, 15)) -> Review:
    """Amina asked Grace; she gave it back or not."""
    back = (Returned(GRACE, 1, 5, 2, 1, NOW),) if returned else ()
    return Review(1, (GRACE,), date(2026, 5, 19), by, NOW - 3 * 86_400, returned=back)


class Desk(QWidget):
    """Editor, margin and bar as the page lays them out."""

    def __init__(self, sitting: Sitting, theme: Theme, paper: Paper, size: tuple[int, int] = (900, 620)):
        super().__init__()
        self.told: list[tuple[str, str]] = []
        self._undo: Callable[[], None] | None = None
        context = sitting.frame._context
        self.context = Context(context.services, context.desk, context.go, context.become, self._tell)
        self.paper = paper
        self.editor = Editor(theme)
        self.margin = ReviewMargin(self.context, self.editor)
        self.bar = ReviewBar(self.context, self.editor, self.margin)
        self.keys = ReviewKeys(self.margin, self)
        self.resize(*size)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.editor, 1)
        across.addWidget(self.margin)
        pile = QVBoxLayout(self)
        pile.setContentsMargins(0, 0, 0, 0)
        pile.setSpacing(0)
        pile.addWidget(self.bar)
        pile.addLayout(across, 1)
        self.show()
        self.editor.attach(paper)  # type: ignore[arg-type]
        self.margin.attach(paper)  # type: ignore[arg-type]
        self.bar.attach(paper)  # type: ignore[arg-type]
        self.editor.setFocus()
        self.settle()

    def _tell(self, words: str, action: str = "", do: Callable[[], None] | None = None) -> None:
        self.told.append((plain(words), action))
        self._undo = do

    def undo_told(self) -> None:
        """Press the button of what was said last."""
        assert self._undo is not None
        self._undo()
        self.settle()

    def settle(self) -> None:
        """Let timers that have run out and layouts be done."""
        for _ in range(3):
            QApplication.processEvents()
        self.margin.refresh()
        QApplication.processEvents()

    def card(self, words: str) -> str:
        """The id of the card that says this."""
        found = [card.id for card in self.margin.cards if words in f"{card.adds} {card.removes} {card.text}"]
        assert found, [plain(self.margin.words.spoken(card)) for card in self.margin.cards]
        return found[0]

    def go_to(self, words: str) -> None:
        """Choose a card in the list."""
        self.margin.list.picked.emit(self.margin._model.row_of(self.card(words)))
        self.settle()

    def answer_of(self, words: str) -> Answer:
        """What the text knows about a suggestion or comment."""
        marks = (*self.paper.text.suggestions(), *self.paper.text.comments())
        return next(mark.answer for mark in marks if mark.id == self.card(words))

    def spoken(self) -> list[str]:
        """The margin as a screen reader has it."""
        return [plain(self.margin.words.spoken(card)) for card in self.margin.cards]


def plain(text: str) -> str:
    """Without the signs around names."""
    return text.replace("\u2068", "").replace("\u2069", "")
