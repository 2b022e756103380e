# SPDX-License-Identifier: Apache-2.0
"""What came late is taken in as far as an accepted change leans on it, and no further."""

from __future__ import annotations

from mentordesk.desk.opening import _with_late
from mentordesk.richtext.document import TextDocument
from mentordesk.storage.reads.texts import TextRow
from mentordesk.storage.schema import Guard

LATE = ("One. ", "Two. ", "Three. ")


def row(data: bytes) -> TextRow:
    """A late change, as the disk gives it."""
    return TextRow(1, b"b" * 16, data, Guard.NEW)


def written() -> tuple[list[bytes], list[TextRow]]:
    """The text so far, three changes that came late, and one that leans on the second of them."""
    begun = TextDocument.create(1)
    begun.insert(0, "Text. ")
    whole = [one.data for one in begun.own(0)]
    brian, rows, leaning = TextDocument.load(2, whole), [], b""
    for n, words in enumerate(LATE):
        since = brian.own_end
        brian.insert(0, words)
        rows.append(row(brian.own(since)[0].data))
        if n == 1:
            grace = TextDocument.load(3, [*whole, *(one.data for one in rows)])
            grace.insert(0, "I lean. ")
            leaning = grace.own(0)[0].data
    return [*whole, leaning], rows


def test_only_what_is_leaned_on_is_taken() -> None:
    data, late = written()
    text = TextDocument.load(4, data)
    assert text.missing
    found = _with_late(text, late)
    assert found is not None
    assert found.text() == "I lean. Two. One. Text. \n"


def test_nothing_is_taken_where_something_is_missing_all_the_same() -> None:
    data, late = written()
    assert _with_late(TextDocument.load(4, data), late[:1]) is None


def test_what_cannot_be_read_of_it_is_passed_over(expected_warnings: list[str]) -> None:
    expected_warnings.append("late change not taken: %s")
    data, late = written()
    found = _with_late(TextDocument.load(4, data), [row(b"no text"), *late])
    assert found is not None
    assert found.text() == "I lean. Two. One. Text. \n"
