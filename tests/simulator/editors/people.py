# SPDX-License-Identifier: Apache-2.0
"""People with a copy of one document each, an editor field in front of it, and the pieces on their way."""
from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from mentordesk.domain.documents import WRITERS, Mode
from mentordesk.domain.ids import MemberId
from mentordesk.richtext.document import TextDocument
from mentordesk.ui.document.editor import Editor
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import Look, Scheme

START = 1_779_000_000
BEGUN = ("The river\nHer brother carried the نهر home. 😀 It was a long way.\n"
         "मेरा नाम अमीना है।\n我的名字叫阿米娜。 Wir gingen früh.")  # fmt: skip
NAMES = ("owner", "reviewer", "third")


class Copy:
    """One person's copy of the document, as far as an editor asks for it."""

    def __init__(self, text: TextDocument, me: MemberId, mode: Mode) -> None:
        self.text = text
        self.me = me
        self.mode = mode
        self.waiting: list[bytes] = []  # pieces that have come and are not read yet
        self.on_reload: Callable[[], None] | None = None

    def take_news(self) -> bool:
        """Read what has come."""
        pieces, self.waiting = self.waiting, []
        return bool(pieces) and self.text.take(pieces).changed

    def recover(self) -> None:
        """No text may break here."""
        raise RuntimeError("the text broke")


class Person:
    """Somebody at a computer. `log` is what a disk would hold: all that came, all that was saved."""

    def __init__(self, room: Room, number: int, mode: Mode) -> None:
        self.room = room
        self.name = NAMES[number]
        self.member: MemberId = bytes([number + 1]) * 16
        self.mode = mode
        self.log: list[bytes] = []
        self.inbox: list[bytes] = []
        self.composing = ""
        self.editor = Editor(room.theme)
        self.editor.resize(500, 300)
        self._sent = 0
        self._number = number
        self.copy = Copy(TextDocument.create(1), self.member, mode)

    @property
    def text(self) -> TextDocument:
        """The document as this person has it."""
        return self.copy.text

    @property
    def writes(self) -> bool:
        """Typing changes the text itself."""
        return self.mode in WRITERS

    def open(self, begun: TextDocument | None = None, cache: bytes = b"") -> None:
        """Show the document, read from what is on the disk, under a new run."""
        peer = self.room.new_peer(self)
        text = begun or TextDocument.load(peer, self.log, cache)
        self._sent = 0
        self.copy = Copy(text, self.member, self.mode)
        self.room.name_authors(self)
        self.editor.attach(self.copy)
        self.composing = ""

    def save(self) -> None:
        """Keep what was written; it goes to everybody."""
        pieces = [piece.data for piece in self.text.own(self._sent)]
        self._sent = self.text.own_end
        self.log += pieces
        for other in self.room.people:
            if other is not self:
                other.inbox += pieces

    def receive(self, pieces: Sequence[bytes]) -> None:
        """Pieces come in; they are read at once unless letters are being composed."""
        self.log += pieces
        self.copy.waiting += pieces
        self.room.name_authors(self)
        self.editor.import_news()

    def leave(self) -> None:
        """The field goes."""
        self.editor.attach(None)
        self.editor.deleteLater()


class Room:
    """The people of one run; the first one owns the document."""

    def __init__(self, theme: Theme, seed: int, count: int) -> None:
        self.theme = theme
        self.chance = random.Random(seed)
        self.now = START
        self.authors: dict[int, MemberId] = {}
        self.people: list[Person] = []
        third = Mode.COAUTHOR if seed % 2 else Mode.REVIEWER
        for number, mode in enumerate((Mode.OWNER, Mode.REVIEWER, third)[:count]):
            self.people.append(Person(self, number, mode))
        self._begin()

    def _begin(self) -> None:
        owner = self.people[0]
        text = TextDocument.create(self.new_peer(owner))
        text.insert(0, BEGUN)
        owner.open(text)
        owner.save()
        for other in self.people[1:]:
            other.log, other.inbox = other.inbox, []
            other.open()

    def new_peer(self, person: Person) -> int:
        """Numbers of runs come in no order."""
        peer = self.chance.getrandbits(63) + 1
        self.authors[peer] = person.member
        return peer

    def name_authors(self, person: Person) -> None:
        """Tell a copy whose runs there are."""
        person.text.set_authors(self.authors, person.member, self.people[0].member)

    def tick(self) -> int:
        """A later moment."""
        self.now += 60
        return self.now

    def close(self) -> None:
        """Everybody goes."""
        for person in self.people:
            person.leave()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def make_theme() -> Theme:
    """What editors look like; there must be an application."""
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    return Theme(qt, Look(Scheme.LIGHT))
