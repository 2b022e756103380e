# SPDX-License-Identifier: Apache-2.0
"""Many events of one moment become few: one per thread, the newest state of the line."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from mentordesk.domain.events import (
    DraftChanged,
    Event,
    MessagesArrived,
    SettingChanged,
    SyncChanged,
    ThreadChanged,
)


def coalesce(events: Iterable[Event]) -> tuple[Event, ...]:
    """The same news in as few events as possible, in the order in which their subjects were last heard of.

    A ThreadChanged without messages ("look at all of it") swallows those with messages.
    """
    latest: dict[Hashable, Event] = {}
    for event in events:
        subject = _subject(event)
        earlier = latest.pop(subject, None)
        latest[subject] = event if earlier is None else _joined(earlier, event)
    return tuple(latest.values())


def _subject(event: Event) -> Hashable:
    match event:
        case ThreadChanged() | MessagesArrived() | DraftChanged():
            return type(event), event.thread
        case SettingChanged():
            return type(event), event.name
        case SyncChanged():
            return SyncChanged.__name__
        case _:
            return event


def _joined(earlier: Event, later: Event) -> Event:
    match earlier, later:
        case ThreadChanged(), ThreadChanged():
            whole = not earlier.messages or not later.messages
            messages = () if whole else _union(earlier.messages, later.messages)
            return ThreadChanged(later.circle, later.thread, messages)
        case MessagesArrived(), MessagesArrived():
            return MessagesArrived(later.circle, later.thread, _union(earlier.messages, later.messages))
        case _:
            return later


def _union(one: tuple[bytes, ...], other: tuple[bytes, ...]) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys((*one, *other)))
