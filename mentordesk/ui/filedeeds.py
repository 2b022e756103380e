# SPDX-License-Identifier: Apache-2.0
"""What can be done with a file on a message, and how it would be shown."""

from __future__ import annotations

from mentordesk.domain.connection import SyncStatus
from mentordesk.domain.files import FileInfo, FileState
from mentordesk.domain.filetypes import suffix_of
from mentordesk.ui.filewords import Deed

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
MOST_IN_ROW = 2_000_000  # bytes of a picture that is decoded for its row; larger ones only when opened
SLOW_RATE = 2_500.0  # bytes a second: 20 kbit/s
_PDF = "application/pdf"
_ENOUGH = 20_000  # bytes of an exchange; with less, its round trips are all that was measured
_LEAST_RATE = 100.0


def is_picture(file: FileInfo) -> bool:
    """Opens in the window, as far as its author said."""
    return file.type in PICTURES and not file.dangerous


def is_pdf(file: FileInfo) -> bool:
    """Opens in the system's viewer, as far as its author said; the bytes are looked at before."""
    said = file.type == _PDF or (not file.type and suffix_of(file.name) == "pdf")
    return said and not file.dangerous


def stands_in_row(file: FileInfo) -> bool:
    """Its picture can be painted in the message's row."""
    return file.here and is_picture(file) and file.size <= MOST_IN_ROW


def deeds_of(file: FileInfo) -> tuple[Deed, ...]:
    """What can be done now, the most likely first."""
    opens = (Deed.OPEN,) if file.here and (is_picture(file) or is_pdf(file)) else ()
    saves = (Deed.SAVE,) if file.here else ()
    moves = {
        FileState.NOT_FETCHED: (Deed.GET,),
        FileState.WAITING: (Deed.PAUSE,),
        FileState.MOVING: (Deed.PAUSE,),
        FileState.PAUSED: (Deed.GO_ON,),
        FileState.OVER_BUDGET: (Deed.GO_ON,),
        FileState.NO_ROOM: (Deed.AGAIN,),
        FileState.QUOTA: (Deed.AGAIN,),
        FileState.GONE: (Deed.AGAIN,),
    }.get(file.state, ())
    return (*opens, *moves, *saves)


def rate_of(status: SyncStatus) -> float:
    """Bytes a second of this line by its last exchange; of a slow one where that says too little."""
    moved = status.last_up + status.last_down
    if status.seconds > 0 and moved >= _ENOUGH:
        return max(moved / status.seconds, _LEAST_RATE)
    return SLOW_RATE
