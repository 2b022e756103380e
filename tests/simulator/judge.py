# SPDX-License-Identifier: Apache-2.0
"""Healing, and the questions asked after it."""
from __future__ import annotations

from collections import defaultdict
from typing import Any

from mentordesk.crypto.parcel import open_parcel, stream_of
from mentordesk.domain.messages import Delivery
from mentordesk.domain.registers import REGISTERS, Merge
from mentordesk.storage import keys
from mentordesk.storage.store import Tx
from mentordesk.wire import body, compress
from mentordesk.wire.operations import Message, Operation, Set, Unknown
from tests.simulator.computer import Computer
from tests.simulator.essays import all_texts, marks_of, of_circles
from tests.simulator.faults import GOOD
from tests.simulator.ledger import Broken
from tests.simulator.steps import START
from tests.simulator.world import STICKS, World

MOST_ROUNDS = 12
IDLE_BYTES = 600  # of an exchange that has nothing to say, with the slots of three circles
_PARCELS = """SELECT id, kid, lane, n, prev, data FROM entries
    WHERE kind = 1 AND state = 0 AND lane = 1 AND circle = ?"""
_FIELDS = "SELECT circle, register, entity, rank, time, op, author, value FROM fields"
_PAGE = """SELECT thread, base, author, rank, id, text, gone > 0 FROM messages WHERE circle = ?
    ORDER BY thread, base, author, rank, id"""
_DRAFTS = "SELECT thread, text FROM drafts WHERE text <> ''"
_MINE = "SELECT circle FROM circles WHERE kind = 2 ORDER BY circle"


def heal(world: World) -> None:
    """Everything as it should be: disks, lines, clocks, slips, versions; exchanges until it is quiet."""
    world.host.empty()
    world.host.restart()
    world.host.renew_slips(world.ground.ids.values())
    for computer in world.computers:
        computer.empty()
        computer.frozen = False
        computer.clock.set_wall(START)
        if computer.is_old:
            computer.upgrade()
    _bring_sticks_home(world)
    began, requests = world.seconds, world.count["requests"]
    for number in range(MOST_ROUNDS):
        if _round(world):
            world.count["rounds to heal"] += number
            world.count["requests to heal"] += world.count["requests"] - requests
            world.count["seconds to heal"] += int(world.seconds - began)
            return
    raise Broken(f"silence: none after {MOST_ROUNDS} rounds")


def _bring_sticks_home(world: World) -> None:
    sticks = [stick for stick in map(world.stick, range(STICKS)) if any(stick.iterdir())]
    for stick in sticks:
        world.deliver(stick, GOOD)
    for computer in world.in_turn() if sticks else ():
        for stick in sticks:
            world.sit(computer).desk.carriers.take(stick, lambda done, of: None).result()
        world.note(computer)


def _round(world: World) -> bool:
    """Everybody exchanges; whether nothing was said any more."""
    before = len(world.host.hashes())
    quiet = True
    for computer in world.in_turn():
        requests = world.exchange_until_quiet(computer)
        status = computer.desk.connection.status()
        moved = status.last_up + status.last_down > IDLE_BYTES
        stuck = status.waiting and world.me(computer) not in world.removed
        quiet = quiet and requests == 1 and not moved and not stuck
    return quiet and before == len(world.host.hashes())


def judge(world: World) -> None:
    """Broken says which of the promises does not hold."""
    world.removed = {one for one in world.removed if one not in world.host.members(world.ground.circle)}
    pictures = [
        Picture(world, computer)
        for computer in world.in_turn()
        if computer in world.live() and not _knows_better(world, computer)
    ]
    for picture in pictures:
        picture.agrees_with(pictures[0])
        picture.check_rows()
        picture.check_losers()
    for picture in pictures:
        for other in pictures:
            if picture.me == other.me:
                picture.is_the_same_person_as(other)
    shown = {text for picture in pictures for text in picture.texts}
    if missing := world.ledger.must - shown:
        raise Broken(f"lost: {_names(missing)}")
    if missing := world.ledger.marks.must - {mark for picture in pictures for mark in picture.marks}:
        raise Broken(f"lost: {_names(missing)}")
    if strange := shown - world.ledger.may:
        raise Broken(f"strange: {_names(strange)}")


def _knows_better(world: World, computer: Computer) -> bool:
    """Whether somebody has learned of a removal that a server set back has forgotten, and nobody else has."""
    circle, me = world.ground.circle, world.me(computer)

    def look(tx: Tx) -> bool:
        return tx.trust.head(circle) is not None and me not in tx.trust.roles(circle)

    return world.sit(computer).opened.runner.call(look)


def _names(texts: set[str]) -> str:
    return ", ".join(sorted(text[:12] for text in texts))


