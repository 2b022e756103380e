# SPDX-License-Identifier: Apache-2.0
"""Whether a server can be reached at all, for the sign-in page; says nothing about who answers."""

from __future__ import annotations

import socket
from collections.abc import Iterable

from mentordesk.base.errors import AddressInvalid
from mentordesk.sync.line import parse_address

SECONDS = 3.0


def is_reachable(addresses: Iterable[str], seconds: float = SECONDS) -> bool:
    """True when one of the addresses takes a connection within `seconds`; sends nothing."""
    return any(_answers(address, seconds) for address in dict.fromkeys(addresses))


def _answers(address: str, seconds: float) -> bool:
    try:
        known = parse_address(address)
        with socket.create_connection((known.host, known.port), timeout=seconds):
            return True
    except (OSError, UnicodeError, AddressInvalid):
        return False
