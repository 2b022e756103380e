# SPDX-License-Identifier: Apache-2.0
"""Documents as one page of HTML that needs nothing else: no script, no picture, no other address."""
from __future__ import annotations

import datetime
from collections.abc import Sequence
from html import escape
from itertools import islice

from mentordesk.domain.formats import ExportWords
from mentordesk.domain.texts import Block, BlockKind, Paragraph, Run, Style, Written
from mentordesk.interchange.clean import SOFT_BREAK, cleaned, link
from mentordesk.interchange.places import Ruler, split_runs
from mentordesk.interchange.remarks import Notes, Remark, Review

GENERATOR = "MentorDesk"
NOTES_CLASS = "md-notes"
MARK_CLASS = "md-mark"
END_CLASS = "md-end"
LEVEL_CLASS = "md-level"  # of an item that is there only for the list in it
_LISTS = {BlockKind.BULLET: "ul", BlockKind.NUMBER: "ol"}
_HEADINGS = {BlockKind.HEADING1: "h1", BlockKind.HEADING2: "h2", BlockKind.HEADING3: "h3"}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_LONG_QUOTE = 120
_LOOK = """
body{max-width:42em;margin:2em auto;padding:0 1em;font:1.05em/1.55 Georgia,"Noto Serif",serif;color:#1a1a1a;
background:#fff;overflow-wrap:break-word}
h1,h2,h3{line-height:1.25;margin:1.4em 0 .5em}
p,h1,h2,h3,li{white-space:pre-wrap}
p,blockquote{margin:0 0 .8em}
blockquote{padding-inline-start:1em;border-inline-start:.2em solid #b5b5b5}
ul,ol{margin:0 0 .8em;padding-inline-start:2em}
li ul,li ol{margin:0}
li.md-level{list-style:none}
[data-indent="1"]{margin-inline-start:2em}[data-indent="2"]{margin-inline-start:4em}
[data-indent="3"]{margin-inline-start:6em}[data-indent="4"]{margin-inline-start:8em}
[data-indent="5"]{margin-inline-start:10em}[data-indent="6"]{margin-inline-start:12em}
ins{color:#0b5d2e;text-decoration:underline;background:#e6f4ea}
del{color:#9a1b1b;text-decoration:line-through;background:#fbe9e9}
.md-mark{font-size:.75em;vertical-align:super;line-height:0;text-decoration:none;padding:0 .15em}
.md-notes{border-top:.1em solid #b5b5b5;margin-top:3em;font-size:.92em}
.md-notes h2{font-size:1.15em}
.md-notes p{margin:.1em 0}
.md-notes li{margin-bottom:.7em;white-space:normal}
.md-notes q{font-style:italic}
.md-reply{margin-inline-start:1.5em}
@media print{body{margin:0;max-width:none;font-size:11pt}ins,del{background:none}li,p{orphans:2;widows:2}
h1,h2,h3{break-after:avoid}}
"""


def write(written: Written, words: ExportWords) -> bytes:
    """The bytes of the page, in UTF-8."""
    review = Review(written, words)
    remarks = review.remarks()
    body = _Page(review, remarks).body(written.paragraphs)
    notes = _notes(remarks, review.notes(), words, Ruler(written.paragraphs))
    title = escape(cleaned(written.title).replace(SOFT_BREAK, " "))
    return (
        '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<meta name="generator" content="{GENERATOR}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_LOOK}</style>\n</head>\n<body>\n{body}{notes}</body>\n</html>\n"
    ).encode()


