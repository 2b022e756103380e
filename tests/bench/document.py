# SPDX-License-Identifier: Apache-2.0
"""Long documents in the real window: a keystroke until it is painted, opening one, its memory; JSON.

A text of 100 KB with 500 open suggestions, typed in by its owner and (as suggestions) by its reviewer, and
the same before anybody suggested; a text of 20,000 words written in the sittings of months.

    python -m tests.bench.document
"""
from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentordesk.desk.desk import Desk
from mentordesk.desk.writing import Writing
from mentordesk.domain.texts import Block, BlockKind, Paragraph, Run
from tests.bench.children import memory_of, report_of
from tests.bench.household import AMINA, GRACE, PASSPHRASE, Household, make_household

if TYPE_CHECKING:
    from mentordesk.ui.document.page import DocumentPage
    from tests.bench.seated import Seated

LETTERS, SUGGESTIONS = 100_000, 500
WORDS, SITTINGS, EDITS = 20_000, 90, 25
KEYS, MOVED_AFTER = 400, 8  # keys pressed; after so many the caret goes elsewhere
LONG, OLD = "A long essay", "Years of work"
_WORDS = "the river carries water and stories past our school where Njeri counts days not spent there".split()


def main(argv: Sequence[str]) -> None:
    """Make the documents, look at them from processes of their own."""
    if argv:
        print(json.dumps(_look(Path(argv[1]), *argv[2:]) if argv[0] == "look" else {}))
        return
    with tempfile.TemporaryDirectory() as name:
        house = make_household(Path(name))
        server = house.serve()
        try:
            _write_documents(house)
            report: dict[str, Any] = {"plain": _child(house, AMINA, LONG)}
            _suggest(house)
            report |= {"owner": _child(house, AMINA, LONG), "reviewer": _child(house, GRACE, LONG)}
            report["first_opening"] = _child(house, GRACE, OLD)
            report["opening"] = _child(house, AMINA, OLD)
        finally:
            server.stop()
    report["worst_p95_ms"] = max(report[one]["p95_ms"] for one in ("plain", "owner", "reviewer"))
    print(json.dumps(report, indent=1))


def _child(house: Household, who: str, title: str) -> dict[str, Any]:
    return report_of("tests.bench.document", "look", str(house.home(who)), title)


# ------------------------------------------------------------------ making them
def _write_documents(house: Household) -> None:
    desk = house.sit_down(AMINA)
    circle = desk.people.circles()[0].circle
    chance = random.Random(1)
    desk.documents.new(circle, LONG, _paragraphs(chance, LETTERS // 6)).result()
    old = desk.documents.new(circle, OLD, _paragraphs(chance, WORDS // 3)).result()
    for _ in range(SITTINGS):
        writing = desk.documents.open(old)
        for _ in range(EDITS):
            _edit(writing, chance)
        writing.close()
    _sync(desk)
    desk.close()
    grace = house.sit_down(GRACE)
    _sync(grace)
    grace.close()


def _paragraphs(chance: random.Random, words: int) -> tuple[Paragraph, ...]:
    made = []
    while words > 0:
        count = min(words, chance.randint(40, 120))
        text = " ".join(chance.choices(_WORDS, k=count)) + "."
        made.append(Paragraph((Run(text),), Block(chance.choice([BlockKind.BODY] * 6 + [BlockKind.QUOTE]))))
        words -= count
    return tuple(made)


def _edit(writing: Writing, chance: random.Random) -> None:
    """A few words come, and some go: more come."""
    text = writing.text
    at = chance.randint(0, text.length - 1)
    text.insert(at, " ".join(chance.choices(_WORDS, k=chance.randint(5, 9))) + " ")
    if chance.random() < 0.5:
        at = chance.randint(0, text.length - 20)
        text.delete(at, at + 6)
    saving = writing.save()
    if saving is not None:
        saving.result()
        writing.poll()


def _suggest(house: Household) -> None:
    grace = house.sit_down(GRACE)
    writing = _open(grace, LONG)
    gap = writing.text.length // (SUGGESTIONS + 1)
    for number in range(SUGGESTIONS, 0, -1):
        at = number * gap
        writing.text.suggest_replace(at, at + 5, f"word{number}")
    writing.review.give_back()
    writing.close()
    _sync(grace)
    grace.close()
    amina = house.sit_down(AMINA)
    _sync(amina)
    amina.close()


def _open(desk: Desk, title: str) -> Writing:
    circle = desk.people.circles()[0].circle
    return desk.documents.open(next(one.id for one in desk.documents.list(circle) if one.title == title))


def _sync(desk: Desk) -> None:
    desk.connection.bring_up_to_date(time.sleep, 60)


# ------------------------------------------------------------------ looking at them
def _look(home: Path, title: str) -> dict[str, Any]:
    """Sign in, open the document, type in it."""
    from mentordesk.ui.document.page import DocumentPage
    from mentordesk.ui.places import DocumentPlace
    from tests.bench.seated import Seated

    seated = Seated(home)
    seated.sign_in(PASSPHRASE)
    frame = seated.window.frame
    assert frame is not None
    circle = frame.desk.people.circles()[0].circle
    short = frame.desk.documents.new(circle, "Short", ()).result()
    frame.go(DocumentPlace(circle, short))  # what the first document of a day costs besides
    seated.run(0.5)
    before = memory_of(os.getpid())
    document = next(one.id for one in frame.desk.documents.list(circle) if one.title == title)
    began = time.perf_counter()
    frame.go(DocumentPlace(circle, document))
    seated.paint()
    opened = time.perf_counter() - began
    seated.run(1.0)
    page = frame.page()
    assert isinstance(page, DocumentPage)
    assert page.writing is not None
    report = {
        "open_ms": round(1000 * opened, 1),
        "letters": page.writing.text.length,
        "words": page.writing.text.words,
        "open_suggestions": len(page.writing.text.suggestions()),
        "memory_mb": round(memory_of(os.getpid())["rss"] - before["rss"], 1),
        **_type(seated, page),
    }
    seated.close()
    return report


def _type(seated: Seated, page: DocumentPage) -> dict[str, float]:
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent

    editor, chance, took, cost = page.editor, random.Random(2), list[float](), list[float]()
    editor.setFocus()
    for number in range(KEYS):
        if number % MOVED_AFTER == 0:
            at = chance.randint(0, editor.binding.length - 1)
            editor.select(at, at)
            seated.run(0.1)
        press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
        began, spent = time.perf_counter(), time.thread_time()
        seated.qt.sendEvent(editor, press)
        editor.viewport().repaint()
        took.append(time.perf_counter() - began)
        cost.append(time.thread_time() - spent)
        seated.run(0.005)
    parts = {"median_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99}
    times = {name: round(1000 * sorted(took)[int(part * KEYS)], 2) for name, part in parts.items()}
    return {**times, "p95_cpu_ms": round(1000 * sorted(cost)[int(0.95 * KEYS)], 2)}


if __name__ == "__main__":
    main(sys.argv[1:])
