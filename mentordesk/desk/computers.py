# SPDX-License-Identifier: Apache-2.0
"""My computers: what this one is called, and the one before it."""

from __future__ import annotations

import json
from concurrent.futures import Future

from mentordesk.domain.computers import OtherComputer
from mentordesk.storage import writes
from mentordesk.storage.reads import computers as reads
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.store import Runner


class Computers:
    """Names travel to my other computers only."""

    def __init__(self, runner: Runner, reader: Reader) -> None:
        self._runner = runner
        self._reader = reader

    def name(self) -> str:
        """What this computer is called; "" = nothing."""
        return reads.name(self._reader)

    def rename(self, name: str) -> Future[None]:
        """Call it otherwise; "" = as it calls itself."""
        return self._runner.submit(lambda tx: writes.set_computer(tx, name))

    def other(self, now: int) -> OtherComputer | None:
        """The computer used before this new one, on which work may still wait; `now` in unix seconds."""
        return reads.other(self._reader, now)

    def put_away(self, computer: OtherComputer) -> Future[None]:
        """That was read: it is not said again here."""
        told = json.dumps(sorted({*reads.told(self._reader), computer.name}))
        return self._runner.submit(lambda tx: writes.set_setting(tx, reads.TOLD, told))
