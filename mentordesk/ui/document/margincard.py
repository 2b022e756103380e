# SPDX-License-Identifier: Apache-2.0
"""The card one is at: all of it, with buttons and fields; the only one that is made of widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QTextCursor
from PySide6.QtWidgets import QApplication, QCheckBox, QFrame, QPushButton, QVBoxLayout, QWidget

from mentordesk.domain.documents import Mode
from mentordesk.domain.ids import MemberId
from mentordesk.domain.texts import Answer, Standing
from mentordesk.ui.document.cards import Card, Kind
from mentordesk.ui.document.marginfield import Field
from mentordesk.ui.document.marginpaint import PAD, PAD_ALONG, Pieces
from mentordesk.ui.document.reviewwords import ReviewWords, visible
from mentordesk.ui.parts import Label, button, keeps_escape, row
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import RADIUS

_QUOTE_LETTERS = 160


class Deed(StrEnum):
    """What can be done with a card."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    UNCLEAR = "unclear"
    DONE = "done"
    NOT_YET = "not yet"
    REPLY = "reply"
    REASON = "reason"  # words of my suggestion
    EDIT = "edit"  # words of my comment
    MARK = "mark"  # most important
    UNMARK = "unmark"
    TAKE_BACK = "take back"
    SEE_BOTH = "see both"


ANSWERS = {
    Deed.ACCEPT: Answer.ACCEPTED,
    Deed.REFUSE: Answer.REFUSED,
    Deed.UNCLEAR: Answer.UNCLEAR,
    Deed.DONE: Answer.DONE,
    Deed.NOT_YET: Answer.NOT_YET,
}
_ASKED = (Deed.REFUSE, Deed.UNCLEAR, Deed.REPLY)  # a field opens first


def by_key(card: Card, deed: Deed) -> Deed:
    """What the keys of *Accept* and *Refuse* do with a card: comments are done, or not yet.

    Where the text has changed, both passages are seen before anything is accepted.
    """
    if card.kind is Kind.COMMENT:
        return Deed.DONE if deed is Deed.ACCEPT else Deed.NOT_YET
    changed = deed is Deed.ACCEPT and card.standing is Standing.CHANGED
    return Deed.SEE_BOTH if changed else deed


@dataclass(frozen=True, slots=True)
class Rights:
    """What the person at this computer may do with cards."""

    answers: bool  # decides: the owner
    writes: bool  # replies, and changes what is hers

    @classmethod
    def of(cls, mode: Mode) -> Rights:
        """By the mode in the document."""
        return cls(mode is Mode.OWNER, mode is not Mode.READER)


