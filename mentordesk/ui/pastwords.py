# SPDX-License-Identifier: Apache-2.0
"""What concurrent work leaves behind, in words: taken back, late, written twice, not here yet."""

from __future__ import annotations

from PySide6.QtCore import QObject

from mentordesk.domain.computers import OtherComputer
from mentordesk.domain.history import Version
from mentordesk.domain.messages import Draft, Message
from mentordesk.ui.times import Times, isolated

_LETTERS = 60  # of a message that a banner quotes


class PastWords(QObject):
    """What the window says about messages and drafts that were somewhere else in the meantime."""

    def __init__(self, times: Times, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._times = times

    # Taken back

    def taken_back(self, mine: bool, name: str) -> str:
        """What stands in the place of a message that its author took back."""
        if mine:
            return self.tr("You took this message back")
        return self.tr("{name} took this message back").format(name=isolated(name))

    def untold(self) -> str:
        """Below a message that I took back while there is no line: the others may read it still."""
        return self.tr("The others are told when it connects.")

    def taken_back_now(self) -> str:
        """Just after it was done."""
        return self.tr("Taken back.")

    def undo(self) -> str:
        """A button: as if it had not been done."""
        return self.tr("Undo")

    def too_late(self) -> str:
        """It cannot be undone any more."""
        return self.tr("Too late: it is on its way already.")

    # Late

    def late(self, message: Message) -> str:
        """Beside a message that came after newer ones of the same author; "" beside others."""
        if not message.late:
            return ""
        if not message.mine:
            return self.tr("Arrived late")
        return self.tr("Written on {computer}, arrived late").format(computer=self.computer(message.computer))

    def late_asked(self, message: Message) -> str:
        """A late message of one's own has just gone: may it stand?"""
        line = " ".join(message.text.split())
        quoted = line if len(line) <= _LETTERS else f"{line[:_LETTERS].rstrip()}…"
        return self.tr("An older message from {computer} has just gone: “{words}”").format(
            computer=self.computer(message.computer), words=isolated(quoted)
        )

    def keep(self) -> str:
        """A button: the late message may stand."""
        return self.tr("Keep")

    def computer(self, name: str) -> str:
        """A computer in a sentence."""
        return isolated(name) if name else self.tr("another computer")

    def other_computer(self, other: OtherComputer) -> str:
        """On a new computer: what is known of the one before, and no more."""
        return self.tr(
            "The newest that came from {computer}: {moment}. "
            "Work made there after that may still be on it."
        ).format(computer=isolated(other.name), moment=self._times.moment(other.latest))

    # Written twice

    def wrote_elsewhere(self, version: Version, here: bool) -> str:
        """Another text of a draft; `here`: this computer has one too."""
        computer = self.computer(version.computer)
        if not version.elsewhere:
            return self.tr("There is another text of yours for this message.")
        if here:
            return self.tr("You wrote something else on {computer}.").format(computer=computer)
        return self.tr("You wrote something on {computer} that was not sent.").format(computer=computer)

    def draft_from(self, draft: Draft) -> str:
        """A draft that came from another computer, not yet gone on with here."""
        return self.tr("You wrote this on {computer}. It has not been sent.").format(
            computer=self.computer(draft.computer)
        )

    def changed_too(self, name: str) -> str:
        """Two people gave a thread a topic at the same time; `name` is the other one."""
        return self.tr("{name} changed the topic too.").format(name=isolated(name))

    def see_both(self) -> str:
        """A link: show what was written twice."""
        return self.tr("See both")

    def go_on(self) -> str:
        """A link: this draft is to be written on."""
        return self.tr("Go on writing")

    def throw_away(self) -> str:
        """A link: this draft is not wanted."""
        return self.tr("Throw away")

    def thrown_away(self) -> str:
        """Just after it was done."""
        return self.tr("Thrown away.")

    def version_title(self, version: Version) -> str:
        """Above a text that does not stand: whose, from where, when."""
        moment = self._times.moment(version.time)
        if version.elsewhere or version.mine:
            where = self.computer(version.computer) if version.elsewhere else self.tr("this computer")
            return self.tr("Written on {computer}, {moment}").format(computer=where, moment=moment)
        return self.tr("Written by {name}, {moment}").format(
            name=isolated(version.author_name), moment=moment
        )

    def stands(self) -> str:
        """Above the text that stands."""
        return self.tr("What stands here now")

    def nothing(self) -> str:
        """Instead of an empty text."""
        return self.tr("Nothing")

    def use_this(self) -> str:
        """A button below a text."""
        return self.tr("Use this one")

    def keep_both(self) -> str:
        """A button: one text below the other."""
        return self.tr("Keep both")

    def other_stands(self) -> str:
        """Just after the other text was chosen."""
        return self.tr("The other text stands here now.")

    # Not here yet

    def missing(self, coming: int, gaps: int) -> str:
        """At the top of what is not whole: bytes still coming, or things that nobody has brought yet."""
        if coming:
            return self.tr("Older messages are still coming, about {size}").format(
                size=self._times.size(coming)
            )
        return self.tr("Not everything written here has arrived yet.") if gaps else ""

    def search_incomplete(self, coming: int) -> str:
        """Below a search while messages are still coming."""
        if not coming:
            return ""
        return self.tr("Older messages are still coming. Search again later to find them too.")
