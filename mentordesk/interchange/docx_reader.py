# SPDX-License-Identifier: Apache-2.0
"""Documents from .docx files: paragraphs, emphasis, lists, links, tracked changes and comments."""
from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from mentordesk.base.errors import ImportDamaged
from mentordesk.domain.formats import LeftOut
from mentordesk.domain.texts import LISTS, PLAIN, Block, BlockKind, Style
from mentordesk.interchange.building import LONG_ROW, MAX_REMARKS, Builder, Change, Remark
from mentordesk.interchange.clean import SOFT_BREAK, link
from mentordesk.interchange.docx_styles import Blocks, Styles, child, switch, value
from mentordesk.interchange.docx_writer import NOTES_HEADING_STYLE, NOTES_STYLE
from mentordesk.interchange.package import Package, attribute, local
from mentordesk.interchange.remarks import time_of

_MAIN = "word/document.xml"
_NOTES = (NOTES_STYLE.lower(), NOTES_HEADING_STYLE.lower())
_TO_ADDRESS = re.compile(r'HYPERLINK\s+(?:"([^"]*)"|([^\s"\\]+))(?:\s+\\l\s+"([^"]*)")?', re.IGNORECASE)
_SKIPPED = ("pPr", "rPr", "sectPr", "proofErr", "instrText", "delInstrText", "Fallback")
_PICTURES = ("drawing", "pict", "object")
_LETTERS = {"tab": "\t", "cr": SOFT_BREAK, "noBreakHyphen": "\u2011", "softHyphen": "\u00ad", "ptab": "\t"}


def read(package: Package, builder: Builder) -> None:
    """Put what the file says into the builder."""
    main = _main_part(package)
    folder, name = posixpath.split(main)
    relations = _relations(package.xml_or_none(f"{folder}/_rels/{name}.rels"))
    root = package.xml(main)
    body = child(root, "body")
    if body is None:
        raise ImportDamaged()
    _say_what_stays(package, root, builder)
    styles = Styles(package.xml_or_none(f"{folder}/styles.xml"))
    blocks = Blocks(styles, package.xml_or_none(f"{folder}/numbering.xml"))
    links = {key: target for key, (target, outside) in relations.items() if outside}
    walk = _Walk(builder, styles, blocks, links, _comments(package, folder))
    walk.container(body)
    walk.finish()


def _main_part(package: Package) -> str:
    for target, _ in _relations(package.xml_or_none("_rels/.rels"), "officeDocument").values():
        if target.lstrip("/") in package:
            return target.lstrip("/")
    return _MAIN


def _relations(root: Any, kind: str = "") -> dict[str, tuple[str, bool]]:
    """Id → (target, whether it is outside of the file)."""
    found = {}
    for entry in root if root is not None else ():
        if (attribute(entry, "Type") or "").endswith(kind):
            outside = (attribute(entry, "TargetMode") or "").lower() == "external"
            found[attribute(entry, "Id") or ""] = attribute(entry, "Target") or "", outside
    return found


def _say_what_stays(package: Package, root: Any, builder: Builder) -> None:
    if any(name.endswith("vbaproject.bin") for name in package.names()):
        builder.left_out.add(LeftOut.MACROS)
    if any(local(element) in ("headerReference", "footerReference") for element in root.iter()):
        builder.left_out.add(LeftOut.PAGE_EDGES)


def _comments(package: Package, folder: str) -> dict[str, Remark]:
    """Comments by their ids; replies stand in the one they answer."""
    root = package.xml_or_none(f"{folder}/comments.xml")
    if root is None:
        return {}
    remarks: dict[str, Remark] = {}
    by_paragraph: dict[str, str] = {}
    for entry in [entry for entry in root if local(entry) == "comment"][:MAX_REMARKS]:
        name = attribute(entry, "id") or ""
        paragraphs = [element for element in entry.iter() if local(element) == "p"]
        text = "\n".join(map(_plain, paragraphs))
        remarks[name] = Remark(attribute(entry, "author") or "", text, time_of(attribute(entry, "date")))
        by_paragraph.update({mark.upper(): name for mark in map(_mark_of, paragraphs) if mark})
    _thread(package.xml_or_none(f"{folder}/commentsExtended.xml"), remarks, by_paragraph)
    return remarks


