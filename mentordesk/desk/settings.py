# SPDX-License-Identifier: Apache-2.0
"""What this person has set, kept in the profile: on a shared computer everybody has their own."""

from __future__ import annotations

import json
from concurrent.futures import Future

from mentordesk.base.errors import BadArgument
from mentordesk.base.options import OPTIONS, Choice, Number, Settings, Toggle
from mentordesk.storage import writes
from mentordesk.storage.reads import drafts as reads
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.store import Runner

WINDOW_PLACE = "window_place"
_RETURN_PLACE = "return_place"


class DeskSettings:
    """Declared options, and where the window was."""

    def __init__(self, runner: Runner, reader: Reader) -> None:
        self._runner = runner
        self._reader = reader

    def get(self) -> Settings:
        """All settings; defaults where nothing was chosen."""
        stored = reads.settings(self._reader)
        names = {option.name for option in OPTIONS}
        return Settings({name: _value(text) for name, text in stored.items() if name in names})

    def set(self, option: Choice | Number | Toggle, value: str | int | bool) -> Future[None]:
        """Keep one choice; BadArgument when the option has no such value."""
        if option.read(value) is None:
            raise BadArgument(option.name)
        text = json.dumps(value)
        return self._runner.submit(lambda tx: writes.set_setting(tx, option.name, text))

    def return_place(self) -> str:
        """Where to go on after a lock, as the window wrote it; "" = nowhere in particular."""
        return reads.settings(self._reader).get(_RETURN_PLACE, "")

    def keep_return_place(self, place: str) -> Future[None]:
        """Remember where to go on."""
        return self._runner.submit(lambda tx: writes.note(tx, _RETURN_PLACE, place))

    def window_place(self) -> str:
        """Size and place of the window as it was kept; "" = never."""
        return reads.settings(self._reader).get(WINDOW_PLACE, "")

    def keep_window_place(self, place: str) -> Future[None]:
        """Remember size and place of the window."""
        return self._runner.submit(lambda tx: writes.set_setting(tx, WINDOW_PLACE, place))


def _value(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None
