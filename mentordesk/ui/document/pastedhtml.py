# SPDX-License-Identifier: Apache-2.0
"""HTML from a word processor or a browser as paragraphs: headings, lists, quotes, bold, italic, links.

Nothing is fetched and nothing runs: only what is named here is taken over.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import urlsplit

from mentordesk.domain.texts import MAX_INDENT, PLAIN, Block, BlockKind, Paragraph, Run, Style
from mentordesk.ui.document.markup import Remark, Tag, Text, pieces_of

MAX_DEPTH = 200  # open elements; deeper ones count as their parents
MAX_ADDRESS = 2_000  # letters of a link
_SCHEMES = frozenset({"http", "https", "mailto"})
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_SILENT = frozenset(
    "script style head title template svg math object iframe noscript select textarea button audio video "
    "canvas xml del".split()
)
_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li blockquote pre ul ol dl dt dd table tr article section aside header footer "
    "main nav address figure figcaption form fieldset body html center".split()
)
_HEADINGS = {
    "h1": BlockKind.HEADING1,
    "h2": BlockKind.HEADING2,
    **dict.fromkeys(("h3", "h4", "h5", "h6"), BlockKind.HEADING3),
}
_WORD_KINDS = {
    "msotitle": BlockKind.HEADING1,
    "msoquote": BlockKind.QUOTE,
    "msointensequote": BlockKind.QUOTE,
}
_BODY = Block()
_LISTS = {"ul": BlockKind.BULLET, "ol": BlockKind.NUMBER}
_WORD_LIST = re.compile(r"mso-list:\s*l\d+\s+level(\d)")
_NUMBERED = re.compile(r"^\W{0,2}(\d{1,3}|[a-zA-Z]{1,4})[.)]")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_NO_LETTERS = frozenset("\ufffc\ufeff")  # stands for an object, for nothing
_BOLD = frozenset(("bold", "bolder", "600", "700", "800", "900"))
_CONTROLS = frozenset(("Cc", "Cs"))
_HEADING_KINDS = frozenset(_HEADINGS.values())
_LIST_KINDS = frozenset(_LISTS.values())


@dataclass(frozen=True, slots=True)
class _Open:
    """An element that is not closed yet, and what holds inside it."""

    tag: str = ""
    style: Style = PLAIN
    block: Block = _BODY
    lists: tuple[BlockKind, ...] = ()
    silent: bool = False
    spaces: bool = False  # kept as they are
    marker: bool = False  # the number or dot of a word processor's list


class _Reader:
    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self._open = [_Open()]
        self._runs: list[Run] = []
        self._marker = ""  # what stood before a word processor's list item
        self._before = 0  # paragraphs there were when the last <p> began
        self._done = False

    def read(self, html: str) -> None:
        """All of it, up to where a clipboard says that it ends."""
        for piece in pieces_of(html):
            match piece:
                case Tag(start=True):
                    self._start(piece.name, piece.attributes)
                case Tag():
                    self._end(piece.name)
                case Text():
                    self._letters(piece.letters)
                case Remark():
                    self._remark(piece.words.strip())
            if self._done:
                return
        self._end_paragraph()

    def _start(self, tag: str, attrs: dict[str, str]) -> None:
        if tag == "br":
            self._break(attrs)
        elif tag in ("td", "th"):
            self._add("\t" if self._runs else "")
        if tag in _BLOCKS or tag == "hr":
            self._end_paragraph()
            self._before = len(self.paragraphs)
            self._close_before(tag)
        if tag not in _VOID and len(self._open) < MAX_DEPTH:
            self._open.append(_inside(self._open[-1], tag, attrs))

    def _close_before(self, tag: str) -> None:
        """End tags that may be left out: of a paragraph before any block, of a list item before the next."""
        if self._open[-1].tag == "p":
            self._open.pop()
        for place in range(len(self._open) - 1, 0, -1) if tag == "li" else ():
            if self._open[place].tag in _LISTS:
                return
            if self._open[place].tag == "li":
                del self._open[place:]
                return

    def _end(self, tag: str) -> None:
        if tag in _VOID:
            return
        if tag in _BLOCKS:
            self._end_paragraph(explicit=tag == "p" and len(self.paragraphs) == self._before)
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                return
            if tag not in _BLOCKS and self._open[place].tag in _BLOCKS:
                return  # a stray end inside of a paragraph closes nothing around it

    def _letters(self, data: str) -> None:
        top = self._open[-1]
        if top.silent:
            return
        if top.marker:
            self._marker += data
        elif top.spaces:
            self._add_lines(data)
        else:
            self._add(_SPACES.sub(" ", data))

    def _remark(self, words: str) -> None:
        if words == "StartFragment":  # of a clipboard: what stood before is only what it stands in
            self.paragraphs.clear()
            self._runs.clear()
        elif words == "EndFragment":
            self._end_paragraph()
            self._done = True

    # Making paragraphs

    def _add(self, text: str) -> None:
        if text:
            self._runs.append(Run(text, self._open[-1].style))

    def _add_lines(self, data: str) -> None:
        first, *others = _LINE_ENDS.split(data)
        self._add(first)
        for line in others:
            self._end_paragraph(explicit=True)
            self._add(line)

    def _break(self, attrs: dict[str, str]) -> None:
        if "Apple-interchange-newline" not in attrs.get("class", ""):
            self._end_paragraph(explicit=True)

    def _end_paragraph(self, explicit: bool = False) -> None:
        """What was gathered becomes a paragraph; an empty one only where it is `explicit`."""
        runs = _tidy(self._runs)
        self._runs.clear()
        block, self._marker = self._block(), ""
        if runs:
            if block.kind in _HEADING_KINDS:
                runs = _joined([Run(run.text, replace(run.style, bold=False)) for run in runs])
            self.paragraphs.append(Paragraph(runs, block))
            self._list_item_begun()
        elif explicit and not self._open[-1].silent and self.paragraphs and self.paragraphs[-1].runs:
            self.paragraphs.append(Paragraph())

    def _block(self) -> Block:
        block = self._open[-1].block
        if self._marker and _NUMBERED.match(self._marker.strip()):
            return Block(BlockKind.NUMBER, block.indent)
        return block

    def _list_item_begun(self) -> None:
        """What follows in the same list item is indented text, without a dot of its own."""
        for place, element in enumerate(self._open):
            if element.tag == "li" and element.block.kind in _LIST_KINDS:
                later = Block(BlockKind.BODY, min(element.block.indent + 1, MAX_INDENT))
                inside = self._open[place:]
                self._open[place:] = [
                    replace(one, block=later) if one.block == element.block else one for one in inside
                ]


def paragraphs_of(html: str) -> tuple[Paragraph, ...]:
    """The text of an HTML page or fragment; () where there is none. Anything goes in, nothing is raised."""
    reader = _Reader()
    reader.read(html)
    return without_outer_gaps(reader.paragraphs)


def paragraphs_of_text(text: str) -> tuple[Paragraph, ...]:
    """Plain text, a paragraph for each line."""
    lines = [plain_letters(line) for line in _LINE_ENDS.split(text)]
    if len(lines) > 1:  # a part of a line keeps its space
        lines = [line.rstrip() for line in lines]
    return without_outer_gaps([Paragraph((Run(line),) if line else ()) for line in lines])


def plain_letters(text: str) -> str:
    """Text without control letters and halves of letters; tabs stay."""
    return "".join(
        c for c in text if c == "\t" or not (c in _NO_LETTERS or unicodedata.category(c) in _CONTROLS)
    )


def without_outer_gaps(paragraphs: list[Paragraph]) -> tuple[Paragraph, ...]:
    """No empty paragraphs at either end."""
    full = [place for place, paragraph in enumerate(paragraphs) if paragraph.runs]
    return tuple(paragraphs[full[0] : full[-1] + 1]) if full else ()


def _inside(outer: _Open, tag: str, attrs: dict[str, str]) -> _Open:
    """What holds inside of an element."""
    css = _declarations(attrs.get("style", ""))
    lists = (*outer.lists, _LISTS[tag]) if tag in _LISTS else outer.lists
    block = _block_of(tag, attrs, lists, outer.block)
    silent = outer.silent or tag in _SILENT or css.get("display") == "none" or "hidden" in attrs
    return _Open(
        tag,
        _style_of(tag, attrs, css, outer.style),
        block,
        lists[:MAX_DEPTH],
        silent,
        outer.spaces or tag == "pre",
        outer.marker or css.get("mso-list", "").lower() == "ignore",
    )


def _block_of(tag: str, attrs: dict[str, str], lists: tuple[BlockKind, ...], outer: Block) -> Block:
    if tag in _HEADINGS:
        return Block(_HEADINGS[tag])
    if tag == "blockquote":
        return Block(BlockKind.QUOTE) if not lists else outer
    if tag == "li":
        indent = min(max(len(lists) - 1, 0), MAX_INDENT)
        return Block(lists[-1] if lists else BlockKind.BULLET, indent)
    if tag == "p":
        word = _WORD_LIST.search(attrs.get("style", "").lower())
        if word:
            return Block(BlockKind.BULLET, min(max(int(word[1]) - 1, 0), MAX_INDENT))
        names = attrs.get("class", "").lower().split()
        return next((Block(_WORD_KINDS[name]) for name in names if name in _WORD_KINDS), outer)
    return outer


def _style_of(tag: str, attrs: dict[str, str], css: dict[str, str], outer: Style) -> Style:
    bold = outer.bold or tag in ("b", "strong", "th")
    italic = outer.italic or tag in ("i", "em", "cite", "dfn")
    weight, slant = css.get("font-weight", ""), css.get("font-style", "")
    if weight:  # a weight that is said counts more than the element, as in "<b style=font-weight:normal>"
        bold = weight in _BOLD
    if slant:
        italic = slant in ("italic", "oblique")
    link = _address(attrs.get("href", "")) if tag == "a" else outer.link
    return Style(bold, italic, link)


def _address(href: str) -> str:
    """A link that may be followed; "" for one into a file, a script or the page itself."""
    address = plain_letters(href).strip()
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return ""
    fits = scheme in _SCHEMES and len(address) <= MAX_ADDRESS and not any(c.isspace() for c in address)
    return address if fits else ""


def _declarations(css: str) -> dict[str, str]:
    """A style attribute's names and values, in small letters; what is odd is left out."""
    pairs = (part.split(":", 1) for part in css[:4_000].lower().split(";") if ":" in part)
    return {name.strip(): value.replace("!important", "").strip() for name, value in pairs}


def _tidy(runs: list[Run]) -> tuple[Run, ...]:
    """Runs of one paragraph: single spaces, none at the ends, neighbours of one style joined."""
    made: list[Run] = []
    spaced = True  # nothing, or a space, stands before
    for run in runs:
        text = plain_letters(_single_spaces(run.text))
        if spaced:
            text = text.lstrip(" ")
        if text:
            spaced = text.endswith(" ")
            made.append(Run(text, run.style))
    while made and not (last := made[-1].text.rstrip(" \t")):
        made.pop()
    if made:
        made[-1] = Run(last, made[-1].style)
    return _joined(made)


def _single_spaces(text: str) -> str:
    """Spaces that were doubled for looks as one; one hard space between letters stays."""
    text = re.sub(r"[ \xa0]*(?: \xa0|\xa0 |\xa0\xa0)[ \xa0]*", " ", text)
    text = text if text.strip("\xa0") else " " * bool(text)
    return re.sub(r" {2,}", " ", text)


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    return tuple(
        Run("".join(run.text for run in same), style)
        for style, same in groupby(runs, key=lambda run: run.style)
    )