def _thread(root: Any, remarks: dict[str, Remark], by_paragraph: dict[str, str]) -> None:
    for entry in root if root is not None else ():
        name = by_paragraph.get((attribute(entry, "paraId") or "").upper())
        parent = by_paragraph.get((attribute(entry, "paraIdParent") or "").upper())
        if name is None or name not in remarks:
            continue
        remarks[name].done = attribute(entry, "done") in ("1", "true")
        if parent in remarks and parent != name:
            answer = remarks.pop(name)
            remarks[parent].replies.append((answer.author, answer.text, answer.time))


def _mark_of(paragraph: Any) -> str:
    return attribute(paragraph, "paraId") or ""


def _plain(paragraph: Any) -> str:
    parts = []
    for element in paragraph.iter():
        kind = local(element)
        parts.append(element.text or "" if kind == "t" else "\n" if kind == "br" else _LETTERS.get(kind, ""))
    return "".join(parts)


class _Walk:
    """Goes through the body in order."""

    def __init__(
        self,
        builder: Builder,
        styles: Styles,
        blocks: Blocks,
        links: dict[str, str],
        remarks: dict[str, Remark],
    ) -> None:
        self._builder = builder
        self._styles = styles
        self._blocks = blocks
        self._links = links
        self._remarks = remarks
        self._fields: list[str] = []  # the instruction of each field that is open
        self._boxes: list[Any] = []
        self._row: bool = False  # inside a row that becomes one line
        self._base = PLAIN  # what the paragraph's style says of its letters
        self._marks: dict[str, Callable[[Any, Style, Sequence[Change]], None]] = {
            "r": self._run, "t": self._text, "delText": self._text, "br": self._break, "sym": self._symbol,
            "hyperlink": self._hyperlink, "fldSimple": self._simple_field, "fldChar": self._field,
            "ins": self._inserted, "moveTo": self._inserted, "del": self._deleted, "moveFrom": self._deleted,
            "commentRangeStart": self._comment_start, "commentRangeEnd": self._comment_end,
            "commentReference": self._comment_end, "oMath": self._formula, "AlternateContent": self._choice,
            "footnoteReference": self._footnote, "endnoteReference": self._footnote,
        }

    def finish(self) -> None:
        """Hand over the comments that have a place."""
        found = [remark for remark in self._remarks.values() if remark.start >= 0]
        self._builder.remarks.extend(found)

    def container(self, element: Any) -> None:
        """Paragraphs and tables, also inside of what only wraps them."""
        for entry in element:
            kind = local(entry)
            if kind == "p":
                self._paragraph(entry)
            elif kind == "tbl":
                self._table(entry)
            elif kind in ("sdt", "sdtContent", "customXml", "ins", "del", "moveTo", "moveFrom", "smartTag"):
                self.container(entry)
            elif kind in self._marks and kind.startswith("comment"):
                self._marks[kind](entry, PLAIN, ())

    # Paragraphs and tables

    def _paragraph(self, element: Any) -> None:
        properties = child(element, "pPr")
        style = value(properties, "pStyle")
        if any(name in _NOTES for name in self._styles.names(style)[:1]):
            self._builder.left_out.add(LeftOut.NOTES)
            return
        block = self._blocks.block(properties)
        self._base = self._base_of(style, block)
        boxes, self._boxes = self._boxes, []
        self._inline(element, PLAIN, ())
        if self._row:
            self._boxes = boxes + self._boxes
            return
        self._builder.end(block, self._end_changes(properties))
        inner, self._boxes = self._boxes, boxes
        for box in inner:
            self._builder.left_out.add(LeftOut.BOXES)
            self.container(box)

    def _base_of(self, style: str | None, block: Block) -> Style:
        if block.kind not in (BlockKind.BODY, *LISTS):
            return PLAIN
        return Style(
            bold=bool(self._styles.switched(style, "b")), italic=bool(self._styles.switched(style, "i"))
        )

    def _end_changes(self, properties: Any) -> tuple[Change, ...]:
        letters = child(properties, "rPr")
        names = (("ins", True), ("moveTo", True), ("del", False), ("moveFrom", False))
        marks = [(child(letters, name), added) for name, added in names]
        there = [(mark, added) for mark, added in marks if mark is not None]
        return tuple(Change(attribute(mark, "author") or "", added) for mark, added in there)

    def _table(self, table: Any) -> None:
        """A row becomes a line with tabs; a table with long cells is taken apart into its paragraphs."""
        self._builder.left_out.add(LeftOut.TABLES)
        for row in _inside(table, "tr"):
            cells = _inside(row, "tc")
            if self._row or not _fits_on_a_line(cells):
                for cell in cells:
                    self.container(cell)
                continue
            self._row = True
            for number, cell in enumerate(cells):
                if number:
                    self._builder.text("\t")
                self.container(cell)
            self._row = False
            self._builder.end()

    # Within a paragraph

    def _inline(self, element: Any, style: Style, changes: Sequence[Change]) -> None:
        for entry in element:
            kind = local(entry)
            handler = self._marks.get(kind)
            if handler is not None:
                handler(entry, style, changes)
            elif kind in _PICTURES:
                self._picture(entry)
            elif kind in _LETTERS:
                self._letters(_LETTERS[kind], style, changes)
            elif kind not in _SKIPPED:
                self._inline(entry, style, changes)

    def _run(self, element: Any, style: Style, changes: Sequence[Change]) -> None:
        properties = child(element, "rPr")
        if switch(properties, "vanish"):
            self._builder.left_out.add(LeftOut.HIDDEN)
            return
        for entry in element:
            if local(entry) == "instrText" and self._fields:
                self._fields[-1] += entry.text or ""
        named = value(properties, "rStyle")
        bold = self._switched(properties, named, "b", self._base.bold)
        italic = self._switched(properties, named, "i", self._base.italic)
        self._inline(element, replace(style, bold=bold, italic=italic), changes)

    def _switched(self, properties: Any, named: str | None, name: str, otherwise: bool) -> bool:
        said = switch(properties, name)
        if said is None:
            said = switch(properties, f"{name}Cs") or None  # of letters from right to left
        if said is None and named:
            said = self._styles.switched(named, name)
        return otherwise if said is None else said

    def _letters(self, text: str, style: Style, changes: Sequence[Change]) -> None:
        address = style.link or next(filter(None, map(_address_in, reversed(self._fields))), "")
        self._builder.text(text, replace(style, link=address), changes)

    def _text(self, element: Any, style: Style, changes: Sequence[Change]) -> None:
        self._letters(element.text or "", style, changes)

    def _break(self, element: Any, style: Style, changes: Sequence[Change]) -> None:
        if attribute(element, "type") not in ("page", "column"):
            self._letters(SOFT_BREAK, style, changes)

    def _symbol(self, element: Any, style: Style, changes: Sequence[Change]) -> None:
        """A letter of one font only, in the private range, means nothing elsewhere."""
        try:
            letter = chr(int(attribute(element, "char") or "", 16))
        except (ValueError, OverflowError):
            letter = "\ue000"
        if "\ue000" <= letter <= "\uf8ff":
            self._builder.left_out.add(LeftOut.SYMBOLS)
        else:
            self._letters(letter, style, changes)

    def _hyperlink(self, element: Any, style: Style, changes: Sequence[Change]) -> None:
        target = self._links.get(attribute(element, "id") or "", "")
        target = _with_place(target, attribute(element, "anchor"))
        address = link(target)
        if target and not address:
            self._builder.left_out.add(LeftOut.LINKS)
        self._inline(element, replace(style, link=address or style.link), changes)

    def _simple_field(self, element: Any, style: Style, changes: Sequence[Change]) -> None:
        address = _address_in(attribute(element, "instr") or "")
        self._inline(element, replace(style, link=address or style.link), changes)

    def _field(self, element: Any, style: Style, changes: Sequence[Change]) -> None:
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._fields.append("")
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _inserted(self, element: Any, style: Style, changes: Sequence[Change]) -> None:
        self._inline(element, style, (*changes, Change(attribute(element, "author") or "", True)))

    def _deleted(self, element: Any, style: Style, changes: Sequence[Change]) -> None:
        self._inline(element, style, (*changes, Change(attribute(element, "author") or "", False)))

    def _comment_start(self, element: Any, style: Style, changes: Sequence[Change]) -> None:
        remark = self._remarks.get(attribute(element, "id") or "")
        if remark is not None and remark.start < 0:
            remark.start = self._builder.position

    def _comment_end(self, element: Any, style: Style, changes: Sequence[Change]) -> None:
        """The end of the words, or where the mark stands of a comment that has no words."""
        remark = self._remarks.get(attribute(element, "id") or "")
        if remark is not None and remark.end < 0:
            remark.end = self._builder.position
            remark.start = remark.end if remark.start < 0 else remark.start

    def _formula(self, element: Any, style: Style, changes: Sequence[Change]) -> None:
        self._builder.left_out.add(LeftOut.FORMULAS)
        letters = [entry.text or "" for entry in element.iter() if local(entry) == "t"]
        self._letters("".join(letters), style, changes)

    def _choice(self, element: Any, style: Style, changes: Sequence[Change]) -> None:
        """The same thing for newer and for older programs: the first is enough."""
        for entry in element[:1]:
            self._inline(entry, style, changes)

    def _footnote(self, element: Any, style: Style, changes: Sequence[Change]) -> None:
        self._builder.left_out.add(LeftOut.FOOTNOTES)

    def _picture(self, element: Any) -> None:
        boxes = [entry for entry in element.iter() if local(entry) == "txbxContent"]
        self._boxes.extend(box for box in boxes if not _is_spare(box, element))
        if not boxes:
            self._builder.left_out.add(LeftOut.PICTURES)