class _Page:
    """The paragraphs, with lists opened and closed around them."""

    def __init__(self, review: Review, remarks: Sequence[Remark]) -> None:
        self._review = review
        self._marks: list[tuple[int, int]] = sorted(
            (max(remark.start, remark.end), number) for number, remark in enumerate(remarks, 1)
        )
        self._next = 0
        self._open: list[str] = []  # the lists around the paragraph, each with an item open
        self._parts: list[str] = []

    def body(self, paragraphs: Sequence[Paragraph]) -> str:
        """All paragraphs as HTML."""
        starts = Ruler(paragraphs).starts
        for number, paragraph in enumerate(paragraphs):
            inner = self._inner(paragraph, starts[number], starts[number + 1])
            self._put(paragraph.block, inner)
        self._close_to(0)
        return "".join(self._parts)

    def _put(self, block: Block, inner: str) -> None:
        tag = _LISTS.get(block.kind)
        if tag is not None:
            self._item(tag, block.indent, inner)
            return
        self._close_to(0)
        indent = f' data-indent="{block.indent}"' if block.indent else ""
        if block.kind is BlockKind.QUOTE:
            self._parts.append(f'<blockquote{indent}><p dir="auto">{inner}</p></blockquote>\n')
        else:
            name = _HEADINGS.get(block.kind, "p")
            self._parts.append(f'<{name} dir="auto"{indent}>{inner}</{name}>\n')

    def _item(self, tag: str, indent: int, inner: str) -> None:
        self._close_to(indent + 1)
        if len(self._open) == indent + 1:
            if self._open[-1] == tag:
                self._parts.append("</li>\n")
            else:
                self._close_to(indent)
        while len(self._open) <= indent:
            self._parts.append(f"<{tag}>")
            self._open.append(tag)
            if len(self._open) <= indent:
                self._parts.append(f'<li class="{LEVEL_CLASS}">')
        self._parts.append(f'<li dir="auto">{inner}')

    def _close_to(self, depth: int) -> None:
        while len(self._open) > depth:
            self._parts.append(f"</li></{self._open.pop()}>\n")

    def _inner(self, paragraph: Paragraph, start: int, after: int) -> str:
        places: list[int] = []
        for place, _ in islice(self._marks, self._next, None):
            if place >= after:
                break
            places.append(place)
        parts = []
        for place, run in split_runs(paragraph, start, places):
            parts.append(self._marks_up_to(place))
            parts.append(self._run(run))
        parts.append(self._marks_up_to(after))
        parts.append(self._changed("¶", paragraph.end, f' class="{END_CLASS}"'))
        return "".join(parts)

    def _marks_up_to(self, place: int) -> str:
        parts = []
        while self._next < len(self._marks) and self._marks[self._next][0] <= place:
            number = self._marks[self._next][1]
            parts.append(f'<a class="{MARK_CLASS}" id="r{number}" href="#n{number}">[{number}]</a>')
            self._next += 1
        return "".join(parts)

    def _run(self, run: Run) -> str:
        text = escape(cleaned(run.text), quote=False).replace(SOFT_BREAK, "<br>")
        for tag, on in (("i", run.style.italic), ("b", run.style.bold)):
            text = f"<{tag}>{text}</{tag}>" if on else text
        address = link(run.style.link)
        if address:
            text = f'<a href="{escape(address)}" rel="noreferrer">{text}</a>'
        return self._changed(text, run.style) or text

    def _changed(self, text: str, style: Style, more: str = "") -> str:
        """The text as suggested to be added or taken out; empty when it is neither."""
        marked = ""
        for tag, names in (("ins", style.inserted), ("del", style.deleted)):
            name = self._review.mark(names)
            if name is not None:
                author = escape(cleaned(self._review.author_of(name)))
                marked = f'<{tag}{more} title="{author}" data-author="{author}">{marked or text}</{tag}>'
        return marked


def _notes(remarks: Sequence[Remark], ends: Sequence[Notes], words: ExportWords, ruler: Ruler) -> str:
    parts = []
    for section in ends:
        lines = "".join(f'<li dir="auto">{_lines(line)}</li>\n' for line in section.lines)
        parts.append(f"<h2>{escape(section.heading)}</h2>\n<ul>\n{lines}</ul>\n")
    if remarks:
        items = "".join(_note(number, remark, words, ruler) for number, remark in enumerate(remarks, 1))
        parts.append(f"<h2>{escape(words.remarks)}</h2>\n<ol>\n{items}</ol>\n")
    return f'<section class="{NOTES_CLASS}">\n{"".join(parts)}</section>\n' if parts else ""


def _note(number: int, remark: Remark, words: ExportWords, ruler: Ruler) -> str:
    quote = " ".join(ruler.between(remark.start, remark.end).split())
    quote = quote if len(quote) <= _LONG_QUOTE else quote[: _LONG_QUOTE - 1] + "…"
    about = f'<p dir="auto"><q>{escape(cleaned(quote))}</q></p>\n' if quote else ""
    done = f" · {escape(words.done)}" if remark.done else ""
    said = _said(remark.author, remark.text, remark.time)
    replies = "".join(f'<div class="md-reply">{_said(*reply)}</div>\n' for reply in remark.replies)
    back = f'<a href="#r{number}">[{number}]</a>'
    return f'<li id="n{number}">{about}{said}{done} {back}\n{replies}</li>\n'


def _said(author: str, text: str, time: int) -> str:
    day = f" · {_day(time)}" if time else ""
    return f'<p dir="auto"><b>{escape(cleaned(author))}</b>{day}</p><p dir="auto">{_lines(text)}</p>'


def _day(time: int) -> str:
    return datetime.datetime.fromtimestamp(min(time, 253_402_300_799), datetime.UTC).date().isoformat()


def _lines(text: str) -> str:
    return escape(cleaned(text), quote=False).replace(SOFT_BREAK, "<br>")
