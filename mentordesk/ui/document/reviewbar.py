# SPDX-License-Identifier: Apache-2.0
"""The bar above a text under review: whose turn it is, how far one is, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout, QWidget

from mentordesk.base.errors import Trouble
from mentordesk.domain.documents import Mode, Review, ReviewTally, tally
from mentordesk.domain.texts import Answer
from mentordesk.ui.context import Context
from mentordesk.ui.document.barwords import BarWords
from mentordesk.ui.document.cards import Kind, Show
from mentordesk.ui.document.margin import ReviewMargin
from mentordesk.ui.document.marginfield import Field
from mentordesk.ui.parts import Label, button, row

if TYPE_CHECKING:
    from mentordesk.desk.writing import Writing
    from mentordesk.ui.document.editor import Editor

_PAUSE_MS = 1_000


class ReviewBar(QWidget):
    """Hidden where there is nothing to say. `attach` a Writing, `refresh` after news."""

    ask_wanted = Signal()  # the owner wants to ask, or to ask again

    def __init__(self, context: Context, editor: Editor, margin: ReviewMargin) -> None:
        super().__init__()
        self._context, self._editor, self._margin = context, editor, margin
        self._theme = context.services.theme
        self.words = BarWords(margin.words, context.services.words, self)
        self._writing: Writing | None = None
        self._main = Label(self._theme, bold=True).wrap()
        self._quiet = Label(self._theme, tone="text2").wrap()
        self._next = button(self.tr("Next"), margin.next_open)
        self._give = button(self.tr("Give back"), self._give_back, "primary")
        self._make = button("", self._make_version, "primary")
        self._filter, self._more = _menu_button(), _menu_button()
        self._works_label = Label(self._theme, self.tr("What works first"), bold=True)
        self.works = Field(self._theme, self.words.works_hint())
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._build()
        self._connect_signals()
        self.hide()

    def _build(self) -> None:
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(self._main)
        said.addWidget(self._quiet)
        top = row(spacing=8)
        top.addLayout(said, 1)
        for widget in (self._filter, self._more, self._next, self._make, self._give):
            top.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self._works_row = QWidget()
        below = row(self._works_label, spacing=12)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.works, 1)
        self._works_row.setLayout(below)
        pile = QVBoxLayout(self)
        pile.setContentsMargins(16, 6, 12, 6)
        pile.setSpacing(4)
        pile.addLayout(top)
        pile.addWidget(self._works_row)
        self._more.setText("…")
        self._more.setAccessibleName(self.tr("More about all suggestions"))
        self._works_label.setBuddy(self.works)
        self._fill_filter()

    def _connect_signals(self) -> None:
        self._margin.counted.connect(self.refresh)
        self.works.textChanged.connect(self._pause.start)
        self.works.unfocused.connect(lambda _: self.keep_works())
        self.works.entered.connect(lambda _: self._editor.setFocus())
        self.works.left.connect(self._editor.setFocus)
        self._pause.timeout.connect(self.keep_works)
        more = QMenu(self._more)
        more.aboutToShow.connect(lambda: self._fill_more(more))
        self._more.setMenu(more)

    # What the page calls

    def attach(self, writing: Writing | None) -> None:
        """Speak about this document."""
        self._writing = writing
        if writing is not None:
            self.works.setPlainText(writing.review.works)
        self._pause.stop()
        self.refresh()

    def refresh(self) -> None:
        """Count again."""
        writing = self._writing
        mode = writing.mode if writing is not None else Mode.READER
        reviews = mode is Mode.REVIEWER
        for widget in (self._give, self._works_row):
            widget.setVisible(reviews)
        self._filter.setVisible(bool(self._margin.cards) or self._margin.showing is not Show.ALL)
        self._filter.setText(self._margin.words.show(self._margin.showing) + " ▾")
        self._make.hide()
        self._next.hide()
        self._more.setVisible(mode is Mode.OWNER)
        if writing is not None and reviews:
            self._show_reviewer(writing)
        elif writing is not None and mode is not Mode.READER:
            self._show_owner(writing, mode)
        self._say_left_out()
        self._quiet.setVisible(bool(self._quiet.text()))
        self.setVisible(writing is not None and mode is not Mode.READER and bool(self._main.text()))

    def _say_left_out(self) -> None:
        words = self.words.left_out(len(self._margin.cards)) if self._margin.left_out else ""
        self._quiet.setText(" · ".join(one for one in (self._quiet.text(), words) if one))

    def keep_works(self) -> None:
        """Take what stands in *What works first* into the document now."""
        self._pause.stop()
        writing = self._writing
        if writing is None or writing.mode is not Mode.REVIEWER:
            return
        said = self.works.text()
        if said != writing.review.works:
            self._editor.run(lambda text: text.set_works(said))
            self.refresh()

    # The reviewer

    def _show_reviewer(self, writing: Writing) -> None:
        mine, review = writing.review.mine(), writing.summary.review
        owner = self._margin.people.called(writing.owner)
        something = bool(mine.total or (self.works.text() and not self._works_gone(writing)))
        self._main.setText(self.words.suggesting(owner))
        counts = self.words.progress(mine) if mine.total or not something else ""
        parts = [counts, self._due(review, owner, writing)]
        if something:
            parts.append(self.words.not_gone(owner))
        elif review is not None and (back := review.returned_by(writing.me)) is not None:
            parts[0] = self.words.gave_back(self._context.services.words.times.moment(back.at))
        self._quiet.setText(" · ".join(part for part in parts if part))
        self._give.setEnabled(something)

    def _works_gone(self, writing: Writing) -> bool:
        """What works first was given back as it stands."""
        review = writing.summary.review
        return review is not None and review.returned_by(writing.me) is not None

    def _due(self, review: Review | None, owner: str, writing: Writing) -> str:
        """Amina can fix it Mon 18; give it back by Fri 15."""
        if review is None or writing.me not in review.reviewers or review.returned_by(writing.me):
            return ""
        fix = self._context.desk.documents.fix_on(writing.document)
        return self.words.due(owner, fix, review.read_by)

    def _give_back(self) -> None:
        writing = self._writing
        if writing is None:
            return
        self.keep_works()
        try:
            back = writing.review.give_back()
        except Trouble as trouble:
            self._context.tell_trouble(trouble)
            return
        done = ReviewTally(back.suggestions, back.comments, back.important)
        owner = self._margin.people.called(writing.owner)
        self._margin.refresh()
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)  # the button is grey now
        self._context.tell(self.words.given_back(owner, done))

    # The owner

    def _show_owner(self, writing: Writing, mode: Mode) -> None:
        review = writing.summary.review
        counted = self._counted(writing)
        owner = mode is Mode.OWNER
        parts = []
        if review is not None and review.returned:
            back = [self._margin.people.called(one.reviewer) for one in review.returned]
            parts.append(self.words.gave_it_back(back))
        if counted.total:
            parts.append(self._margin.words.answered(counted))
        waiting = self.words.asked(self._waiting_names(review), self._by(review)) if review else ""
        if waiting and not parts:
            parts, waiting = [waiting], ""
        self._main.setText(" ".join(parts))
        self._quiet.setText(waiting)
        self._next.setVisible(counted.open > 0)
        if owner and counted.total and not counted.open:
            self._show_finished(writing)

    def _show_finished(self, writing: Writing) -> None:
        """All answered. Make version 5?"""
        number, made = self._next_version(writing)
        self._main.setText(self.words.all_answered(0 if made else number))
        self._make.setText(self.words.make_version(number))
        self._make.setVisible(not made)

    def _next_version(self, writing: Writing) -> tuple[int, bool]:
        """Its number, and whether one was made of these answers already."""
        versions = writing.text.versions()
        review = writing.summary.review
        back = max((one.at for one in review.returned), default=0) if review else 0
        made = any(one.occasion == "answered" and one.time >= back for one in versions)
        return sum(1 for one in versions if one.occasion in ("asked", "answered")) + 1, made

    def _counted(self, writing: Writing) -> ReviewTally:
        """What others gave back, in this round where there is one."""
        text, review = writing.text, writing.summary.review
        number = review.round if review is not None and review.returned else None
        counts = [
            tuple(
                one
                for one in marks
                if one.author != writing.me and one.returned and number in (None, one.round)
            )
            for marks in (text.suggestions(), text.comments())
        ]
        return tally(counts[0], counts[1])  # type: ignore[arg-type]

    def _waiting_names(self, review: Review) -> list[str]:
        return [self._margin.people.called(member) for member in review.waiting_for]

    def _by(self, review: Review) -> str:
        return self._context.services.words.times.near(review.read_by) if review.read_by else ""

    def _make_version(self) -> None:
        writing = self._writing
        if writing is None:
            return
        number, _ = self._next_version(writing)
        try:
            writing.review.new_version(self.words.version(number))
        except Trouble as trouble:
            self._context.tell_trouble(trouble)
            return
        self.refresh()
        self._context.tell(self.words.version_made(number))

    # Menus

    def _fill_filter(self) -> None:
        menu, group = QMenu(self._filter), QActionGroup(self)
        self._filter.setAccessibleName(self.tr("Which suggestions and comments are shown"))
        for show in Show:
            action = QAction(self._margin.words.show(show), group)
            action.setCheckable(True)
            action.setChecked(show is Show.ALL)
            action.triggered.connect(lambda _=False, show=show: self._margin.show_cards(show))
            menu.addAction(action)
        self._filter.setMenu(menu)

    def _fill_more(self, menu: QMenu) -> None:
        """All at once, or all of one person."""
        menu.clear()
        cards = [card for card in self._margin.cards if card.kind is Kind.SUGGESTION and card.open]
        self._offer(menu, self.words.accept_all(len(cards)), bool(cards), "", Answer.ACCEPTED)
        self._offer(menu, self.words.refuse_all(len(cards)), bool(cards), "", Answer.REFUSED)
        authors = list(dict.fromkeys(card.author for card in cards))
        for author in authors if len(authors) > 1 else []:
            count = sum(1 for card in cards if card.author == author)
            name, key = self._margin.people.called(author), author.hex()
            menu.addSeparator()
            self._offer(menu, self.words.accept_of(count, name), True, key, Answer.ACCEPTED)
            self._offer(menu, self.words.refuse_of(count, name), True, key, Answer.REFUSED)
        menu.addSeparator()
        menu.addAction(self.words.ask_again()).triggered.connect(lambda: self.ask_wanted.emit())
        review = self._writing.summary.review if self._writing is not None else None
        if review is not None and review.waiting_for:
            menu.addAction(self.words.withdraw()).triggered.connect(lambda: self._withdraw())

    def _offer(self, menu: QMenu, label: str, possible: bool, author: str, answer: Answer) -> None:
        action = menu.addAction(label)
        action.setEnabled(possible)
        action.triggered.connect(lambda: self._answer_all(author, answer))

    def _answer_all(self, author: str, answer: Answer) -> None:
        cards = [card for card in self._margin.cards if not author or card.author.hex() == author]
        self._margin.deeds.answer_all(cards, answer)
        self._margin.refresh()

    def _withdraw(self) -> None:
        if self._writing is None:
            return
        try:
            self._writing.review.withdraw_ask()
        except Trouble as trouble:
            self._context.tell_trouble(trouble)
        self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = self._theme.tokens
        painter.fillRect(self.rect(), QColor(tokens.accent_soft if self._give.isVisible() else tokens.sunken))
        painter.setPen(QColor(tokens.border))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()


def _menu_button() -> QToolButton:
    made = QToolButton()
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made
