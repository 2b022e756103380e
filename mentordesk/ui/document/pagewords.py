# SPDX-License-Identifier: Apache-2.0
"""What stands around a text: whether it is safe, how long it is, why it can only be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject

from mentordesk.domain.documents import DocumentSummary, Mode, ReadingOnly, SaveCode, SaveState
from mentordesk.domain.ids import MemberId
from mentordesk.domain.texts import Style
from mentordesk.ui.words import Words, isolated

if TYPE_CHECKING:
    from mentordesk.desk.writing import Writing


class PageWords(QObject):
    """Sentences of a document's page."""

    def __init__(self, words: Words, parent: QObject) -> None:
        super().__init__(parent)
        self._words = words

    def saved(self, state: SaveState) -> str:
        """Saved 10:42; in words what went wrong; "" before anything was written."""
        if state.code is SaveCode.FAILED:
            return self.tr("Not saved yet. {why}").format(why=self._words.trouble_code(state.trouble))
        return self._words.saved(state.at)

    def stopped(self, changed: int) -> str:
        """Where writing goes on."""
        return self.tr("You stopped here. {saved}").format(saved=self._words.saved(changed)).strip()

    def length(self, words: int) -> str:
        """How many words the text has."""
        return self.tr("%n words", "", words)

    def selected(self, part: int, words: int) -> str:
        """How many of them are selected."""
        return self.tr("{part} of %n words", "", words).format(part=QLocale().toString(part))

    def around(self, writing: Writing) -> str:
        """What is to be known before one writes; "" where everything is as usual."""
        direct = self._changed_directly(next(map(writing.names, writing.changed_directly), ""))
        mode = self._mode(writing.summary, writing.mode, writing.reading_only, writing.me)
        parts = [direct or mode, self._not_whole(writing)]
        return " ".join(part for part in parts if part)

    def _not_whole(self, writing: Writing) -> str:
        """What came and cannot be used, or has not come, though what is here is a text to go on with."""
        if writing.reading_only in (ReadingOnly.DAMAGED, ReadingOnly.INCOMPLETE):
            return ""
        if writing.set_aside:
            return self.tr(
                "%n changes that came cannot be used in this document. "
                "They are kept aside; the text is as it was.",
                "",
                writing.set_aside,
            )
        return self.tr("A part of what others wrote has not come yet.") if writing.missing else ""

    def _mode(self, summary: DocumentSummary, mode: Mode, why: ReadingOnly, me: MemberId) -> str:
        """What `me` may do here, where that is not simply writing; reviewing has its own bar."""
        name = isolated(summary.owner_name)
        if mode is Mode.COAUTHOR:
            return self.tr("{name} lets you write in this.").format(name=name)
        if mode is not Mode.READER:
            return ""
        away = self.tr("{name} has put this away. You can read it.").format(name=name)
        if summary.owner == me:
            away = self.tr("You have put this away. You can read it.")
        return {
            ReadingOnly.AWAY: away,
            ReadingOnly.CLOSED: self.tr("This circle has ended. You can read everything."),
            ReadingOnly.INCOMPLETE: self.tr("A part has not come yet. You can write when it is here."),
            ReadingOnly.DAMAGED: self.tr("A part that came cannot be read. What is here is shown."),
        }.get(why, self.tr("You can read this."))

    def _changed_directly(self, name: str) -> str:
        """To the owner: a reviewer's program changed the text itself; "" where nobody's did."""
        if not name:
            return ""
        return self.tr(
            "{name} changed words here without suggesting it. The text from before is in the versions."
        ).format(name=isolated(name))

    def tip(self, writing: Writing | None, at: int, style: Style) -> str:
        """Over letters: whose suggestion they are, where they lead, or who else wrote them."""
        marks = (*style.inserted, *style.deleted)
        if writing is None:
            return ""
        if marks:
            made = next((one for one in writing.text.suggestions() if one.id == marks[0]), None)
            words = self.tr("Suggested by {name}")
            return words.format(name=isolated(writing.names(made.author))) if made else ""
        if style.link:
            return self.tr("Ctrl and a click open {address}").format(address=isolated(style.link))
        author = writing.text.author_at(at) or writing.me
        if author == writing.me:
            return ""
        return self.tr("Written by {name}").format(name=isolated(writing.names(author)))

    def typing(self, mode: Mode) -> str:
        """What a screen reader says about typing here."""
        if mode is Mode.REVIEWER:
            return self.tr("What you type becomes suggestions.")
        return self.tr("You can read this.") if mode is Mode.READER else ""
