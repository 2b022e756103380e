# SPDX-License-Identifier: Apache-2.0
"""One copying under way: how far it is, and a way to stop it, for the window and the thread that copies."""

from __future__ import annotations

from mentordesk.base.errors import Trouble


class StickStopped(Trouble):
    """The person pressed Stop; what is on the stick is whole."""

    code = "stick_stopped"


class Copying:
    """Given to Carriers as `progress`; `at` and `stop` are for the window's thread."""

    def __init__(self) -> None:
        self._at = (0, 0)
        self._stopped = False

    def __call__(self, done: int, total: int) -> None:
        """The copying thread says how far it is; between two envelopes it can be stopped here."""
        self._at = (done, total)
        if self._stopped and done < total:
            raise StickStopped

    @property
    def at(self) -> tuple[int, int]:
        """(done, total) of this moment."""
        return self._at

    @property
    def stopped(self) -> bool:
        """Whether Stop was pressed."""
        return self._stopped

    def stop(self) -> None:
        """Let it end after the envelope under way."""
        self._stopped = True
