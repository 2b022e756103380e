# SPDX-License-Identifier: Apache-2.0
"""A page is made from one moment of the database, however much is written meanwhile."""
from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from mentordesk.storage.reads.messages import ThreadPage
from mentordesk.storage.reads.reader import Reader
from tests.helpers.profiles import THREAD, Desk, join, receive


def test_what_arrives_is_seen_only_afterwards(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with desk.session(desk.create()) as profile:
        profile.store.transact(join)
        profile.store.transact(partial(receive, text="one"))
        reader = profile.reader()
        page = ThreadPage(reader, THREAD)
        with reader.still():
            before = page.count()
            profile.store.transact(partial(receive, text="two", rank=2))
            assert (before, page.count(), len(page.rows(0, 9))) == (1, 1, 1)
        assert (page.count(), len(page.rows(0, 9))) == (2, 2)


def test_what_is_kept_is_made_once_for_a_moment(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with desk.session(desk.create()) as profile:
        profile.store.transact(join)
        reader = profile.reader()
        made: list[int] = []
        with reader.still(), reader.still():
            for _ in range(3):
                reader.keep("it", lambda: made.append(1))
                profile.store.transact(partial(receive, text="more"))
        assert made == [1]
        reader.keep("it", lambda: made.append(2))
        assert made == [1, 2]


def test_an_error_inside_ends_the_moment(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with desk.session(desk.create()) as profile:
        profile.store.transact(join)
        reader = profile.reader()
        with pytest.raises(ZeroDivisionError):
            _fail_inside(reader)
        profile.store.transact(partial(receive, text="one"))
        assert ThreadPage(reader, THREAD).count() == 1


def _fail_inside(reader: Reader) -> None:
    with reader.still():
        raise ZeroDivisionError
