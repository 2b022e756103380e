# SPDX-License-Identifier: Apache-2.0
"""Saying that bytes are refused: for ever, or for now."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from mentordesk.base.errors import Refused, Waiting


@contextmanager
def refused(*codes: str) -> Iterator[None]:
    """Expect a definite refusal, with one of the codes if any are given."""
    with pytest.raises(Refused) as caught:
        yield
    assert not isinstance(caught.value, Waiting), f"only waiting: {caught.value.code}"
    assert not codes or caught.value.code in codes


@contextmanager
def waits(*codes: str) -> Iterator[None]:
    """Expect "not yet", with one of the codes if any are given."""
    with pytest.raises(Waiting) as caught:
        yield
    assert not codes or caught.value.code in codes


def flips(data: bytes) -> Iterator[bytes]:
    """`data` with one bit flipped, for every bit."""
    for at in range(8 * len(data)):
        changed = bytearray(data)
        changed[at // 8] ^= 1 << at % 8
        yield bytes(changed)
