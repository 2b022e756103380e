# SPDX-License-Identifier: Apache-2.0
"""What was written in documents, noted from outside: each piece by a mark, and where in its run it stands."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Set as Some
from dataclasses import dataclass, field

from tests.simulator.computer import Computer

_TEXTS = """SELECT t.peer, t.start, t.stop, coalesce(e.hash, x''),
    t.circle IN (SELECT circle FROM circles WHERE kind = 2) FROM texts t
    LEFT JOIN entries e ON e.id = t.entry WHERE t.late = 0"""


@dataclass(slots=True)
class Marks:
    """`must`: marks that may not be lost; `places`: all that ever were written, with peer and counter."""

    must: set[str] = field(default_factory=set)
    places: dict[str, tuple[bytes, int]] = field(default_factory=dict)
    author: dict[str, bytes] = field(default_factory=dict)
    parcels: defaultdict[str, set[bytes]] = field(default_factory=lambda: defaultdict(set))

    shared: set[bytes] = field(default_factory=set)  # hashes of parcels in circles

    def look_at(self, computer: Computer) -> set[str]:
        """Note in which parcels they stand here; the marks that are here."""
        texts: defaultdict[bytes, list[tuple[int, int, bytes]]] = defaultdict(list)
        for peer, start, stop, hash32, in_circle in computer.rows(_TEXTS):
            texts[peer].append((start, stop, hash32))
            if in_circle:
                self.shared.add(hash32)
        here = set()
        for mark, (peer, counter) in self.places.items():
            for start, stop, hash32 in texts.get(peer, ()):
                if start <= counter < stop:
                    here.add(mark)
                    if hash32:
                        self.parcels[mark].add(hash32)
        return here

    def only_these_remain(self, held: Some[str], hashes: Some[bytes]) -> None:
        """After a disk went back: what no disk holds any more cannot come again."""
        self.must = {mark for mark in self.must if mark in held or self.parcels[mark] & hashes}

    def removed(self, member: bytes, hashes: Some[bytes]) -> None:
        """Of what this member wrote, only what the server has in circles is asked for."""
        told = self.shared & hashes
        self.must = {
            mark for mark in self.must if self.author[mark] != member or self.parcels[mark] & told
        }
