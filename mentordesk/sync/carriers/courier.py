# SPDX-License-Identifier: Apache-2.0
"""A courier between trays, sticks and the server: needs nobody signed in and can read nothing.

Everything may be broken off anywhere and done again; what was done already is found and not done twice.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mentordesk.base.errors import LineTrouble, SlowDown, StickFull, StickReadOnly
from mentordesk.sync.carriers.folder import Seen, Stick
from mentordesk.sync.carriers.form import Carried, Kind
from mentordesk.sync.carriers.forward import post
from mentordesk.sync.carriers.tray import (
    DONE,
    LEFT,
    MOST_BYTES,
    SERVER,
    VIA,
    Tray,
    people_of,
    read_server,
    sender_of,
    server_file,
)
from mentordesk.sync.line import Connection, Meter

Post = Callable[[Carried], Carried | None]
Progress = Callable[[int, int], None]  # (done, of); may raise a Trouble to stop

MOST_WAITS = 10  # times that a busy server is waited for
LONGEST_WAIT = 30  # seconds


def quietly(done: int, total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What went from a tray to a stick: `names` of the requests that stand there now."""

    envelopes: int = 0
    people: int = 0
    size: int = 0  # bytes
    already_there: int = 0
    replies: int = 0
    names: frozenset[bytes] = frozenset()
    fresh: frozenset[bytes] = frozenset()  # written now


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a server answered. `kept`: it took these not; `unwritten`: why the stick did not take replies."""

    envelopes: int = 0
    people: int = 0
    kept: int = 0
    up: int = 0
    down: int = 0
    waiting: int = 0  # not tried: the line or the server had enough
    unwritten: StickFull | StickReadOnly | None = None
    trouble: LineTrouble | None = None  # why it ended early


@dataclass(frozen=True, slots=True)
class Returned:
    """What came from a stick into a tray."""

    replies: tuple[bytes, ...] = ()  # names of the requests that they answer
    requests: int = 0
    damaged: int = 0
    newer: int = 0
    strangers: int = 0


def collect(tray: Tray, stick: Stick, now: int, progress: Progress = quietly) -> Collected:
    """Copy a tray's requests to a stick, and the replies to what came by stick; a StickTrouble if not."""
    there, here = stick.look(), tray.look()
    via = tray.marks(VIA)
    answered = there.answered(tray.programme8)
    on_stick = there.requests(tray.programme8)
    back = here.answered(tray.programme8)  # the server has been heard: nothing of these has to go again
    requests = {one.name: one for one in here.requests(tray.programme8).values() if one.name not in back}
    wanted = [one for one in requests.values() if one.name not in on_stick and one.name not in answered]
    digests = {one.digest for one in there.replies(tray.programme8)}
    replies = [one for one in here.replies(tray.programme8) if one.name in via]
    fresh = [one for one in replies if one.digest not in digests]
    stick.need(sum(one.size for one in (*wanted, *fresh)), len(wanted) + len(fresh))
    _tell_server(tray, stick)
    total = len(wanted) + len(fresh)
    for name in requests:
        if (name in on_stick or name in answered) and name not in via:
            tray.mark(LEFT, name, now)
    written: list[Seen] = []
    for number, one in enumerate((*wanted, *fresh)):
        progress(number, total)
        if _copy(tray, one, stick):
            written.append(one)
            if one.kind is Kind.REQUEST and one.name not in via:
                tray.mark(LEFT, one.name, now)
    progress(total, total)
    for one in replies:
        _hand_over(tray, one, stick, on_stick)
    settled = (set(tray.marks(LEFT)) | set(tray.marks(DONE))) - set(requests)
    for name, seen in on_stick.items():
        if name in settled:  # another took its place, or it was answered
            stick.remove(seen.path)
    for old in there.old_replies(tray.programme8, now):
        stick.remove(old.path)
    stick.tidy(there)
    put = [one for one in written if one.kind is Kind.REQUEST]
    return Collected(
        len(put), people_of(put), sum(one.size for one in put), len(requests) - len(wanted),
        len(written) - len(put), frozenset(requests), frozenset(one.name for one in put),
    )  # fmt: skip


def _copy(tray: Tray, one: Seen, stick: Stick) -> bool:
    carried = tray.read(one)
    if carried is None:  # somebody else's session has done with it meanwhile
        return False
    stick.put(carried, sender_of(one) if one.kind is Kind.REQUEST else "")
    return True


def _hand_over(tray: Tray, reply: Seen, stick: Stick, on_stick: dict[bytes, Seen]) -> None:
    """A reply that came by stick stands on one again: its request has been everywhere."""
    if reply.name in on_stick:
        stick.remove(on_stick[reply.name].path)
    tray.remove([reply])
    tray.unmark(VIA, reply.name)


