# SPDX-License-Identifier: Apache-2.0
"""The review margin beside the text: cards tied to their words, one of them open; badges where narrow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from mentordesk.domain.documents import WRITERS, Mode
from mentordesk.domain.texts import Comment, Suggestion
from mentordesk.ui.context import Context
from mentordesk.ui.document.cards import (
    MOST,
    Card,
    CardModel,
    Kind,
    Show,
    at_caret,
    cards_of,
    first_open,
    ids_after,
    step_from,
)
from mentordesk.ui.document.margincard import ANSWERS, CardPanel, Deed, Rights, by_key
from mentordesk.ui.document.margincomment import ACTIVE, Commenter
from mentordesk.ui.document.margindeeds import Deeds
from mentordesk.ui.document.marginempty import EmptyMargin
from mentordesk.ui.document.marginheights import heights_of
from mentordesk.ui.document.marginlist import CardList
from mentordesk.ui.document.marginpaint import CardPainter
from mentordesk.ui.document.marginpeople import People
from mentordesk.ui.document.marginsheets import Sheets
from mentordesk.ui.document.reviewwords import ReviewWords

if TYPE_CHECKING:
    from mentordesk.desk.writing import Writing
    from mentordesk.ui.document.editor import Editor

WIDTH, WIDTH_MOST, FOLDED = 240, 320, 32
FOLD_BELOW = 1_100  # pixels of the window
_REFRESH_MS, _LAY_OUT_MS = 250, 40


class ReviewMargin(QWidget):
    """Cards at the height of their words. `attach` a Writing; `set_folded` where the window is narrow."""

    counted = Signal()  # cards or answers may be others: whoever counts them reads again
    ask_wanted = Signal()  # *Ask … to read*, in an empty margin

    def __init__(self, context: Context, editor: Editor) -> None:
        super().__init__()
        self._context, self._editor = context, editor
        self._theme = context.services.theme
        self.words = ReviewWords(self)
        self._writing: Writing | None = None
        self.people = People(context, self.words)
        self.showing, self._current = Show.ALL, ""
        self.left_out = 0  # cards that are too many to show
        self._busy = False  # the caret moves because a card was chosen
        self._painter = CardPainter(self._theme, self.words)
        self._model = CardModel(self.words, self)
        self.panel = CardPanel(self._theme, self.words, self.people.called)
        self.list = CardList(self._painter, self._model, self.panel, editor.verticalScrollBar())
        self.panel.setParent(self.list.viewport())
        self.sheets = Sheets(self, editor, self._theme, self.words)
        self.empty = EmptyMargin(context, self.words)
        self.deeds = Deeds(context, editor, self.words)
        self._commenter = Commenter(context, editor, self.sheets, self.deeds)
        self._refresh = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._lay_out = QTimer(self, singleShot=True, interval=_LAY_OUT_MS)
        self._build()
        self._connect_signals()
        self._fit_width()

    def _build(self) -> None:
        self.list.setAccessibleName(self.words.cards())
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        pile = QVBoxLayout(self)
        pile.setContentsMargins(0, 0, 0, 0)
        pile.setSpacing(0)
        pile.addWidget(self.empty)
        pile.addWidget(self.list, 1)

    def _connect_signals(self) -> None:
        self._refresh.timeout.connect(self.refresh)
        self._lay_out.timeout.connect(self.lay_out)
        self._editor.edited.connect(self._refresh.start)
        self._editor.caret_moved.connect(self._caret_moved)
        self._editor.laid_out.connect(self._lay_out_soon)
        self._editor.verticalScrollBar().valueChanged.connect(lambda _: self._follow())
        self.list.picked.connect(lambda row: self._go_to(self.cards[row]))
        self.list.opened.connect(lambda _: self.enter())
        self.list.left.connect(self._to_text)
        self.panel.asked.connect(self._asked)
        self.panel.left.connect(self._to_text)
        self.empty.ask_wanted.connect(self.ask_wanted)
        self._commenter.written.connect(self._comment_written)
        self._commenter.left.connect(self._comment_left)
        self.panel.grown.connect(self._grown)
        self._theme.changed.connect(self._restyle)

    # What the page calls

    def attach(self, writing: Writing | None) -> None:
        """Show the cards of this document."""
        self._writing = writing
        self._current = ""
        self.sheets.close_note()
        self._model.set_cards(())
        self.people.attach(writing)
        self.refresh()

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards shown, from the top."""
        return self._model.cards

    @property
    def current(self) -> Card | None:
        """The card one is at."""
        row = self._model.row_of(self._current)
        return self._model.cards[row] if row >= 0 else None

    def show_cards(self, show: Show) -> None:
        """Show all, those that wait for an answer, or those that have one."""
        self.showing = show
        self.refresh()

    def set_folded(self, folded: bool) -> None:
        """32 wide with badges; a card opens over the text."""
        if folded == self.list.folded:
            return
        self.list.folded = folded
        self.panel.hide()
        self.panel.setParent(self.window() if folded else self.list.viewport())
        self._fit_width()
        self._show_nothing()
        self.lay_out()

    def refresh(self) -> None:
        """Read suggestions and comments again."""
        self._refresh.stop()
        writing = self._writing
        if writing is None:
            self._model.set_cards(())
            self._show_current()
            return
        text = writing.text
        marks: list[Suggestion | Comment] = [*text.suggestions(), *text.comments()]
        works = text.works()
        names = self.people.names({mark.author for mark in marks} | set(works))
        cards = cards_of(marks, works, names, writing.me, self.showing, writing.mode in WRITERS)
        self._model.set_cards(cards[:MOST])
        self.left_out = len(cards[MOST:])
        if self.current is None and self._editor.hasFocus():
            self._current = at_caret(self.cards, self._editor.caret())
        self._show_current()
        self._show_nothing()
        self.lay_out()
        self.counted.emit()

    def lay_out(self) -> None:
        """Find the heights of all words again."""
        self._lay_out.stop()
        wanted = heights_of(self._editor, self.list.viewport(), self.cards)
        row = self._model.row_of(self._current)
        shown = not self.list.folded and self.panel.card is not None
        self.list.lay_out(wanted, row if shown else -1)
        card = self.current
        if card is not None and card.placed:
            self.list.line_down = self._editor.place_rect(card.start).height() - 2
        self._follow()

    # Going from card to card

    def step(self, forward: bool) -> bool:
        """To the next or last card; False where there is none."""
        card = step_from(self.cards, self._current, self._editor.caret(), forward)
        if card is None:
            return False
        self._go_to(card)
        return True

    def next_open(self) -> bool:
        """To the next card that waits for an answer, from the top again after the last one."""
        self._go_on(ids_after(self.cards, before := self._current), inside=False)
        return self._current != before

    def enter(self) -> None:
        """Into the current card: its first button or field."""
        if self.current is None and not self.step(forward=True):
            return
        if self.list.folded:
            self._place_sheet()
            self.sheets.open_card(self.panel)
        self.panel.enter()

    def decide(self, deed: Deed) -> None:
        """Do with the current card what its button does, at once and without words."""
        card = self.current
        if card is not None and self._rights().answers and not card.decided and card.kind is not Kind.WORKS:
            self._asked(by_key(card, deed), "")

    def comment(self) -> None:
        """Comment on what is marked, or on the word at the caret."""
        if self._writing is None or not self._rights().writes:
            return
        self._commenter.open(self._writing, self.list.folded)

    # Inside: cards

    def _rights(self) -> Rights:
        return Rights.of(self._writing.mode if self._writing is not None else Mode.READER)

    def _grown(self) -> None:
        self.lay_out()
        self.list.reveal(scroll=False)

    def _lay_out_soon(self) -> None:
        if not self._lay_out.isActive():
            self._lay_out.start()

    def _follow(self) -> None:
        bar = self._editor.verticalScrollBar()
        self.list.follow(bar.value(), bar.maximum())
        card = self.current
        self.sheets.lead_from(card.start if card is not None and not self.list.folded else -1)
        if self.list.folded and self.panel.isVisible():
            self._place_sheet()

    def _go_to(self, card: Card) -> None:
        """Make it the current one, and show its words without marking them: typing must not replace them."""
        self.panel.keep()
        if card.placed:
            self._busy = True
            self._editor.select(card.start, card.start)
            self._busy = False
        self._become(card.id, scroll=True)

    def _become(self, current: str, scroll: bool) -> None:
        self._current = current
        self._show_current()
        self.list.settle()
        self.lay_out()
        self.list.reveal(scroll)

    def _show_current(self) -> None:
        card = self.current
        if card is None:
            self._current = ""
        self.list.make_current(self._model.row_of(self._current))
        self.panel.show_card(card, self._rights())
        if card is None or (self.list.folded and not self.panel.has_focus()):
            self.panel.hide()
        spots = [(card.start, card.end, ACTIVE)] if card is not None and card.placed else []
        self._editor.set_marks(ACTIVE, spots)

    def _caret_moved(self) -> None:
        if self._busy or self._writing is None or self.panel.has_focus() or self.list.hasFocus():
            return
        found = at_caret(self.cards, self._editor.caret())
        if found != self._current:
            self._become(found, scroll=False)

    # Inside: deeds

    def _asked(self, deed: Deed, words: str) -> None:
        card = self.current
        if card is None:
            return
        if deed is Deed.SEE_BOTH:
            self._see_both(card)
            return
        inside, after = self.panel.has_focus(), ids_after(self.cards, card.id)
        done = self.deeds.do(card, deed, words)
        if done and deed in ANSWERS and deed is not Deed.NOT_YET:
            self.refresh()
            self._go_on(after, inside)
            return
        if not done:
            self.panel.show_card(None, self._rights())  # what it shows has not been done
        self.refresh()
        if inside and self.current is not None:
            self.panel.enter(QCheckBox if deed in (Deed.MARK, Deed.UNMARK) else QWidget)

    def _go_on(self, after: Sequence[str], inside: bool) -> None:
        """After an answer: to the next card without one; the focus stays in the margin if it was there."""
        there = first_open(self.cards, after)
        if there is not None:
            self._go_to(there)
        if inside:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _see_both(self, card: Card) -> None:
        if self._writing is None:
            return
        dialog = self.deeds.see_both(self._writing, card, self.window())
        if dialog is not None:
            dialog.answers.setVisible(self._rights().answers)
            dialog.chosen.connect(lambda deed: self._asked(deed, ""))

    def _to_text(self) -> None:
        """From the card or the list back to the text."""
        if self.list.folded:
            self.panel.hide()
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    # Inside: what lies over the text

    def _place_sheet(self) -> None:
        badge = self.list.place(self._model.row_of(self._current))
        self.sheets.place_card(self.panel, self.list.viewport(), badge)

    def _comment_written(self, start: int, words: str) -> None:
        self.refresh()
        mine = [card for card in self.cards if card.mine and (card.start, card.text) == (start, words)]
        if mine:
            self._go_to(mine[-1])
        self._to_text()

    def _comment_left(self) -> None:
        self._show_current()
        self._to_text()

    # Inside: looks

    def _show_nothing(self) -> None:
        writing = self._writing
        if writing is None or self.cards or self.list.folded:
            self.empty.hide()
        else:
            self.empty.show_for(writing, self.showing)

    def _fit_width(self) -> None:
        wide = min(self._theme.scaled(WIDTH), WIDTH_MOST)
        self.setFixedWidth(FOLDED if self.list.folded else wide)

    def _restyle(self) -> None:
        self._painter.restyle()
        self._fit_width()
        self._lay_out_soon()