def _address_in(instruction: str) -> str:
    found = _TO_ADDRESS.search(instruction)
    return link(_with_place(found[1] or found[2] or "", found[3])) if found else ""


def _with_place(target: str, place: str | None) -> str:
    """Some programs keep what follows the # apart."""
    return f"{target}#{place}" if target and place and "#" not in target else target


def _is_spare(box: Any, within: Any) -> bool:
    """Whether a box stands in another one, or in the part of a choice that is for older programs."""
    for above in box.iterancestors():
        if above is within:
            return False
        if local(above) in ("Fallback", "txbxContent"):
            return True
    return False


def _inside(element: Any, name: str) -> list[Any]:
    """Children of that name, also those in content controls and the like."""
    found: list[Any] = []
    for entry in element:
        kind = local(entry)
        if kind == name:
            found.append(entry)
        elif kind in ("sdt", "sdtContent", "customXml"):
            found.extend(_inside(entry, name))
    return found


def _fits_on_a_line(cells: Sequence[Any]) -> bool:
    letters = 0
    for cell in cells:
        kinds = [local(entry) for entry in cell.iter()]
        if kinds.count("p") > 1 or "tbl" in kinds or "txbxContent" in kinds:
            return False
        letters += sum(len(entry.text or "") for entry in cell.iter() if local(entry) == "t")
    return letters <= LONG_ROW
