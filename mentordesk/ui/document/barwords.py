# SPDX-License-Identifier: Apache-2.0
"""Sentences of the bar above a text under review."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from PySide6.QtCore import QObject

from mentordesk.domain.documents import ReviewTally
from mentordesk.ui.document.reviewwords import ReviewWords
from mentordesk.ui.words import Words


class BarWords(QObject):
    """What the review bar says. Names come isolated."""

    def __init__(self, words: ReviewWords, said: Words, parent: QObject) -> None:
        super().__init__(parent)
        self._words, self._said = words, said

    # To the reviewer

    def suggesting(self, owner: str) -> str:
        """The sentence that is always there."""
        return self.tr("You are suggesting. {name} decides.").format(name=owner)

    def progress(self, mine: ReviewTally) -> str:
        """12 suggestions, 6 comments, 3 most important."""
        return self._words.progress(mine)

    def works_hint(self) -> str:
        """In the empty field."""
        return self.tr("Say first what is good about it.")

    def due(self, owner: str, fix: datetime.date | None, back: datetime.date | None) -> str:
        """Amina can fix it Mon 18; give it back by Fri 15."""
        if back is None:
            return ""
        times = self._said.times
        by = times.near(back)
        if back < times.today():
            return self.tr("It was hoped for by {day}. It still helps.").format(day=by)
        if fix is None:
            return self.tr("Give it back by {day}").format(day=by)
        can = times.near(fix)
        return self.tr("{name} can fix it {fix}; give it back by {day}").format(name=owner, fix=can, day=by)

    def not_gone(self, owner: str) -> str:
        """While something is held."""
        return self.tr("Nothing of this has gone to {name} yet. It goes when you give it back.").format(
            name=owner
        )

    def gave_back(self, moment: str) -> str:
        """After giving back, with nothing new."""
        return self.tr("You gave it back, {moment}").format(moment=moment)

    def given_back(self, owner: str, done: ReviewTally) -> str:
        """Just now."""
        counts = self._words.progress(done) if done.total else self.tr("What works first")
        return self.tr("Given back: {what}. It goes to {name} when it connects.").format(
            what=counts, name=owner
        )

    # To the owner

    def gave_it_back(self, names: Sequence[str]) -> str:
        """Grace gave it back."""
        if len(names) == 1:
            return self.tr("{name} gave it back.").format(name=names[0])
        return self.tr("{names} gave it back.").format(names=self._said.names(names))

    def asked(self, names: Sequence[str], by: str) -> str:
        """Who has still to give back."""
        if not names:
            return ""
        who = self._said.names(names)
        if not by:
            return self.tr("Waiting for {names}.").format(names=who)
        return self.tr("Waiting for {names}, hoped for by {day}.").format(names=who, day=by)

    def all_answered(self, number: int) -> str:
        """At the end; `number` 0: the version is made."""
        if not number:
            return self.tr("All answered.")
        return self.tr("All answered. Make version {number}?").format(number=number)

    def make_version(self, number: int) -> str:
        """The button for it."""
        return self.tr("Make version {number}").format(number=number)

    def version(self, number: int) -> str:
        """What such a version is called."""
        return self.tr("Version {number}").format(number=number)

    def version_made(self, number: int) -> str:
        """It is there."""
        return self.tr("This is version {number} now. You can always look at it again.").format(number=number)

    def left_out(self, shown: int) -> str:
        """There are more cards than can be shown."""
        return self.tr("Only the first {count} are shown. Answer some, then the next ones come.").format(
            count=shown
        )

    # Menu

    def accept_all(self, count: int) -> str:
        """Those that fit, of all."""
        return self.tr("Accept all %n suggestions", "", count)

    def refuse_all(self, count: int) -> str:
        """All that are open."""
        return self.tr("Refuse all %n suggestions", "", count)

    def accept_of(self, count: int, name: str) -> str:
        """One person's."""
        return self.tr("Accept %n suggestions by {name}", "", count).format(name=name)

    def refuse_of(self, count: int, name: str) -> str:
        """One person's."""
        return self.tr("Refuse %n suggestions by {name}", "", count).format(name=name)

    def ask_again(self) -> str:
        """Opens the dialog."""
        return self.tr("Ask somebody to read it")

    def withdraw(self) -> str:
        """Nobody is asked any more."""
        return self.tr("Do not ask any more")
