# SPDX-License-Identifier: Apache-2.0
"""Both secrets are needed, and missing memory is not a wrong passphrase."""
from __future__ import annotations

from itertools import product

import pytest

from mentordesk.crypto.passphrase import derive, normal
from tests.helpers.processes import run_python

SECOND, OTHER = b"s" * 16, b"t" * 16
QUICK = {"ops": 1, "mem": 1 << 20}

STARVED = """
import resource
from mentordesk.base.errors import NotEnoughMemory
from mentordesk.crypto.passphrase import derive
with open("/proc/self/statm") as statm:
    used = int(statm.read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (16 << 20), used + (16 << 20)))
try:
    derive("sun moon", bytes(16))
except NotEnoughMemory as trouble:
    print(trouble.code)
"""


def test_three_parts_of_two_secrets_are_all_different() -> None:
    secrets = product(("sun moon", "sun noon"), (SECOND, OTHER))
    keys = [derive(words, second, **QUICK) for words, second in secrets]
    parts = [part for key in keys for part in (key.auth, key.wrap, key.local)]
    assert len(set(parts)) == 12
    assert {len(part) for part in parts} == {32}


@pytest.mark.parametrize("same", ["cafe\u0301 moon", " caf\u00e9  moon ", "caf\u00e9\u00a0moon"])
def test_passphrases_that_look_alike_are_alike(same: str) -> None:
    assert normal(same) == "caf\u00e9 moon"
    assert derive(same, SECOND, **QUICK) == derive("caf\u00e9 moon", SECOND, **QUICK)


def test_any_text_is_a_passphrase() -> None:
    for text in ("", "\ud800", "ا" * 1000, "\0"):
        assert len(derive(text, SECOND, **QUICK).auth) == 32


def test_missing_memory_is_told_apart_from_a_wrong_passphrase() -> None:
    assert run_python("-c", STARVED).stdout.strip() == "not_enough_memory"


def test_secrets_do_not_show_when_printed() -> None:
    keys = derive("sun moon", SECOND, **QUICK)
    assert repr(keys.wrap) not in repr(keys)
