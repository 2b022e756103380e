# SPDX-License-Identifier: Apache-2.0
"""One open profile with one circle, and its reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mentordesk.storage.profile import Profile
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.store import Store
from tests.helpers.profiles import Desk, join


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Amina's computer."""
    return Desk(tmp_path)


@pytest.fixture
def folder(desk: Desk) -> Path:
    """Her profile, closed."""
    return desk.create()


@pytest.fixture
def profile(desk: Desk, folder: Path) -> Iterator[Profile]:
    """Her profile, open, with Grace in her circle."""
    with desk.session(folder) as opened:
        opened.store.transact(join)
        desk.events.clear()
        yield opened


@pytest.fixture
def store(profile: Profile) -> Store:
    """Its store."""
    return profile.store


@pytest.fixture
def reader(profile: Profile) -> Reader:
    """A reader of it."""
    return profile.reader()
