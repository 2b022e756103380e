# SPDX-License-Identifier: Apache-2.0
"""An open document on one computer: kept through kills, full disks, damaged bytes, missing parts."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

import pytest

from mentordesk.base.errors import DiskFull, ImportDamaged, NotFound
from mentordesk.desk.documents import Documents
from mentordesk.domain.documents import Mode, Place, ReadingOnly, SaveCode
from mentordesk.domain.formats import Format
from mentordesk.storage import texts
from mentordesk.storage.schema import Guard
from mentordesk.storage.store import Runner, Tx
from mentordesk.sync.sealing import seal
from tests.helpers.documents import ESSAY, essay, find, kept, paragraphs, suggest, type_in, words
from tests.helpers.person import Person
from tests.helpers.town import Town
from tests.sync.conftest import Pair

T = TypeVar("T")
DAY = 86_400


def sql(person: Person, statement: str, *parameters: object) -> list[Any]:
    """Run something against a person's database, as accidents do."""
    return person.opened.runner.call(
        lambda tx: list(tx.conn.exec_driver_sql(statement, parameters).fetchall() if "RETURNING" in statement
                        else [tx.conn.exec_driver_sql(statement, parameters).rowcount])
    )  # fmt: skip


class Meddling:
    """A runner with which something happens between asking for a transaction and its beginning."""

    def __init__(self, runner: Runner, before: Callable[[], object]) -> None:
        self._runner = runner
        self._before = before

    def submit(self, work: Callable[[Tx], T]) -> Future[T]:
        """See Runner."""
        self._before()
        return self._runner.submit(work)

    def call(self, work: Callable[[Tx], T]) -> T:
        """See Runner."""
        self._before()
        return self._runner.call(work)

    def beside(self, work: Callable[[], T]) -> Future[T]:
        """See Runner."""
        return self._runner.beside(work)

    def close(self) -> None:
        """See Runner."""


class Later:
    """A runner whose transactions begin when `run` says so, as on a busy store thread."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._jobs: list[Callable[[], None]] = []

    def submit(self, work: Callable[[Tx], T]) -> Future[T]:
        """See Runner."""
        future: Future[T] = Future()
        self._jobs.append(lambda: future.set_result(self._runner.call(work)))
        return future

    def run(self) -> None:
        """Everything that waits."""
        jobs, self._jobs = self._jobs, []
        for job in jobs:
            job()

    def call(self, work: Callable[[Tx], T]) -> T:
        """See Runner."""
        self.run()
        return self._runner.call(work)

    def beside(self, work: Callable[[], T]) -> Future[T]:
        """See Runner."""
        return self._runner.beside(work)

    def close(self) -> None:
        """See Runner."""


def meddled(person: Person, before: Callable[[], object]) -> Documents:
    """The person's documents over such a runner."""
    opened = person.opened
    runner = Meddling(opened.runner, before)
    return Documents(runner, opened.reader, opened.rand, opened.connection)


def no_room() -> None:
    """The disk is full."""
    raise DiskFull


# ---------------------------------------------------------------- kills, places, figures


def test_what_was_saved_is_there_after_a_kill_and_the_caret_too(pair: Pair) -> None:
    amina, _ = pair
    document = essay(amina)
    writing = amina.desk.documents.open(document)
    type_in(writing, "Paragraph 4", "And then it rained. ")
    here = find(writing, "Paragraph 4")
    saving = writing.save(Place(here, 40))
    assert saving is not None
    saving.result()
    del writing
    again = amina.desk.documents.open(document)
    assert "And then it rained. Paragraph 4" in words(again)
    assert again.place == Place(here, 40)
    (newest,) = amina.desk.documents.newest(1)
    assert newest.last_words.endswith("And then it rained.")
    assert newest.words == again.text.words


def test_a_document_that_is_not_here_cannot_be_opened(pair: Pair) -> None:
    with pytest.raises(NotFound):
        pair[0].desk.documents.open(b"nowhere.")


