# SPDX-License-Identifier: Apache-2.0
"""Whether each suggestion still fits, and the list of all of them."""

from __future__ import annotations

from dataclasses import dataclass

import loro

from mentordesk.base.errors import Refused
from mentordesk.domain.texts import Answer, Reply, Standing, Style, Suggestion
from mentordesk.richtext.codes import TextCode
from mentordesk.richtext.core import Core
from mentordesk.richtext.guard import guarded
from mentordesk.richtext.lens import Lens
from mentordesk.richtext.marks import BODY
from mentordesk.richtext.mirror import Mirror, Row
from mentordesk.richtext.places import Place, Sentence, around, letters_of, places, sentence
from mentordesk.richtext.records import (
    ANSWERS,
    IMPORTANT,
    REPLIES,
    RETURNS,
    SAYS,
    SUGGESTIONS,
    Made,
    Records,
    number,
)
from mentordesk.richtext.rounds import Rounds

MAX_GONE = 5_000  # listed without a place; more than years of work leave
MAX_GONE_HELD = 100  # of those not given back: to say what they were about costs a look at the past each
MAX_STATES = 12  # returned states kept at a time


class State:
    """The document as a reviewer gave it back, or as it was right after something was suggested."""

    def __init__(self, core: Core, peer: int, counter: int) -> None:
        doc = core.fork(peer, counter)
        self.text = doc.get_text(BODY)
        self._doc = doc
        self.records = Records(doc)
        self.records.set_authors(core.records.authors, core.records.me, core.records.owner)
        self.mirror = Mirror(self.text, Lens(self.records))
        with guarded(TextCode.BROKEN):
            self.places = places(self.mirror)


@dataclass(frozen=True, slots=True)
class _Judged:
    rows: tuple[Row, ...]
    offset: int
    decisions: int
    back: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class _Said:
    """What stands beside the text about one suggestion."""

    state: Made | None
    first: Made | None
    important: bool
    reason: str
    answer: Answer
    answer_words: str
    replies: tuple[Reply, ...]
    replied: bool


