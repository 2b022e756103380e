# SPDX-License-Identifier: Apache-2.0
"""The review margin beside the text: cards tied to their words, one of them open; badges where narrow."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPalette, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mentordesk.domain.documents import Mode
from mentordesk.domain.ids import MemberId
from mentordesk.domain.texts import Answer, Comment, Suggestion
from mentordesk.ui.circlewords import partners
from mentordesk.ui.context import Context
from mentordesk.ui.document.both import SeeBoth
from mentordesk.ui.document.cards import Card, CardModel, Kind, Show, at_caret, cards_of, step_from
from mentordesk.ui.document.margincard import ANSWERS, CardPanel, Deed, Rights
from mentordesk.ui.document.margindeeds import Deeds
from mentordesk.ui.document.marginlist import CardList
from mentordesk.ui.document.marginpaint import CardPainter
from mentordesk.ui.document.marginsheets import Sheets
from mentordesk.ui.document.reviewwords import ReviewWords
from mentordesk.ui.names import calling
from mentordesk.ui.parts import Label, button, row

if TYPE_CHECKING:
    from mentordesk.desk.writing import Writing
    from mentordesk.ui.document.editor import Editor

WIDTH, WIDTH_MOST, FOLDED = 240, 320, 32
FOLD_BELOW = 1_100  # pixels of the window
_REFRESH_MS, _LAY_OUT_MS = 250, 40
_ACTIVE = "active"


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
        self._names: dict[MemberId, str] = {}
        self._show, self._current = Show.ALL, ""
        self._busy = False  # the caret moves because a card was chosen
        self._painter = CardPainter(self._theme, self.words)
        self._model = CardModel(self.words, self)
        self.panel = CardPanel(self._theme, self.words, self.called)
        self.list = CardList(self._theme, self._painter, self._model, self.panel)
        self.panel.setParent(self.list.viewport())
        self.deeds = Deeds(context, editor)
        self.sheets = Sheets(self, editor, self._theme, self.words)
        self._refresh = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._lay_out = QTimer(self, singleShot=True, interval=_LAY_OUT_MS)
        self._build()
        self._connect_signals()
        self._fit_width()

    def _build(self) -> None:
        self.list.setAccessibleName(self.words.cards())
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._nothing = Label(self._theme, tone="text2").wrap()
        self._nothing.setContentsMargins(14, 12, 6, 4)
        self._ask = button("", self.ask_wanted.emit)
        pile = QVBoxLayout(self)
        pile.setContentsMargins(0, 0, 0, 0)
        pile.setSpacing(0)
        pile.addWidget(self._nothing)
        asking = row(self._ask, None)
        asking.setContentsMargins(14, 4, 6, 4)
        pile.addLayout(asking)
        pile.addWidget(self.list, 1)

    def _connect_signals(self) -> None:
        self._refresh.timeout.connect(self.refresh)
        self._lay_out.timeout.connect(self.lay_out)
        self._editor.edited.connect(self._refresh.start)
        self._editor.caret_moved.connect(self._caret_moved)
        self._editor.laid_out.connect(self._lay_out_soon)
        self._editor.verticalScrollBar().valueChanged.connect(lambda _: self._follow())
        self.list.picked.connect(self._picked)
        self.list.opened.connect(lambda _: self.enter())
        self.list.left.connect(self._to_text)
        self.list.wheeled.connect(self._wheel)
        self.panel.asked.connect(self._asked)
        self.panel.left.connect(self._leave_panel)
        self.sheets.commented.connect(self._write_comment)
        self.sheets.left.connect(self._leave_note)
        self.panel.grown.connect(self.lay_out)
        self._theme.changed.connect(self._restyle)

    # What the page calls

    def attach(self, writing: Writing | None) -> None:
        """Show the cards of this document."""
        self._writing = writing
        self._current = ""
        self.sheets.close_note()
        self._model.set_cards(())
        self._names = self._name_people()
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

    @property
    def showing(self) -> Show:
        """Which cards are shown."""
        return self._show

    def show_cards(self, show: Show) -> None:
        """Show all, those that wait for an answer, or those that have one."""
        self._show = show
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

    def called(self, member: MemberId) -> str:
        """A person's name as cards say it."""
        if self._writing is not None and member == self._writing.me:
            return self._context.services.words.you()
        name = self._names.get(member, "")
        if not name and self._writing is not None:
            name = self._writing.names(member)
        return self.words.name(name)

    def refresh(self) -> None:
        """Read suggestions and comments again."""
        self._refresh.stop()
        writing = self._writing
        if writing is None:
            self._model.set_cards(())
            return
        text = writing.text
        marks: list[Suggestion | Comment] = [*text.suggestions(), *text.comments()]
        for mark in marks:
            if mark.author not in self._names:
                self._names[mark.author] = writing.names(mark.author)
        self._model.set_cards(cards_of(marks, text.works(), self._names, writing.me, self._show))
        self._show_current()
        self._show_nothing()
        self.lay_out()
        self.counted.emit()

    def lay_out(self) -> None:
        """Find the heights of all words again."""
        self._lay_out.stop()
        bar, editor = self._editor.verticalScrollBar(), self._editor
        moved = bar.value() + self._above()
        wanted = [self._wanted(card, moved) for card in self._model.cards]
        row = self._model.row_of(self._current)
        shown = not self.list.folded and self.panel.card is not None
        self.list.lay_out(tuple(accumulate(wanted, max)), row if shown else -1)
        card = self.current
        if card is not None and card.placed:
            self.list.line_down = editor.place_rect(card.start).height() - 2
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
        row = self._model.row_of(self._current)
        there = [*self.cards[row + 1 :], *self.cards[: max(row, 0)]]
        card = next((one for one in there if one.open), None)
        if card is not None:
            self._go_to(card)
        return card is not None

    def enter(self) -> None:
        """Into the current card: its first button or field."""
        if self.current is None and not self.step(forward=True):
            return
        if self.list.folded:
            self._place_sheet()
            self.panel.show()
            self.panel.raise_()
        self.panel.enter()

    def decide(self, deed: Deed) -> None:
        """Do with the current card what its button does, at once and without words."""
        card = self.current
        rights = self._rights()
        if card is None or not rights.answers or card.decided or card.kind is Kind.WORKS:
            return
        if card.kind is Kind.COMMENT and deed in (Deed.ACCEPT, Deed.REFUSE):
            deed = Deed.DONE if deed is Deed.ACCEPT else Deed.NOT_YET
        self._asked(deed, "")

    def comment(self) -> None:
        """Comment on what is marked, or on the word at the caret."""
        if self._writing is None or not self._rights().writes:
            return
        start, end = self._editor.selection()
        if start == end:
            cursor = self._editor.textCursor()
            cursor.select(cursor.SelectionType.WordUnderCursor)
            start, end = cursor.selectionStart(), cursor.selectionEnd()
        if start == end:
            said = self.tr("Mark the words first that you want to comment on.")
            self._context.tell(said, "", None)
            return
        quote = self._writing.text.text(start, end)
        self.sheets.open_note(start, end, quote, self.list.folded)
        self._editor.set_marks(_ACTIVE, [(start, end, _ACTIVE)])

    # Inside: cards

    def _rights(self) -> Rights:
        return Rights.of(self._writing.mode if self._writing is not None else Mode.READER)

    def _name_people(self) -> dict[MemberId, str]:
        circle = self._context.circle(self._writing.summary.circle) if self._writing is not None else None
        return dict(calling(circle.people)) if circle is not None else {}

    def _wanted(self, card: Card, moved: int) -> int:
        if card.kind is Kind.WORKS:
            return 0
        if not card.placed:
            return round(self._editor.document().size().height()) + self._above()
        place: QRect = self._editor.place_rect(card.start)
        return place.top() + moved

    def _above(self) -> int:
        """How much higher the text begins than the cards do."""
        origin, window = QPoint(0, 0), self.window()
        text: QPoint = self._editor.viewport().mapTo(window, origin)
        return text.y() - self.list.viewport().mapTo(window, origin).y()

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
        self._current = card.id
        if card.placed:
            self._busy = True
            self._editor.select(card.start, card.start)
            self._busy = False
        self._show_current()
        self.lay_out()

    def _show_current(self) -> None:
        card = self.current
        if card is None:
            self._current = ""
        self.list.settle()
        self.panel.show_card(card, self._rights())
        if card is None or (self.list.folded and not self.panel.has_focus()):
            self.panel.hide()
        self.list.make_current(self._model.row_of(self._current))
        spots = [(card.start, card.end, _ACTIVE)] if card is not None and card.placed else []
        self._editor.set_marks(_ACTIVE, spots)

    def _caret_moved(self) -> None:
        if self._busy or self._writing is None or self.panel.has_focus() or self.list.hasFocus():
            return
        card = at_caret(self.cards, self._editor.caret())
        found = card.id if card is not None else ""
        if found != self._current:
            self._current = found
            self._show_current()
            self.lay_out()

    def _picked(self, row: int) -> None:
        if 0 <= row < len(self.cards):
            self._go_to(self.cards[row])

    def _wheel(self, event: QWheelEvent) -> None:
        bar = self._editor.verticalScrollBar()
        before = bar.value()
        QCoreApplication.sendEvent(bar, event)
        if bar.value() == before:
            self.list.push(-event.angleDelta().y() // 2)

    # Inside: deeds

    def _asked(self, deed: Deed, words: str) -> None:
        card = self.current
        if card is None:
            return
        if deed is Deed.SEE_BOTH:
            self._see_both(card)
            return
        inside = self.panel.has_focus()
        done = self.deeds.do(card, deed, words)
        if done and deed in ANSWERS and deed is not Deed.NOT_YET:
            self.refresh()
            self._go_on(inside)
            return
        self.panel.show_card(None, self._rights())  # what it shows may not have been done
        self.refresh()
        if inside and self.current is not None:
            self.panel.enter()

    def _go_on(self, inside: bool) -> None:
        """After an answer: to the next card without one; the focus stays in the margin if it was there."""
        self.next_open()
        if inside:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _see_both(self, card: Card) -> None:
        if self._writing is None:
            return
        was, now = self._writing.text.original_of(card.id)
        dialog = SeeBoth(self._theme, self.words, card, (was, now), self.window())
        dialog.answers.setVisible(self._rights().answers)
        dialog.chosen.connect(
            lambda answer: self._asked(Deed.ACCEPT if answer is Answer.ACCEPTED else Deed.REFUSE, "")
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _leave_panel(self) -> None:
        """From the card back to the text."""
        if self.list.folded:
            self.panel.hide()
        self._to_text()

    def _to_text(self) -> None:
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    # Inside: what lies over the text

    def _place_sheet(self) -> None:
        if self.panel.parentWidget() is not self.window():
            self.panel.setParent(self.window())
        badge = self.list.place(self._model.row_of(self._current))
        self.sheets.place_card(self.panel, self.list.viewport().mapTo(self.window(), badge.topLeft()).y())

    def _write_comment(self, start: int, end: int, words: str) -> None:
        if self.deeds.comment(start, end, words):
            self._leave_note()
            self.refresh()
            mine = [card for card in self.cards if card.mine and (card.start, card.text) == (start, words)]
            if mine:
                self._go_to(mine[-1])

    def _leave_note(self) -> None:
        self.sheets.close_note()
        self._show_current()
        self._to_text()

    # Inside: looks

    def _show_nothing(self) -> None:
        writing = self._writing
        empty = writing is not None and not self.cards and not self.list.folded
        self._nothing.setVisible(empty)
        self._ask.setVisible(False)
        if not empty or writing is None:
            return
        owner = writing.mode is Mode.OWNER
        asked = writing.summary.review is not None
        self._nothing.setText(self.words.nothing(self._show, owner, asked))
        self._ask.setVisible(owner and not asked and not writing.summary.private)
        circle = self._context.circle(writing.summary.circle)
        people = partners(circle) if circle is not None else ()
        name = self.called(people[0].member) if len(people) == 1 else ""
        self._ask.setText(self.words.ask(name))

    def _fit_width(self) -> None:
        wide = min(self._theme.scaled(WIDTH), WIDTH_MOST)
        self.setFixedWidth(FOLDED if self.list.folded else wide)

    def _restyle(self) -> None:
        self._painter.restyle()
        self._fit_width()
        self._lay_out_soon()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out_soon()
