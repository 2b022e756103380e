# SPDX-License-Identifier: Apache-2.0
"""What the page of sticks says: in whole sentences, in numbers, and without anybody's name."""

from __future__ import annotations

from PySide6.QtCore import QObject

from mentordesk.domain.carriers import Put, Taken
from mentordesk.ui.times import Times, isolated


class StickWords(QObject):
    """Sentences about what goes on a stick and what comes from it."""

    def __init__(self, times: Times, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._times = times

    def title(self, take: bool) -> str:
        """The page's title, the menu's words."""
        return self.tr("Take from a stick") if take else self.tr("Put on a stick")

    def about(self, take: bool, files: str = "") -> str:
        """What happens, before it does; `files`: what is true of files that are still to go up."""
        if take:
            return self.tr(
                "What somebody brought on the stick comes to this computer: answers, and sealed work "
                "of others, which goes on from here."
            )
        about = self.tr(
            "What the server has not got yet goes on the stick, sealed: whoever carries or finds it "
            "cannot read it. All of it stays here as well."
        )
        if not files:
            return about
        return " ".join((about, self.tr("Files do not go by stick, only their messages."), files))

    def room(self, free: int) -> str:
        """Below the name of a drive."""
        return self.tr("{size} free").format(size=self._times.size(free))

    def start(self, take: bool) -> str:
        """What Enter does on a drive."""
        return self.tr("Take from it") if take else self.tr("Put on it")

    def working(self, take: bool, name: str) -> str:
        """While it is under way."""
        words = self.tr("Taking from {name}…") if take else self.tr("Putting on {name}…")
        return words.format(name=isolated(name))

    def progress(self, done: int, total: int) -> str:
        """How far it is; "" before that is known."""
        if total <= 0:
            return ""
        return self.tr("{done} of {total}").format(done=done, total=total)

    # What was done: the first line, then the quieter ones

    def was_put(self, put: Put) -> tuple[str, ...]:
        """What is on the stick now."""
        there = put.envelopes + put.already_there
        answers = []
        if put.replies:
            answers = [self.tr("%n answers for others are on it. Bring it back to them.", "", put.replies)]
        if not there and answers:
            return (*answers, self.out())
        if not there:
            return (self.tr("There is nothing to put on a stick now. The server has everything."),)
        if not put.envelopes:
            return (
                self.tr("Everything was on this stick already. It goes on at a computer with a line."),
                *answers,
                self.out(),
            )
        first = self.tr("%n things are on the stick. They go on at a computer with a line.", "", there)
        others = put.envelopes - put.mine
        more = [self.tr("%n of them are other people's, sealed.", "", others)] if others > 0 else []
        return (first, *more, *answers, self.out())

    def was_taken(self, taken: Taken) -> tuple[str, ...]:
        """What came from the stick."""
        lines = []
        if taken.replies:
            lines.append(self.tr("%n answers came.", "", taken.replies))
        if taken.requests:
            lines.append(self.tr("%n envelopes of others wait here for the line.", "", taken.requests))
        lines += self._left_alone(taken)
        if not taken.replies and not taken.requests:
            lines.insert(0, self.tr("There was nothing new for this computer on the stick."))
        return (*lines, self.out())

    def _left_alone(self, taken: Taken) -> list[str]:
        """What could not be used, and what that means."""
        lines = []
        if taken.damaged:
            lines.append(
                self.tr(
                    "%n envelopes are damaged and were left on the stick. "
                    "Nothing is lost: they are still where they were written.",
                    "",
                    taken.damaged,
                )
            )
        if taken.newer:
            lines.append(
                self.tr(
                    "%n envelopes are from a newer MentorDesk. Install the newer one here, then take "
                    "from the stick again.",
                    "",
                    taken.newer,
                )
            )
        if taken.strangers:
            lines.append(
                self.tr("%n things were not for this computer and stayed there.", "", taken.strangers)
            )
        return lines

    def out(self) -> str:
        """The last line."""
        return self.tr("You can take the stick out now.")

    # Buttons and what stands around them

    def drives(self) -> str:
        """What a screen reader calls the list."""
        return self.tr("Sticks")

    def no_drive(self) -> str:
        """While no stick is found."""
        return self.tr("No stick found. Put one in: it appears here.")

    def other_folder(self) -> str:
        """The button for any other place."""
        return self.tr("Another folder…")

    def stop(self) -> str:
        """While it is under way."""
        return self.tr("Stop")

    def stopping(self) -> str:
        """Stop was pressed."""
        return self.tr("Stopping…")

    def again(self) -> str:
        """The same once more."""
        return self.tr("Try again")

    def another(self) -> str:
        """Back to the list."""
        return self.tr("Another stick")

    def too(self, take: bool) -> str:
        """The other direction with the same stick; `take` is what was done."""
        return self.tr("Put on it too") if take else self.tr("Take from it too")

    def done(self) -> str:
        """Leave the page."""
        return self.tr("Done")

    def hint(self, since: int) -> str:
        """On Today, when something has waited for a line for days."""
        words = self.tr("What you wrote has waited for a line {since}. A stick could carry it.")
        return words.format(since=self._times.since(since))