def test_the_snapshot_makes_the_next_opening_short_and_hides_nothing(pair: Pair) -> None:
    amina, grace = pair
    document = essay(amina)
    first = amina.desk.documents.open(document)
    type_in(first, "Paragraph 1", "One. ")
    first.close()
    second = amina.desk.documents.open(document)
    type_in(second, "Paragraph 2", "Two. ")
    kept(second)
    second.idle()
    type_in(second, "Paragraph 3", "Three. ")
    kept(second)
    del second  # killed
    third = amina.desk.documents.open(document)
    for said in ("One. ", "Two. ", "Three. "):
        assert said in words(third)
    amina.sync()
    grace.sync()
    assert words(grace.desk.documents.open(document)) == words(third)


def test_an_earlier_day_stays_as_a_version(pair: Pair, town: Town) -> None:
    amina, _ = pair
    document = essay(amina)
    town.clock.advance(2 * DAY)
    looked = amina.desk.documents.open(document)
    assert not looked.unsaved
    looked.close()
    writing = amina.desk.documents.open(document)
    type_in(writing, "Paragraph 1", "Today. ")
    kept(writing)
    type_in(writing, "Paragraph 1", "Still. ")
    kept(writing)
    writing.close()
    again = amina.desk.documents.open(document)
    (version,) = again.text.versions()
    assert version.occasion == "day"
    assert version.time < again.now() - DAY, "it is from when that day ended"
    assert tuple(one.text for one in again.text.at_version(version.id))[:6] == ESSAY


# ---------------------------------------------------------------- saving


def test_sealing_between_two_pauses_loses_and_doubles_nothing(pair: Pair) -> None:
    amina, grace = pair
    document = essay(amina)
    documents = meddled(amina, lambda: amina.opened.runner.call(seal))
    writing = documents.open(document)
    for n in range(5):
        type_in(writing, "Paragraph 1", f"word{n} ")
        kept(writing)
    writing.close()
    amina.sync()
    grace.sync()
    there = grace.desk.documents.open(document)
    assert words(there).startswith("word0 word1 word2 word3 word4 Paragraph 1")
    assert not there.missing


def test_on_a_full_disk_everything_stays_in_memory_and_is_saved_later(pair: Pair) -> None:
    amina, _ = pair
    document = essay(amina)
    full: list[Callable[[], object]] = [lambda: None]
    documents = meddled(amina, lambda: full[0]())
    writing = documents.open(document)
    type_in(writing, "Paragraph 1", "Careful. ")
    full[0] = no_room
    with pytest.raises(DiskFull):
        writing.close()
    assert documents.unsaved() == (document,)
    assert writing.save_state.code is SaveCode.FAILED
    assert writing.save_state.trouble == "disk_full"
    again = documents.open(document)
    assert again is writing
    full[0] = lambda: None
    again.close()
    assert documents.unsaved() == ()
    assert words(documents.open(document)).startswith("Careful. ")


def test_a_save_that_fails_is_tried_again(pair: Pair) -> None:
    amina, _ = pair
    document = essay(amina)
    writing = amina.desk.documents.open(document)
    type_in(writing, "Paragraph 1", "Careful. ")
    pages = amina.opened.runner.call(lambda tx: tx.conn.exec_driver_sql("PRAGMA page_count").scalar_one())
    amina.opened.runner.call(lambda tx: tx.conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}").scalar())
    writing.text.insert(0, "much " * 40_000)
    saving = writing.save()
    assert saving is not None
    assert isinstance(saving.exception(), DiskFull)
    assert writing.poll().code is SaveCode.FAILED
    assert writing.unsaved
    amina.opened.runner.call(lambda tx: tx.conn.exec_driver_sql("PRAGMA max_page_count = 100000").scalar())
    kept(writing)
    assert writing.save_state.code is SaveCode.SAVED
    assert words(amina.desk.documents.open(document)) == words(writing)


# ---------------------------------------------------------------- what comes


def test_news_of_ones_own_cost_no_write(pair: Pair) -> None:
    amina, _ = pair
    writing = amina.desk.documents.open(essay(amina))
    type_in(writing, "Paragraph 1", "One. ")
    kept(writing)
    before = amina.opened.reader.version()
    assert not writing.take_news()
    assert amina.opened.reader.version() == before


