# SPDX-License-Identifier: Apache-2.0
"""A member whose programme writes what ours never would: the owner's words stay hers, and stay readable."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from loro import Side

from mentordesk.crypto.documentid import document_id
from mentordesk.desk.writing import Writing
from mentordesk.domain.documents import DIRECT, MAX_NOTE_LENGTH, MAX_TITLE_LENGTH, Mode
from mentordesk.domain.formats import Format
from mentordesk.domain.registers import DOCUMENT_CARD, REVIEW_ASK, REVIEW_RETURN, Register
from mentordesk.richtext.marks import entry_id
from mentordesk.richtext.records import LAST_SECOND
from mentordesk.storage import outbox, texts
from tests.helpers.documents import ESSAY, essay, find, kept, suggest, type_in, words
from tests.helpers.forging import slip_in, slip_in_operation
from tests.helpers.pens import Pen, Seated
from tests.helpers.person import Person
from tests.sync.conftest import Pair

WHOLE = "\n".join((*ESSAY, ""))
FAR: dict[str, Any] = {"type": "insert", "pos": 1_000_000, "text": "far away"}
MARK: dict[str, Any] = {
    "type": "mark", "start": 100_000, "end": 200_000, "style_key": "bold", "style_value": True, "info": 132,
}  # fmt: skip
END: dict[str, Any] = {"type": "mark_end"}
BACKWARDS = MARK | {"start": 8, "end": 2}
UNREADABLE = [[FAR], [MARK, END], [END], [BACKWARDS, END]]

panics = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the engine's own end


def known_to_both(pair: Pair) -> tuple[Person, Person, Writing]:
    """Amina's essay, open at her desk, and on Grace's computer."""
    amina, grace = pair
    document = essay(amina)
    amina.sync()
    grace.sync()
    return amina, grace, amina.desk.documents.open(document)


def arrives(amina: Person, grace: Person) -> None:
    """What Grace slipped in."""
    grace.sync()
    amina.sync()


# ---------------------------------------------------------------- what cannot be read


@panics
@pytest.mark.parametrize("contents", UNREADABLE, ids=["far", "mark", "end", "backwards"])
@pytest.mark.parametrize("opened", [True, False])
def test_one_text_that_breaks_the_engine_keeps_nothing_else_out(
    pair: Pair, contents: list[dict[str, Any]], opened: bool, expected_warnings: list[str]
) -> None:
    """Alone it would wait for what it leans on, and break nothing."""
    expected_warnings.append("news not taken: %s" if opened else "document not taken: %s")
    amina, grace, writing = known_to_both(pair)
    type_in(writing, "Paragraph 2", "Mine. ")
    if not opened:
        writing.close()
    slip_in_operation(grace, writing.document, *contents)
    arrives(amina, grace)
    if opened:
        writing.take_news()
    else:
        writing = amina.desk.documents.open(writing.document)
    assert (writing.mode, writing.set_aside) == (Mode.OWNER, 1)
    assert words(writing) == WHOLE.replace("Paragraph 2", "Mine. Paragraph 2")
    type_in(writing, "Paragraph 3", "More. ")
    writing.close()
    again = amina.desk.documents.open(writing.document)
    assert "More. Paragraph 3" in words(again)
    assert (again.mode, again.set_aside) == (Mode.OWNER, 1)


@pytest.mark.parametrize("all_of_it", [True, False])
def test_a_text_without_its_last_line_end_is_set_aside(
    pair: Pair, all_of_it: bool, expected_warnings: list[str]
) -> None:
    expected_warnings.append("document not taken: %s")
    amina, grace, writing = known_to_both(pair)
    writing.close()
    start = 0 if all_of_it else len(WHOLE) - 1
    slip_in(grace, writing.document, lambda doc: doc.get_text("body").delete(start, len(WHOLE) - start))
    arrives(amina, grace)
    again = amina.desk.documents.open(writing.document)
    assert words(again) == WHOLE
    assert (again.mode, again.set_aside) == (Mode.OWNER, 1)


def test_more_suggestions_than_a_document_can_hold_are_set_aside(pair: Pair) -> None:
    amina, grace, writing = known_to_both(pair)
    writing.close()
    pen = Pen(Seated(grace), writing.document)
    while pen.text.own_end < 1_500_000:
        pen.text.suggest_insert(0, "more words " * 5_000)
        pen.save()
    arrives(amina, grace)
    amina.sync()
    again = amina.desk.documents.open(writing.document)
    assert (again.mode, again.set_aside > 0) == (Mode.OWNER, True)
    assert words(again).endswith(WHOLE)
    assert 500_000 < again.text.length < 1_000_000
    amina.opened.runner.call(texts.after_upgrade)
    again.close()
    assert amina.desk.documents.open(writing.document).text.length == again.text.length


# ---------------------------------------------------------------- words changed without suggesting


@pytest.mark.parametrize("opened", [True, False])
@pytest.mark.parametrize("how", ["writes", "deletes", "bold", "mark of nothing"])
def test_words_that_a_reviewer_changes_directly_are_told_and_can_come_back(
    pair: Pair, opened: bool, how: str
) -> None:
    amina, grace, writing = known_to_both(pair)
    if not opened:
        writing.close()
    slip_in(grace, writing.document, lambda doc: _directly(doc.get_text("body"), how))
    arrives(amina, grace)
    if opened:
        writing.take_news()
    else:
        writing = amina.desk.documents.open(writing.document)
    assert writing.changed_directly == (grace.desk.me,)
    (version,) = [one for one in writing.text.versions() if one.occasion == DIRECT]
    before = writing.text.plain()
    writing.text.restore(version.id)
    assert words(writing) == WHOLE
    assert writing.text.plain() != before
    writing.close()
    again = amina.desk.documents.open(writing.document)
    assert again.changed_directly == ()
    assert DIRECT in [one.occasion for one in again.text.versions()]


def _directly(body: Any, how: str) -> None:
    if how == "deletes":
        body.delete(0, 10)
    elif how == "bold":
        body.mark(0, 10, "bold", True)
    else:
        body.insert(0, "I agree with everything. ")
    if how == "mark of nothing":
        body.mark(0, 10, "ins:nobody", True)


@pytest.mark.parametrize("opened", [True, False])
def test_suggestions_comments_and_co_authors_are_not_told_as_direct(pair: Pair, opened: bool) -> None:
    amina, grace, writing = known_to_both(pair)
    if not opened:
        writing.close()
    review = grace.desk.documents.open(writing.document)
    suggest(review, "day 4", "morning 4\nand noon")
    review.text.suggest_delete(0, 5)
    review.text.comment(3, 9, "Why?", 5)
    review.review.give_back()
    arrives(amina, grace)
    amina.desk.documents.set_editors(writing.document, [grace.desk.me]).result()
    amina.sync()
    grace.sync()
    review.take_news()
    type_in(review, "Paragraph 6", "Directly. ")
    kept(review)
    arrives(amina, grace)
    if opened:
        writing.take_news()
    else:
        writing = amina.desk.documents.open(writing.document)
    assert find(writing, "Directly. ")
    assert len(writing.text.suggestions()) == 2
    assert writing.changed_directly == ()


def test_another_computer_of_the_owner_tells_nothing_that_was_told(pair: Pair) -> None:
    """What she answered, wrote or was warned of leans on it: she has seen it."""
    amina, grace, writing = known_to_both(pair)
    slip_in(grace, writing.document, lambda doc: doc.get_text("body").insert(0, "Slipped in. "))
    arrives(amina, grace)
    writing.take_news()
    type_in(writing, "Paragraph 1", "I see. ")
    writing.close()
    rowids = "UPDATE texts SET guard = 0 WHERE author = ?"  # as on a computer where all is new
    amina.opened.runner.call(lambda tx: tx.conn.exec_driver_sql(rowids, (grace.desk.me,)))
    amina.opened.runner.call(lambda tx: tx.conn.exec_driver_sql("DELETE FROM text_cache"))
    again = amina.desk.documents.open(writing.document)
    assert again.changed_directly == ()
    assert words(again).startswith("Slipped in. I see. ")


# ---------------------------------------------------------------- numbers and titles no page can show


def test_numbers_beyond_all_calendars_are_shown_as_what_a_page_can_show(pair: Pair, tmp_path: Path) -> None:
    amina, grace, writing = known_to_both(pair)
    slip_in(grace, writing.document, _with_wild_numbers)
    arrives(amina, grace)
    writing.take_news()
    (one,) = writing.text.comments()
    assert 0 <= one.time <= LAST_SECOND
    assert [0 <= reply.time <= LAST_SECOND for reply in one.replies] == [True]
    assert [0 <= version.time <= LAST_SECOND for version in writing.text.versions()] == [True]
    for kind in (Format.DOCX, Format.ODT, Format.HTML, Format.MARKDOWN):
        amina.desk.documents.export(writing.written(), kind, tmp_path / kind.value)


def _with_wild_numbers(doc: Any) -> None:
    place = doc.get_text("body").get_cursor(3, Side.Middle).encode()
    _make(doc, "com", "", place, place, "quote", 2**62)
    (made,) = doc.get_map("com").get_value()
    _make(doc, "rep", made + "/", "a reply", -(2**62))
    _make(doc, "ver", "", "returned", 2**62, b"")
    _make(doc, "ret", "", 2**62, 2**62)


def _make(doc: Any, name: str, prefix: str, *parts: object) -> None:
    doc.commit()
    last = doc.oplog_vv.get_last(doc.peer_id)
    counter = 0 if last is None else last + 1
    doc.get_map(name).insert(prefix + entry_id(doc.peer_id, counter), [counter, *parts])


def test_wild_registers_are_cut_to_what_a_list_can_show(pair: Pair) -> None:
    amina, grace, writing = known_to_both(pair)
    nonce, circle = b"a nonce!", grace.circle()
    document = document_id(grace.desk.me, nonce)
    asked = (nonce, 1, amina.desk.me * 900, 2**40, 2**40, 2**50, "note " * 2_000)
    wild: list[tuple[Register, bytes, tuple[object, ...]]] = [
        (REVIEW_RETURN, writing.document + grace.desk.me, (0, 2**40, 2**40, 2**40, 2**40, 2**50)),
        (DOCUMENT_CARD, document, (nonce, "Two\nlines\0 and " + "x" * 5_000)),
        (REVIEW_ASK, document, asked),
    ]
    for one in wild:
        Seated(grace).do(outbox.edit, circle, *one)
    arrives(amina, grace)
    theirs = amina.desk.documents.summary(document)
    assert theirs is not None
    assert theirs.review is not None
    assert theirs.title.startswith("Two lines and xxx")
    assert len(theirs.title) <= MAX_TITLE_LENGTH
    assert theirs.review.reviewers == (amina.desk.me,)
    assert (theirs.review.at, len(theirs.review.note)) == (LAST_SECOND, MAX_NOTE_LENGTH)
    hers = amina.desk.documents.summary(writing.document)
    assert hers is not None
    assert hers.review is not None
    assert hers.review.returned[0].suggestions < 2**20
    assert [task.left < 2**20 for task in amina.desk.today.get().tasks] == [True, True]
