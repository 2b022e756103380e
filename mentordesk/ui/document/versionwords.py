# SPDX-License-Identifier: Apache-2.0
"""What versions are called, and what is said about them."""

from __future__ import annotations

from PySide6.QtCore import QObject

from mentordesk.domain.texts import Version
from mentordesk.ui.document.compare import Way
from mentordesk.ui.times import isolated
from mentordesk.ui.words import Words


class VersionWords(QObject):
    """Sentences of the versions."""

    def __init__(self, words: Words, parent: QObject) -> None:
        super().__init__(parent)
        self._words = words

    def title(self, version: Version, name: str = "") -> str:
        """Its name; without one, why it was kept. `name`: who made it, "" = the person at this computer."""
        if version.name:
            return version.name
        times = self._words.times
        day = times.day(version.time)
        mine, theirs = {
            "asked": (self.tr("When you asked for a reading"), self.tr("When {name} asked for a reading")),
            "returned": (self.tr("When you gave it back"), self.tr("When {name} gave it back")),
            "answered": (self.tr("When you had answered all"), self.tr("When {name} had answered all")),
        }.get(version.occasion, ("", ""))
        if mine:
            return theirs.format(name=name) if name else mine
        ended = self.tr("{day}, at the end").format(day=day)
        return {
            "restored": self.tr("Before an older version came back"),
            "imported": self.tr("As it came from a file"),
            "replaced": self.tr("Before words were replaced everywhere"),
            "direct": self.tr("Before words were changed that nobody had suggested"),
            "day": self.tr("Earlier today") if times.is_today(version.time) else ended,
        }.get(version.occasion, self.tr("Kept {day}").format(day=day))

    def way(self, way: Way) -> str:
        """Buttons: how to look at it."""
        return {
            Way.ALONE: self.tr("Only this version"),
            Way.INLINE: self.tr("What changed since"),
            Way.BESIDE: self.tr("Side by side"),
        }[way]

    def now(self) -> str:
        """Above the newer text."""
        return self.tr("Now")

    def compared(self, title: str) -> str:
        """Above a comparison in one text."""
        return self.tr("From “{version}” to now: new words are underlined, old ones struck out").format(
            version=isolated(title)
        )

    def nothing(self) -> str:
        """In an empty list."""
        return self.tr("One is kept each time you ask for a reading, and whenever you want.")

    def cannot_show(self, code: str) -> str:
        """A state that leans on what has not come, or whose text is another than the one kept."""
        if code == "text_not_as_kept":
            return self.tr("This version cannot be shown as it was kept. Nothing of the text is lost.")
        return self.tr("This version is not whole on this computer yet.")

    def restored(self, title: str) -> str:
        """After bringing one back."""
        return self.tr("The text is as in “{version}” again. Nothing of the other is lost.").format(
            version=isolated(title)
        )
