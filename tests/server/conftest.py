# SPDX-License-Identifier: Apache-2.0
"""A school for each test."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.school import School


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    """An empty programme with a door."""
    made = School(tmp_path / "server")
    yield made
    made.close()