def _tell_server(tray: Tray, stick: Stick) -> None:
    server = tray.server()
    if server is not None and read_server(stick, tray.programme8) != server:
        stick.write(stick.folder(tray.programme8) / SERVER, server_file(server))


def take_replies(tray: Tray, stick: Stick, progress: Progress = quietly) -> Returned:
    """Move the replies for this computer's people from a stick into the tray."""
    there, here = stick.look(), tray.look()
    known = tray.known(here)
    held = {one.digest for one in here.replies(tray.programme8)}
    wanted = [one for one in there.replies(tray.programme8) if one.name in known]
    taken = []
    done = set(tray.marks(DONE))
    for late in (one for one in there.replies(tray.programme8) if one.name in done):
        stick.remove(late.path)
    for number, one in enumerate(wanted):
        progress(number, len(wanted))
        carried = stick.read(one)
        if carried is None:
            continue
        if one.digest not in held:
            tray.put(carried)
            taken.append(one.name)
        stick.remove(one.path)
    progress(len(wanted), len(wanted))
    return Returned(
        tuple(taken), damaged=there.damaged, newer=there.newer, strangers=there.strangers(tray.programme8)
    )


def take_requests(tray: Tray, stick: Stick, now: int, progress: Progress = quietly) -> int:
    """Copy others' requests from a stick into the tray, for this computer's line; how many."""
    there, here = stick.look(), tray.look()
    known = set(here.requests(tray.programme8)) | here.answered(tray.programme8)
    known |= set(tray.marks(LEFT)) | set(tray.marks(DONE))
    wanted = [one for one in there.requests(tray.programme8).values() if one.name not in known]
    room = MOST_BYTES - sum(one.size for one in here.seen)
    taken = 0
    for number, one in enumerate(wanted):
        progress(number, len(wanted))
        room -= one.size
        carried = stick.read(one) if room >= 0 else None
        if carried is not None:
            tray.mark(VIA, one.name, now)  # before it is there: or else it would pass for one made here
            tray.put(carried, sender_of(one))
            taken += 1
    progress(len(wanted), len(wanted))
    return taken


class Delivery:
    """Brings a stick's requests to the server over one connection, and the replies back onto the stick.

    `pause` waits so many seconds where the server is busy.
    """

    def __init__(self, stick: Stick, connection: Connection, pause: Callable[[float], object]) -> None:
        self._stick = stick
        self._connection = connection
        self._pause = pause
        self._waits = MOST_WAITS
        self._unwritten: StickFull | StickReadOnly | None = None
        self._done: list[Seen] = []
        self._kept = 0
        self._meter = Meter()

    def run(self, programme8: bytes, progress: Progress = quietly) -> Delivered:
        """Everything of one programme; a StickTrouble when the stick is not there any more."""
        there = self._stick.look()
        # Also where a reply stands beside it: nobody here can tell whether it is a true one.
        waiting = list(there.requests(programme8).values())
        trouble = None
        try:
            busy = self._go_through(waiting, lambda number: progress(number, len(waiting)))
            first = len(waiting) - len(busy)
            self._go_through(busy, lambda number: progress(first + number, len(waiting)), patient=True)
        except LineTrouble as why:
            trouble = why
        progress(len(waiting), len(waiting))
        self._stick.tidy(there)
        left = len(waiting) - len(self._done) - self._kept
        done, people = len(self._done), people_of(self._done)
        moved = self._meter.up, self._meter.down
        return Delivered(done, people, self._kept, *moved, left, self._unwritten, trouble)

    def _go_through(
        self, waiting: Sequence[Seen], progress: Callable[[int], None], patient: bool = False
    ) -> list[Seen]:
        """One after the other; what is left: of those for whom the server is busy, unless `patient`."""
        post = self._post if patient else self._post_once
        left: list[Seen] = []
        busy: set[str] = set()
        for number, one in enumerate(waiting):
            progress(number - len(left))
            try:
                if sender_of(one) not in busy:
                    self._deliver(one, post)
                    continue
            except SlowDown:
                if patient:
                    raise
                busy.add(sender_of(one))
            left.append(one)
        return left

    def _deliver(self, one: Seen, post: Post) -> None:
        carried = self._stick.read(one)
        reply = post(carried) if carried is not None else None
        if reply is None:
            self._kept += 1
            return
        self._done.append(one)
        try:
            self._stick.put(reply)
        except (StickFull, StickReadOnly) as why:
            self._unwritten = why  # the server has it all the same, and says so again next time
        else:
            self._stick.remove(one.path)

    def _post_once(self, carried: Carried) -> Carried | None:
        return post(self._connection, carried, self._meter)

    def _post(self, carried: Carried) -> Carried | None:
        """The same, waiting where the server is busy."""
        while True:
            try:
                return self._post_once(carried)
            except SlowDown as busy:
                if not self._waits:
                    raise
                self._waits -= 1
                self._pause(min(busy.seconds, LONGEST_WAIT))
