# SPDX-License-Identifier: Apache-2.0
"""A disk that is full, or a computer that stops, at each single statement of what a document does."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

import pytest

from mentordesk.base.errors import DiskFull
from mentordesk.desk.documents import Documents
from mentordesk.domain.today import Deed
from mentordesk.storage.store import Runner, Tx
from tests.helpers.documents import comment, essay, kept, suggest, type_in, words
from tests.helpers.files import PowerCut
from tests.helpers.person import Person
from tests.sync.conftest import Pair

T = TypeVar("T")
ENOUGH = 400  # statements
HELD = "SELECT count(*) FROM outbox WHERE held = 1"


class Torn:
    """A runner whose database takes `left` more statements, and then no more."""

    def __init__(self, runner: Runner, error: type[BaseException]) -> None:
        self._runner = runner
        self._error = error
        self.left = ENOUGH

    def _over(self, work: Callable[[Tx], T]) -> Callable[[Tx], T]:
        def over(tx: Tx) -> T:
            tx.conn = _Counted(tx.conn, self)  # type: ignore[assignment]
            return work(tx)

        return over

    def step(self) -> None:
        """Before a statement."""
        if self.left == 0:
            raise self._error
        self.left -= 1

    def submit(self, work: Callable[[Tx], T]) -> Future[T]:
        """See Runner."""
        return self._runner.submit(self._over(work))

    def call(self, work: Callable[[Tx], T]) -> T:
        """See Runner."""
        return self._runner.call(self._over(work))

    def beside(self, work: Callable[[], T]) -> Future[T]:
        """See Runner."""
        return self._runner.beside(work)

    def close(self) -> None:
        """See Runner."""


class _Counted:
    def __init__(self, conn: Any, torn: Torn) -> None:
        self._conn = conn
        self._torn = torn

    def exec_driver_sql(self, *args: Any, **kwargs: Any) -> Any:
        self._torn.step()
        return self._conn.exec_driver_sql(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._conn, name)


def torn(person: Person, error: type[BaseException] = DiskFull) -> tuple[Torn, Documents]:
    """The person's documents over such a database."""
    opened = person.opened
    runner = Torn(opened.runner, error)
    return runner, Documents(runner, opened.reader, opened.rand, opened.connection)


def number(person: Person, statement: str) -> int:
    """Asked of the database."""
    return person.opened.reader.number(statement)


def at_each_statement(runner: Torn, work: Callable[[], object], undone: Callable[[], object]) -> int:
    """Try with a disk that is full one statement later each time, until it works; how often it did not."""
    for count in range(ENOUGH):
        runner.left = count
        try:
            work()
        except DiskFull:
            runner.left = ENOUGH
            undone()
        else:
            runner.left = ENOUGH
            return count
    raise AssertionError("it never worked")


def test_a_save_that_fails_at_any_statement_is_made_up_for(pair: Pair) -> None:
    amina, grace = pair
    runner, documents = torn(amina)
    writing = documents.open(essay(amina))
    type_in(writing, "Paragraph 1", "Begun. ")
    before = number(amina, "SELECT count(*) FROM texts")

    def undone() -> None:
        assert writing.unsaved
        assert number(amina, "SELECT count(*) FROM texts") == before
        type_in(writing, "Paragraph 1", "More. ")

    def save() -> None:
        writing.save()
        if error := writing._saving._job.exception() if writing._saving._job else None:
            writing.poll()
            raise error
        writing.poll()

    assert at_each_statement(runner, save, undone) > 5
    amina.sync()
    grace.sync()
    assert words(grace.desk.documents.open(writing.document)) == words(writing)


def test_a_return_that_fails_at_any_statement_is_told_whole_or_not_at_all(pair: Pair) -> None:
    amina, grace = pair
    document = essay(amina)
    amina.desk.documents.open(document).review.ask([grace.desk.me], None, None)
    amina.sync()
    grace.sync()
    runner, documents = torn(grace)
    review = documents.open(document)
    suggest(review, "day 4", "morning 4")
    kept(review)

    def undone() -> None:
        assert number(grace, HELD) > 0
        assert review.summary.review is not None
        assert review.summary.review.returned == ()

    assert at_each_statement(runner, review.review.give_back, undone) > 5
    grace.sync()
    amina.sync()
    (task,) = amina.desk.today.get().tasks
    assert (task.deed, task.left) == (Deed.ANSWER, 1)
    assert len(amina.desk.documents.open(document).text.suggestions()) == 1


