# SPDX-License-Identifier: Apache-2.0
"""One transaction: all or nothing, events only after the commit; with a thread and without."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from mentordesk.base.errors import Bug, DatabaseDamaged, DiskFull
from mentordesk.domain.events import CirclesChanged, SettingChanged
from mentordesk.storage import writes
from mentordesk.storage.me import get_meta, put_meta
from mentordesk.storage.reads.drafts import settings
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.store import InlineRunner, Store, StoreRunner, Tx
from tests.helpers.profiles import Desk


def break_off(tx: Tx) -> None:
    writes.set_setting(tx, "theme", "dark")
    raise LookupError


def test_events_come_after_the_commit_and_once(store: Store, reader: Reader) -> None:
    seen: list[dict[str, str]] = []
    store.publish = lambda event: seen.append(settings(reader))

    def work(tx: Tx) -> None:
        writes.set_setting(tx, "theme", "dark")
        writes.set_setting(tx, "theme", "light")
        assert seen == []

    store.transact(work)
    assert seen == [{"theme": "light"}]


def test_a_failure_leaves_nothing_and_says_nothing(store: Store, desk: Desk, reader: Reader) -> None:
    with pytest.raises(LookupError):
        store.transact(break_off)
    assert settings(reader) == {}
    assert desk.events == []
    store.transact(lambda tx: writes.set_setting(tx, "theme", "dark"))
    assert settings(reader) == {"theme": "dark"}


def test_a_full_disk_undoes_the_whole_transaction(store: Store, desk: Desk, reader: Reader) -> None:
    pages = store.conn.exec_driver_sql("PRAGMA page_count").scalar_one()
    store.conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    def work(tx: Tx) -> None:
        writes.set_setting(tx, "theme", "dark")
        for number in range(1000):
            writes.set_setting(tx, f"note{number}", "z" * 1000)

    with pytest.raises(DiskFull):
        store.transact(work)
    assert settings(reader) == {}
    assert desk.events == []
    store.conn.exec_driver_sql("PRAGMA max_page_count = 1000000")
    store.transact(lambda tx: writes.set_setting(tx, "theme", "dark"))
    assert settings(reader) == {"theme": "dark"}


def test_a_new_writer_counts_only_when_committed(store: Store) -> None:
    before = store.me.writer

    def mint_and_fail(tx: Tx) -> None:
        assert tx.mint_writer() == tx.me.writer != before
        raise LookupError

    with pytest.raises(LookupError):
        store.transact(mint_and_fail)
    assert store.me.writer == before
    minted = store.transact(lambda tx: tx.mint_writer())
    assert store.me.writer == minted == get_meta(store.conn, "writer")


def test_trust_is_learned_anew_after_a_rollback(store: Store) -> None:
    first = store.transact(lambda tx: tx.trust)
    assert store.transact(lambda tx: tx.trust) is first
    with pytest.raises(LookupError):
        store.transact(break_off)
    assert store.transact(lambda tx: tx.trust) is not first


def test_time_is_corrected_by_what_the_server_said(store: Store, desk: Desk) -> None:
    def learn(tx: Tx) -> int:
        before = tx.now()
        tx.learn_offset(86_400)
        return tx.now() - before

    assert store.transact(learn) == 86_400
    assert store.transact(lambda tx: tx.now()) == desk.clock.now() + 86_400


def test_damage_found_on_the_way_is_remembered(store: Store) -> None:
    def stumble(tx: Tx) -> None:
        raise DatabaseDamaged

    with pytest.raises(DatabaseDamaged):
        store.transact(stumble)
    assert store.damaged


def test_without_a_thread_everything_is_done_at_once(store: Store) -> None:
    runner = InlineRunner(store)
    assert runner.submit(lambda tx: 5).result() == 5
    assert runner.call(lambda tx: threading.current_thread()) is threading.main_thread()
    assert isinstance(runner.submit(break_off).exception(), LookupError)
    runner.close()


@pytest.fixture
def runner(store: Store) -> Iterator[StoreRunner]:
    running = StoreRunner(store)
    yield running
    running.close()


def test_the_thread_works_in_order_and_finishes_before_it_closes(runner: StoreRunner, desk: Desk) -> None:
    def note(number: int) -> None:
        runner.submit(lambda tx: put_meta(tx.conn, "note", get_meta(tx.conn, "note") + bytes([number])))

    for number in range(20):
        note(number)
    assert runner.call(lambda tx: get_meta(tx.conn, "note")) == bytes(range(20))
    assert runner.call(lambda tx: threading.current_thread().name) == "store"
    last = runner.submit(lambda tx: tx.announce(CirclesChanged()))
    runner.close()
    assert last.done()
    assert desk.events == [CirclesChanged()]
    with pytest.raises(Bug):
        runner.submit(lambda tx: None)


def test_the_thread_survives_a_failed_transaction(runner: StoreRunner) -> None:
    assert isinstance(runner.submit(break_off).exception(), LookupError)
    runner.call(lambda tx: writes.set_setting(tx, "theme", "dark"))


def test_a_cancelled_transaction_never_runs(runner: StoreRunner, desk: Desk) -> None:
    gate = threading.Event()
    runner.submit(lambda tx: gate.wait(10))
    late = runner.submit(lambda tx: writes.set_setting(tx, "theme", "dark"))
    assert late.cancel()
    gate.set()
    runner.close()
    assert SettingChanged("theme") not in desk.events


def test_what_runs_beside_ends_before_the_thread(runner: StoreRunner, desk: Desk) -> None:
    began, go_on = threading.Event(), threading.Event()

    def work() -> str:
        began.set()
        go_on.wait(5)
        runner.call(lambda tx: writes.set_setting(tx, "theme", "dark"))
        return threading.current_thread().name

    future = runner.beside(work)
    assert began.wait(5)
    runner.call(lambda tx: writes.set_setting(tx, "theme", "light"))  # nobody waits for it meanwhile
    go_on.set()
    runner.close()
    assert future.result() == "beside"
    assert desk.events == [SettingChanged("theme")] * 2


@pytest.mark.parametrize("threads", [True, False])
def test_a_failure_beside_is_the_futures(store: Store, threads: bool) -> None:
    def work() -> None:
        raise LookupError

    runner = StoreRunner(store) if threads else InlineRunner(store)
    with pytest.raises(LookupError):
        runner.beside(work).result()
    runner.close()
