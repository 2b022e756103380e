# SPDX-License-Identifier: Apache-2.0
"""Documents as .docx, with tracked changes and comments that a word processor shows as such."""
from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mentordesk.domain.formats import ExportWords
from mentordesk.domain.texts import LISTS, MAX_INDENT, Block, BlockKind, Paragraph, Run, Style, Written
from mentordesk.interchange.clean import SOFT_BREAK, cleaned, has_right_to_left, leans_right, link
from mentordesk.interchange.docx_comments import Comments
from mentordesk.interchange.docx_xml import INDENT, add, add_text, w
from mentordesk.interchange.package import packed, unpacked
from mentordesk.interchange.places import Event, Ruler, events_of, split_runs
from mentordesk.interchange.remarks import Review, stamp

if TYPE_CHECKING:
    from docx.document import Document

NOTES_STYLE = "MentorDesk Notes"
NOTES_HEADING_STYLE = "MentorDesk Notes Heading"
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
    for language in document.styles.element.findall(".//" + w("lang")):
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
    for style in root.findall(w("style")):
        if style.get(w("type")) == "table" and style.get(w("default")) != "1":
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
        add(paragraph.get_or_add_pPr(), "bidi")
    add_text(add(paragraph, "r"), text, "t")


class _Body:
    """Writes paragraphs with their marks and the ranges of their comments."""

    def __init__(self, document: Document, review: Review) -> None:
        self._document = document
        self._review = review
        self._lists = _Lists(document)
        self._remarks = review.remarks()
        self._comments = Comments(document, self._remarks) if self._remarks else None
        self._marks = 0
        self._links: dict[str, str] = {}

    def write(self, paragraphs: Sequence[Paragraph]) -> None:
        """All paragraphs, in order."""
        body = self._document.element.body
        last = body.sectPr
        starts = Ruler(paragraphs).starts
        events = events_of(self._remarks, starts)
        for number, paragraph in enumerate(paragraphs):
            element = body.makeelement(w("p"))
            last.addprevious(element)
            is_last = number == len(paragraphs) - 1
            self._block(element, paragraph, is_last)
            self._runs(element, paragraph, starts[number], events.get(number, []))
        if not paragraphs:
            last.addprevious(body.makeelement(w("p")))

    def _block(self, element: Any, paragraph: Paragraph, is_last: bool) -> None:
        kind, indent = paragraph.block.kind, paragraph.block.indent
        properties = add(element, "pPr")
        if kind in _STYLES:
            add(properties, "pStyle", val=self._document.styles[_STYLES[kind]].style_id)
        list_number = self._lists.number_for(paragraph.block)
        if list_number:
            numbering = add(properties, "numPr")
            add(numbering, "ilvl", val=indent)
            add(numbering, "numId", val=list_number)
        if leans_right(paragraph.text):
            add(properties, "bidi")
        if indent and kind not in LISTS:
            add(properties, "ind", left=INDENT * (indent + (kind is BlockKind.QUOTE)))
        if not is_last:
            self._end_marks(properties, paragraph.end)
        if not len(properties):
            element.remove(properties)

    def _end_marks(self, properties: Any, style: Style) -> None:
        marks = [("ins", self._review.mark(style.inserted)), ("del", self._review.mark(style.deleted))]
        if any(name is not None for _, name in marks):
            letters = add(properties, "rPr")
            for tag, name in marks:
                if name is not None:
                    self._mark(letters, tag, name)

    def _mark(self, parent: Any, tag: str, name: str) -> Any:
        self._marks += 1
        mark = add(parent, tag, id=self._marks, author=cleaned(self._review.author_of(name)))
        if time := self._review.time_of(name):
            mark.set(w("date"), stamp(time))
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
        holder = add(element, "hyperlink")
        holder.set(qn("r:id"), self._links[address])
        return holder

    def _run(self, holder: Any, run: Run) -> None:
        added, removed = (self._review.mark(names) for names in (run.style.inserted, run.style.deleted))
        if added is not None:
            holder = self._mark(holder, "ins", added)
        if removed is not None:
            holder = self._mark(holder, "del", removed)
        element = add(holder, "r")
        _letters(element, run)
        add_text(element, run.text, "delText" if removed is not None else "t")


def _letters(element: Any, run: Run) -> None:
    properties = add(element, "rPr")
    if link(run.style.link):
        add(properties, "rStyle", val="Hyperlink")
    for tag, on in (("b", run.style.bold), ("i", run.style.italic)):
        if on:
            add(properties, tag)
            add(properties, f"{tag}Cs")
    if has_right_to_left(run.text):
        add(properties, "rtl")
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
        kind = self._root.makeelement(w("abstractNum"))
        kind.set(w("abstractNumId"), str(number))
        add(kind, "multiLevelType", val="multilevel")
        for level in range(MAX_INDENT + 1):
            entry = add(kind, "lvl", ilvl=level)
            add(entry, "start", val=1)
            add(entry, "numFmt", val=form)
            text = f"%{level + 1}." if form == "decimal" else _BULLETS[level % len(_BULLETS)]
            add(entry, "lvlText", val=text)
            add(entry, "lvlJc", val="left")
            place = add(add(entry, "pPr"), "ind", left=INDENT * (level + 1))
            place.set(w("hanging"), str(INDENT // 2))
        self._root.insert(0, kind)
        return number

    def _fresh(self, kind: BlockKind) -> int:
        self._used += 1
        entry = add(self._root, "num", numId=self._used)
        add(entry, "abstractNumId", val=self._kinds[kind])
        if kind is BlockKind.NUMBER:
            for level in range(MAX_INDENT + 1):
                add(add(entry, "lvlOverride", ilvl=level), "startOverride", val=1)
        return self._used
