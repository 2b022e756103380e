# SPDX-License-Identifier: Apache-2.0
"""Which letters the bytes of a text file stand for."""
from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 8_192  # bytes looked at for guesses
_MANY_ZEROS = 0.3
_ARABIC_RUN = re.compile(rb"[\xc0-\xff\x81\x8d\x8e\x90\x98\x9a\x9f\xaa]{2,}")
_HIGH = re.compile(rb"[\x80-\xff]")


def decoded(data: bytes) -> tuple[str, bool]:
    """The text, and whether its encoding is a guess. Nothing fails: unknown bytes become U+FFFD."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), False
    wide = _without_mark(data[:_SAMPLE])
    if wide:
        return data.decode(wide, "replace"), True
    try:
        return data.decode("utf-8"), False
    except UnicodeDecodeError:
        return data.decode(_old(data[: _SAMPLE * 8]), "replace"), True


def _without_mark(sample: bytes) -> str:
    """UTF-16 without its mark shows by zeros in every other byte."""
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) / half > _MANY_ZEROS and sample[::2].count(0) / half < _MANY_ZEROS / 10:
        return "utf-16-le"
    if sample[::2].count(0) / half > _MANY_ZEROS and sample[1::2].count(0) / half < _MANY_ZEROS / 10:
        return "utf-16-be"
    return ""


def _old(sample: bytes) -> str:
    """Windows-1252 or -1256: Arabic words are nearly all high bytes, French ones have one here and there."""
    high = len(_HIGH.findall(sample))
    in_words = sum(map(len, _ARABIC_RUN.findall(sample)))
    return "cp1256" if in_words > high * 0.6 else "cp1252"
