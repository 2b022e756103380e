# SPDX-License-Identifier: Apache-2.0
"""Everything that can happen to a document. A step is (name, a, b, x): who by number, and two numbers."""
from __future__ import annotations

import contextlib
import random
from collections.abc import Callable, Mapping
from types import MappingProxyType

from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mentordesk.base.errors import Refused
from mentordesk.domain.texts import Answer, BlockKind, Comment, Suggestion
from mentordesk.richtext.document import TextDocument
from tests.simulator.editors.judge import Broken, judge_field
from tests.simulator.editors.people import Person, Room
from tests.simulator.steps import Step

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
TEXTS = ("a", "word ", "é", "नमस्ते ", "مرحبا ", "中文", "👩‍👩‍👧", "😀", "🇰🇪", "e\u0301", "- ", "1. ", " ",
         "क्षि", "hey you ")  # fmt: skip
COMPOSED = (("n", "ni", "你"), ("h", "ha", "हा"), ("k", "か", "彼"), ("o", "o", "😀"))
PASTED = ("one\ntwo", "<b>bold</b> and <i>slanted</i>", "<ul><li>first</li><li>second 😀</li></ul>",
          "<h1>Title</h1><p>words <a href='https://example.org'>there</a></p>", "مرحبا",
          "👩‍👩‍👧\n\n")  # fmt: skip
ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)
KINDS = tuple(BlockKind)
ANSWERS = (Answer.DONE, Answer.NOT_YET, Answer.UNCLEAR)

Doing = Callable[[Room, Person, int, int], None]