class Picture:
    """What one computer shows, and what the parcels that it holds say."""

    def __init__(self, world: World, computer: Computer) -> None:
        self.world, self.name = world, computer.name
        self.me = world.me(computer)
        world.sit(computer)
        self.circles = [row[0] for row in computer.rows(_MINE)]
        self.pages = {one: [tuple(row) for row in computer.rows(_PAGE, one)] for one in self.circles}
        self.topics = dict(tuple(row) for row in computer.rows("SELECT thread, topic FROM threads"))
        self.fields = {tuple(row[:3]): tuple(row[3:]) for row in computer.rows(_FIELDS)}
        self.history = _first(computer, "SELECT op FROM history")
        self.receipts = {tuple(row) for row in computer.rows("SELECT message, member, kind FROM receipts")}
        self.fresh = _first(computer, "SELECT id FROM messages WHERE fresh = 1")
        self.drafts = {tuple(row) for row in computer.rows(_DRAFTS)}
        self.states = _first(computer, "SELECT state FROM messages WHERE author = ?", self.me)
        self.said = {one: _operations(computer, one) for one in self.circles}
        self.essays = all_texts(computer)
        self.marks = marks_of(self.essays)
        self.lacking = _first(computer, "SELECT document FROM texts WHERE author = ? AND state < 3", self.me)
        self.texts = [row[5] for page in self.pages.values() for row in page]

    def agrees_with(self, other: Picture) -> None:
        """The same circles look the same, to everybody."""
        for circle in set(self.circles) & set(other.circles):
            if self.pages[circle] != other.pages[circle]:
                raise Broken(f"differ: messages on {self.name} and {other.name}")
            if self._shared(circle) != other._shared(circle):
                raise Broken(f"differ: fields on {self.name} and {other.name}")
            threads = {row[0] for row in self.pages[circle]}
            if any(self.topics[one] != other.topics[one] for one in threads):
                raise Broken(f"differ: topics on {self.name} and {other.name}")
            ids = {row[4] for row in self.pages[circle]}
            if {row for row in self.receipts if row[0] in ids} != {
                row for row in other.receipts if row[0] in ids
            }:
                raise Broken(f"differ: receipts on {self.name} and {other.name}")

        both = set(self.circles) & set(other.circles)
        if of_circles(self.essays, both) != of_circles(other.essays, both):
            raise Broken(f"differ: documents on {self.name} and {other.name}")

    def _shared(self, circle: bytes) -> dict[Any, Any]:
        return {place: value for place, value in self.fields.items() if place[0] == circle}

    def is_the_same_person_as(self, other: Picture) -> None:
        """What only one person sees is the same on that person's computers."""
        for what in ("circles", "drafts", "fresh", "fields", "essays"):
            if getattr(self, what) != getattr(other, what):
                raise Broken(f"differ: {what} on {self.name} and {other.name}")

    def check_rows(self) -> None:
        """Every operation in a parcel that counts is a row, once; mine have come to the others."""
        if len(self.texts) != len(set(self.texts)):
            twice = {text for text in self.texts if self.texts.count(text) > 1}
            raise Broken(f"doubled: {_names(twice)} on {self.name}")
        if any(state < Delivery.AT_THE_SERVER for state in self.states):
            raise Broken(f"word: sent for ever, not at the server, on {self.name}")
        if len(self.marks) != len(set(self.marks)):
            raise Broken(f"doubled: in documents on {self.name}")
        if self.lacking:
            raise Broken(f"word: text not at the server on {self.name}")
        for circle, ops in self.said.items():
            shown = {row[4] for row in self.pages[circle]}
            if missing := {op.id for op in ops if isinstance(op, Message)} - shown:
                raise Broken(f"rows: {len(missing)} messages of parcels are not shown on {self.name}")

    def check_losers(self) -> None:
        """An edit stands, or was seen by one that is kept, or is kept itself."""
        for circle, ops in self.said.items():
            edits = defaultdict(list)
            for op in ops:
                if isinstance(op, Set) and REGISTERS[op.register].merge is Merge.LAST:
                    edits[circle, op.register, op.entity].append(op)
            for place, found in edits.items():
                self._check_field(place, found)

    def _check_field(self, place: tuple[bytes, int, bytes], edits: list[Set]) -> None:
        winner = max(edits, key=lambda op: (op.rank, op.time, op.id))
        _, _, stands, _, value = self.fields.get(place, (0, 0, b"", b"", b""))
        if stands != winner.id:
            raise Broken(f"rows: another edit stands than the parcels say on {self.name}")
        known = {stands} | self.history
        seen = {edit for one in known for edit in self.world.ledger.saw(one)}
        for op in edits:
            if op.id not in seen and bytes(op.value) != value:
                raise Broken(f"loser: an edit of register {op.register} cannot be found on {self.name}")


def _first(computer: Computer, sql: str, *values: object) -> set[Any]:
    return {row[0] for row in computer.rows(sql, *values)}


def _operations(computer: Computer, circle: bytes) -> list[Operation | Unknown]:
    def look(tx: Tx) -> list[Operation | Unknown]:
        found: dict[bytes, Operation | Unknown] = {}
        for row in tx.conn.exec_driver_sql(_PARCELS, (circle,)).all():
            key = keys.find(tx, row.kid)
            assert key is not None
            stream = stream_of(tx.trust, key, row.lane)
            opened = open_parcel(stream, row.data, [row.prev], compress.DICTIONARY)
            found |= {op.id: op for op in body.decode(opened.operations)}
        return list(found.values())

    return computer.opened.runner.call(look)
