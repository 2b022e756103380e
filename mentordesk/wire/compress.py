# SPDX-License-Identifier: Apache-2.0
"""The preset dictionary with which parcels are packed: short messages in seven languages, written for it."""
from __future__ import annotations

from pathlib import Path

_PLACE = Path(__file__).resolve().parents[1] / "resources" / "dictionary.bin"

DICTIONARY: bytes = _PLACE.read_bytes()  # made by tools/make_dictionary.py; part of the format
