# SPDX-License-Identifier: Apache-2.0
"""Documents as .docx, with tracked changes and comments that a word processor shows as such."""
from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from mentordesk.domain.formats import ExportWords
from mentordesk.domain.texts import MAX_INDENT, Block, BlockKind, Paragraph, Run, Style, Written
from mentordesk.interchange.clean import SOFT_BREAK, cleaned, has_right_to_left, leans_right, link
from mentordesk.interchange.events import Event, events_of
from mentordesk.interchange.package import packed, unpacked
from mentordesk.interchange.places import Ruler, split_runs
from mentordesk.interchange.remarks import Remark, Review, stamp

if TYPE_CHECKING:
    from docx.document import Document

NOTES_STYLE = "MentorDesk Notes"
NOTES_HEADING_STYLE = "MentorDesk Notes Heading"
INDENT = 720  # twentieths of a point for each step
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_EXTENDED_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"
_EXTENDED_RELATION = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_UNUSED = ("/thumbnail", "/extended-properties", "/stylesWithEffects", "/customXml", "/webSettings")
_BULLETS = "•◦▪"
_FIRST_LIST = 100  # the template's own lists have smaller numbers
_STYLES = {
    BlockKind.HEADING1: "Heading 1",
    BlockKind.HEADING2: "Heading 2",
    BlockKind.HEADING3: "Heading 3",
    BlockKind.BULLET: "List Paragraph",
    BlockKind.NUMBER: "List Paragraph",
    BlockKind.QUOTE: "Quote",
}
_LISTS = (BlockKind.BULLET, BlockKind.NUMBER)


def write(written: Written, words: ExportWords) -> bytes:
    """The bytes of a .docx file; the same for the same document."""
    document = _blank(written.title)
    review = Review(written, words)
    _Body(document, review).write(written.paragraphs)
    for section in review.notes():
        _note(document, section.heading, NOTES_HEADING_STYLE)
        for line in section.lines:
            _note(document, line, NOTES_STYLE)
    target = io.BytesIO()
    document.save(target)
    return packed(unpacked(target.getvalue()), "[Content_Types].xml")


def _blank(title: str) -> Document:
    """The library's template, on A4, in nobody's language, made by nobody at no time."""
    import docx
    from docx.shared import Mm, Pt

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for language in document.styles.element.findall(".//" + _w("lang")):
        language.getparent().remove(language)
    quote: Any = document.styles["Quote"]
    quote.font.italic, quote.paragraph_format.left_indent = False, Pt(INDENT / 20)
    _add_styles(document)
    core = document.part.package.core_properties
    for child in list(core._element):
        core._element.remove(child)
    core.title = cleaned(title).replace(SOFT_BREAK, " ")[:250]
    _make_small(document)
    return document


def _make_small(document: Document) -> None:
    """Take out what nothing here uses: the template's picture, its other styles and its notes on itself."""
    for relations in (document.part.package.rels, document.part.rels):
        unused = [name for name, relation in relations.items() if relation.reltype.endswith(_UNUSED)]
        for name in unused:
            del relations[name]
    root: Any = document.styles.element
    for style in root.findall(_w("style")):
        if style.get(_w("type")) == "table" and style.get(_w("default")) != "1":
            root.remove(style)


