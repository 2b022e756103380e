# SPDX-License-Identifier: Apache-2.0
"""The computers of one person: what they are called, what is known of them."""
from __future__ import annotations

from dataclasses import dataclass

from mentordesk.domain.circles import shown_name

MAX_COMPUTER_NAME = 40  # letters


@dataclass(frozen=True, slots=True)
class OtherComputer:
    """Another computer of mine; `latest` = when the newest that came from it was written, unix seconds."""

    name: str
    latest: int


def computer_name(name: str) -> str:
    """A computer's name as my other computers show it: one line of plain letters."""
    return shown_name(name)[:MAX_COMPUTER_NAME].rstrip()


def of_host(host: str) -> str:
    """The same from a host name, without its domain; "" where it says nothing."""
    first = computer_name(host.split(".")[0])
    return "" if first.casefold() in {"localhost", "unknown"} else first
