# SPDX-License-Identifier: Apache-2.0
"""A recorded editing session, read from its file; and who needs what of whom when several wrote at once."""
from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

State: TypeAlias = dict[int, int]  # line of work -> how many of its transactions are known
_HALF = re.compile("[\ud800-\udfff]")


class Unreadable(Exception):
    """The file is no recorded session; the words say why."""


@dataclass(frozen=True, slots=True)
class Patch:
    """At a place, in code points: how many are taken out, and what comes in."""

    at: int
    removed: int
    added: str


@dataclass(frozen=True, slots=True)
class Txn:
    """One transaction. `parents` name the state that its patches were made against: in a sequential session
    the transaction before."""

    patches: tuple[Patch, ...]
    parents: tuple[int, ...] = ()
    agent: int = 0


@dataclass(frozen=True, slots=True)
class Session:
    """A whole recording."""

    start: str
    end: str
    txns: tuple[Txn, ...]

    def letters(self) -> frozenset[str]:
        """Every letter that is ever in it."""
        found = {*self.start, *self.end}
        for txn in self.txns:
            for patch in txn.patches:
                found.update(patch.added)
        return frozenset(found)


class _Txn(msgspec.Struct):
    patches: list[list[Any]]
    parents: list[int] | None = None
    agent: int | None = None


class _File(msgspec.Struct):
    txns: list[_Txn]
    endContent: str  # noqa: N815  # the names of the format
    startContent: str = ""  # noqa: N815
    numAgents: int | None = None  # noqa: N815


def read_session(path: Path) -> Session:
    """The session in a file, gzipped or not. Unreadable says in a sentence what is wrong with it."""
    try:
        packed = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.") from None
    try:
        data = gzip.decompress(packed) if packed[:2] == b"\x1f\x8b" else packed
    except (EOFError, OSError, zlib.error):
        raise Unreadable(f"{path} is damaged: it cannot be unpacked.") from None
    try:
        found = msgspec.json.decode(data, type=_File)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Unreadable(f"{path} is no recorded session: {error}.") from None
    except RecursionError:
        raise Unreadable(f"{path} is no recorded session: it goes too deep.") from None
    return _checked(path, found)


def _checked(path: Path, found: _File) -> Session:
    concurrent = found.numAgents is not None or any(txn.parents is not None for txn in found.txns)
    txns = []
    for number, txn in enumerate(found.txns):
        problem = _problem(txn, number, found.numAgents if concurrent else 1)
        if problem:
            raise Unreadable(f"{path} is no recorded session: transaction {number} {problem}.")
        patches = tuple(Patch(*patch[:3]) for patch in txn.patches)
        parents = txn.parents or () if concurrent else range(number)[-1:]
        txns.append(Txn(patches, tuple(parents), txn.agent or 0))
    if any(map(_HALF.search, (found.startContent, found.endContent))):
        raise Unreadable(f"{path} is no recorded session: a letter is cut in half.")
    return Session(found.startContent, found.endContent, tuple(txns))


def _problem(txn: _Txn, number: int, agents: int | None) -> str:
    """What is wrong with a transaction, or nothing."""
    if not all(0 <= parent < number for parent in txn.parents or ()):
        return "names a parent that does not come before it"
    if (txn.agent or 0) < 0 or (agents is not None and (txn.agent or 0) >= agents):
        return "is of an agent that there is not"
    if not all(map(_is_patch, txn.patches)):
        return "has something else than [position, deleted, inserted]"
    return ""


def _is_patch(patch: Sequence[Any]) -> bool:
    if len(patch) < 3 or not all(type(number) is int and number >= 0 for number in patch[:2]):
        return False
    return isinstance(patch[2], str) and not _HALF.search(patch[2])


# ------------------------------------------------------------------ who needs what
@dataclass(slots=True)
class Move:
    """What happens for one transaction: its line first takes what it needs, then its patches are made."""

    line: int
    needs: State  # others' lines: up to which of their transactions
    told: bool = False  # somebody else goes on from here: it leaves as parcels


@dataclass(slots=True)
class Plan:
    """Every transaction has a line of work: one agent's transactions, each made knowing the one before.

    An agent has one line, unless it goes back to an older state: from there a new one begins.
    """

    moves: list[Move] = field(default_factory=list)
    agents: list[int] = field(default_factory=list)  # of each line
    counts: State = field(default_factory=dict)  # of each line's transactions: with all of them, everything


def make_plan(txns: Sequence[Txn]) -> Plan:
    """Lines, needs, and where parcels must be cut."""
    planner = _Planner(txns)
    for txn in txns:
        planner.add(txn)
    for number in planner.newest:
        planner.plan.moves[number].told = True
    return planner.plan


class _Planner:
    def __init__(self, txns: Sequence[Txn]) -> None:
        self.plan = Plan()
        self.newest: list[int] = []  # transaction of each line
        self._known: list[State] = []  # to each line, of the others
        self._lines: dict[int, list[int]] = {}  # of each agent
        self._states: dict[int, State] = {}  # after each transaction that is still to be named
        self._children = [0] * len(txns)
        for parent in (parent for txn in txns for parent in set(txn.parents)):
            self._children[parent] += 1

    def add(self, txn: Txn) -> None:
        """The next transaction."""
        plan, number = self.plan, len(self.plan.moves)
        known = self._before(set(txn.parents))
        line = self._line(txn.agent, known)
        mine = self._known[line]
        needs = {other: upto for other, upto in known.items() if other != line and upto > mine.get(other, 0)}
        mine.update(needs)
        plan.moves.append(Move(line, needs))
        plan.counts[line] += 1
        known[line] = plan.counts[line]
        self.newest[line] = number
        if self._children[number]:
            self._states[number] = known
        for parent in txn.parents:
            plan.moves[parent].told |= plan.moves[parent].line != line

    def _before(self, parents: set[int]) -> State:
        """What the state that the parents name knows of each line."""
        known: State = {}
        for parent in parents:
            state = self._states[parent]
            self._children[parent] -= 1
            if not self._children[parent]:
                del self._states[parent]
            if not known:
                known = state if not self._children[parent] else dict(state)
            else:
                known.update({line: upto for line, upto in state.items() if upto > known.get(line, 0)})
        return known

    def _line(self, agent: int, known: State) -> int:
        """The agent's line that this state goes on from, or a new one."""
        lines = self._lines.setdefault(agent, [])
        for line in reversed(lines):
            if known.get(line, 0) == self.plan.counts[line]:
                return line
        line = len(self.plan.agents)
        lines.append(line)
        self.plan.agents.append(agent)
        self.plan.counts[line] = 0
        self._known.append({})
        self.newest.append(-1)
        return line
