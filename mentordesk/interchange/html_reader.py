# SPDX-License-Identifier: Apache-2.0
"""Documents from HTML: what is written in a page, and nothing that it points to."""
from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from mentordesk.base.errors import ImportDamaged
from mentordesk.domain.formats import LeftOut
from mentordesk.domain.texts import LISTS, PLAIN, Block, BlockKind, Style
from mentordesk.interchange.building import BODY, LONG_ROW, Builder, Change
from mentordesk.interchange.clean import SOFT_BREAK, link
from mentordesk.interchange.encodings import decoded
from mentordesk.interchange.html_writer import END_CLASS, GENERATOR, LEVEL_CLASS, MARK_CLASS, NOTES_CLASS
from mentordesk.interchange.package import stop_at_limits, stop_at_many_tags

_HEADINGS = {
    "h1": BlockKind.HEADING1, "h2": BlockKind.HEADING2,
    **dict.fromkeys(("h3", "h4", "h5", "h6"), BlockKind.HEADING3),
}
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption"
    " figure footer form header hr html legend li main nav ol p pre section summary table tbody td tfoot th"
    " thead tr ul".split()
) | frozenset(_HEADINGS)
_SILENT = frozenset("head script style template noscript title select datalist button textarea".split())
_PICTURES = frozenset("img svg picture canvas video audio iframe object embed map".split())
_BOLD = ("b", "strong")
_ITALIC = ("i", "em", "cite", "dfn", "var")
_SPACE = re.compile("[ \t\r\n\f]+")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_WEIGHT = re.compile(r"font-weight\s*:\s*(\w+)")
_SLANT = re.compile(r"font-style\s*:\s*(\w+)")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_HEAVY = ("bold", "bolder", "600", "700", "800", "900")
_HEAD = 4_096


def read(data: bytes, builder: Builder) -> None:
    """Put what the page says into the builder."""
    text = _text_of(data, builder)
    read_fragment(text, builder)


