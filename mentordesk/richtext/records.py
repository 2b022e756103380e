# SPDX-License-Identifier: Apache-2.0
"""What stands in the maps beside the text; an entry's author is the member who wrote it last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import loro

from mentordesk.base.errors import Refused
from mentordesk.domain.ids import MemberId
from mentordesk.domain.texts import Answer
from mentordesk.richtext.codes import TextCode
from mentordesk.richtext.engine import Letter
from mentordesk.richtext.guard import guarded
from mentordesk.richtext.marks import entry_id

SUGGESTIONS, COMMENTS, SAYS, IMPORTANT = "sug", "com", "say", "top"
ANSWERS, REPLIES, RETURNS, WORKS = "ans", "rep", "ret", "wrk"
VERSIONS, NAMES, RESTORED = "ver", "nam", "res"
MAPS = (SUGGESTIONS, COMMENTS, SAYS, IMPORTANT, ANSWERS, REPLIES, RETURNS, WORKS, VERSIONS, NAMES, RESTORED)
DECIDING = frozenset((ANSWERS, RESTORED))  # what says which letters a suggestion holds

LAST_SECOND = 253_402_300_799  # of the year 9999: no calendar shows more
MAX_SAID = 40_000  # bytes of one remark: an update, which cannot be cut inside of it, has to fit the wire

DECISIONS = (Answer.ACCEPTED, Answer.REFUSED)
Value: TypeAlias = Any  # what somebody's program wrote: to be looked at before use


@dataclass(frozen=True, slots=True)
class Entry:
    """A value and the peer that wrote it last."""

    value: Value
    peer: int


@dataclass(frozen=True, slots=True)
class Made:
    """Something with an id: written by `author` as change `counter` of `peer`, when `parts` were added."""

    id: str
    peer: int
    counter: int
    author: MemberId | None
    parts: tuple[Value, ...]

    @property
    def letter(self) -> Letter:
        """The change that wrote it, as if it were a letter."""
        return self.peer, self.counter


@dataclass(frozen=True, slots=True)
class Past:
    """What was known when a change was made."""

    peer: int
    counter: int
    known: Mapping[int, tuple[int, int]]

    @property
    def size(self) -> int:
        """How many changes were known: more than in any state that this one holds."""
        return self.counter + sum(end for peer, (_, end) in self.known.items() if peer != self.peer)

    def holds(self, letter: Letter) -> bool:
        """Whether that letter was written before."""
        peer, counter = letter
        if peer == self.peer:
            return counter <= self.counter
        span = self.known.get(peer)
        return span is not None and counter < span[1]


def number(value: Value) -> int:
    """A time or round as somebody's program wrote it; 0 for what is none."""
    return max(0, min(value, LAST_SECOND)) if isinstance(value, int) else 0


def check_said(words: str) -> None:
    """Refused(SIZE) for a remark that is too long to go anywhere."""
    if len(words) > MAX_SAID or len(words.encode("utf-8", "replace")) > MAX_SAID:
        raise Refused(TextCode.SIZE)


