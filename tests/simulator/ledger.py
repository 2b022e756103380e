# SPDX-License-Identifier: Apache-2.0
"""What really happened, noted from outside: who wrote, held and read what, what a server ever held."""
from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from mentordesk.base.errors import Refused
from mentordesk.crypto.blobs import BlobKind, blob_kind
from mentordesk.crypto.parcel import parcel_hash, read_header
from mentordesk.domain.messages import Delivery
from tests.simulator.computer import Computer
from tests.simulator.host import Host
from tests.simulator.marks import Marks

NONCE = 24
_MESSAGES = """SELECT m.text, m.author, m.state, m.fresh, e.hash FROM messages m
    LEFT JOIN entries e ON e.id = m.entry"""
_EDITS = """SELECT circle, register, entity, op FROM fields"""
_LINES = """SELECT m.text, r.member, r.kind FROM receipts r JOIN messages m ON m.id = r.message
    WHERE m.author <> r.member"""


class Broken(AssertionError):
    """Something that must always hold does not."""


@dataclass(slots=True)
class Ledger:
    """`must`: messages that may not be lost; `may`: all that ever were written."""

    must: set[str] = field(default_factory=set)
    may: set[str] = field(default_factory=set)
    author: dict[str, bytes] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    parcels: defaultdict[str, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    at_server: set[bytes] = field(default_factory=set)  # hashes, ever
    left: set[str] = field(default_factory=set)  # messages that may stand on a stick
    held: defaultdict[str, set[bytes]] = field(default_factory=lambda: defaultdict(set))  # text → members
    read: defaultdict[str, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    before: dict[bytes, bytes] = field(default_factory=dict)  # edit → the edit that its author saw
    marks: Marks = field(default_factory=Marks)  # what was written in documents
    count: Counter[str] = field(default_factory=Counter)
    _rows: set[int] = field(default_factory=set)
    _nonces: dict[bytes, bytes] = field(default_factory=dict)
    _stood: dict[tuple[str, bytes], bytes] = field(default_factory=dict)  # (computer, place) → edit

    # ------------------------------------------------------------------ the server
    def look_at_server(self, host: Host) -> None:
        """Note what came to its log."""
        for row, blob in host.blobs(self._rows):
            self._rows.add(row)
            self.at_server.add(parcel_hash(blob))
            self._check_nonce(blob)

    def server_was_set_back(self) -> None:
        """Its rows may have other contents from now on."""
        self._rows.clear()

    def _check_nonce(self, blob: bytes) -> None:
        if blob_kind(blob) is not BlobKind.PARCEL:
            return
        try:
            header = read_header(blob)
        except Refused:
            return
        place = header.kid + blob[header.size : header.size + NONCE]
        if self._nonces.setdefault(place, blob) != blob:
            raise Broken("nonce: two parcels under one key have the same")

    # ------------------------------------------------------------------ computers
    def look_at(self, computer: Computer) -> None:
        """Note what this computer holds and says."""
        me = computer.desk.me
        self.marks.look_at(computer)
        self.note_edits(computer)
        for text, author, state, fresh, hash32 in computer.rows(_MESSAGES):
            if hash32:
                self.parcels[text].add(hash32)
            self.held[text].add(me)
            if author != me:
                if not fresh:
                    self.read[text].add(me)
            else:
                self._check_word(text, me, state, computer.name)
        for text, member, kind in computer.rows(_LINES):
            truth = self.held if kind == 1 else self.read
            if text in self.may and member not in truth[text]:
                what = f"{text[:12]} told on {computer.name} of {member.hex()[:4]}"
                raise Broken(f"word: said to hold or have read what never came there, {what}")

    def _check_word(self, text: str, me: bytes, state: int, name: str) -> None:
        if text not in self.may:
            return
        if state == Delivery.LEFT_THIS_COMPUTER and text not in self.left and not self._came(text):
            raise Broken("word: left this computer without evidence")
        if state < Delivery.AT_THE_SERVER:
            return
        if not self._came(text):
            raise Broken("word: at the server without evidence")
        self.acknowledged.add(text)
        truth = {Delivery.ON_THEIR_COMPUTER: self.held, Delivery.READ: self.read}.get(Delivery(state))
        if truth is not None and not truth[text] - {me}:
            raise Broken(f"word: {Delivery(state).name.lower()} without evidence")

    def _came(self, text: str) -> bool:
        return bool(self.parcels[text] & self.at_server)

    def note_edits(self, computer: Computer) -> None:
        """Note which edits stand here; what is new was made on top of what stood before."""
        for circle, register, entity, op in computer.rows(_EDITS):
            place = (computer.name, b"%b%d %b" % (circle, register, entity))
            if op not in self.before:
                self.before[op] = self._stood.get(place, b"")
            self._stood[place] = op

    def forget_edits(self, name: str) -> None:
        """This computer is at another time now: what stands there is found anew."""
        self._stood = {place: op for place, op in self._stood.items() if place[0] != name}

    def saw(self, edit: bytes) -> set[bytes]:
        """An edit and all that it was made on top of."""
        found = set()
        while edit and edit not in found:
            found.add(edit)
            edit = self.before.get(edit, b"")
        return found

    # ------------------------------------------------------------------ what may be lost
    def only_these_remain(self, held: set[str], hashes: set[bytes]) -> None:
        """After a disk went back: what no disk holds any more cannot come again."""
        self.must = {text for text in self.must if text in held or self.parcels[text] & hashes}
