# SPDX-License-Identifier: Apache-2.0
"""Formats of documents in the world outside: what is left out on the way in, which words go along outward."""
from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mentordesk.domain.texts import Written

MAX_FILE = 20_000_000  # bytes of a file that is read


class Format(StrEnum):
    """A kind of file; the value is how its name ends."""

    DOCX = "docx"
    ODT = "odt"
    MARKDOWN = "md"
    TEXT = "txt"
    HTML = "html"
    PDF = "pdf"  # written by ui.printing, never read


READ = (Format.DOCX, Format.ODT, Format.MARKDOWN, Format.TEXT, Format.HTML)


class LeftOut(StrEnum):
    """What a file had and the document made from it has not, or has otherwise."""

    PICTURES = "pictures"
    TABLES = "tables"  # their text is kept, a line for each row
    BOXES = "boxes"  # text boxes: their text is kept, below the paragraph
    FOOTNOTES = "footnotes"
    PAGE_EDGES = "page_edges"  # headers and footers
    MACROS = "macros"
    CHANGES = "changes"  # tracked changes: the text is as if all were accepted
    COMMENTS = "comments"
    FORMULAS = "formulas"  # their letters are kept
    HIDDEN = "hidden"  # hidden text
    LINKS = "links"  # to other places than web pages and e-mail addresses
    NOTES = "notes"  # the notes that MentorDesk puts at the end of what it exports
    SYMBOLS = "symbols"  # letters that only one font knows
    ENCODING = "encoding"  # nothing is left out; but which letters were meant is a guess


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file became, and what of it is not there or is otherwise."""

    written: Written
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportWords:
    """The words that exported files say themselves; `{removes}`, `{adds}`, `{quote}` are filled in."""

    works: str = "What works first"
    gone: str = "About words that are no longer there"
    remarks: str = "Comments"
    replaces: str = "Suggestion: “{adds}” instead of “{removes}”"
    adds: str = "Suggestion: add “{adds}”"
    removes: str = "Suggestion: take out “{removes}”"
    about: str = "About “{quote}”"
    important: str = "Most important"
    done: str = "Done"
    not_yet: str = "Not yet"
    unclear: str = "I don't understand"
