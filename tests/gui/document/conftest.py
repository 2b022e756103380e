# SPDX-License-Identifier: Apache-2.0
"""People at a text: the owner and a reviewer, with nothing between them but updates."""

from collections.abc import Callable, Iterator

import pytest

from mentordesk.ui.theme.theme import Theme
from tests.gui.document.two_editors import Seat, Table

TableMaker = Callable[..., Table]


@pytest.fixture
def lay(theme: Theme) -> Iterator[TableMaker]:
    """Make tables with a text; all are closed in the end."""
    tables: list[Table] = []

    def made(start: str = "The quick brown fox jumps.", people: int = 2, seed: int = 0) -> Table:
        tables.append(Table(theme, seed, people, start))
        return tables[-1]

    yield made
    for table in tables:
        table.close()


@pytest.fixture
def table(lay: TableMaker) -> Table:
    """Amina and Grace at "The quick brown fox jumps."."""
    return lay()


@pytest.fixture
def amina(table: Table) -> Seat:
    """Who owns the text."""
    return table.owner


@pytest.fixture
def grace(table: Table) -> Seat:
    """Who reviews it."""
    return table.reviewer
