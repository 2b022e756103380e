# SPDX-License-Identifier: Apache-2.0
"""The charters of one circle: a chain by hash, and what holds where two were signed with the same number.

The head is the highest charter accepted (of several the one with the smallest hash, so that every computer
chooses alike). While a fork at the head is unresolved only those named by all of its charters are members:
removals add up. The next charter, on whichever of them, resolves it.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from mentordesk.base.errors import Refused, Waiting
from mentordesk.crypto.codes import TrustCode
from mentordesk.crypto.statements import Charter
from mentordesk.domain.ids import NO_HASH, CircleId, MemberId, Role, WriterId


class Standing(StrEnum):
    """How a parcel stands to the epochs of its circle."""

    CURRENT = "current"  # its key's epoch has not ended
    BEFORE = "before"  # inside the cut-offs of the charter that ended it
    LATE = "late"  # beyond them: held back, never shown as content


class Charters:
    """The accepted charters of one circle."""

    def __init__(self, circle: CircleId) -> None:
        self.circle = circle
        self._by_hash: dict[bytes, Charter] = {}
        self._by_seq: dict[int, list[Charter]] = {}
        self._chain: list[Charter] = []
        self._roles: Mapping[MemberId, Role] = MappingProxyType({})

    @property
    def head(self) -> Charter:
        """The charter in force; a circle without one does not exist."""
        return self._chain[-1]

    @property
    def chain(self) -> tuple[Charter, ...]:
        """From the first charter to the head."""
        return tuple(self._chain)

    @property
    def roles(self) -> Mapping[MemberId, Role]:
        """Members in force with their roles, in the order of the head."""
        return self._roles

    @property
    def fork(self) -> tuple[Charter, ...]:
        """The charters that share the head's number, when there are several; else empty."""
        tips = self._by_seq[self.head.seq]
        return tuple(tips) if len(tips) > 1 else ()

    def find(self, hash32: bytes) -> Charter | None:
        """An accepted charter by its statement's hash, on the chain or not."""
        return self._by_hash.get(hash32)

    def ever_guardian(self, members: Iterable[MemberId]) -> bool:
        """Whether any accepted charter names one of these as guardian."""
        charters = self._by_hash.values()
        return any(charter.roles.get(member) is Role.GUARDIAN for member in members for charter in charters)

    def add(self, charter: Charter) -> bool:
        """Accept a charter signed by a coordinator; True if another with its number was accepted before."""
        self._check(charter)
        rivals = self._by_seq.setdefault(charter.seq, [])
        rivals.append(charter)
        self._by_hash[charter.hash] = charter
        self._settle()
        return len(rivals) > 1

    def _check(self, charter: Charter) -> None:
        if charter.seq == 0:
            if charter.prev != NO_HASH:
                raise Refused(TrustCode.CHARTER_CHAIN)
            return
        parent = self._by_hash.get(charter.prev)
        if parent is None:
            raise Waiting(TrustCode.CHARTER_GAP)
        if charter.seq != parent.seq + 1:
            raise Refused(TrustCode.CHARTER_CHAIN)
        same_people = charter.roles.keys() == parent.roles.keys()
        if charter.epoch < parent.epoch or (charter.epoch == parent.epoch and not same_people):
            raise Refused(TrustCode.EPOCH)

    def _settle(self) -> None:
        tips = self._by_seq[max(self._by_seq)]
        head = min(tips, key=lambda charter: charter.hash)
        if self._chain and head.prev == self._chain[-1].hash:
            self._chain.append(head)
        else:
            self._chain = self._walk(head)
        named = {m: role for m, role in head.roles.items() if all(m in tip.roles for tip in tips)}
        self._roles = MappingProxyType(named)

    def _walk(self, head: Charter) -> list[Charter]:
        chain = [head]
        while chain[-1].seq:
            chain.append(self._by_hash[chain[-1].prev])
        return chain[::-1]

    def standing(
        self, key: Charter, author: MemberId, place: tuple[WriterId, int], at: tuple[int, bytes]
    ) -> Standing:
        """Standing of parcel `at` = (n, hash) of `place` = (writer, lane) under a key of charter `key`."""
        ending = self._ending(key)
        if not ending:
            return Standing.CURRENT if author in self._roles else Standing.LATE
        inside = all(_inside(charter, place, at) for charter in ending)
        return Standing.BEFORE if inside else Standing.LATE

    def _ending(self, key: Charter) -> list[Charter]:
        """The charters that end the epoch of `key`: one, all rivals of an unresolved fork, or none."""
        on_chain = key.seq < len(self._chain) and self._chain[key.seq].hash == key.hash
        for charter in self._chain:
            if charter.epoch > key.epoch or (not on_chain and charter.seq > key.seq):
                return list(self.fork) if charter is self.head and self.fork else [charter]
        return []


def _inside(charter: Charter, place: tuple[WriterId, int], at: tuple[int, bytes]) -> bool:
    cut = charter.cuts.get(place)
    return cut is not None and (at[0] < cut.n or at == (cut.n, cut.hash))
