# SPDX-License-Identifier: Apache-2.0
"""One person's envelopes in this computer's tray: put there, taken out again, their replies applied."""
from __future__ import annotations

from mentordesk.storage import handed, traffic
from mentordesk.storage.store import Runner, Tx
from mentordesk.sync.carriers.envelopes import apply_reply, heard, make
from mentordesk.sync.carriers.folder import Look
from mentordesk.sync.carriers.tray import LEFT, Tray


class Mine:
    """Between a profile and the tray; the profile knows its envelopes by name, the tray nobody's."""

    def __init__(self, runner: Runner, tray: Tray) -> None:
        self._runner = runner
        self._tray = tray
        self._asked = False  # in this session already

    def put_up(self, asking: bool) -> None:
        """Put what is sealed and unsent into the tray, in the place of what was there before.

        `asking`: for news too, where nothing is unsent. Broken off anywhere: the next time does it again.
        """
        look = self._tray.look()
        present = set(look.requests(self._tray.programme8)) | look.answered(self._tray.programme8)
        first, self._asked = asking and not self._asked, asking or self._asked
        made = self._runner.call(lambda tx: make(tx, asking, present, first))
        for carried in made.fresh:
            self._tray.put(carried, made.sender)
        self._tray.remove_requests(made.replaced, look)

    def take_replies(self) -> int:
        """Note what stands on sticks, apply the replies that wait in the tray for me; how many."""
        left = self._tray.marks(LEFT)
        self._runner.call(lambda tx: handed.note_left(tx, left))
        known = self._runner.call(lambda tx: {one.name: bool(one.cursors) for one in handed.all_of(tx)})
        look = self._tray.look()
        taken = 0
        mine = [seen for seen in look.replies(self._tray.programme8) if seen.name in known]
        # Before the cursors are others than those it speaks of.
        for seen in sorted(mine, key=lambda one: not known[one.name]):
            carried = self._tray.read(seen)
            if carried is not None and apply_reply(self._runner, carried):
                taken += 1
                self._done([seen.name], look)
            # Where the reply was false, another takes its place.
            self._tray.remove_requests([seen.name], look)
            self._tray.remove([seen])
        return taken

    def tidy(self) -> set[bytes]:
        """The server has been heard: take out what is settled; the names of all that were mine."""
        names, settled = self._runner.call(lambda tx: (_names(tx), handed.settled(tx)))
        self._runner.call(heard)
        if settled:
            self._done(settled, self._tray.look())
        return names

    def names(self) -> set[bytes]:
        """My envelopes."""
        return self._runner.call(_names)

    def count_carried(self, up: int, down: int) -> None:
        """So many bytes moved on my line for somebody else."""
        self._runner.call(lambda tx: traffic.add_carried(tx, up, down))

    def now(self) -> int:
        """Unix seconds by the server's clock, as far as it is known."""
        return self._runner.call(lambda tx: tx.now())

    def _done(self, names: list[bytes], look: Look) -> None:
        """Out of the tray first: nobody else can tell whose these were."""
        self._tray.finish(names, self.now())
        self._tray.remove_requests(names, look)
        self._runner.call(lambda tx: handed.forget(tx, names))


def _names(tx: Tx) -> set[bytes]:
    return {one.name for one in handed.all_of(tx)}
