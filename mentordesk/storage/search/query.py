# SPDX-License-Identifier: Apache-2.0
"""From what a person typed to messages found, newest first, with the words around the first hit."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from mentordesk.domain.messages import SearchHit
from mentordesk.storage.reads.messages import COLUMNS, to_messages
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.search.fold import fold, fold_character, words

MAX_WORDS = 12  # of a query; more are left out
MAX_LETTERS = 200
SORTED = 300  # up to so many hits are sorted by their time; more by their arrival
BEFORE, LENGTH = 40, 160  # characters of a snippet before the first hit, and in all

Marks = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """One typed word: the folded words it becomes, the last of them perhaps only begun."""

    words: tuple[str, ...]

    @property
    def is_prefix(self) -> bool:
        """One letter alone is meant as it is: it begins half of all words."""
        return len(self.words[-1]) > 1

    def match(self) -> str:
        """The phrase in FTS5's language; folded words hold letters and digits only, quotes cannot occur."""
        return '"' + " ".join(self.words) + '"' + ("*" if self.is_prefix else "")

    def fits(self, found: list[tuple[str, int, int]], at: int) -> bool:
        """Whether the phrase stands at `at` in folded words."""
        part = [word for word, _, _ in found[at : at + len(self.words)]]
        if len(part) < len(self.words) or tuple(part[:-1]) != self.words[:-1]:
            return False
        return part[-1].startswith(self.words[-1]) if self.is_prefix else part[-1] == self.words[-1]


def parse(query: str) -> tuple[Phrase, ...]:
    """The phrases of a query; none when nothing in it can be searched for."""
    typed = unicodedata.normalize("NFC", query[:MAX_LETTERS]).split()
    cut = (tuple(word for word, _, _ in words(fold(part))) for part in typed)
    return tuple(Phrase(part) for part in cut if part)[:MAX_WORDS]


def search(reader: Reader, query: str, limit: int = 20, offset: int = 0) -> list[SearchHit]:
    """Messages that hold every word of the query or one beginning with it; nothing for an empty query."""
    phrases = parse(query)
    if not phrases or limit < 1:
        return []
    rowids = _rowids(reader, " AND ".join(phrase.match() for phrase in phrases), limit, offset)
    marks = ",".join("?" * len(rowids))
    rows = reader.rows(
        f"""SELECT {COLUMNS}, coalesce(t.topic, '') AS topic, m.rowid AS place
        FROM messages m LEFT JOIN threads t ON t.thread = m.thread WHERE m.rowid IN ({marks})""",
        tuple(rowids),
    )
    rows = sorted(rows, key=lambda row: rowids.index(row.place))
    messages = to_messages(reader, rows)
    return [
        SearchHit(message, row.topic, *snippet(message.text, phrases))
        for message, row in zip(messages, rows, strict=True)
    ]


def _rowids(reader: Reader, match: str, limit: int, offset: int) -> list[int]:
    """The page's places, newest first: by time when few match, else by arrival, which needs no sorting."""
    found = reader.rows(
        "SELECT rowid FROM message_fts WHERE message_fts MATCH ? ORDER BY rowid DESC LIMIT ?",
        (match, max(SORTED + 1, offset + limit)),
    )
    places = tuple(row[0] for row in found)
    if len(places) <= SORTED:
        marks = ",".join("?" * len(places))
        timed = reader.rows(
            f"""SELECT rowid FROM messages WHERE rowid IN ({marks})
            ORDER BY min(time, arrived) DESC, rowid DESC""",
            places,
        )
        places = tuple(row[0] for row in timed)
    return list(places[offset : offset + limit])


def snippet(text: str, phrases: tuple[Phrase, ...]) -> tuple[str, Marks]:
    """Words of the text around the first hit, in one line, and where the hits stand in them."""
    hits = find_hits(text, phrases)
    first = hits[0][0] if hits else 0
    start = _word_start(text, first - BEFORE) if first > BEFORE else 0
    end = _word_end(text, start + LENGTH, hits[0][1] if hits else 0)
    shown = text[start:end].replace("\n", " ").replace("\t", " ")
    return shown, tuple((a - start, min(b, end) - start) for a, b in hits if start <= a < end)


def find_hits(text: str, phrases: tuple[Phrase, ...]) -> list[tuple[int, int]]:
    """Where the phrases stand in the original text, in order, without overlaps."""
    folded, origins = _with_origins(text)
    found = words(folded)
    hits: list[tuple[int, int]] = []
    for at, (_, begin, _) in enumerate(found):
        length = max((len(phrase.words) for phrase in phrases if phrase.fits(found, at)), default=0)
        if not length or (hits and origins[begin] < hits[-1][1]):
            continue
        end = origins[found[at + length - 1][2] - 1] + 1
        while end < len(text) and not fold_character(text[end]):
            end += 1  # the last letter's own accents
        hits.append((origins[begin], end))
    return hits


def _with_origins(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters the place it came from."""
    if text.isascii():
        return text.lower(), range(len(text))
    parts = [fold_character(character) for character in text]
    return "".join(parts), [at for at, part in enumerate(parts) for _ in part]


def _word_start(text: str, wanted: int) -> int:
    """The beginning of the word after `wanted`, if one is near."""
    near = next((at for at in range(wanted, min(wanted + 20, len(text))) if text[at].isspace()), wanted - 1)
    return near + 1


def _word_end(text: str, wanted: int, least: int) -> int:
    """The end of the word before `wanted`, if one is near and not below `least`."""
    if wanted >= len(text):
        return len(text)
    return next((at for at in range(wanted, max(wanted - 20, least), -1) if text[at].isspace()), wanted)
