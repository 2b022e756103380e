# SPDX-License-Identifier: Apache-2.0
"""Others' envelopes on this computer's line: one POST each, the reply kept for its owner, unread."""
from __future__ import annotations

import logging
from collections.abc import Callable

from mentordesk.base.errors import DiskTrouble, NotOurServer, Refused, SlowDown, StickTrouble
from mentordesk.sync.carriers.folder import Look, Seen
from mentordesk.sync.carriers.form import Carried, Kind
from mentordesk.sync.carriers.mine import Mine
from mentordesk.sync.carriers.tray import DONE, TRIED, VIA, Tray
from mentordesk.sync.exchange import trouble_of
from mentordesk.sync.line import Connection, LineBroken, Meter, RequestTooLarge
from mentordesk.wire.answers import decode_answer
from mentordesk.wire.exchange import Answer

SERIES = 64 * 1024  # bytes of others' envelopes in one series of exchanges
_SEALED = b"MDB1"
_AGAIN = 86_400  # seconds until an envelope that the server did not take is tried again
_SMALLEST = 4 + 48 + 17  # bytes of a sealed reply

log = logging.getLogger(__name__)


def post(connection: Connection, carried: Carried, meter: Meter) -> Carried | None:
    """The sealed reply; None when the server does not take this envelope now; a LineTrouble.

    Nobody but its owner can tell a true reply from a false one.
    """
    try:
        received = connection.post(carried.data, meter)
    except RequestTooLarge:
        return None
    data = received.data
    if data[:4] == _SEALED and len(data) >= _SMALLEST:
        if not received.whole:
            raise LineBroken(reason="cut")
        return Carried(Kind.REPLY, carried.programme8, carried.name, data)
    try:
        answer = decode_answer(data)
    except Refused:
        return None
    if answer is None:
        raise LineBroken(reason="cut") if not received.whole else NotOurServer(reason="no_reply")
    if answer[0] == Answer.BUSY:
        raise trouble_of(*answer)
    return None


class Forwarder:
    """The tray as the engine sees it: what there is of others, and one after the other of them on the line.

    The envelopes of whoever is signed in go by their own exchange.
    """

    def __init__(self, tray: Tray, mine: Mine) -> None:
        self._tray = tray
        self._mine = mine
        self._queue: list[Seen] = []
        self._room = 0
        self.waiting = 0  # envelopes of others in the tray
        self.carried = 0  # of this series

    def begin(self) -> None:
        """A new series of exchanges."""
        self._room, self.carried = SERIES, 0
        self._queue = []

    def stop(self) -> None:
        """Nothing more in this series."""
        self._queue = []

    def look(self) -> None:
        """Nothing of one's own is left: look what there is of others."""
        others = self._found(self._mine.tidy)
        self.waiting = len(others)
        try:
            self._queue = self._to_try(others)
        except (DiskTrouble, OSError) as error:
            log.info("cannot mark the tray: %s", type(error).__name__)
            self._queue = []

    def _to_try(self, others: list[Seen]) -> list[Seen]:
        """Without those that were tried a short while ago."""
        tried, now = self._tray.marks(TRIED), self._mine.now()
        late = {name for name, since in tried.items() if not 0 <= now - since < _AGAIN}
        for name in late:
            self._tray.unmark(TRIED, name)
        return [one for one in others if one.name not in tried or one.name in late]

    def count(self) -> None:
        """Look how many there are, from any thread and without their turn; `waiting` says it."""
        self.waiting = len(self._found(self._mine.names))

    def _found(self, names_of_mine: Callable[[], set[bytes]]) -> list[Seen]:
        try:
            return self._others(names_of_mine())
        except (DiskTrouble, OSError) as error:
            log.info("cannot look into the tray: %s", type(error).__name__)
            return []

    def _others(self, mine: set[bytes]) -> list[Seen]:
        look, programme8 = self._tray.look(), self._tray.programme8
        answered = look.answered(programme8)
        self._let_go_old(look)
        done = self._tray.marks(DONE)
        self._tray.remove(one for one in look.seen if one.name in done)
        requests = (one for one in look.requests(programme8).values() if one.name not in done)
        others = [one for one in requests if one.name not in mine]
        self._tray.remove(one for one in others if one.name in answered)
        return [one for one in others if one.name not in answered]

    def _let_go_old(self, look: Look) -> None:
        """Replies of people who do not come back leave their room to others."""
        now = self._mine.now()
        old = look.old_replies(self._tray.programme8, now)
        if old:
            self._tray.finish({one.name for one in old}, now)
            self._tray.remove(old)

    def next(self) -> Seen | None:
        """The next envelope that this series has room for."""
        one = self._queue[0] if self._queue else None
        return None if one is not None and one.size > self._room and self.carried else one

    def carry(self, one: Seen, connection: Connection, meter: Meter) -> None:
        """One envelope, and its bytes counted; a LineTrouble when the line had enough.

        A server that is busy for its author, or a disk that takes no reply, ends this series, nothing else.
        """
        self._queue.remove(one)
        self._room -= one.size
        try:
            self._carry(one, connection, meter)
        except (SlowDown, DiskTrouble, StickTrouble, OSError) as error:
            log.info("carrying ends: %s", type(error).__name__)
            self.stop()
        finally:
            self._mine.count_carried(meter.up, meter.down)

    def _carry(self, one: Seen, connection: Connection, meter: Meter) -> None:
        carried = self._tray.read(one)
        reply = post(connection, carried, meter) if carried is not None else None
        if reply is not None:
            self._tray.put(reply)
            self._tray.remove([one])
            self.carried += 1
        elif carried is not None:
            self._not_taken(one)
            return
        self.waiting -= 1

    def _not_taken(self, one: Seen) -> None:
        """What a stick brought stands on it as well; what was made here is tried again tomorrow."""
        if one.name in self._tray.marks(VIA):
            self._tray.remove_requests([one.name])
            self.waiting -= 1
        else:
            self._tray.mark(TRIED, one.name, self._mine.now())