def test_a_damaged_change_is_set_aside_and_the_rest_is_read(
    pair: Pair, expected_warnings: list[str]
) -> None:
    amina, grace = pair
    document = essay(amina)
    amina.sync()
    writing = amina.desk.documents.open(document)
    type_in(writing, "Paragraph 1", "Careful. ")
    kept(writing)
    amina.sync()
    grace.sync()
    last = "(SELECT max(rowid) FROM texts)"
    sql(grace, f"UPDATE texts SET data = substr(data, 1, 60) WHERE rowid = {last}")
    expected_warnings.append("document not taken: %s")
    reading = grace.desk.documents.open(document)
    assert reading.set_aside == 1
    assert words(reading) == "\n".join((*ESSAY, ""))
    assert reading.mode is Mode.REVIEWER


def test_a_change_with_which_the_programme_died_is_tried_alone_then_set_aside(pair: Pair) -> None:
    amina, grace = pair
    document = essay(amina)
    amina.sync()
    grace.sync()
    rows = [row[0] for row in sql(grace, "UPDATE texts SET fresh = fresh RETURNING rowid")]
    grace.opened.runner.call(lambda tx: texts.trying(tx, rows))  # and the programme dies
    reading = grace.desk.documents.open(document)
    assert words(reading) == "\n".join((*ESSAY, ""))
    assert {row[0] for row in sql(grace, "UPDATE texts SET fresh = fresh RETURNING guard")} == {
        int(Guard.TRUSTED)
    }
    sql(grace, "UPDATE texts SET guard = ?", int(Guard.TRYING_ALONE))  # it dies with this one alone
    again = grace.desk.documents.open(document)
    assert again.set_aside == len(rows)
    assert again.reading_only is ReadingOnly.DAMAGED


def test_without_a_part_of_its_history_a_document_is_only_read_until_it_comes(pair: Pair) -> None:
    amina, grace = pair
    document = essay(amina)
    amina.sync()
    grace.sync()
    writing = amina.desk.documents.open(document)
    type_in(writing, "Paragraph 1", "One. ")
    kept(writing)
    amina.sync()
    type_in(writing, "Paragraph 1", "Two. ")
    kept(writing)
    amina.sync()
    grace.sync()
    taken = sql(grace, "DELETE FROM texts WHERE rowid = (SELECT max(rowid) - 1 FROM texts) RETURNING *")
    reading = grace.desk.documents.open(document)
    assert (reading.mode, reading.reading_only) == (Mode.READER, ReadingOnly.INCOMPLETE)
    assert words(reading) == "\n".join((*ESSAY, ""))
    row = (None, *taken[0][1:])
    sql(grace, f"INSERT INTO texts VALUES ({','.join('?' * len(row))})", *row)
    assert reading.take_news()
    assert reading.mode is Mode.REVIEWER
    assert words(reading).startswith("One. Two. ")


def test_a_card_that_came_before_its_text_opens_and_fills_later(pair: Pair) -> None:
    amina, grace = pair
    document = essay(amina)
    amina.sync()
    grace.sync()
    taken = sql(grace, "DELETE FROM texts RETURNING *")
    reading = grace.desk.documents.open(document)
    assert reading.reading_only is ReadingOnly.INCOMPLETE
    assert words(reading) == "\n"
    assert reading.save() is None
    told: list[str] = []
    reading.on_reload = lambda: told.append("again")
    for row in taken:
        sql(grace, f"INSERT INTO texts VALUES ({','.join('?' * len(row))})", None, *row[1:])
    assert reading.take_news()
    assert told == ["again"]
    assert words(reading) == "\n".join((*ESSAY, ""))
    assert reading.mode is Mode.REVIEWER


def test_a_text_that_broke_is_read_anew_with_all_that_was_typed(pair: Pair) -> None:
    amina, _ = pair
    writing = amina.desk.documents.open(essay(amina))
    type_in(writing, "Paragraph 1", "One. ")
    broken = writing.text
    writing.recover()
    assert writing.text is not broken
    assert words(writing).startswith("One. Paragraph 1")
    type_in(writing, "Paragraph 1", "Two. ")
    kept(writing)
    assert words(amina.desk.documents.open(writing.document)).startswith("One. Two. ")


