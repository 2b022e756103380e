# SPDX-License-Identifier: Apache-2.0
"""What is done with cards: each goes to the text through the editor, so that caret and view stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mentordesk.base.errors import Refused
from mentordesk.domain.texts import Answer, Standing
from mentordesk.ui.context import Context
from mentordesk.ui.document.both import SeeBoth
from mentordesk.ui.document.cards import Card, Kind
from mentordesk.ui.document.margincard import ANSWERS, Deed
from mentordesk.ui.document.reviewwords import ReviewWords

if TYPE_CHECKING:
    from mentordesk.desk.writing import Writing
    from mentordesk.richtext.document import TextDocument
    from mentordesk.ui.document.editor import Editor

Action: TypeAlias = "Callable[[TextDocument], object]"

_FOURTH = "text_important"
_DECIDED = ("text_decided", "text_unknown")


class Deeds(QObject):
    """Answers, replies and marks. What was not possible is said in words; nothing is ever half done."""

    def __init__(self, context: Context, editor: Editor, words: ReviewWords) -> None:
        super().__init__(editor)
        self._context, self._editor, self._words = context, editor, words

    def do(self, card: Card, deed: Deed, words: str = "") -> bool:
        """Do one thing with one card; False when it was refused, which has been said then."""
        now = self._context.services.clock.now()
        if deed is Deed.ACCEPT and card.standing is Standing.GONE and not card.left_over:
            self._context.tell(self.tr("Its place is no longer there, so nothing can change."))
            return False
        if deed in ANSWERS:
            return self._run(lambda text: text.answer([card.id], ANSWERS[deed], words))
        actions: dict[Deed, Action] = {
            Deed.REPLY: lambda text: text.reply(card.id, words, now),
            Deed.REASON: lambda text: text.set_reason(card.id, words),
            Deed.EDIT: lambda text: text.edit_comment(card.id, words),
            Deed.MARK: lambda text: text.set_important(card.id, True),
            Deed.UNMARK: lambda text: text.set_important(card.id, False),
            Deed.TAKE_BACK: lambda text: text.withdraw(card.id),
        }
        done = self._run(actions[deed])
        if done and deed is Deed.TAKE_BACK:
            self._say(self.tr("Taken back."))
        return done

    def comment(self, start: int, end: int, words: str) -> bool:
        """Comment on a passage."""
        now = self._context.services.clock.now()
        return self._run(lambda text: text.comment(start, end, words, now))

    def answer_all(self, cards: Sequence[Card], answer: Answer) -> int:
        """Give all open suggestions among these one answer; how many there were.

        Accepting leaves out those whose words have changed: they are looked at one by one.
        """
        open_ones = [card for card in cards if card.kind is Kind.SUGGESTION and card.open]
        fitting = [card for card in open_ones if card.standing is Standing.FITS]
        meant = fitting if answer is Answer.ACCEPTED else open_ones
        if meant and not self._run(lambda text: text.answer([card.id for card in meant], answer)):
            return 0
        said = self._answered(len(meant), answer)
        if len(meant) < len(open_ones):
            left = len(open_ones) - len(meant)
            said += " " + self.tr("In %n places the text has changed: look at them one by one.", "", left)
        if meant:
            self._say(said)
        else:
            self._context.tell(said)
        return len(meant)

    def see_both(self, writing: Writing, card: Card, parent: QWidget) -> SeeBoth | None:
        """Open the passage as it was and as it is; None where that cannot be known, which has been said."""
        try:
            texts = writing.text.original_of(card.id)
        except Refused:
            self._context.tell(self._words.not_here())
            return None
        dialog = SeeBoth(self._context.services.theme, self._words, card, texts, parent)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _answered(self, count: int, answer: Answer) -> str:
        if answer is Answer.ACCEPTED:
            return self.tr("%n suggestions accepted.", "", count)
        return self.tr("%n suggestions refused.", "", count)

    def _say(self, words: str) -> None:
        """Say it with a way back."""
        self._context.tell(words, self._context.services.words.past.undo(), self._editor.undo_own)

    def _run(self, action: Action) -> bool:
        try:
            self._editor.run(action)
        except Refused as refused:
            self._context.tell(self._why(refused.code))
            return False
        return True

    def _why(self, code: str) -> str:
        if code == _FOURTH:
            return self._words.three_already()
        if code in _DECIDED:
            return self.tr("It has an answer already.")
        return self.tr("That did not work. Nothing was changed.")
