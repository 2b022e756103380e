# SPDX-License-Identifier: Apache-2.0
"""Parts of a damaged database that could be read without what belongs to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentordesk.base.errors import DatabaseDamaged, DiskFull
from mentordesk.domain.ids import Lane
from mentordesk.storage.engine import as_trouble, cipher
from mentordesk.storage.salvage import Saved, put_back
from mentordesk.storage.store import Tx
from mentordesk.wire.body import decode, join
from mentordesk.wire.operations import Message, Retract, encode_one
from tests.helpers.profiles import CIRCLE, ME, THREAD, Desk
from tests.helpers.profiles import join as join_circle

OP = Message(b"op------", THREAD, 3, 1, 1000, "written before the damage")


def texts(tx: Tx) -> list[str]:
    return list(tx.conn.exec_driver_sql("SELECT text FROM messages ORDER BY rowid").scalars())


def queued(tx: Tx) -> list[Message]:
    data = tx.conn.exec_driver_sql("SELECT data FROM outbox WHERE register = 0").scalars().all()
    return list(decode(join(list(data))))  # type: ignore[arg-type]


def test_a_message_whose_operation_is_lost_is_told_again_under_its_id(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    row = (OP.id, CIRCLE, THREAD, ME, OP.rank, OP.base, OP.time, OP.text, b"")
    with desk.session(desk.create()) as profile:
        profile.store.transact(join_circle)
        for _ in range(2):
            profile.store.transact(lambda tx: put_back(tx, Saved({"messages": [row]})))
        assert profile.store.transact(texts) == [OP.text]
        assert profile.store.transact(queued) == [OP]


def test_an_operation_whose_message_is_lost_shows_its_message(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    row = (OP.id, CIRCLE, int(Lane.WORDS), 0, b"", encode_one(OP), 1000, 0)
    with desk.session(desk.create()) as profile:
        profile.store.transact(join_circle)
        for _ in range(2):
            profile.store.transact(lambda tx: put_back(tx, Saved({"outbox": [row]})))
        assert profile.store.transact(texts) == [OP.text]
        assert profile.store.transact(queued) == [OP]


def test_what_was_taken_back_before_the_damage_stays_taken_back(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    back = Retract(b"back----", OP.id, 2000)
    rows = [
        (op.id, CIRCLE, int(Lane.WORDS), 0, b"", encode_one(op), 1000, 0) for op in (OP, back)
    ]
    with desk.session(desk.create()) as profile:
        profile.store.transact(join_circle)
        profile.store.transact(lambda tx: put_back(tx, Saved({"outbox": rows})))
        (gone,) = profile.store.conn.exec_driver_sql("SELECT gone FROM messages").scalars()
        assert gone == 2000
        assert profile.store.transact(queued) == [OP, back]


@pytest.mark.parametrize(("committing", "kind"), [(True, DiskFull), (False, DatabaseDamaged)])
def test_an_error_of_the_disk_is_a_full_one_at_a_commit(
    committing: bool, kind: type[Exception]
) -> None:
    error = cipher.OperationalError("disk I/O error")
    error.sqlite_errorcode = 10
    with pytest.raises(kind), as_trouble(committing):
        raise error