def read_fragment(text: str, builder: Builder) -> None:
    """The same for letters; a page, or a part of one."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    text = text.replace("\x00", "")
    if not text.strip():
        return
    data = text.encode("utf-8", "replace")
    stop_at_many_tags(data)
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as broken:
        raise ImportDamaged() from broken
    stop_at_limits(parser)
    _Walk(builder, _is_ours(root)).page(root)


def _text_of(data: bytes, builder: Builder) -> str:
    text, guessed = decoded(data)
    named = _CHARSET.search(data[:_HEAD]) if guessed else None
    if named:
        try:
            name = codecs.lookup(named[1].decode("ascii")).name
            return str(data.decode(name, "replace"))
        except (LookupError, ValueError):
            pass
    if guessed:
        builder.left_out.add(LeftOut.ENCODING)
    return text


def _is_ours(root: Any) -> bool:
    found = root.xpath("//meta[@name='generator']/@content")
    return bool(found) and str(found[0]) == GENERATOR


@dataclass(frozen=True, slots=True)
class _Here:
    """What holds for the letters of an element."""

    style: Style = PLAIN
    changes: tuple[Change, ...] = ()
    block: Block = BODY
    depth: int = -1  # of lists
    kind: BlockKind = BlockKind.BULLET  # of the innermost list
    exact: bool = False  # spaces and line ends count


class _Walk:
    """Goes through the page in order. `ours`: a page of MentorDesk; there spaces and empty lines count."""

    def __init__(self, builder: Builder, ours: bool) -> None:
        self._builder = builder
        self._ours = ours
        self._started = False  # the paragraph has letters
        self._space: _Here | None = None  # a space waits for the next letter; where it stands
        self._breaks = 0  # line ends that wait for it
        self._block = BODY  # of the paragraph that is being read
        self._end: tuple[Change, ...] = ()  # changes of its end
        self._row = False
        self._items: list[bool] = []  # for each item around: it has its first paragraph

    def page(self, root: Any) -> None:
        """Everything, with the last paragraph closed."""
        self._element(root, _Here(exact=self._ours))
        self._close()

    def _element(self, element: Any, here: _Here) -> None:
        tag = element.tag.lower() if isinstance(element.tag, str) else ""
        if not tag or tag in _SILENT or self._is_left_out(element, tag):
            return
        if tag == "br":
            self._line_end(here)
        elif END_CLASS in element.get("class", ""):
            self._end = (*self._end, *self._inner(element, tag, here).changes)
            self._children(element, replace(self._inner(element, tag, here), exact=True), only_marks=True)
        elif tag == "table":
            self._builder.left_out.add(LeftOut.TABLES)
            self._block_element(element, tag, here)
        elif tag == "tr" and not self._row and _fits_on_a_line(element):
            self._row_on_a_line(element, here)
        elif tag in _BLOCKS and not (self._row and tag not in ("table", "tr")):
            self._block_element(element, tag, here)
        else:
            self._children(element, self._inner(element, tag, here))

    def _is_left_out(self, element: Any, tag: str) -> bool:
        if tag in _PICTURES:
            self._builder.left_out.add(LeftOut.PICTURES)
            return True
        if self._ours and NOTES_CLASS in element.get("class", "").split():
            self._builder.left_out.add(LeftOut.NOTES)
            return True
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style", "").lower()):
            self._builder.left_out.add(LeftOut.HIDDEN)
            return True
        return self._ours and MARK_CLASS in element.get("class", "").split()

    def _children(self, element: Any, here: _Here, only_marks: bool = False) -> None:
        if element.text and not only_marks:
            self._letters(element.text, here)
        for entry in element:
            self._element(entry, here)
            if entry.tail and not only_marks:
                self._letters(entry.tail, here)

    # Blocks

    def _block_element(self, element: Any, tag: str, here: _Here) -> None:
        is_list_around = tag in ("ul", "ol")
        empty_item = self._ours and is_list_around and bool(self._items) and not self._items[-1]
        self._close(forced=empty_item)
        if tag == "li":
            self._items.append(self._ours and LEVEL_CLASS in element.get("class", "").split())
        inner = replace(here, exact=here.exact or tag == "pre")
        if is_list_around:
            kind = BlockKind.NUMBER if tag == "ol" else BlockKind.BULLET
            inner = replace(inner, depth=here.depth + 1, kind=kind)
        else:
            inner = replace(inner, block=_block_of(element, tag, here))
        self._block = inner.block
        if tag != "hr":
            self._children(element, self._inner(element, tag, inner))
        if tag == "li":
            self._close(forced=self._ours and not self._items[-1])
            self._items.pop()
        else:
            self._close(forced=self._ours and tag in ("p", "h1", "h2", "h3"))
        self._block = here.block

    def _row_on_a_line(self, row: Any, here: _Here) -> None:
        self._close()
        self._block, self._row = here.block, True
        for number, cell in enumerate(entry for entry in row if entry.tag in ("td", "th")):
            if number:
                self._breaks, self._space = 0, None
                self._builder.text("\t")
            self._started = self._started and not number
            self._children(cell, self._inner(cell, "td", here))
        self._started, self._row = self._builder.inside, False
        self._close()

    def _close(self, forced: bool = False) -> None:
        if self._started or self._end or forced:
            self._builder.end(self._block_here(), self._end)
        self._started, self._space, self._breaks, self._end = False, None, 0, ()

    def _block_here(self) -> Block:
        """The first paragraph of an item is the item; what follows in it stands below."""
        block = self._block
        if not self._items or block.kind not in LISTS:
            return block
        first, self._items[-1] = not self._items[-1], True
        return block if first else Block(BlockKind.BODY, block.indent + 1)

    # Within a paragraph

    def _inner(self, element: Any, tag: str, here: _Here) -> _Here:
        look = element.get("style", "").lower()
        weight, slant = _WEIGHT.search(look), _SLANT.search(look)
        bold = weight[1] in _HEAVY if weight else here.style.bold or tag in _BOLD
        italic = slant[1] in ("italic", "oblique") if slant else here.style.italic or tag in _ITALIC
        style = replace(here.style, bold=bold, italic=italic)
        if tag == "a":
            style = replace(style, link=self._address(element))
        changes = here.changes
        if tag in ("ins", "del"):
            changes = (*changes, Change(element.get("data-author") or "", tag == "ins"))
        return replace(here, style=style, changes=changes)

    def _address(self, element: Any) -> str:
        target = element.get("href", "").strip()
        address = link(target)
        if target and not address and not target.startswith("#"):
            self._builder.left_out.add(LeftOut.LINKS)
        return address

    def _line_end(self, here: _Here) -> None:
        if self._ours:
            self._put(SOFT_BREAK, here)
        elif self._started:
            self._breaks += 1
        self._space = None

    def _letters(self, text: str, here: _Here) -> None:
        if here.exact:
            if not self._ours or text.strip("\r\n") or self._started:
                self._put(text.strip("\r\n") if self._ours else text, here)
            return
        for number, word in enumerate(_SPACE.split(text)):
            if number:
                self._space = here if self._started and not self._breaks else None
            if word:
                self._put(word, here)

    def _put(self, text: str, here: _Here) -> None:
        if not text:
            return
        if self._space is not None:
            self._builder.text(" ", self._space.style, self._space.changes)
        self._builder.text(SOFT_BREAK * self._breaks + text, here.style, here.changes)
        self._started, self._space, self._breaks = True, None, 0


def _block_of(element: Any, tag: str, here: _Here) -> Block:
    indent = int(element.get("data-indent", "0")[:1]) if element.get("data-indent", "0")[:1].isdigit() else 0
    if tag in _HEADINGS:
        return Block(_HEADINGS[tag], indent)
    if tag == "li":
        return Block(here.kind, max(0, here.depth))
    if tag == "blockquote":
        deeper = here.block.indent + 1 if here.block.kind is BlockKind.QUOTE else indent
        return Block(BlockKind.QUOTE, deeper)
    if tag == "dd":
        return Block(BlockKind.BODY, here.block.indent + 1)
    if tag in ("p", "div") and indent:
        return Block(BlockKind.BODY, indent)
    return here.block


def _fits_on_a_line(row: Any) -> bool:
    cells: Sequence[Any] = [entry for entry in row if entry.tag in ("td", "th")]
    for cell in cells:
        inner = [entry.tag for entry in cell.iter() if entry is not cell]
        if sum(tag in _BLOCKS for tag in inner) > 1 or "br" in inner:
            return False
    return sum(len("".join(cell.itertext())) for cell in cells) <= LONG_ROW
