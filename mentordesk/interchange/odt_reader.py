# SPDX-License-Identifier: Apache-2.0
"""Documents from .odt files: paragraphs, emphasis, lists, links, tracked changes and annotations."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from mentordesk.base.errors import ImportDamaged
from mentordesk.domain.formats import LeftOut
from mentordesk.domain.texts import HEADINGS, LISTS, PLAIN, Block, BlockKind, Style
from mentordesk.interchange.building import BODY, LONG_ROW, MAX_REMARKS, Builder, Change, Remark
from mentordesk.interchange.clean import SOFT_BREAK, link
from mentordesk.interchange.odt_looks import Looks, whole
from mentordesk.interchange.odt_styles import NOTES_HEADING_STYLE, NOTES_STYLE
from mentordesk.interchange.package import Package, attribute, local
from mentordesk.interchange.remarks import time_of

_NOTES = (NOTES_STYLE, NOTES_HEADING_STYLE)
_SPACE = re.compile("[ \t\r\n]+")
_MAX_SPACES = 1_000
_SILENT = frozenset(
    "tracked-changes sequence-decls variable-decls user-field-decls forms title desc soft-page-break"
    " annotation-end bibliography-configuration index-title-template note-citation".split()
)
_PICTURES = ("image", "object", "object-ole", "plugin", "custom-shape", "rect", "line", "path", "control")


def read(package: Package, builder: Builder) -> None:
    """Put what the file says into the builder."""
    root = package.xml("content.xml")
    text = next((entry for entry in root.iter() if local(entry) == "text" and _is_office(entry)), None)
    if text is None:
        raise ImportDamaged()
    if any(name.startswith(("basic/", "scripts/")) for name in package.names()):
        builder.left_out.add(LeftOut.MACROS)
    styles = package.xml_or_none("styles.xml")
    edges = styles.iter() if styles is not None else ()
    if any(local(entry) in ("header", "footer") and len(entry) for entry in edges):
        builder.left_out.add(LeftOut.PAGE_EDGES)
    walk = _Walk(builder, Looks([found for found in (styles, root) if found is not None]), _regions(text))
    walk.blocks(text)


def _is_office(element: Any) -> bool:
    return "office:" in element.tag.rpartition("}")[0]


def _regions(text: Any) -> dict[str, tuple[Change, Any]]:
    """Tracked changes by their ids, each with the element that holds what was taken out."""
    found = {}
    tracked = next((entry for entry in text if local(entry) == "tracked-changes"), ())
    for region in tracked:
        name = attribute(region, "id") or ""
        for entry in region:
            if local(entry) in ("insertion", "deletion"):
                author = next((part.text or "" for part in entry.iter() if local(part) == "creator"), "")
                found[name] = Change(author, local(entry) == "insertion"), entry
    return found


class _Walk:
    """Goes through the text in order."""

    def __init__(self, builder: Builder, looks: Looks, regions: dict[str, tuple[Change, Any]]) -> None:
        self._builder = builder
        self._looks = looks
        self._regions = regions
        self._changes: dict[str, Change] = {}  # that are open
        self._remarks: dict[str, Remark] = {}
        self._lists: list[str] = []  # names of the styles of the lists around
        self._item = False  # the next paragraph is the item itself
        self._space = True  # a space now would follow a space, or begin the paragraph
        self._row = False
        self._boxes: list[Any] = []
        self._base = PLAIN
        self._block = BODY
        self._inner: dict[str, Callable[[Any, Style], None]] = {
            "span": self._span, "a": self._anchor, "s": self._spaces, "tab": self._tab,
            "line-break": self._line_end,
            "annotation": self._annotation, "annotation-end": self._annotation_end,
            "change-start": self._change_start, "change-end": self._change_end, "change": self._change,
            "note": self._note, "frame": self._frame,
        }

    # Blocks

    def blocks(self, element: Any) -> None:
        """Paragraphs, lists and tables, also inside of what only wraps them."""
        for entry in element:
            kind = local(entry)
            if kind in ("p", "h"):
                self._paragraph(entry, kind == "h")
            elif kind == "list":
                self._list(entry)
            elif kind == "table":
                self._table(entry)
            elif kind in ("change-start", "change-end", "change", "annotation", "annotation-end", "frame"):
                self._inner[kind](entry, PLAIN)
                self._empty_boxes()
            elif kind in _PICTURES:
                self._builder.left_out.add(LeftOut.PICTURES)
            elif kind not in _SILENT:
                self.blocks(entry)

    def _paragraph(self, element: Any, heading: bool) -> None:
        name = attribute(element, "style-name") or ""
        if any(style in _NOTES for style in self._looks.names(name)):
            self._builder.left_out.add(LeftOut.NOTES)
            return
        self._block = self._block_of(element, name, heading)
        in_text = self._block.kind in (BlockKind.BODY, *LISTS)
        self._base = self._looks.letters(name, PLAIN) if in_text else PLAIN
        self._space = True
        self._children(element, self._base)
        if not self._row:
            self._builder.end(self._block, tuple(self._changes.values()))
            self._empty_boxes()

    def _empty_boxes(self) -> None:
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._builder.left_out.add(LeftOut.BOXES)
            self.blocks(box)

    def _block_of(self, element: Any, name: str, heading: bool) -> Block:
        if heading:
            level = whole(attribute(element, "outline-level"), 1)
            return Block(HEADINGS[min(max(level, 1), 3) - 1], self._looks.indent(name))
        named = self._looks.heading(name)
        if named:
            return Block(HEADINGS[named - 1], self._looks.indent(name))
        if self._lists:
            depth = len(self._lists) - 1
            first, self._item = self._item, False
            style = next((style for style in reversed(self._lists) if style), "")
            return Block(self._looks.list_kind(style, depth + 1) if first else BlockKind.BODY,
                         depth if first else depth + 1)
        if self._looks.is_quote(name):
            return Block(BlockKind.QUOTE, max(0, self._looks.indent(name) - 1))
        return Block(BlockKind.BODY, self._looks.indent(name))

    def _list(self, element: Any) -> None:
        self._lists.append(attribute(element, "style-name") or "")
        for item in element:
            self._item = local(item) == "list-item"
            self.blocks(item)
        self._item = False
        self._lists.pop()

    def _table(self, table: Any) -> None:
        """A row becomes a line with tabs; a row with long cells is taken apart into its paragraphs."""
        self._builder.left_out.add(LeftOut.TABLES)
        for row in (entry for entry in table.iter() if local(entry) == "table-row"):
            if next(above for above in row.iterancestors() if local(above) == "table") is not table:
                continue
            cells = [entry for entry in row if local(entry) == "table-cell"]
            if self._row or not _fits_on_a_line(cells):
                for cell in cells:
                    self.blocks(cell)
                continue
            self._row = True
            for number, cell in enumerate(cells):
                if number:
                    self._builder.text("\t")
                self.blocks(cell)
            self._row = False
            self._builder.end()

    # Within a paragraph

    def _children(self, element: Any, style: Style) -> None:
        self._letters(element.text or "", style)
        for entry in element:
            kind = local(entry)
            handler = self._inner.get(kind)
            if handler is not None:
                handler(entry, style)
            elif kind in _PICTURES:
                self._builder.left_out.add(LeftOut.PICTURES)
            elif kind == "math":
                self._builder.left_out.add(LeftOut.FORMULAS)
            elif kind not in _SILENT:
                self._children(entry, style)
            self._letters(entry.tail or "", style)

    def _letters(self, text: str, style: Style) -> None:
        """Spaces in a row count as one, and as none at the beginning."""
        text = _SPACE.sub(" ", text)
        if self._space and text.startswith(" "):
            text = text[1:]
        if text:
            self._space = text.endswith(" ")
            self._builder.text(text, style, tuple(self._changes.values()))

    def _exact(self, text: str, style: Style) -> None:
        self._builder.text(text, style, tuple(self._changes.values()))
        self._space = False

    def _span(self, element: Any, style: Style) -> None:
        self._children(element, self._looks.letters(attribute(element, "style-name") or "", style))

    def _anchor(self, element: Any, style: Style) -> None:
        target = attribute(element, "href") or ""
        address = link(target)
        if target and not address and not target.startswith("#"):
            self._builder.left_out.add(LeftOut.LINKS)
        self._children(element, replace(style, link=address or style.link))

    def _spaces(self, element: Any, style: Style) -> None:
        count = whole(attribute(element, "c"), 1)
        self._exact(" " * min(max(count, 1), _MAX_SPACES), style)

    def _tab(self, element: Any, style: Style) -> None:
        self._exact("\t", style)
        self._space = True

    def _line_end(self, element: Any, style: Style) -> None:
        self._exact(SOFT_BREAK, style)
        self._space = True

    def _note(self, element: Any, style: Style) -> None:
        self._builder.left_out.add(LeftOut.FOOTNOTES)

    def _frame(self, element: Any, style: Style) -> None:
        boxes = [entry for entry in element if local(entry) == "text-box"]
        self._boxes.extend(boxes)
        if not boxes:
            self._builder.left_out.add(LeftOut.PICTURES)

    # Changes and annotations

    def _change_start(self, element: Any, style: Style) -> None:
        name = attribute(element, "change-id") or ""
        if name in self._regions:
            self._changes[name] = self._regions[name][0]

    def _change_end(self, element: Any, style: Style) -> None:
        self._changes.pop(attribute(element, "change-id") or "", None)

    def _change(self, element: Any, style: Style) -> None:
        """Here something was taken out; the change holds it, and its last paragraph goes on in this one."""
        name = attribute(element, "change-id") or ""
        if name not in self._regions or self._regions[name][0].added:
            return
        change, held = self._regions[name]
        self._changes[name] = change
        block, base = self._block, self._base
        paragraphs = [entry for entry in held.iter() if local(entry) in ("p", "h")]
        for number, paragraph in enumerate(paragraphs):
            if number:
                self._builder.end(self._block, tuple(self._changes.values()))
            self._block = self._block_of(paragraph, attribute(paragraph, "style-name") or "",
                                         local(paragraph) == "h")
            self._space = True
            self._children(paragraph, PLAIN)
        self._block, self._base, self._space = block, base, False
        self._changes.pop(name, None)

    def _annotation(self, element: Any, style: Style) -> None:
        parts = {local(entry): entry.text or "" for entry in element if local(entry) in ("creator", "date")}
        text = "\n".join(_plain(entry) for entry in element if local(entry) in ("p", "list"))
        time = time_of(parts.get("date", ""))
        above = self._remarks.get(attribute(element, "parent-name") or "")
        if above is not None:
            above.replies.append((parts.get("creator", ""), text, time))
            return
        place = self._builder.position
        remark = Remark(parts.get("creator", ""), text, time, place, place)
        remark.done = attribute(element, "resolved") == "true"
        self._remarks.setdefault(attribute(element, "name") or "", remark)
        if len(self._builder.remarks) < MAX_REMARKS:
            self._builder.remarks.append(remark)

    def _annotation_end(self, element: Any, style: Style) -> None:
        remark = self._remarks.get(attribute(element, "name") or "")
        if remark is not None:
            remark.end = self._builder.position


def _plain(element: Any) -> str:
    return "".join(_plain_parts(element))


def _plain_parts(element: Any) -> Iterable[str]:
    yield element.text or ""
    for entry in element:
        kind = local(entry)
        if kind == "s":
            yield " " * min(whole(attribute(entry, "c"), 1), _MAX_SPACES)
        yield {"tab": "\t", "line-break": "\n"}.get(kind, "")
        yield from _plain_parts(entry)
        yield entry.tail or ""


def _fits_on_a_line(cells: Sequence[Any]) -> bool:
    letters = 0
    for cell in cells:
        kinds = [local(entry) for entry in cell.iter()]
        if kinds.count("p") + kinds.count("h") > 1 or not {"table", "text-box", "list"}.isdisjoint(kinds):
            return False
        letters += sum(map(len, cell.itertext()))
    return letters <= LONG_ROW
