# SPDX-License-Identifier: Apache-2.0
"""A hundred times kill -9, spread over all that a client does: every message arrives, and arrives once."""
from __future__ import annotations

import sys
from collections import Counter
from itertools import product

import pytest

from tests.e2e import sessions
from tests.e2e.killing import KillPoint, day
from tests.e2e.relay import Trap, Way
from tests.e2e.village import Session, Village, begin

EACH = 25
STAGES = ("write", "seal", "send", "apply")
TRIES = 6  # each at half of the point before, until the session gets as far


class Days:
    """Days of two people, some of which end early."""

    def __init__(self, village: Village) -> None:
        self._village = village
        self._number = 0
        self.acknowledged: Counter[str] = Counter()
        self.attempted: set[str] = set()
        self._drafts: dict[str, set[str]] = {"Amina": {""}, "Grace": {""}}

    def begin(self, who: str, kill: KillPoint | None = None) -> Session:
        """Start the next day of this person."""
        self._number += 1
        name = f"{who} on day {self._number}"
        texts = [f"{name}, first", f"{name}, second"]
        return begin(day, self._village.seat(who), texts, f"{name}, a draft", kill)

    def end(self, who: str, session: Session) -> Session:
        """Note what it said; the draft that it found must be the newest one kept."""
        session.finish()
        assert session.process.exitcode in (0, -9), session.said[-3:]
        assert set(session.words("kept draft")) <= self._drafts[who]
        kept, trying = session.words("drafted"), session.words("drafting")
        self._drafts[who] = set(kept) or self._drafts[who] | set(trying)
        self.acknowledged.update(session.words("written"))
        self.attempted.update(session.words("writing"))
        return session

    def whole(self, who: str) -> Session:
        """A day that nothing happens to."""
        session = self.end(who, self.begin(who))
        assert not session.killed
        return session

    def killed(self, who: str, stage: str, share: float, size: dict[str, int]) -> bool:
        """A day that ends in this stage, after a share of it; `size` is what a whole day has of each."""
        way = Way.UP if share < 0.5 else Way.DOWN
        if stage == "send":
            share, size = share * 2 % 1, {"send": size[way.value]}
        at = 1 + int(share * (size[stage] - 1))
        for _ in range(TRIES):
            if self._ends_at(who, stage, way, at):
                return True
            at = max(1, at // 2)
        return False

    def _ends_at(self, who: str, stage: str, way: Way, at: int) -> bool:
        if stage != "send":
            return self.end(who, self.begin(who, KillPoint(stage, at))).killed
        relay = self._village.relay
        going: list[Session] = []
        relay.set_trap(Trap(way, at, lambda: going[0].kill()))
        going.append(self.begin(who))
        self.end(who, going[0])
        relay.set_trap(None)
        return going[0].killed


def test_a_hundred_kills_lose_and_double_nothing(
    village: Village, capsys: pytest.CaptureFixture[str]
) -> None:
    days = Days(village)
    days.whole("Grace")
    kills: Counter[str] = Counter()
    for number, stage in product(range(EACH), STAGES):
        who, other = ("Amina", "Grace") if number % 2 else ("Grace", "Amina")
        village.relay.forget()
        size = dict(days.whole(other).words("counts")[0])
        size |= {way.value: len(data) for way, data in village.relay.passed.items()}
        kills[stage] += days.killed(who, stage, number / (EACH - 1), size)
    with capsys.disabled():
        sys.stdout.write(f"\nkilled -9: {dict(kills)}\n")
    assert kills == dict.fromkeys(STAGES, EACH)
    assert_nothing_lost_or_doubled(village, days)


def assert_nothing_lost_or_doubled(village: Village, days: Days) -> None:
    """Both people see the same, each acknowledged message once, and nothing that nobody wrote."""
    for who in ("Amina", "Grace", "Amina"):
        last = begin(sessions.look, village.seat(who)).ended_well()
    amina = last.words("messages")[0]
    grace = begin(sessions.look, village.seat("Grace")).ended_well().words("messages")[0]
    assert amina == grace
    counts = Counter(text for _, _, text in amina)
    assert set(counts.values()) == {1}
    assert days.acknowledged.keys() <= counts.keys() <= days.attempted
    assert set(last.words("states")[0].values()) == {"READ"}