# ---------------------------------------------------------------- keys
def _key(person: Person, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    _end_composing(person)
    QTest.keyClick(person.editor, key, modifier)


def type_letters(room: Room, person: Person, b: int, x: int) -> None:
    """Letters, as keys or as an input method brings them."""
    _end_composing(person)
    words = TEXTS[x % len(TEXTS)]
    for letter in [words] if b % 3 == 0 else words:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(person.editor, QKeyEvent(kind, Qt.Key.Key_unknown, NONE, letter))


def back(room: Room, person: Person, b: int, x: int) -> None:
    """Backspace, sometimes over a word, sometimes again and again."""
    for _ in range(1 + 4 * (b % 4 == 0)):
        _key(person, Qt.Key.Key_Backspace, CTRL if x % 5 == 0 else NONE)


def ahead(room: Room, person: Person, b: int, x: int) -> None:
    """Delete."""
    for _ in range(1 + 3 * (b % 5 == 0)):
        _key(person, Qt.Key.Key_Delete, CTRL if x % 5 == 0 else NONE)


def enter(room: Room, person: Person, b: int, x: int) -> None:
    """A new paragraph."""
    _key(person, Qt.Key.Key_Return, SHIFT if x % 6 == 0 else NONE)


def tab(room: Room, person: Person, b: int, x: int) -> None:
    """Tab: a letter, or a list's level."""
    _key(person, Qt.Key.Key_Tab, NONE)


def arrow(room: Room, person: Person, b: int, x: int) -> None:
    """The caret goes, perhaps selecting."""
    for _ in range(1 + b % 3):
        _key(person, ARROWS[x % len(ARROWS)], SHIFT if b % 2 else NONE)


def everything(room: Room, person: Person, b: int, x: int) -> None:
    """Select all."""
    _key(person, Qt.Key.Key_A, CTRL)


# ---------------------------------------------------------------- mouse
def place(room: Room, person: Person, b: int, x: int) -> None:
    """The caret goes somewhere."""
    _end_composing(person)
    at = b % person.text.length
    person.editor.select(at, at)


def select(room: Room, person: Person, b: int, x: int) -> None:
    """A few letters, or many, are selected; sometimes backwards."""
    _end_composing(person)
    start = b % person.text.length
    end = min(start + (x % 8 if x % 3 else x % 60), person.text.length - 1)
    person.editor.select(*((start, end) if x % 2 else (end, start)))


def cut(room: Room, person: Person, b: int, x: int) -> None:
    """Cut, or copy."""
    _key(person, Qt.Key.Key_X if x % 3 else Qt.Key.Key_C, CTRL)


def paste(room: Room, person: Person, b: int, x: int) -> None:
    """Paste what was cut, or something from elsewhere."""
    if x % 2:
        mime = QMimeData()
        pasted = PASTED[b % len(PASTED)]
        if "<" in pasted:
            mime.setHtml(pasted)
        else:
            mime.setText(pasted)
        QGuiApplication.clipboard().setMimeData(mime)
    _key(person, Qt.Key.Key_V, CTRL)


def drop(room: Room, person: Person, b: int, x: int) -> None:
    """Something is dropped into the text."""
    mime = QMimeData()
    mime.setText(PASTED[x % len(PASTED)])
    at = QPointF(person.editor.place_rect(b % person.text.length).center())
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    person.editor.dropEvent(QDropEvent(at, copy, mime, left, NONE))


# ---------------------------------------------------------------- looks
def emphasise(room: Room, person: Person, b: int, x: int) -> None:
    """Bold or italic."""
    person.editor.toggle("bold" if x % 2 else "italic")


def link(room: Room, person: Person, b: int, x: int) -> None:
    """The selection leads somewhere, or nowhere again."""
    start, end = person.editor.selection()
    if start < end:
        person.editor.link(start, end, "https://example.org/" if x % 3 else "")


def kind(room: Room, person: Person, b: int, x: int) -> None:
    """Headings, lists, quotes."""
    person.editor.set_kind(KINDS[x % len(KINDS)])


def indent(room: Room, person: Person, b: int, x: int) -> None:
    """In or out."""
    person.editor.indent(1 if x % 3 else -1)


def replace_words(room: Room, person: Person, b: int, x: int) -> None:
    """Replace in find and replace."""
    _end_composing(person)
    start, end = text_range(person.text, b, x)
    person.editor.put_in(start, end, TEXTS[x % len(TEXTS)])


def text_range(text: TextDocument, b: int, x: int) -> tuple[int, int]:
    """Some whole letters, without the last line end."""
    whole = [0]
    for letter in text.text():
        whole.append(whole[-1] + 1 + (letter > "\uffff"))
    start = b % (len(whole) - 1)
    return whole[start], whole[min(start + x % 7, len(whole) - 2)]


# ---------------------------------------------------------------- undo, composing
def undo(room: Room, person: Person, b: int, x: int) -> None:
    """Undo, several times: it takes nothing of others' away."""
    _end_composing(person)
    before = others_letters(person)
    for _ in range(1 + b % 3):
        _key(person, Qt.Key.Key_Z, CTRL)
    if others_letters(person) < before:
        raise Broken(f"undo: {person.name} undid what others wrote")


def others_letters(person: Person) -> int:
    """How many letters of the text others wrote."""
    text, at, count = person.text, 0, 0
    for letter in text.text():
        count += text.author_at(at) != person.member
        at += 1 + (letter > "\uffff")
    return count


def redo(room: Room, person: Person, b: int, x: int) -> None:
    """Redo."""
    for _ in range(1 + b % 2):
        _key(person, Qt.Key.Key_Z, CTRL | SHIFT)


def compose(room: Room, person: Person, b: int, x: int) -> None:
    """Letters are being composed; the next calls go on, commit or give up."""
    letters = COMPOSED[b % len(COMPOSED)]
    if x % 4 and not person.composing:
        person.composing = letters[0]
        _send(person, letters[0], "")
    elif x % 4 == 1:
        person.composing = letters[1]
        _send(person, letters[1], "")
    else:
        person.composing = ""
        _send(person, "", letters[2] if x % 3 else "")


def _send(person: Person, shown: str, committed: str) -> None:
    event = QInputMethodEvent(shown, [])
    event.setCommitString(committed)
    QApplication.sendEvent(person.editor, event)


def _end_composing(person: Person) -> None:
    """A key that is none of the input method's commits what it has."""
    if person.composing:
        composed, person.composing = person.composing, ""
        _send(person, "", composed)


# ---------------------------------------------------------------- review
def comment(room: Room, person: Person, b: int, x: int) -> None:
    """A remark on words."""
    start, end = person.editor.selection()
    if start == end:
        start, end = text_range(person.text, b, x + 1)
    if start < end:
        _run(person, lambda text: text.comment(start, end, f"remark {x}", room.tick()))


def remark(room: Room, person: Person, b: int, x: int) -> None:
    """About one's own suggestion or comment: a reason, importance, taken back; or a reply to any."""
    mine = [mark.id for mark in _marks(person) if mark.author == person.member]
    anybody = [mark.id for mark in _marks(person)]
    deeds: tuple[Callable[[TextDocument, str], object], ...] = (
        lambda text, mark: text.set_reason(mark, f"reason {x}"),
        lambda text, mark: text.set_important(mark, bool(x % 2)),
        lambda text, mark: text.withdraw(mark),
        lambda text, mark: text.reply(mark, f"reply {x}", room.tick()),
    )
    number = x % len(deeds)
    marks = anybody if number == 3 else mine
    if marks:
        deed, mark = deeds[number], marks[b % len(marks)]
        _run(person, lambda text: deed(text, mark))


def _run(person: Person, deed: Callable[[TextDocument], object]) -> None:
    """As a button does it; what is refused is told there."""

    def act(text: TextDocument) -> None:
        with contextlib.suppress(Refused):
            deed(text)

    person.editor.run(act)


def _marks(person: Person) -> list[Suggestion | Comment]:
    return [*person.text.suggestions(), *person.text.comments()]


def answer(room: Room, person: Person, b: int, x: int) -> None:
    """The owner decides: one, some, all of somebody, all."""
    owner = room.people[0]
    open_ones = [one for one in owner.text.suggestions() if one.answer is Answer.OPEN]
    if not open_ones:
        return
    chosen = open_ones[b % len(open_ones)]
    groups = ([chosen], [chosen], [one for one in open_ones if one.author == chosen.author], open_ones)
    ids = [one.id for one in groups[x % 4]]
    given = (Answer.ACCEPTED, Answer.REFUSED, Answer.ACCEPTED, Answer.UNCLEAR)[x // 4 % 4]
    _end_composing(owner)
    owner.editor.run(lambda text: text.answer(ids, given, "because" if x % 5 == 0 else ""))


def answer_comment(room: Room, person: Person, b: int, x: int) -> None:
    """The owner answers a remark."""
    owner = room.people[0]
    found = owner.text.comments()
    if found:
        one = found[b % len(found)].id
        _end_composing(owner)
        owner.editor.run(lambda text: text.answer([one], ANSWERS[x % len(ANSWERS)]))


def give_back(room: Room, person: Person, b: int, x: int) -> None:
    """A reviewer says what works first and gives back."""
    if not person.writes:
        _end_composing(person)
        person.editor.run(lambda text: text.set_works(f"works {x}"))
        person.editor.run(lambda text: text.give_back(1 + x % 2, room.tick()))


def version(room: Room, person: Person, b: int, x: int) -> None:
    """A version is kept, or an old one comes back."""
    if not person.writes:
        return
    _end_composing(person)
    versions = person.text.versions()
    if x % 3 and versions:
        one = versions[b % len(versions)].id
        person.editor.run(lambda text: text.restore(one))
    else:
        _run(person, lambda text: text.add_version(f"v{x}", "", room.tick()))


# ---------------------------------------------------------------- exchange
def save(room: Room, person: Person, b: int, x: int) -> None:
    """A pause: saved, and on the way to everybody."""
    person.save()


def receive(room: Room, person: Person, b: int, x: int) -> None:
    """Pieces come: some are still on the way, some come twice, the order is any."""
    dice = random.Random(b)
    if x % 3:
        dice.shuffle(person.inbox)
    count = len(person.inbox) if x % 2 else dice.randint(0, len(person.inbox))
    pieces, person.inbox = person.inbox[:count], person.inbox[count:]
    if x % 5 == 0 and person.log:
        pieces += dice.choices(person.log, k=2)
    if pieces:
        person.receive(pieces)


def reopen(room: Room, person: Person, b: int, x: int) -> None:
    """The programme is closed, or killed, and started again."""
    _end_composing(person)
    cache = b""
    if x % 3:
        person.save()
        cache = person.text.snapshot() if x % 2 else b""
    person.copy.waiting = []
    person.open(cache=cache)


DOINGS: Mapping[str, tuple[Doing, int]] = MappingProxyType({
    "type": (type_letters, 16), "back": (back, 6), "ahead": (ahead, 4), "enter": (enter, 4), "tab": (tab, 1),
    "arrow": (arrow, 3), "everything": (everything, 1), "place": (place, 8), "select": (select, 8),
    "cut": (cut, 3), "paste": (paste, 4), "drop": (drop, 1), "emphasise": (emphasise, 3), "link": (link, 2),
    "kind": (kind, 4), "indent": (indent, 2), "replace": (replace_words, 1), "undo": (undo, 5),
    "redo": (redo, 3), "compose": (compose, 6), "comment": (comment, 3), "remark": (remark, 4),
    "answer": (answer, 6), "answer comment": (answer_comment, 1), "give back": (give_back, 1),
    "version": (version, 2), "save": (save, 9), "receive": (receive, 10), "reopen": (reopen, 1),
})  # fmt: skip


def schedule(seed: int, length: int = 0) -> list[Step]:
    """The steps of a seed."""
    dice = random.Random(seed)
    weights = [weight for _, weight in DOINGS.values()]
    names = dice.choices(list(DOINGS), weights, k=length or dice.randint(30, 90))
    return [Step(name, dice.randrange(3), dice.randrange(1000), dice.randrange(1000)) for name in names]


def play(room: Room, step: Step) -> None:
    """One step, and everything that follows of itself; the fields are looked at."""
    person = room.people[step.a % len(room.people)]
    DOINGS[step.name][0](room, person, step.b, step.x)
    QApplication.processEvents()
    for one in room.people:
        judge_field(one)


def end_composing(room: Room) -> None:
    """Whoever composes commits."""
    for person in room.people:
        _end_composing(person)
        if person.composing:
            raise Broken("harness: somebody still composes")