# ---------------------------------------------------------------- in and out


@pytest.mark.parametrize("kind", [Format.DOCX, Format.ODT, Format.MARKDOWN, Format.HTML, Format.TEXT])
def test_a_document_goes_out_and_comes_in_again(pair: Pair, tmp_path: Path, kind: Format) -> None:
    amina, _ = pair
    documents = amina.desk.documents
    document = documents.new(amina.circle(), "Letter", paragraphs("Dear Grace,", "it rains.")).result()
    path = tmp_path / f"Letter.{kind.value}"
    documents.export(documents.written(document), kind, path)
    again = documents.take_file(None, documents.read_file(path)).result()
    writing = documents.open(again)
    assert writing.summary.title == "Letter"
    assert words(writing).split() == ["Dear", "Grace,", "it", "rains."]
    assert [one.occasion for one in writing.text.versions()] == ["imported"]


def test_a_broken_file_makes_no_document(pair: Pair, tmp_path: Path) -> None:
    amina, _ = pair
    path = tmp_path / "essay.docx"
    path.write_bytes(b"PK\x03\x04 no zip")
    with pytest.raises(ImportDamaged):
        amina.desk.documents.read_file(path)
    assert amina.desk.documents.private() == ()


def test_what_is_typed_while_a_save_is_under_way_is_saved_after_it(pair: Pair) -> None:
    amina, _ = pair
    document = essay(amina)
    later = Later(amina.opened.runner)
    documents = Documents(later, amina.opened.reader, amina.opened.rand, amina.opened.connection)
    writing = documents.open(document)
    type_in(writing, "Paragraph 1", "One. ")
    saving = writing.save()
    type_in(writing, "Paragraph 1", "Two. ")
    assert writing.save() is saving
    assert writing.poll().code is SaveCode.SAVING
    later.run()
    assert writing.poll().code is SaveCode.SAVING, "the second is under way"
    later.run()
    done = writing.poll().code
    assert done is SaveCode.SAVED
    assert not writing.unsaved
    assert words(amina.desk.documents.open(document)).startswith("One. Two. Paragraph 1")


def test_two_computers_of_one_person_end_alike_and_both_review(
    pair: Pair, town: Town, tmp_path: Path
) -> None:
    amina, grace = pair
    document = essay(amina)
    amina.sync()
    grace.sync()
    other = Person(tmp_path / "pc-7", town.line, town.clock, "pc-7").enrol(town.codes[grace.desk.me])
    try:
        other.sync()
        for person, old in ((grace, "day 1"), (other, "day 2")):
            review = person.desk.documents.open(document)
            suggest(review, old, "another day")
            review.review.give_back()
            review.close()
            person.sync()
        grace.sync()
        amina.sync()
        writing = amina.desk.documents.open(document)
        assert {one.author for one in writing.text.suggestions()} == {grace.desk.me}
        assert [one.returned for one in writing.text.suggestions()] == [True, True]
        assert words(grace.desk.documents.open(document)) == words(writing)
    finally:
        other.close()


def test_whoever_has_left_the_circle_reads_on(pair: Pair) -> None:
    amina, _ = pair
    document = essay(amina)
    writing = amina.desk.documents.open(document)
    type_in(writing, "Paragraph 1", "Last words. ")
    sql(amina, "DELETE FROM members WHERE member = ?", amina.desk.me)
    writing.refresh()
    assert (writing.mode, writing.reading_only) == (Mode.READER, ReadingOnly.CLOSED)
    writing.close()
    assert words(amina.desk.documents.open(document)).startswith("Last words. ")


def test_a_title_can_be_changed_by_its_owner_alone(pair: Pair) -> None:
    amina, grace = pair
    document = essay(amina)
    amina.desk.documents.rename(document, "  Rivers,\n again ").result()
    amina.sync()
    grace.sync()
    found = grace.desk.documents.summary(document)
    assert found is not None
    assert found.title == "Rivers, again"
    with pytest.raises(NotFound):
        grace.desk.documents.rename(document, "Mine").result()
