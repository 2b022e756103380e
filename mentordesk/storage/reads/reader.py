# SPDX-License-Identifier: Apache-2.0
"""A read-only view of the database on its own connection; it never waits for the writer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection

from mentordesk.base.errors import DatabaseDamaged
from mentordesk.domain.circles import shown_name
from mentordesk.domain.files import FileId, FileState
from mentordesk.domain.ids import CircleId, MemberId
from mentordesk.domain.registers import PERSON_CARD
from mentordesk.storage import me
from mentordesk.storage.engine import as_trouble, data_version, open_database
from mentordesk.storage.shelf import Shelf
from mentordesk.wire.operations import register_values

T = TypeVar("T")
Card = tuple[str, str]  # name, time zone
Namer = Callable[[CircleId, MemberId], str]


@dataclass(slots=True)
class Moving:
    """The file that moves just now, as the line has it; read from any thread."""

    file: FileId = b""
    bytes: int = 0  # of its present chunk
    over_budget: bool = False  # files wait because of the week's bytes
    now: int = 0  # unix seconds, of the last look
    refused: dict[FileId, FileState] = field(default_factory=dict)  # the server takes these not now, and why


class Reader:
    """Reads of one thread of the programme. Each statement sees the newest commit."""

    def __init__(self, conn: Connection, shelf: Shelf) -> None:
        self.conn = conn
        self.shelf = shelf
        self.moving = Moving()
        self.damaged = False
        self.me: MemberId = me.unpack_identity(me.get_meta(conn, me.IDENTITY)).member
        self._kept: dict[str, Any] = {}
        self._kept_at = -1
        self._kept_longer: dict[str, tuple[Any, Any]] = {}
        self._still = -1  # the version that all reads see now; -1: each sees the newest

    def rows(self, sql: str, parameters: tuple[Any, ...] = ()) -> Sequence[Any]:
        """All rows of a statement, by name or place; a DiskTrouble when the disk says no."""
        with self.watched():
            return self.conn.exec_driver_sql(sql, parameters).fetchall()

    def first(self, sql: str, parameters: tuple[Any, ...] = ()) -> Any:
        """The first row, None when there is none."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def number(self, sql: str, parameters: tuple[Any, ...] = ()) -> int:
        """The first value of the first row as a number; 0 when there is none."""
        found = self.first(sql, parameters)
        return 0 if found is None or found[0] is None else int(found[0])

    def version(self) -> int:
        """Changes with every commit of somebody else, and only then."""
        if self._still >= 0:
            return self._still
        with self.watched():
            return data_version(self.conn)

    @contextmanager
    def still(self) -> Iterator[None]:
        """Let every read inside see one moment, however much is being written: one page, one state.

        What is kept for that moment is made once. To be short: the log of the database grows meanwhile.
        """
        if self._still >= 0:
            yield
            return
        with self.watched():
            self.conn.exec_driver_sql("BEGIN")
        try:
            self.rows("SELECT 1 FROM meta LIMIT 1")  # the first read fixes the moment
            self._still = self.version()
            yield
        finally:
            self._still = -1
            with self.watched():
                self.conn.exec_driver_sql("COMMIT")

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Damage that is met here is remembered: the next start checks everything."""
        try:
            with as_trouble():
                yield
        except DatabaseDamaged:
            self.damaged = True
            raise

    def keep(self, name: str, make: Callable[[], T]) -> T:
        """What `make` gave for the present version of the database."""
        version = self.version()
        if version != self._kept_at:
            self._kept.clear()
            self._kept_at = version
        if name not in self._kept:
            self._kept[name] = make()
        kept: T = self._kept[name]
        return kept

    def keep_while(self, name: str, mark: object, make: Callable[[], T]) -> T:
        """What `make` gave when `mark` became what it is; kept across versions of the database."""
        known = self._kept_longer.get(name)
        if known is None or known[0] != mark:
            known = self._kept_longer[name] = (mark, make())
        kept: T = known[1]
        return kept

    def names(self) -> Namer:
        """What to call a member in a circle: the card's name, else the slip's, else nothing."""
        cards, contacts = self.keep("cards", self._cards), self.keep("contacts", self._contacts)

        def name(circle: CircleId, member: MemberId) -> str:
            card = cards.get((circle, member))
            return card[0] if card and card[0] else contacts.get(member, "")

        return name

    def card(self, circle: CircleId, member: MemberId) -> Card | None:
        """Name and time zone as the member wrote them for this circle; None before the first card came."""
        return self.keep("cards", self._cards).get((circle, member))

    def value(self, key: str) -> bytes:
        """One value of the table meta; nothing when it is not set."""
        row = self.first("SELECT value FROM meta WHERE key = ?", (key,))
        return bytes(row[0]) if row else b""

    def _cards(self) -> dict[tuple[CircleId, MemberId], Card]:
        rows = self.rows(
            "SELECT circle, entity, value FROM fields WHERE register = ? AND author = entity",
            (PERSON_CARD.number,),
        )
        values = ((row[0], row[1], register_values(PERSON_CARD.number, row[2])) for row in rows)
        return {(circle, member): (shown_name(card[0]), card[1]) for circle, member, card in values if card}

    def _contacts(self) -> dict[MemberId, str]:
        found = {row[0]: shown_name(row[1]) for row in self.rows("SELECT member, name FROM contacts")}
        return {self.me: self.value(me.MY_NAME).decode(), **found}

    def close(self) -> None:
        """Let go of the file."""
        self.conn.close()


def open_reader(path: Path, key: bytes, shelf: Shelf) -> Reader:
    """A reader of the database at `path` under its 32-byte key, and of the sealed chunks beside it."""
    return Reader(open_database(path, key, read_only=True), shelf)
