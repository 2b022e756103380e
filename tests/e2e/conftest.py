# SPDX-License-Identifier: Apache-2.0
"""A village for a test: two people, a relay, a real server."""
from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.village import Village

# A process's memory can be read as a file on Linux alone.
collect_ignore = [] if sys.platform == "linux" else ["test_lock_memory.py"]


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    """Amina and Grace, enrolled and in sync, and a server process behind a relay."""
    village = Village(tmp_path)
    try:
        yield village.enrol()
    finally:
        village.close()
