# SPDX-License-Identifier: Apache-2.0
"""Documents as Markdown (CommonMark), with suggestions and comments as CriticMarkup."""
from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from mentordesk.domain.formats import ExportWords
from mentordesk.domain.texts import LISTS, BlockKind, Paragraph, Run, Style, Written
from mentordesk.interchange.clean import SOFT_BREAK, cleaned, link
from mentordesk.interchange.counting import Counter
from mentordesk.interchange.places import Ruler, split_runs
from mentordesk.interchange.remarks import Review

NOTES_MARK = "<!-- notes -->"
EMPTY_ITEM = "<!-- -->"  # an item without letters, not only a level above another one
END_SIGN = "¶"
_HEADINGS = {BlockKind.HEADING1: "# ", BlockKind.HEADING2: "## ", BlockKind.HEADING3: "### "}
_ESCAPED = re.compile(r"[\\`*_{}\[\]<>&~|]")
_AT_START = re.compile(r"(?m)^( *)(#|[-+=:]|\d{1,9}(?=[.)]))")
_EDGE_SPACE = re.compile(r"^[ \t]+|[ \t]+$|(?<=\\\n)[ \t]+|[ \t]+(?=\\\n)")
_WORD = re.compile(r"\w")


def write(written: Written, words: ExportWords) -> bytes:
    """The bytes of the text, in UTF-8."""
    review = Review(written, words)
    page = _Page(written, review)
    blocks = page.blocks(written.paragraphs)
    notes = [f"## {_plain(section.heading)}\n\n" + "\n".join(f"- {_plain(line)}" for line in section.lines)
             for section in review.notes()]
    text = blocks + ("\n\n" + "\n\n".join([NOTES_MARK, *notes]) if notes else "")
    return (text.strip("\n") + "\n").encode()


class _Page:
    """Paragraphs, each with what stands before its lines."""

    def __init__(self, written: Written, review: Review) -> None:
        self._review = review
        self._remarks = sorted(review.remarks(), key=lambda remark: max(remark.start, remark.end))
        self._starts = Ruler(written.paragraphs).starts
        self._next = 0

    def blocks(self, paragraphs: Sequence[Paragraph]) -> str:
        """All paragraphs. Empty ones are left out: Markdown has no sign for them."""
        parts: list[str] = []
        counter, lists = Counter(), _Lists()
        listed = False
        for number, paragraph in enumerate(paragraphs):
            inner = self._inner(paragraph, self._starts[number], self._starts[number + 1])
            block = paragraph.block
            count = counter.number(block)
            if block.kind in LISTS:
                sign = f"{count}. " if block.kind is BlockKind.NUMBER else "- "
                first, rest = lists.item(block.indent, sign)
                between = "\n" if listed else "\n\n"
                inner = inner or EMPTY_ITEM
            elif not inner:
                continue
            else:
                lists = _Lists()
                quote = "> " * (block.indent + 1) if block.kind is BlockKind.QUOTE else ""
                first, rest, between = quote + _HEADINGS.get(block.kind, ""), quote, "\n\n"
            listed = block.kind in LISTS
            parts.append(between + first + inner.replace("\n", "\n" + rest))
        return "".join(parts)

    def _inner(self, paragraph: Paragraph, start: int, after: int) -> str:
        heading = paragraph.block.kind in _HEADINGS
        places, remark = [], self._next
        while remark < len(self._remarks) and self._end(remark) < after:
            places.append(self._end(remark))
            remark += 1
        parts: list[str] = []
        segment: list[Run] = []
        for place, run in split_runs(paragraph, start, places):
            said = self._said_up_to(place)
            if said:
                parts += [_emphasised(segment, self._review), said]
                segment = []
            segment.append(run)
        parts += [_emphasised(segment, self._review), self._said_up_to(after)]
        parts.append(_marked(END_SIGN, paragraph.end, self._review))
        text = _EDGE_SPACE.sub(_entities, "".join(parts))
        return text.replace("\\\n", "<br>") if heading else text

    def _end(self, remark: int) -> int:
        return max(self._remarks[remark].start, self._remarks[remark].end)

    def _said_up_to(self, place: int) -> str:
        said = []
        while self._next < len(self._remarks) and self._end(self._next) <= place:
            remark = self._remarks[self._next]
            replies = [f"{name}: {text}" for name, text, _ in remark.replies]
            text = " / ".join([f"{remark.author}: {remark.text}", *replies])
            said.append("{>>" + _plain(text) + "<<}")
            self._next += 1
        return "".join(said)


class _Lists:
    """Where the items of nested lists begin."""

    def __init__(self) -> None:
        self._offsets: list[int] = []  # where the text of the item of each level begins

    def item(self, indent: int, sign: str) -> tuple[str, str]:
        """What stands before an item's first line, and before its other lines."""
        del self._offsets[indent:]
        first = " " * (self._offsets[-1] if self._offsets else 0)
        while len(self._offsets) < indent:  # a level that has no item of its own
            first += "- "
            self._offsets.append(len(first))
        first += sign
        self._offsets.append(len(first))
        return first, " " * len(first)


def _emphasised(runs: Sequence[Run], review: Review) -> str:
    """Runs with their emphasis: stars where they surely work, else the tags that Markdown knows as well."""
    parts: list[str] = []
    for style, group in groupby(runs, key=lambda run: run.style):
        text = "".join(run.text for run in group)
        inner = _escaped(cleaned(text))
        alone = _stands_alone(text, parts)
        for sign, tag, on in (("*", "i", style.italic), ("**", "b", style.bold)):
            inner = _wrapped(inner, sign, tag, alone) if on else inner
        address = link(style.link)
        if address:
            inner = f"[{inner}](<{address.replace('<', '%3C').replace('>', '%3E')}>)"
        parts.append(_marked(inner, style, review))
    return "".join(parts)


def _wrapped(inner: str, sign: str, tag: str, alone: bool) -> str:
    return f"{sign}{inner}{sign}" if alone else f"<{tag}>{inner}</{tag}>"


def _stands_alone(text: str, before: Sequence[str]) -> bool:
    """Whether stars around these letters can be nothing but emphasis."""
    edges = bool(_WORD.match(text[0]) and _WORD.match(text[-1]))
    return edges and not (before and before[-1].endswith(("*", "_", "\\")))


def _marked(text: str, style: Style, review: Review) -> str:
    added, removed = review.mark(style.inserted) is not None, review.mark(style.deleted) is not None
    if not text or not (added or removed):
        return "" if text == END_SIGN else text
    text = "{--" + text + "--}" if removed else text
    return "{++" + text + "++}" if added else text


def _escaped(text: str) -> str:
    text = _ESCAPED.sub(r"\\\g<0>", text)
    text = text.replace("++", "\\+\\+").replace("--", "\\-\\-")
    text = text.replace("\t", "&#9;").replace(END_SIGN, "&para;").replace(SOFT_BREAK, "\\\n")
    text = text[:-1] + "\\!" if text.endswith("!") else text  # before a link it would make a picture
    return _AT_START.sub(_at_start, text)


def _at_start(found: re.Match[str]) -> str:
    return found[1] + (found[2] + "\\" if found[2].isdigit() else "\\" + found[2])


def _entities(found: re.Match[str]) -> str:
    return found[0].replace(" ", "&#32;").replace("\t", "&#9;")


def _plain(text: str) -> str:
    """Words on one line that mean nothing else."""
    return _escaped(" ".join(cleaned(text).replace(SOFT_BREAK, " ").split()))
