# SPDX-License-Identifier: Apache-2.0
"""Letters and addresses from outside, cleaned of what has no place in a document or in XML."""
from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from mentordesk.domain.texts import LINK_SCHEMES, MAX_LINK

SOFT_BREAK = "\u2028"  # a new line in the same paragraph

_RIGHT_TO_LEFT = ("R", "AL")

# Controls, lone surrogates, non-characters, the place-holder of objects, and the mark of byte order.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffc\ufffe\uffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_CONTROLS_AND_SPACE = re.compile(r"[\x00-\x20\x7f-\x9f\u200b\u2028\u2029\ufeff]")


def cleaned(text: str) -> str:
    """Letters that may stand in a run: every kind of line end is a soft break, what nobody sees is gone."""
    return _UNWANTED.sub("", _BREAKS.sub(SOFT_BREAK, text))


def link(address: str) -> str:
    """The address when it is one of the web or of e-mail, else empty. Nothing is looked up."""
    address = _CONTROLS_AND_SPACE.sub("", address)
    if len(address) > MAX_LINK or _UNWANTED.search(address):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme.lower() not in LINK_SCHEMES:
        return ""
    return address if parts.netloc or (parts.scheme.lower() == "mailto" and parts.path) else ""


def leans_right(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction == "L":
            return False
        if direction in _RIGHT_TO_LEFT:
            return True
    return False


def has_right_to_left(text: str) -> bool:
    """Whether any letter runs from right to left."""
    return any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text)
