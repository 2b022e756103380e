# SPDX-License-Identifier: Apache-2.0
"""Plays a recorded session through TextDocument: a replica for each line of work, parcels between them."""
from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from mentordesk.richtext.document import TextDocument
from mentordesk.richtext.marks import written
from tests.bench.session import Patch, Session, State, make_plan

_BASE, _READER = 1, 2  # peers; the lines' come after, in the order of the agents
_SITTING = 1000  # transactions after which somebody exchanges who has no reason to
_OPEN = 6  # replicas kept open; others are put away and loaded again
_AT_ONCE = 16  # parcels that are taken into an open replica; more are read with it from the disk


class OutOfPlace(Exception):
    """A patch lies beyond the text; the words say which."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a session came to. Bytes: of the whole history in a file, of everything that was exchanged."""

    text: str
    equal: bool  # every replica has the session's end
    history_bytes: int
    exchange_bytes: int


@dataclass(slots=True)
class Line:
    """One line of work: what it knows, what it has sent."""

    peer: int
    known: State = field(default_factory=dict)  # others' transactions
    made: int = 0  # own transactions
    sent: int = 0  # own counter up to which parcels have been cut
    ends: list[int] = field(default_factory=list)  # the transaction with which each batch of parcels ends
    batches: list[list[bytes]] = field(default_factory=list)

    def between(self, known: int, upto: int) -> Iterator[bytes]:
        """The parcels with the transactions after `known`, up to and with `upto`."""
        for batch in self.batches[bisect_right(self.ends, known) : bisect_right(self.ends, upto)]:
            yield from batch


class Letters:
    """Where letters stand that take two units of UTF-16, so that code points can be told in units."""

    def __init__(self, text: str) -> None:
        self._wide = _wide_in(text)

    def units(self, place: int) -> int:
        """A place in UTF-16 units."""
        return place + bisect_left(self._wide, place)

    def change(self, patch: Patch) -> None:
        """A patch was made."""
        first, end = (bisect_left(self._wide, at) for at in (patch.at, patch.at + patch.removed))
        more = len(patch.added) - patch.removed
        after = self._wide[end:]
        self._wide[first:] = [patch.at + at for at in _wide_in(patch.added)]
        self._wide += [at + more for at in after] if more else after


def _wide_in(text: str) -> list[int]:
    if text.isascii():
        return []
    return [at for at, letter in enumerate(text) if letter > "\uffff"]


def stand_ins(letters: frozenset[str]) -> dict[str, str]:
    """For letters that no document of ours holds, such as a carriage return: private ones, as wide."""
    private = (chr(code) for code in range(0xE000, 0xF900) if chr(code) not in letters)
    return dict(zip(sorted(letter for letter in letters if written(letter) != letter), private, strict=False))


class Replay:
    """One session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._plan = make_plan(session.txns)
        letters = session.letters()
        self._wide = max(letters, default="") > "\uffff"
        self._stand_ins = stand_ins(letters)
        self._there = str.maketrans(self._stand_ins)
        self._end = session.end.translate(self._there) + "\n"
        self._exchanged = 0
        agents = dict(enumerate(self._plan.agents))
        first = _READER + 1
        self._lines = [Line(first + agent * len(agents) + number) for number, agent in agents.items()]
        self._newest = {agent: number for number, agent in agents.items()}
        self._open: dict[int, tuple[TextDocument, Letters]] = {}  # the one used last at the end
        self._away: dict[int, bytes] = {}
        self._base = self._begin()

    def _begin(self) -> list[bytes]:
        """The text that everybody starts with."""
        document = TextDocument.create(_BASE)
        if self._session.start:
            document.insert(0, self._session.start.translate(self._there))
        return self._parcels(document, 0)

    def run(self) -> Outcome:
        """Everything to the end; then everybody takes everything."""
        for number, (txn, move) in enumerate(zip(self._session.txns, self._plan.moves, strict=True)):
            line = self._lines[move.line]
            document, letters = self._at(move.line, move.needs)
            try:
                for patch in txn.patches:
                    self._make(document, letters, patch)
            except OutOfPlace as error:
                raise OutOfPlace(f"transaction {number}: {error}") from None
            line.made += 1
            if move.told or line.made % _SITTING == 0:
                self._tell(line, document)
                self._let_go(move.line)
        return self._outcome()

    def _make(self, document: TextDocument, letters: Letters, patch: Patch) -> None:
        start, end = patch.at, patch.at + patch.removed
        if self._wide:
            start, end = letters.units(start), letters.units(end)
            letters.change(patch)
        if end >= document.length:
            raise OutOfPlace(f"{patch.at} is beyond the text")
        if end > start:
            document.delete(start, end)
        if patch.added:
            document.insert(start, patch.added.translate(self._there) if self._there else patch.added)

    # ------------------------------------------------------------ replicas
    def _at(self, number: int, needs: State) -> tuple[TextDocument, Letters]:
        """The replica of a line, once it has what it needs."""
        line = self._lines[number]
        parcels = self._needed(line, needs)
        if len(parcels) > _AT_ONCE and number in self._open:
            self._put_away(number)  # whoever comes back after long reads everything in one go
        found = self._open.pop(number, None)
        if found is None:
            updates, cache = self._stored(number)
            document = TextDocument.load(line.peer, [*updates, *parcels], cache)
        else:
            document = found[0]
            document.take(parcels)
        if found is None or (parcels and self._wide):
            found = document, Letters(document.text() if self._wide else "")
        self._open[number] = found
        if len(self._open) > _OPEN:
            self._put_away(next(iter(self._open)))
        return found

    def _stored(self, number: int) -> tuple[list[bytes], bytes]:
        if number in self._away:
            return [], self._away.pop(number)
        return self._base, b""

    def _put_away(self, number: int) -> None:
        document, _ = self._open.pop(number)
        self._away[number] = document.snapshot()

    def _let_go(self, number: int) -> None:
        """Forget a replica that nobody works in again."""
        newest = self._newest[self._plan.agents[number]] == number
        if not newest and self._lines[number].made == self._plan.counts[number]:
            del self._open[number]

    # ------------------------------------------------------------ exchange
    def _tell(self, line: Line, document: TextDocument) -> None:
        """What was made since the last time leaves as parcels."""
        line.batches.append(self._parcels(document, line.sent))
        line.ends.append(line.made)
        line.sent = document.own_end

    def _parcels(self, document: TextDocument, since: int) -> list[bytes]:
        parcels = [piece.data for piece in document.own(since)]
        self._exchanged += sum(map(len, parcels))
        return parcels

    def _needed(self, line: Line, needs: State) -> list[bytes]:
        """The parcels that bring a line there; it counts as knowing them."""
        parcels = [
            parcel
            for other, upto in needs.items()
            for parcel in self._lines[other].between(line.known.get(other, 0), upto)
        ]
        line.known.update(needs)
        return parcels

    def _outcome(self) -> Outcome:
        """One replica per agent, and somebody who only reads; each with everything."""
        texts = []
        for number in self._newest.values():
            counts = {other: upto for other, upto in self._plan.counts.items() if other != number}
            document, _ = self._at(number, counts)
            texts.append(document.text())
            del self._open[number]
        everything = self._needed(Line(_READER), self._plan.counts)
        reader = TextDocument.load(_READER, [*self._base, *everything])
        texts.append(reader.text())
        back = str.maketrans({stand_in: letter for letter, stand_in in self._stand_ins.items()})
        equal = all(text == self._end for text in texts)
        return Outcome(texts[-1][:-1].translate(back), equal, len(reader.snapshot()), self._exchanged)
