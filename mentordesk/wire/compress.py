# SPDX-License-Identifier: Apache-2.0
"""The preset dictionary with which parcels are packed: short messages in seven languages, written for it."""
from __future__ import annotations

from pathlib import Path

_TEXTS = Path(__file__).resolve().parents[1] / "resources" / "dictionary.txt"

# The bytes around what is random or written in operations: the commonest stand last.
FRAMES = bytes.fromhex(
    "0891960202c41001ce6a00000092a0ae4166726963612f4e6169726f62690891960203c40801ce6a00000093c410a0a0"
    "1091930301000891960201c40801ce6a00000091a09601c001003cd9c89601c00100cd0258d9c808919601c4080201ce"
    "6a000000d928"
)

DICTIONARY = _TEXTS.read_bytes() + FRAMES  # made by tools/make_dictionary.py; part of the format
