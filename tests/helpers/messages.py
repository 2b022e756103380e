# SPDX-License-Identifier: Apache-2.0
"""Messages made for tests, and a thread's source that a test can change."""

import datetime
from collections.abc import Sequence
from dataclasses import replace

from mentordesk.domain.messages import Delivery, Message

UTC = datetime.UTC
WEDNESDAY = 1_779_274_800  # 20 May 2026, 11:00 UTC
DAY = 86_400


def message(number: int, text: str = "Hello", *, mine: bool = False, ago: int = 60) -> Message:
    """A message of that number, `ago` seconds before Wednesday 11:00; Amina's when mine, else Grace's."""
    return Message(
        id=number.to_bytes(8, "big"),
        circle=bytes(16),
        thread=bytes(8),
        author=(b"A" if mine else b"G") * 16,
        author_name="Amina" if mine else "Grace",
        mine=mine,
        time=WEDNESDAY - ago,
        text=text,
        delivery=Delivery.ON_THIS_COMPUTER if mine else Delivery.READ,
    )


class ListSource:
    """A MessageSource over a list; counts how often pages were read."""

    def __init__(self, messages: Sequence[Message] = ()) -> None:
        self.messages = list(messages)
        self.reads = 0

    def count(self) -> int:
        return len(self.messages)

    def rows(self, first: int, count: int) -> Sequence[Message]:
        self.reads += 1
        return self.messages[first : first + count]

    def index_of(self, wanted: bytes) -> int | None:
        return next((row for row, one in enumerate(self.messages) if one.id == wanted), None)

    def change(self, row: int, **fields: object) -> None:
        """Give one message other values."""
        self.messages[row] = replace(self.messages[row], **fields)  # type: ignore[arg-type]


def conversation(count: int, step: int = 600) -> list[Message]:
    """A thread of `count` messages, every second mine, `step` seconds apart, of differing length."""
    return [
        message(n, "One more sentence. " * (1 + n * 7 % 23), mine=n % 2 == 1, ago=(count - n) * step)
        for n in range(count)
    ]