def test_a_return_that_found_no_room_is_told_with_the_next_save(pair: Pair) -> None:
    amina, grace = pair
    document = essay(amina)
    amina.sync()
    grace.sync()
    runner, documents = torn(grace)
    review = documents.open(document)
    suggest(review, "day 4", "morning 4")
    comment(review, "day 5", "Why?")
    kept(review)
    runner.left = 0
    with pytest.raises(DiskFull):
        review.review.give_back()
    runner.left = ENOUGH
    kept(review)
    grace.sync()
    amina.sync()
    (task,) = amina.desk.today.get().tasks
    assert (task.deed, task.left) == (Deed.ANSWER, 2)
    assert number(grace, HELD) == 0


def test_sharing_that_fails_at_any_statement_leaves_it_private(pair: Pair) -> None:
    amina, grace = pair
    document = essay(amina, private=True)
    kept(amina.desk.documents.open(document))
    runner, documents = torn(amina)

    def undone() -> None:
        assert [one.id for one in documents.private()] == [document]
        assert documents.list(amina.circle()) == ()

    assert at_each_statement(runner, lambda: documents.share(document, amina.circle()).result(), undone) > 5
    amina.sync()
    grace.sync()
    assert documents.private() == ()
    there = grace.desk.documents.open(document)
    assert words(there) == words(amina.desk.documents.open(document))


@pytest.mark.parametrize("opened", [True, False])
def test_a_computer_that_stops_at_any_statement_of_taking_news_loses_none(pair: Pair, opened: bool) -> None:
    amina, grace = pair
    document = essay(amina)
    amina.desk.documents.set_editors(document, [grace.desk.me]).result()
    amina.sync()
    grace.sync()
    theirs = grace.desk.documents.open(document)
    stopped = True
    count = 0
    while stopped:
        runner, documents = torn(amina, PowerCut)
        mine = documents.open(document) if opened else None
        type_in(theirs, "Paragraph 1", f"Word{count}. ")
        kept(theirs)
        grace.sync()
        amina.sync()
        runner.left = count
        try:
            if mine is None:
                documents.open(document)
            else:
                mine.take_news()
            stopped = runner.left == 0
        except PowerCut:
            pass
        again = amina.desk.documents.open(document)
        assert (words(again), again.set_aside) == (words(theirs), 0)
        count += 1
    assert count > 2


def test_a_computer_that_stops_at_any_statement_of_telling_tells_it_later(pair: Pair) -> None:
    """A save, a return and a close in one: what was saved before is there, and all of it gets there."""
    amina, grace = pair
    document = essay(amina)
    amina.desk.documents.open(document).review.ask([grace.desk.me], None, None)
    amina.sync()
    grace.sync()
    before = 0
    for count in range(0, ENOUGH, 3):
        runner, documents = torn(grace, PowerCut)
        review = documents.open(document)
        suggest(review, "day 5", "morning 5") if not before else comment(review, "day 6", f"Why {count}?")
        runner.left = count
        try:
            kept(review)
            review.review.give_back()
            review.close()
        except PowerCut:
            pass
        again = grace.desk.documents.open(document)
        found = len(again.text.suggestions()) + len(again.text.comments())
        assert again.set_aside == 0
        assert before <= found <= before + 1
        before = found
        if runner.left:
            break
    assert count > 20, "it is stopped in the middle of each"
    grace.sync()
    amina.sync()
    (task,) = amina.desk.today.get().tasks
    assert (task.deed, task.left) == (Deed.ANSWER, before)
    theirs = amina.desk.documents.open(document).text
    assert len(theirs.suggestions()) + len(theirs.comments()) == before
