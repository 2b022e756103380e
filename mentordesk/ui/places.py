# SPDX-License-Identifier: Apache-2.0
"""Where one can be in the window: a page and what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from mentordesk.domain.documents import DocumentId
from mentordesk.domain.ids import CircleId, MessageId, ThreadId
from mentordesk.domain.messages import Draft


@dataclass(frozen=True, slots=True)
class TodayPlace:
    """What waits."""


@dataclass(frozen=True, slots=True)
class CirclePlace:
    """One circle and its threads."""

    circle: CircleId


@dataclass(frozen=True, slots=True)
class ThreadPlace:
    """One thread; `message` is the one to show, b"" = where reading stopped."""

    circle: CircleId
    thread: ThreadId
    message: MessageId = b""


@dataclass(frozen=True, slots=True)
class NewThreadPlace:
    """A thread that begins; `thread` names its draft, b"" = the circle's newest such draft or a new one."""

    circle: CircleId
    thread: ThreadId = b""


@dataclass(frozen=True, slots=True)
class DocumentsPlace:
    """The documents of a circle; b"" = those that only I can read."""

    circle: CircleId = b""


@dataclass(frozen=True, slots=True)
class DocumentPlace:
    """One document, open; circle b"" = only I can read it."""

    circle: CircleId
    document: DocumentId


@dataclass(frozen=True, slots=True)
class SearchPlace:
    """Messages with these words."""

    words: str


@dataclass(frozen=True, slots=True)
class SettingsPlace:
    """What can be set."""


@dataclass(frozen=True, slots=True)
class StickPlace:
    """Putting on a stick, or taking from one."""

    take: bool = False


Place: TypeAlias = (
    TodayPlace
    | CirclePlace
    | ThreadPlace
    | NewThreadPlace
    | DocumentsPlace
    | DocumentPlace
    | SearchPlace
    | SettingsPlace
    | StickPlace
)


_RETURNED_TO = {
    "circle": CirclePlace,
    "thread": ThreadPlace,
    "new": NewThreadPlace,
    "documents": DocumentsPlace,
    "document": DocumentPlace,
}
_NO_ID = "-"


def to_text(place: Place) -> str:
    """A place to return to after a lock, as text; "" for those that are not returned to."""
    kind = next((name for name, kind in _RETURNED_TO.items() if isinstance(place, kind)), "")
    inside: bytes = getattr(place, "thread", b"") or getattr(place, "document", b"")
    parts = [circle_of(place).hex() or _NO_ID, inside.hex()]
    return " ".join([kind, *parts]).strip() if kind else ""


def from_text(text: str) -> Place | None:
    """Inverse of to_text; None where it names no place."""
    kind, *ids = text.split()[:3] or [""]
    try:
        parts = [b"" if part == _NO_ID else bytes.fromhex(part) for part in ids]
        place: Place = _RETURNED_TO[kind](*parts)
    except (KeyError, ValueError, TypeError):
        return None
    return place


def place_of(draft: Draft) -> Place:
    """Where a draft is written on."""
    kind = NewThreadPlace if draft.new_thread else ThreadPlace
    return kind(draft.circle, draft.thread)


def circle_of(place: Place) -> CircleId:
    """The circle in which a place lies; b"" for those outside of all circles."""
    return getattr(place, "circle", b"")


class Journey:
    """The places visited, for going back. Going where one came from does not lengthen it."""

    def __init__(self, start: Place) -> None:
        self._places = [start]

    @property
    def here(self) -> Place:
        """The place shown now."""
        return self._places[-1]

    def go(self, place: Place) -> None:
        """Visit another place; a search that is typed on replaces itself."""
        if place == self.here:
            return
        if isinstance(place, SearchPlace) and isinstance(self.here, SearchPlace):
            self._places[-1] = place
            return
        if place in self._places:
            del self._places[self._places.index(place) :]
        self._places.append(place)

    def replace(self, place: Place) -> None:
        """This place has another name now: a draft became a thread."""
        self._places[-1] = place

    def back(self) -> Place:
        """One place back; stays at the first."""
        if len(self._places) > 1:
            self._places.pop()
        return self.here