class Standings:
    """Judges and lists suggestions; what did not change is not judged again."""

    def __init__(self, core: Core, rounds: Rounds) -> None:
        self._core = core
        self._rounds = rounds
        self._states: dict[tuple[int, int], State | None] = {}
        self._judged: dict[str, _Judged] = {}
        self._then: dict[str, tuple[int, Sentence]] = {}
        self._said: dict[str, _Said] = {}
        self._said_stamp: tuple[int, ...] = ()
        self._shown: dict[str, tuple[_Said, Place | None, Standing, Suggestion]] = {}
        self._listed: tuple[tuple[int, int], tuple[Suggestion, ...]] | None = None

    def suggestions(self) -> tuple[Suggestion, ...]:
        """In text order; those without a place behind the others."""
        key = self._core.mirror.version, self._core.records.version
        if self._listed is None or self._listed[0] != key:
            self._listed = key, tuple(self._list())
        return self._listed[1]

    def _list(self) -> list[Suggestion]:
        core = self._core
        with guarded(TextCode.BROKEN):
            here = places(core.mirror)
        made = core.records.things(SUGGESTIONS)
        listed = [self._suggestion(made[one], place) for one, place in here.items() if one in made]
        gone = [thing for one, thing in made.items() if one not in here]
        gone.sort(key=lambda thing: (thing.counter, thing.id))
        held = [thing for thing in gone if not self._counts(thing)][:MAX_GONE_HELD]
        known = [thing for thing in gone if self._counts(thing)][:MAX_GONE]
        gone = sorted([*known, *held], key=lambda thing: (thing.counter, thing.id))
        return listed + [self._suggestion(thing, None) for thing in gone]

    def _counts(self, made: Made) -> bool:
        """Whether it was given back or answered, be its place here or not."""
        return self._core.records.decided(made.id) or self._rounds.returned(made)

    def _suggestion(self, made: Made, place: Place | None) -> Suggestion:
        said = self._what_is_said(made)
        standing = self._standing(made, said.state, place, said.answer)
        known = self._shown.get(made.id)
        if known is not None and known[0] is said and known[1:3] == (place, standing):
            return known[3]
        lost = place is None or standing == Standing.GONE
        removes, adds = self._wordings(made) if lost or place is None else (place.removes, place.adds)
        shown = Suggestion(
            id=made.id,
            author=made.author or b"",
            start=-1 if place is None else place.start,
            end=-1 if place is None else place.end,
            removes=removes,
            adds=adds,
            standing=standing,
            important=said.important,
            reason=said.reason,
            answer=said.answer,
            answer_words=said.answer_words,
            returned=said.state is not None,
            round=number_of(said.first, 0),
            time=number_of(said.first, 1),
            replies=said.replies,
            replied=said.replied,
        )
        if place is not None:
            self._shown[made.id] = said, place, standing, shown
        return shown

    def _what_is_said(self, made: Made) -> _Said:
        records = self._core.records
        stamp = tuple(records.stamps[name] for name in (SAYS, IMPORTANT, ANSWERS, REPLIES, RETURNS))
        if stamp != self._said_stamp:
            self._said_stamp = stamp
            self._said.clear()
        said = self._said.get(made.id)
        if said is None:
            reason = records.by(SAYS, made.id, made.author)
            said = self._said[made.id] = _Said(
                self._rounds.state_of(made),
                self._rounds.first_of(made),
                self._rounds.important(made),
                reason if isinstance(reason, str) else "",
                *records.answer_to(made.id),
                replies_to(records, made.id),
                records.replied(made),
            )
        return said

    def _standing(self, made: Made, state: Made | None, place: Place | None, answer: Answer) -> Standing:
        if answer in (Answer.ACCEPTED, Answer.REFUSED):
            return Standing.FITS
        if place is None:
            return Standing.GONE
        if state is None:
            return Standing.FITS
        core = self._core
        first, last = around(core.mirror, place, _undecided)
        rows = tuple(core.mirror.rows()[max(0, first - 1) : last + 2])
        offset = place.start - core.mirror.starts()[first]
        key = rows, offset, core.records.decisions, state.id
        old = self._judged.get(made.id)
        if old is not None and key == (old.rows, old.offset, old.decisions, old.back):
            return old.standing
        with guarded(TextCode.BROKEN):
            standing = self._judge(made, state, place)
        self._judged[made.id] = _Judged(*key, standing)
        return standing

    def _judge(self, made: Made, back: Made, place: Place) -> Standing:
        state = self.state(back.peer, back.counter)
        if state is None or made.id not in state.places:
            return Standing.FITS if state is None else Standing.CHANGED
        now = sentence(self._core.mirror, place, _undecided)
        then = self._sentence_then(state, made.id, back)
        if now.text == then.text:
            return Standing.FITS
        left = letters_of(self._core.text, now.ranges) & letters_of(state.text, then.ranges)
        return Standing.CHANGED if left or place.removes else Standing.GONE

    def _sentence_then(self, state: State, one: str, back: Made) -> Sentence:
        kept = self._then.get(f"{one}/{back.id}")
        decisions = self._core.records.decisions
        if kept is None or kept[0] != decisions:
            kept = decisions, sentence(state.mirror, state.places[one], self._decided_since)
            self._then[f"{one}/{back.id}"] = kept
        return kept[1]

    def _decided_since(self, style: Style) -> bool:
        """Whether letters of a returned state are in the text now, after the answers given since."""
        if style.deleted and any(self._accepted(one) for one in style.deleted):
            return False
        return not style.inserted or any(self._accepted(one) for one in style.inserted)

    def _accepted(self, one: str) -> bool:
        return self._core.records.answer_to(one)[0] == Answer.ACCEPTED

    def state(self, peer: int, counter: int) -> State | None:
        """A past state; None where a part of it is not here."""
        key = peer, counter
        if key not in self._states:
            while len(self._states) >= MAX_STATES:
                del self._states[next(iter(self._states))]
            try:
                self._states[key] = State(self._core, peer, counter)
            except Refused as refused:
                if refused.code != TextCode.MISSING:
                    raise
                return None
        return self._states[key]

    def forget(self) -> None:
        """Authors are others now."""
        self._states.clear()
        self._judged.clear()
        self._then.clear()
        self._shown.clear()
        self._listed = None

    def state_for(self, made: Made) -> State | None:
        """The state in which the reviewer left it: as returned, else as suggested."""
        back = self._rounds.state_of(made)
        if back is not None:
            return self.state(back.peer, back.counter)
        core = self._core
        core.commit()
        change = core.doc.get_change(loro.ID(made.peer, made.counter))
        return None if change is None else self.state(made.peer, change.id.counter + change.len - 1)

    def _wordings(self, made: Made) -> tuple[str, str]:
        state = self.state_for(made)
        place = state.places.get(made.id) if state else None
        return (place.removes, place.adds) if place else ("", "")

    def original_of(self, made: Made) -> tuple[str, str]:
        """The paragraph around a suggestion as the reviewer left it, and what stands there now."""
        state = self.state_for(made)
        then = state.places.get(made.id) if state else None
        now = places(self._core.mirror).get(made.id)
        with guarded(TextCode.BROKEN):
            before = sentence(state.mirror, then, _undecided).text if state and then else ""
            after = sentence(self._core.mirror, now, _undecided).text if now else ""
        return before, after


def number_of(back: Made | None, index: int) -> int:
    """The round (0) or time (1) of a return."""
    return number(back.parts[index]) if back is not None and len(back.parts) > index else 0


def _undecided(style: Style) -> bool:
    return not style.inserted


def replies_to(records: Records, one: str) -> tuple[Reply, ...]:
    """What was replied to a suggestion or comment, oldest first."""
    found = []
    for key, made in records.things(REPLIES).items():
        if key.startswith(one + "/") and made.author is not None and len(made.parts) >= 2:
            text, time = made.parts[0], made.parts[1]
            if isinstance(text, str):
                found.append((number(time), made.id, Reply(made.author, text, number(time))))
    return tuple(reply for _, _, reply in sorted(found, key=lambda item: item[:2]))
