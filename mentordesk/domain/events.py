# SPDX-License-Identifier: Apache-2.0
"""What is announced after a commit: ids only, never rows or widgets."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from mentordesk.domain.connection import SyncStatus
from mentordesk.domain.documents import DocumentId
from mentordesk.domain.files import FileId
from mentordesk.domain.ids import CircleId, MessageId, ThreadId


@dataclass(frozen=True, slots=True)
class ThreadChanged:
    """Messages came, went or changed state in one thread; empty `messages` = look at all of it."""

    circle: CircleId
    thread: ThreadId
    messages: tuple[MessageId, ...] = ()


@dataclass(frozen=True, slots=True)
class MessagesArrived:
    """Somebody else's new messages, for a notice."""

    circle: CircleId
    thread: ThreadId
    messages: tuple[MessageId, ...]


@dataclass(frozen=True, slots=True)
class FileChanged:
    """A file on a message or in a draft (message b"") came, went, moved on or is to be moved."""

    circle: CircleId
    thread: ThreadId
    message: MessageId
    file: FileId


@dataclass(frozen=True, slots=True)
class CirclesChanged:
    """People, circles or names changed."""


@dataclass(frozen=True, slots=True)
class DraftChanged:
    """A draft was saved, discarded, or came from another computer."""

    circle: CircleId
    thread: ThreadId


@dataclass(frozen=True, slots=True)
class DocumentChanged:
    """A document's text, title, review or state changed, came or went."""

    circle: CircleId
    document: DocumentId


@dataclass(frozen=True, slots=True)
class SyncChanged:
    """The line's state."""

    status: SyncStatus


@dataclass(frozen=True, slots=True)
class SettingChanged:
    """A setting has another value."""

    name: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that must not happen did; `code` has words."""

    code: str


Event: TypeAlias = (
    ThreadChanged
    | MessagesArrived
    | CirclesChanged
    | DraftChanged
    | FileChanged
    | DocumentChanged
    | SyncChanged
    | SettingChanged
    | Alarm
)
