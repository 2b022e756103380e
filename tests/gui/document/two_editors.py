# SPDX-License-Identifier: Apache-2.0
"""Two or three people with an editor each on one text: driven by hand or by a seed, then compared."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import zip_longest

from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QInputMethodEvent, QKeyEvent, QTextBlockFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mentordesk.domain.documents import Mode
from mentordesk.domain.ids import MemberId
from mentordesk.domain.texts import Answer, Block, BlockKind, Paragraph, Run, Style
from mentordesk.richtext.document import TextDocument
from mentordesk.ui.document.editor import Editor
from mentordesk.ui.theme.theme import Theme
from tests.helpers.shown import shown_letters, shown_lines

Key, Held = Qt.Key, Qt.KeyboardModifier
START = "Hello wor😀ld\nsecond line é नमस्ते\nمرحبا بالعالم\n"
_TYPED = ("ab", "x", "hey ", " ", "- ", "é", "ß")
_COMPOSED = ("😀", "é", "क्षि", "مر", "你好", "👩‍🚀", "이")
_PASTED = (
    (Paragraph((Run("pasted"),)),),
    (Paragraph((Run("one "), Run("bold", Style(bold=True)))), Paragraph((Run("two"),))),
    (
        Paragraph((Run("Head"),), Block(BlockKind.HEADING2)),
        Paragraph((Run("point"),), Block(BlockKind.BULLET, 1)),
        Paragraph((Run("tail 😀", Style(link="https://example.org/")),)),
    ),
)


class Sheet:
    """An open document without a desk: what an editor asks of a Writing."""

    def __init__(self, text: TextDocument, mode: Mode, me: MemberId) -> None:
        self.text = text
        self.me = me
        self.mode = mode
        self.on_reload: Callable[[], None] | None = None
        self.inbox: list[bytes] = []

    def take_news(self) -> bool:
        """Take in what the others wrote."""
        updates, self.inbox = self.inbox, []
        return bool(updates) and self.text.take(updates).changed

    def recover(self) -> None:
        """There is no disk here: a text that breaks is what these tests look for."""
        raise AssertionError("the text broke")


class Seat:
    """One person, the text as it is on that computer, and the editor around it."""

    def __init__(self, theme: Theme, text: TextDocument, mode: Mode, member: MemberId) -> None:
        self.sheet = Sheet(text, mode, member)
        self.member = member
        self.told = 0  # up to where the others have it
        self.editor = Editor(theme)
        self.editor.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.editor.resize(720, 500)
        self.editor.show()
        self.editor.attach(self.sheet)

    @property
    def text(self) -> TextDocument:
        """The document."""
        return self.sheet.text

    def shown(self) -> str:
        """All letters Qt shows, with our line ends."""
        return self.editor.binding.units(0, self.editor.binding.length)

    def select(self, start: int, end: int | None = None) -> None:
        """Put the caret, or select."""
        self.editor.select(start, start if end is None else end)

    def keys(self, letters: str) -> None:
        """Type letters that keys type, on whatever keyboard."""
        for letter in letters:
            code = ord(letter.upper()[0])  # what keyboards of other scripts send: no key that Qt names
            press = QKeyEvent(QEvent.Type.KeyPress, code, Held.NoModifier, letter)
            QApplication.sendEvent(self.editor, press)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Held.NoModifier) -> None:
        """Press one key."""
        QTest.keyClick(self.editor, key, held)

    def compose(self, letters: str) -> None:
        """Begin composing, or go on: nothing of it is in the document."""
        QApplication.sendEvent(self.editor, QInputMethodEvent(letters, []))

    def commit(self, letters: str, start: int = 0, length: int = 0) -> None:
        """What an input method gives at the end."""
        event = QInputMethodEvent("", [])
        event.setCommitString(letters, start, length)
        QApplication.sendEvent(self.editor, event)

    def paste(self, mime: QMimeData) -> None:
        """As from the clipboard or by the middle button."""
        self.editor.insertFromMimeData(mime)

    def drop(self, position: int, mime: QMimeData) -> bool:
        """Something dragged from elsewhere; whether it was taken."""
        spot = QPointF(self.editor.place_rect(position).center())
        actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
        event = QDropEvent(spot, actions, mime, Qt.MouseButton.LeftButton, Held.NoModifier)
        event.ignore()
        self.editor.dropEvent(event)
        return event.isAccepted()

    def differences(self) -> list[str]:
        """Everything in which the window shows something else than the document has."""
        found = []
        text, shown = self.text.text(), self.shown()
        if text != shown:
            found.append(f"text: {text!r} shown as {shown!r}")
        letters = letters_of(self.text.paragraphs())
        found += _unlike("letters", letters, shown_letters(self.editor.document()))
        lines = [(one.block, one.end) for one in self.text.paragraphs()]
        found += _unlike("lines", lines, shown_lines(self.editor.document()))
        if self.editor.strays:
            found.append(f"Qt changed the text {self.editor.strays} times")
        return found + self._formats_missed()

    def _formats_missed(self) -> list[str]:
        """Paragraphs whose format is not the one that belongs to what they mean."""
        found = []
        block = self.editor.document().firstBlock()
        for number, paragraph in enumerate(self.text.paragraphs()):
            form: QTextBlockFormat = block.blockFormat()
            level = {"h1": 1, "h2": 2, "h3": 3}.get(paragraph.block.kind.value, 0)
            if form.headingLevel() != level:
                found.append(f"paragraph {number}: level {form.headingLevel()}, not {level}")
            pieces = block.begin()
            while not pieces.atEnd():
                got = pieces.fragment().charFormat()
                style = shown_style(got)
                wanted = self.editor.formats.letters(style, paragraph.block.kind)
                if got != wanted:
                    found.append(f"paragraph {number}: letters {pieces.fragment().text()!r} look wrong")
                pieces += 1
            block = block.next()
        return found


def _unlike(name: str, wanted: Sequence[object], seen: Sequence[object]) -> list[str]:
    """The first place where two lists differ."""
    for number, pair in enumerate(zip_longest(wanted, seen)):
        if pair[0] != pair[1]:
            return [f"{name} {number}: {pair[0]} shown as {pair[1]}"]
    return []


def shown_style(form: object) -> Style:
    """What the format of letters means."""
    from mentordesk.ui.document.formats import style_of

    return style_of(form)  # type: ignore[arg-type]


def letters_of(paragraphs: Sequence[Paragraph]) -> list[tuple[str, Style]]:
    """Runs of letters without line ends, adjacent equal ones joined."""
    found: list[tuple[str, Style]] = []
    for paragraph in paragraphs:
        for run in paragraph.runs:
            if found and found[-1][1] == run.style:
                found[-1] = found[-1][0] + run.text, run.style
            elif run.text:
                found.append((run.text, run.style))
    return found


class Table:
    """The owner, a reviewer, and for three a co-author. `seed` makes peers and every choice."""

    def __init__(self, theme: Theme, seed: int = 0, people: int = 2, start: str = START) -> None:
        self.random = random.Random(seed)
        members = [bytes([number + 1]) * 16 for number in range(people)]
        peers = {1000 + 10 * seed + number: member for number, member in enumerate(members)}
        modes = (Mode.OWNER, Mode.REVIEWER, Mode.COAUTHOR)
        first = TextDocument.create(next(iter(peers)))
        first.insert(0, start.removesuffix("\n"))
        self.seats: list[Seat] = []
        for number, (peer, member) in enumerate(peers.items()):
            text = first
            if number:
                text = TextDocument.load(peer, [piece.data for piece in first.own(0)])
            text.set_authors(peers, member, members[0])
            self.seats.append(Seat(theme, text, modes[number], member))
        for seat in self.seats:
            seat.told = self.seats[0].text.own_end if seat is self.seats[0] else seat.text.own_end

    @property
    def owner(self) -> Seat:
        """Who decides."""
        return self.seats[0]

    @property
    def reviewer(self) -> Seat:
        """Whose typing makes suggestions."""
        return self.seats[1]

    def close(self) -> None:
        """No window stays."""
        for seat in self.seats:
            seat.editor.attach(None)
            seat.editor.close()
            seat.editor.deleteLater()

    def exchange(self) -> None:
        """Everybody gets what everybody else wrote."""
        for seat in self.seats:
            updates = [piece.data for piece in seat.text.own(seat.told)]
            seat.told = seat.text.own_end
            for other in self.seats:
                if other is not seat:
                    other.sheet.inbox += updates
        for seat in self.seats:
            seat.editor.import_news()

    def differences(self) -> list[str]:
        """Of every window with its document, and of the documents with each other."""
        found = [f"{seat.sheet.mode}: {one}" for seat in self.seats for one in seat.differences()]
        first = self.owner.text
        for seat in self.seats[1:]:
            if seat.text.paragraphs() != first.paragraphs():
                found.append(f"{seat.sheet.mode} has another text than the owner")
        return found

    # By chance

    def play(self, steps: int = 60) -> list[str]:
        """So many deeds by chance, then everybody exchanges twice; what differs at the end or in between."""
        for step in range(steps):
            seat = self.random.choice(self.seats)
            name = self.deed(seat)
            for one in self.seats:
                if wrong := one.differences():
                    return [f"step {step}, {name} by {seat.sheet.mode}: {wrong[0]}"]
        for seat in self.seats:
            seat.commit("")
        self.exchange()
        self.exchange()
        return self.differences()

    def deed(self, seat: Seat) -> str:
        """One deed by chance; its name."""
        deeds: list[tuple[str, Callable[[Seat], None]]] = [
            ("typing", lambda s: s.keys(self.random.choice(_TYPED))),
            ("typing", lambda s: s.keys(self.random.choice(_TYPED))),
            ("composing", self._compose),
            ("committing", lambda s: s.commit(self.random.choice(_COMPOSED))),
            ("backspace", lambda s: s.key(Key.Key_Backspace)),
            ("delete", lambda s: s.key(Key.Key_Delete)),
            ("word back", lambda s: s.key(Key.Key_Backspace, Held.ControlModifier)),
            ("word ahead", lambda s: s.key(Key.Key_Delete, Held.ControlModifier)),
            ("enter", lambda s: s.key(Key.Key_Return)),
            ("tab", lambda s: s.key(Key.Key_Tab)),
            ("bold", lambda s: s.editor.toggle("bold")),
            ("kind", lambda s: s.editor.set_kind(self.random.choice(list(BlockKind)))),
            ("paste", self._paste),
            ("move", self._move),
            ("undo", lambda s: s.editor.undo_own()),
            ("redo", lambda s: s.editor.redo_own()),
            ("answer", self._answer),
            ("exchange", lambda _: self.exchange()),
            ("exchange", lambda _: self.exchange()),
        ]
        name, do = self.random.choice(deeds)
        if name not in ("undo", "redo", "exchange", "committing"):
            self._somewhere(seat)
        do(seat)
        return name

    def _somewhere(self, seat: Seat) -> None:
        last = seat.text.length - 1
        start = self.random.randint(0, last)
        end = min(last, start + self.random.choice((0, 0, 0, 1, 3, 6, 20)))
        seat.select(*self.random.choice(((start, end), (end, start))))

    def _compose(self, seat: Seat) -> None:
        letters = self.random.choice(_COMPOSED)
        seat.compose(letters[0])
        if self.random.random() < 0.5:
            self.exchange()
        seat.commit(letters if self.random.random() < 0.8 else "")

    def _paste(self, seat: Seat) -> None:
        from mentordesk.ui.document.paste import to_mime

        seat.paste(to_mime(self.random.choice(_PASTED)))

    def _move(self, seat: Seat) -> None:
        from mentordesk.ui.document.edits import part_of

        start, end = seat.editor.selection()
        to = seat.editor.binding.cursor_at(self.random.randint(0, seat.text.length - 1)).position()
        part = part_of(seat.text, start, end)
        if start < end:
            seat.editor._do(lambda: seat.editor.edits.move(start, end, to, part))

    def _answer(self, seat: Seat) -> None:
        made = [one.id for one in self.owner.text.suggestions() if one.answer is Answer.OPEN]
        if made:
            answer = self.random.choice((Answer.ACCEPTED, Answer.REFUSED))
            chosen = self.random.sample(made, self.random.randint(1, min(3, len(made))))
            self.owner.editor.run(lambda text: text.answer(chosen, answer))