class CardPanel(QFrame):
    """One card with everything that can be done; Esc emits `left`."""

    asked = Signal(object, str)  # Deed, words
    left = Signal()
    grown = Signal()  # another height is needed

    def __init__(self, theme: Theme, words: ReviewWords, names: Callable[[MemberId], str]) -> None:
        super().__init__()
        self._theme, self._words, self._names = theme, words, names
        self.card: Card | None = None
        self._room = 200  # pixels that it will be wide
        self._rights = Rights(False, False)
        self._asking: Deed | None = None
        self._field: Field | None = None
        self._body: QWidget | None = None
        pile = QVBoxLayout(self)
        pile.setContentsMargins(0, 0, 0, 0)
        theme.changed.connect(self._rebuild)
        self.hide()

    def show_card(self, card: Card | None, rights: Rights) -> None:
        """Show this card; what is being typed on it stays."""
        same = card is not None and self.card is not None and card.id == self.card.id
        if same and card == self.card and rights == self._rights:
            return
        if same and rights == self._rights and self._shows(card):
            self.card = card
            return
        typed = self._typed() if same else None
        asking = self._asking if same else None
        self.card, self._rights = card, rights
        self._build(asking, typed)

    def set_room(self, width: int) -> None:
        """So wide it will be."""
        if width != self._room:
            self._room = width
            self._rebuild()

    def needed(self, width: int) -> int:
        """The height for a width, in pixels."""
        layout = self._body.layout() if self._body is not None else None
        if layout is None:
            return 0
        return max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height())

    def enter(self, kind: type[QWidget] = QWidget) -> None:
        """Put the focus on the first thing that can be done; of this kind."""
        first = next((child for child in self.findChildren(kind) if _takes_focus(child)), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def keep(self) -> None:
        """Emit what was written about my own card and not kept yet; before another card is shown."""
        typed = self._typed()
        if typed is not None and self._asking is None:
            self._keep_mine(typed)

    def has_focus(self) -> bool:
        """The focus is somewhere on this card."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def ask(self, deed: Deed) -> None:
        """Open the field in which one says more, and be in it."""
        self.keep()
        self._build(deed, None)
        if self._field is not None:
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave_field() if self._asking else self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Esc leaves the card before it leaves the page.
        return keeps_escape(event) or bool(super().event(event))

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.accent), 1.5))
        painter.setBrush(QColor(tokens.raised))
        painter.drawRoundedRect(QRect(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.end()

    # Making it

    def _rebuild(self) -> None:
        self._build(self._asking, self._typed())

    def _shows(self, card: Card | None) -> bool:
        """The only news is what stands in the field already."""
        if card is None or self.card is None or self._field is None or self._asking:
            return False
        return card == replace(self.card, reason=card.reason, text=card.text) and self._field.text() == _said(
            card
        )

    def _typed(self) -> str | None:
        """What stands in the field and is not kept yet; None where there is nothing new."""
        if self._field is None or self.card is None:
            return None
        text = self._field.text()
        return text if text != ("" if self._asking else _said(self.card)) else None

    def _build(self, asking: Deed | None, typed: str | None) -> None:
        inside = self.has_focus()
        if self._body is not None:
            for field in self._body.findChildren(Field):
                field.blockSignals(True)  # that it goes is no reason to keep what stands in it
            self._body.hide()
            self._body.deleteLater()
        self._body, self._field, self._asking = None, None, asking
        card = self.card
        if card is None:
            return
        body = QWidget()
        pile = QVBoxLayout(body)
        pile.setContentsMargins(PAD_ALONG, PAD, PAD_ALONG, PAD)
        pile.setSpacing(4)
        self._fill_words(pile, card)
        if asking is not None:
            self._fill_question(pile, card, asking, typed or "")
        else:
            self._fill_deeds(pile, card, typed)
        pile.addStretch(1)
        self._body = body
        self.layout().addWidget(body)  # type: ignore[union-attr]
        body.show()
        self.setAccessibleName(self._words.spoken(card))
        self.grown.emit()
        if inside:
            self.enter()

    def _fill_words(self, pile: QVBoxLayout, card: Card) -> None:
        words = self._words
        head = words.head(card)
        who = words.who(card)
        pile.addWidget(Label(self._theme, f"{head}: {who}" if head else who, bold=True).wrap())
        if card.important:
            pile.addWidget(Label(self._theme, words.important(), tone="accent", bold=True))
        if card.kind is Kind.COMMENT and card.quote:
            self._quiet(pile, f"“{visible(card.quote)[:_QUOTE_LETTERS]}”")
        if card.kind is Kind.SUGGESTION:
            self._pieces(pile, words.change(card, self.isRightToLeft()))
        elif not self._edits(card):
            self._pieces(pile, [(card.text, "")])
        if card.reason and not self._edits(card):
            self._pieces(pile, [(card.reason, "quiet")])
        if words.standing(card) and not card.decided:
            self._standing(pile, card)
        if said := words.answer(card):
            pile.addWidget(Label(self._theme, said, bold=True).wrap())
        for reply in card.replies:
            self._quiet(pile, words.reply(self._names(reply.author), reply.text))
        if card.mine and not card.returned:
            self._quiet(pile, words.held())

    def _quiet(self, pile: QVBoxLayout, text: str) -> None:
        pile.addWidget(Label(self._theme, text, tone="text2").wrap())

    def _pieces(self, pile: QVBoxLayout, pieces: list[tuple[str, str]]) -> None:
        shown = Pieces(self._theme)
        shown.show_pieces(pieces)
        pile.addWidget(shown)

    def _standing(self, pile: QVBoxLayout, card: Card) -> None:
        self._quiet(pile, self._words.changed() if self._has_both(card) else self._words.standing(card))

    def _has_both(self, card: Card) -> bool:
        """There is a passage as it was to be seen beside the one that is."""
        changed = card.standing is Standing.CHANGED and not card.decided
        return changed and card.kind is Kind.SUGGESTION

    def _edits(self, card: Card) -> bool:
        """The words of this card are mine to change."""
        return card.mine and self._rights.writes and not card.decided and card.kind is not Kind.WORKS

    def _fill_deeds(self, pile: QVBoxLayout, card: Card, typed: str | None) -> None:
        """What the owner answers, what its author changes, and a reply."""
        if self._edits(card):
            self._fill_mine(pile, card, typed)
        made = [self._button(self._words.see_both(), Deed.SEE_BOTH)] if self._has_both(card) else []
        made += self._answers(card)
        if self._rights.writes and card.kind is not Kind.WORKS and (card.returned or not card.mine):
            made.append(self._flat(self._words.say_back(), Deed.REPLY))
        if self._edits(card):
            made.append(self._flat(self._words.take_back(), Deed.TAKE_BACK))
        self._stack(pile, made)

    def _fill_mine(self, pile: QVBoxLayout, card: Card, typed: str | None) -> None:
        suggested = card.kind is Kind.SUGGESTION
        name = self._words.reason() if suggested else self._words.your_comment()
        field = self._field = Field(self._theme, name, _said(card) if typed is None else typed)
        field.moveCursor(QTextCursor.MoveOperation.End)
        field.unfocused.connect(self._keep_mine)
        field.entered.connect(self._keep_mine)
        field.entered.connect(self.left)
        field.left.connect(self.left)
        field.grown.connect(self.grown)
        pile.addWidget(field)
        if not self._rights.answers:
            mark = QCheckBox(self._words.important())
            mark.setChecked(card.important)
            mark.toggled.connect(lambda on: self.asked.emit(Deed.MARK if on else Deed.UNMARK, ""))
            pile.addWidget(mark)

    def _keep_mine(self, text: str) -> None:
        card = self.card
        if card is None or text == _said(card):
            return
        if card.kind is Kind.SUGGESTION:
            self.asked.emit(Deed.REASON, text)
        elif text:
            self.asked.emit(Deed.EDIT, text)

    def _answers(self, card: Card) -> list[QPushButton]:
        if not self._rights.answers or card.kind is Kind.WORKS or card.decided:
            return []
        words = self._words
        if card.kind is Kind.COMMENT:
            pairs = [(words.done(), Deed.DONE), (words.not_yet(), Deed.NOT_YET)]
        elif card.standing is Standing.GONE and not card.left_over:
            pairs = [(words.refuse(card), Deed.REFUSE)]
        else:
            accept = words.accept_anyway() if self._has_both(card) else words.accept(card)
            pairs = [(accept, Deed.ACCEPT), (words.refuse(card), Deed.REFUSE)]
        if card.mine:
            return [self._button(label, deed) for label, deed in pairs]
        pairs.append((words.unclear(), Deed.UNCLEAR))
        return [self._button(label, deed) for label, deed in pairs if ANSWERS[deed] is not card.answer]

    def _button(self, label: str, deed: Deed, kind: str = "") -> QPushButton:
        return button(label, lambda: self._press(deed), kind)

    def _flat(self, label: str, deed: Deed) -> QPushButton:
        return self._button(label, deed, "flat")

    def _press(self, deed: Deed) -> None:
        if deed in _ASKED:
            self.ask(deed)
        else:
            self.asked.emit(deed, "")

    def _stack(self, pile: QVBoxLayout, made: list[QPushButton]) -> None:
        """Buttons in lines as wide as the card."""
        room = self._room - 2 * PAD_ALONG
        line: list[QWidget | None] = []
        used = 0
        for one in made:
            one.ensurePolished()
            wide = one.sizeHint().width()
            if line and used + 6 + wide > room:
                pile.addLayout(row(*line, None, spacing=6))
                line, used = [], 0
            line.append(one)
            used += wide + (6 if used else 0)
        if line:
            pile.addLayout(row(*line, None, spacing=6))

    def _fill_question(self, pile: QVBoxLayout, card: Card, deed: Deed, typed: str) -> None:
        words = self._words
        hint, label = {
            Deed.REFUSE: (words.why_refused(), words.refuse(card)),
            Deed.UNCLEAR: (words.what_unclear(), words.unclear()),
            Deed.REPLY: (words.your_reply(), words.say_back()),
        }[deed]
        field = self._field = Field(self._theme, hint, typed)
        field.grown.connect(self.grown)
        field.left.connect(self._leave_field)
        field.entered.connect(lambda _: self._finish(deed))
        field.setPlaceholderText("")  # it may be long: it stands above
        self._quiet(pile, hint)
        pile.addWidget(field)
        keep = button(label, lambda: self._finish(deed), "primary")
        self._stack(pile, [keep, button(words.back(), self._leave_field, "flat")])

    def _finish(self, deed: Deed) -> None:
        text = self._field.text() if self._field is not None else ""
        if deed is Deed.REPLY and not text:
            return
        self._asking = self._field = None
        self.asked.emit(deed, text)

    def _leave_field(self) -> None:
        self._build(None, None)
        self.enter()


def _said(card: Card) -> str:
    """What its author wrote on it."""
    return card.reason if card.kind is Kind.SUGGESTION else card.text


def _takes_focus(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible() and widget.isEnabled()