def _add_styles(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    for name, bold in ((NOTES_STYLE, False), (NOTES_HEADING_STYLE, True)):
        style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.font.bold, style.font.size = bold, Pt(10)
        style.paragraph_format.space_before = Pt(12 if bold else 0)
    blue: Any = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    blue.font.underline, blue.font.color.rgb = True, RGBColor(0x05, 0x63, 0xC1)


def _note(document: Document, text: str, style: str) -> None:
    paragraph = document.add_paragraph(style=style)._p
    if leans_right(text):
        _add(paragraph.get_or_add_pPr(), "bidi")
    _add_text(_add(paragraph, "r"), text, "t")


class _Body:
    """Writes paragraphs with their marks and the ranges of their comments."""

    def __init__(self, document: Document, review: Review) -> None:
        self._document = document
        self._review = review
        self._lists = _Lists(document)
        self._remarks = review.remarks()
        self._comments = _Comments(document, self._remarks) if self._remarks else None
        self._marks = 0
        self._links: dict[str, str] = {}

    def write(self, paragraphs: Sequence[Paragraph]) -> None:
        """All paragraphs, in order."""
        body = self._document.element.body
        last = body.sectPr
        starts = Ruler(paragraphs).starts
        events = events_of(self._remarks, starts)
        for number, paragraph in enumerate(paragraphs):
            element = body.makeelement(_w("p"))
            last.addprevious(element)
            is_last = number == len(paragraphs) - 1
            self._block(element, paragraph, is_last)
            self._runs(element, paragraph, starts[number], events.get(number, []))
        if not paragraphs:
            last.addprevious(body.makeelement(_w("p")))

    def _block(self, element: Any, paragraph: Paragraph, is_last: bool) -> None:
        kind, indent = paragraph.block.kind, paragraph.block.indent
        properties = _add(element, "pPr")
        if kind in _STYLES:
            _add(properties, "pStyle", val=self._document.styles[_STYLES[kind]].style_id)
        list_number = self._lists.number_for(paragraph.block)
        if list_number:
            numbering = _add(properties, "numPr")
            _add(numbering, "ilvl", val=indent)
            _add(numbering, "numId", val=list_number)
        if leans_right(paragraph.text):
            _add(properties, "bidi")
        if indent and kind not in _LISTS:
            _add(properties, "ind", left=INDENT * (indent + (kind is BlockKind.QUOTE)))
        if not is_last:
            self._end_marks(properties, paragraph.end)
        if not len(properties):
            element.remove(properties)

    def _end_marks(self, properties: Any, style: Style) -> None:
        marks = [("ins", self._review.mark(style.inserted)), ("del", self._review.mark(style.deleted))]
        if any(name is not None for _, name in marks):
            letters = _add(properties, "rPr")
            for tag, name in marks:
                if name is not None:
                    self._mark(letters, tag, name)

    def _mark(self, parent: Any, tag: str, name: str) -> Any:
        self._marks += 1
        mark = _add(parent, tag, id=self._marks, author=cleaned(self._review.author_of(name)))
        if time := self._review.time_of(name):
            mark.set(_w("date"), stamp(time))
        return mark

    def _runs(self, element: Any, paragraph: Paragraph, start: int, events: Sequence[Event]) -> None:
        cuts = sorted({place for place, _, _ in events})
        waiting = iter([*events, (1 << 62, 0, 0)])
        event = next(waiting)
        address, holder = "", element
        for place, run in split_runs(paragraph, start, cuts):
            while event[0] <= place:
                self._range(element, event)
                address, holder, event = "", element, next(waiting)
            if link(run.style.link) != address:
                address = link(run.style.link)
                holder = self._hyperlink(element, address) if address else element
            self._run(holder, run)
        while event[0] < 1 << 62:
            self._range(element, event)
            event = next(waiting)

    def _range(self, element: Any, event: Event) -> None:
        _, opens, number = event
        if self._comments is not None:
            self._comments.put(element, number, bool(opens))

    def _hyperlink(self, element: Any, address: str) -> Any:
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml.ns import qn

        if address not in self._links:
            part = self._document.part
            self._links[address] = part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        holder = _add(element, "hyperlink")
        holder.set(qn("r:id"), self._links[address])
        return holder

    def _run(self, holder: Any, run: Run) -> None:
        added, removed = (self._review.mark(names) for names in (run.style.inserted, run.style.deleted))
        if added is not None:
            holder = self._mark(holder, "ins", added)
        if removed is not None:
            holder = self._mark(holder, "del", removed)
        element = _add(holder, "r")
        _letters(element, run)
        _add_text(element, run.text, "delText" if removed is not None else "t")


def _letters(element: Any, run: Run) -> None:
    properties = _add(element, "rPr")
    if link(run.style.link):
        _add(properties, "rStyle", val="Hyperlink")
    for tag, on in (("b", run.style.bold), ("i", run.style.italic)):
        if on:
            _add(properties, tag)
            _add(properties, f"{tag}Cs")
    if has_right_to_left(run.text):
        _add(properties, "rtl")
    if not len(properties):
        element.remove(properties)


class _Lists:
    """The numbering of lists: one for all bullets, a fresh one for each run of numbered paragraphs."""

    def __init__(self, document: Document) -> None:
        self._root = document.part.numbering_part.element
        self._used = _FIRST_LIST
        self._kinds = {
            BlockKind.BULLET: self._kind(_FIRST_LIST, "bullet"),
            BlockKind.NUMBER: self._kind(_FIRST_LIST + 1, "decimal"),
        }
        self._bullets = self._fresh(BlockKind.BULLET)
        self._numbers = 0

    def number_for(self, block: Block) -> int:
        """The list of the next paragraph; 0 when it is in none."""
        if block.kind is BlockKind.BULLET:
            return self._bullets
        if block.kind is BlockKind.NUMBER:
            self._numbers = self._numbers or self._fresh(BlockKind.NUMBER)
            return self._numbers
        self._numbers = 0
        return 0

    def _kind(self, number: int, form: str) -> int:
        kind = self._root.makeelement(_w("abstractNum"))
        kind.set(_w("abstractNumId"), str(number))
        _add(kind, "multiLevelType", val="multilevel")
        for level in range(MAX_INDENT + 1):
            entry = _add(kind, "lvl", ilvl=level)
            _add(entry, "start", val=1)
            _add(entry, "numFmt", val=form)
            text = f"%{level + 1}." if form == "decimal" else _BULLETS[level % len(_BULLETS)]
            _add(entry, "lvlText", val=text)
            _add(entry, "lvlJc", val="left")
            place = _add(_add(entry, "pPr"), "ind", left=INDENT * (level + 1))
            place.set(_w("hanging"), str(INDENT // 2))
        self._root.insert(0, kind)
        return number

    def _fresh(self, kind: BlockKind) -> int:
        self._used += 1
        entry = _add(self._root, "num", numId=self._used)
        _add(entry, "abstractNumId", val=self._kinds[kind])
        if kind is BlockKind.NUMBER:
            for level in range(MAX_INDENT + 1):
                _add(_add(entry, "lvlOverride", ilvl=level), "startOverride", val=1)
        return self._used


class _Comments:
    """The comments part, and the places in the text that lean on it."""

    def __init__(self, document: Document, remarks: Sequence[Remark]) -> None:
        self._document = document
        self._numbers: dict[int, list[int]] = {}
        self._extended: list[tuple[str, str, bool]] = []
        for number, remark in enumerate(remarks):
            first, mine = self._add(remark.author, remark.text, remark.time, "", remark.done)
            replies = [self._add(*reply, mine, remark.done)[0] for reply in remark.replies]
            self._numbers[number] = [first, *replies]
        self._write_extended()

    def put(self, element: Any, number: int, opens: bool) -> None:
        """The start or the end of a remark's words, for it and its replies."""
        for comment in self._numbers[number]:
            if opens:
                _add(element, "commentRangeStart", id=comment)
            else:
                _add(element, "commentRangeEnd", id=comment)
                _add(_add(element, "r"), "commentReference", id=comment)

    def _add(self, author: str, text: str, time: int, parent: str, done: bool) -> tuple[int, str]:
        comment = self._document.comments.add_comment("", cleaned(author), _initials(author))
        lines = cleaned(text).split(SOFT_BREAK)
        paragraphs = [comment.paragraphs[0], *(comment.add_paragraph() for _ in lines[1:])]
        for paragraph, line in zip(paragraphs, lines, strict=True):
            if leans_right(line):
                _add(paragraph._p.get_or_add_pPr(), "bidi")
            _add_text(_add(paragraph._p, "r"), line, "t")
        element: Any = paragraphs[-1]._p.getparent()
        element.attrib.pop(_w("date"), None)
        if time:
            element.set(_w("date"), stamp(time))
        name = f"{comment.comment_id + 1:08X}"
        paragraphs[-1]._p.set(f"{{{_W14}}}paraId", name)
        self._extended.append((name, parent, done))
        return comment.comment_id, name

    def _write_extended(self) -> None:
        """Which comment answers which, and which are done: a part of its own that newer programs read."""
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part
        from lxml import etree

        root: Any = etree.Element(f"{{{_W15}}}commentsEx", nsmap={"w15": _W15})
        for name, parent, done in self._extended:
            entry = etree.SubElement(root, f"{{{_W15}}}commentEx")
            entry.set(f"{{{_W15}}}paraId", name)
            if parent:
                entry.set(f"{{{_W15}}}paraIdParent", parent)
            entry.set(f"{{{_W15}}}done", str(int(done)))
        data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        name = PackURI("/word/commentsExtended.xml")
        part = Part(name, _EXTENDED_TYPE, data, self._document.part.package)
        self._document.part.relate_to(part, _EXTENDED_RELATION)


def _initials(name: str) -> str:
    return "".join(word[0] for word in cleaned(name).split()[:3])


def _add_text(element: Any, text: str, tag: str) -> None:
    for kind, part in _parts(cleaned(text)):
        if kind:
            _add(element, kind)
        else:
            child = _add(element, tag)
            child.text = part
            child.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """("", letters), ("tab", …) or ("br", …)."""
    start = 0
    for at, letter in enumerate(text):
        if letter in "\t" + SOFT_BREAK:
            if at > start:
                yield "", text[start:at]
            yield ("tab" if letter == "\t" else "br"), letter
            start = at + 1
    if start < len(text):
        yield "", text[start:]


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(f"w:{name}")


def _add(parent: Any, name: str, **attributes: str | int) -> Any:
    child = parent.makeelement(_w(name))
    for key, value in attributes.items():
        child.set(_w(key), str(value))
    parent.append(child)
    return child