class Records:
    """The maps of one document.

    `version` grows with everything written or read anew, `decisions` when an answer to a suggestion may be
    another, `generation` when a suggestion may hold other letters though no mark changed.
    """

    def __init__(self, doc: loro.LoroDoc) -> None:
        self._doc = doc
        self._maps = {name: doc.get_map(name) for name in MAPS}
        self._read: dict[str, dict[str, Entry]] = {}
        self._made: dict[str, dict[str, Made]] = {}
        self._pasts: dict[tuple[int, int], Past] = {}
        self._known: dict[tuple[int, int], Mapping[int, tuple[int, int]]] = {}
        self._authors: dict[int, MemberId] = {}
        self.me: MemberId = b""
        self.owner: MemberId = b""
        self.generation = 0
        self.version = 0
        self.decisions = 0
        self.stamps: Counter[str] = Counter()  # by map: grows with everything written or read anew there
        self._again: Mapping[str, tuple[tuple[int, int, int], ...]] | None = None

    def set_authors(self, authors: Mapping[int, MemberId], me: MemberId, owner: MemberId) -> None:
        """Whose peers are whose."""
        self._authors = dict(authors) | {self._doc.peer_id: me}
        self.me, self.owner = me, owner
        self.forget()

    @property
    def authors(self) -> Mapping[int, MemberId]:
        """Members by peer."""
        return self._authors

    def author_of(self, peer: int) -> MemberId | None:
        """The member behind a peer, when known."""
        return self._authors.get(peer)

    def forget(self, names: Collection[str] = MAPS) -> None:
        """Those maps may be different: read again when asked."""
        before = self._read.get(SUGGESTIONS, {})
        for name in names:
            self.stamps[name] += 1
            self._read.pop(name, None)
            self._made.pop(name, None)
        self.version += bool(names)
        now = self.entries(SUGGESTIONS) if SUGGESTIONS in names else before
        if any(now.get(one) != entry for one, entry in before.items()) or not DECIDING.isdisjoint(names):
            self.changed()

    def changed(self) -> None:
        """Decisions or authors are others: every row's suggestions are looked at again."""
        self.generation += 1
        self.decided_more()

    def decided_more(self) -> None:
        """There are more decisions, and their marks are gone from the text."""
        self.decisions += 1
        self.version += 1
        self._again = None

    def entries(self, name: str) -> Mapping[str, Entry]:
        """A whole map."""
        found = self._read.get(name)
        if found is None:
            found = self._read[name] = dict(self._entries(name))
        return found

    def _entries(self, name: str) -> Iterator[tuple[str, Entry]]:
        with guarded(TextCode.BROKEN):
            items: Any = self._maps[name]
            for key, value in items.get_value().items():
                peer = items.get_last_editor(key)
                if peer is not None and not isinstance(value, loro.ContainerID):
                    yield key, Entry(value, peer)

    def put(self, name: str, key: str, value: Value) -> None:
        """Write an entry, now, as mine."""
        with guarded(TextCode.BROKEN):
            self._maps[name].insert(key, value)
        self.version += 1
        self.stamps[name] += 1
        entry = Entry(value, self._doc.peer_id)
        if name in self._read:
            self._read[name][key] = entry
        if name in self._made:
            self._made[name].pop(key, None)
            thing = self._thing(key, entry)
            if thing is not None:
                self._made[name][key] = thing

    def drop(self, name: str, key: str) -> None:
        """Take an entry out."""
        if key in self.entries(name):
            with guarded(TextCode.BROKEN):
                self._maps[name].delete(key)
            self.version += 1
            self.stamps[name] += 1
            self._read[name].pop(key, None)
            self._made.get(name, {}).pop(key, None)

    def by(self, name: str, key: str, member: MemberId | None) -> Value:
        """The entry's value if `member` wrote it, else None."""
        entry = self.entries(name).get(key)
        if entry is None or member is None or self.author_of(entry.peer) != member:
            return None
        return entry.value

    # things with an id

    def counter(self) -> int:
        """The number that my next change has."""
        with guarded(TextCode.BROKEN):
            last = self._doc.oplog_vv.get_last(self._doc.peer_id)
            return (-1 if last is None else last) + 1 + self._doc.get_pending_txn_len()

    def make(self, name: str, *parts: Value, prefix: str = "") -> str:
        """Write a new thing; its id."""
        counter = self.counter()
        made = entry_id(self._doc.peer_id, counter)
        self.put(name, prefix + made, [counter, *parts] if parts else counter)
        return made

    def things(self, name: str) -> Mapping[str, Made]:
        """Everything with an id in a map, by key; what was written over by somebody else is left out."""
        found = self._made.get(name)
        if found is None:
            found = {}
            for key, entry in self.entries(name).items():
                thing = self._thing(key, entry)
                if thing is not None:
                    found[key] = thing
            self._made[name] = found
        return found

    def _thing(self, key: str, entry: Entry) -> Made | None:
        value = entry.value if isinstance(entry.value, list) else [entry.value]
        counter = value[0] if value else None
        if not isinstance(counter, int) or isinstance(counter, bool) or not 0 <= counter < 2**31:
            return None
        name = key.rpartition("/")[2]
        if name != entry_id(entry.peer, counter):
            return None
        return Made(name, entry.peer, counter, self.author_of(entry.peer), tuple(value[1:]))

    # decisions

    def answer_to(self, one: str) -> tuple[Answer, str]:
        """The owner's answer and words; nobody else's counts."""
        value = self.by(ANSWERS, one, self.owner)
        if not isinstance(value, list) or len(value) < 2:
            return Answer.OPEN, ""
        known = value[0] in Answer._value2member_map_
        return Answer(value[0]) if known else Answer.OPEN, value[1] if isinstance(value[1], str) else ""

    def replies_of(self, one: str, author: MemberId | None) -> list[Made]:
        """What somebody said below a suggestion or comment."""
        found = self.things(REPLIES).items()
        return [made for key, made in found if key.startswith(one + "/") and made.author == author]

    def replied(self, made: Made) -> bool:
        """Whether the owner did not understand it, and its author has said what she had not seen since.

        No clock counts: an answer holds how many replies she knew, a reply of hers knows what it follows.
        """
        if self.answer_to(made.id)[0] != Answer.UNCLEAR or made.author is None:
            return False
        letters = [reply.letter for reply in self.replies_of(made.id, made.author)]
        value = self.by(ANSWERS, made.id, self.owner)
        known = [number(value[2]) if len(value) > 2 else 0]
        for reply in self.replies_of(made.id, self.owner) if letters and self.owner != made.author else ():
            past = self.past(reply)
            known.append(sum(past.holds(letter) for letter in letters))
        return len(letters) > max(known)

    def decided(self, one: str) -> bool:
        """Whether the owner accepted or refused it."""
        return self.answer_to(one)[0] in DECISIONS

    def restored(self) -> Mapping[str, tuple[tuple[int, int, int], ...]]:
        """By suggestion: which letters (peer, first, end) the owner wrote anew by undoing a decision."""
        if self._again is None:
            self._again = self._all_restored()
        return self._again

    def _all_restored(self) -> Mapping[str, tuple[tuple[int, int, int], ...]]:
        found: dict[str, tuple[tuple[int, int, int], ...]] = {}
        for key, entry in self.entries(RESTORED).items():
            value, one = entry.value, key.partition("/")[0]
            if self.author_of(entry.peer) != self.owner or not isinstance(value, list) or len(value) < 2:
                continue
            if isinstance(value[0], int) and isinstance(value[1], int):
                found[one] = *found.get(one, ()), (entry.peer, value[0], value[1])
        return found

    def past(self, made: Made) -> Past:
        """What was known when `made` was written."""
        key = made.peer, made.counter
        past = self._pasts.get(key)
        if past is None:
            past = Past(made.peer, made.counter, self._known_before(*key))
            if self._doc.get_pending_txn_len() == 0:
                self._pasts[key] = past
        return past

    def _known_before(self, peer: int, counter: int) -> Mapping[int, tuple[int, int]]:
        with guarded(TextCode.BROKEN):
            change = self._doc.get_change(loro.ID(peer, counter))
            if change is None:  # not committed yet: everything that is here
                return dict(self._doc.oplog_vv.to_spans().inner())
            first = change.id.peer, change.id.counter
            known = self._known.get(first)
            if known is None:
                vector = self._doc.frontiers_to_vv(change.deps)
                known = self._known[first] = dict(vector.to_spans().inner()) if vector is not None else {}
            return known
