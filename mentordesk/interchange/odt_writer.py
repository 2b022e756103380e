# SPDX-License-Identifier: Apache-2.0
"""Documents as .odt, with tracked changes and annotations that a word processor shows as such."""
from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from mentordesk.domain.formats import ExportWords
from mentordesk.domain.texts import Block, BlockKind, Paragraph, Run, Style, Written
from mentordesk.interchange.clean import SOFT_BREAK, cleaned, leans_right, link
from mentordesk.interchange.odt_styles import (
    LISTS,
    MANIFEST,
    MIME,
    NOTES_HEADING_STYLE,
    NOTES_STYLE,
    SPACES,
    list_styles,
    meta_xml,
    q,
    styles_xml,
)
from mentordesk.interchange.package import packed
from mentordesk.interchange.places import Event, Ruler, events_of, split_runs
from mentordesk.interchange.remarks import Remark, Review, stamp

_LEVELS = {BlockKind.HEADING1: 1, BlockKind.HEADING2: 2, BlockKind.HEADING3: 3}
_PARENTS = {
    BlockKind.BODY: "Standard",
    BlockKind.HEADING1: "Heading_20_1",
    BlockKind.HEADING2: "Heading_20_2",
    BlockKind.HEADING3: "Heading_20_3",
    BlockKind.BULLET: "List_20_Paragraph",
    BlockKind.NUMBER: "List_20_Paragraph",
    BlockKind.QUOTE: "Quotations",
}
_PIECES = re.compile(f"\t|{SOFT_BREAK}|  +|^ | $")
_STEP = 1.25  # centimetres of one indent


def write(written: Written, words: ExportWords) -> bytes:
    """The bytes of an .odt file; the same for the same document."""
    from lxml import etree

    review = Review(written, words)
    content = _Content(review)
    content.write(written.paragraphs)
    for section in review.notes():
        content.note(section.heading, NOTES_HEADING_STYLE)
        for line in section.lines:
            content.note(line, NOTES_STYLE)
    parts = {
        "mimetype": MIME.encode(),
        "META-INF/manifest.xml": MANIFEST.encode(),
        "styles.xml": styles_xml().encode(),
        "meta.xml": meta_xml(cleaned(written.title).replace(SOFT_BREAK, " ")).encode(),
        "content.xml": etree.tostring(content.root, xml_declaration=True, encoding="UTF-8"),
    }
    return packed(parts, "mimetype")


class _Content:
    """The part that holds the text."""

    def __init__(self, review: Review) -> None:
        from lxml import etree

        self._review = review
        self._remarks = review.remarks()
        self.root: Any = etree.Element(q("office:document-content"), nsmap=SPACES)
        self.root.set(q("office:version"), "1.3")
        self._styles = etree.SubElement(self.root, q("office:automatic-styles"))
        self._body = etree.SubElement(etree.SubElement(self.root, q("office:body")), q("office:text"))
        self._tracked = etree.SubElement(self._body, q("text:tracked-changes"))
        self._styles.extend(list_styles())
        self._named: dict[tuple[object, ...], str] = {}
        self._open: list[tuple[BlockKind, Any]] = []  # the lists around the paragraph
        self._marks: dict[bool, str | None] = {True: None, False: None}  # open changes: added, taken out
        self._regions: dict[bool, str] = {}
        self._count = 0

    def write(self, paragraphs: Sequence[Paragraph]) -> None:
        """All paragraphs, in order."""
        starts = Ruler(paragraphs).starts
        events = events_of(self._remarks, starts)
        for number, paragraph in enumerate(paragraphs):
            element = self._paragraph(paragraph)
            self._runs(element, paragraph, starts[number], events.get(number, []))
            is_last = number == len(paragraphs) - 1
            self._switch(element, Style() if is_last else paragraph.end)
        if not len(self._tracked):
            self._body.remove(self._tracked)
        self._open = []

    def note(self, text: str, style: str) -> None:
        """A line after the text."""
        element = _add(self._body, "text:p")
        element.set(q("text:style-name"), self._paragraph_style(style, 0, leans_right(text)))
        _add_text(element, text)

    # Paragraphs

    def _paragraph(self, paragraph: Paragraph) -> Any:
        block = paragraph.block
        level = _LEVELS.get(block.kind)
        element = _add(self._place(block), "text:h" if level else "text:p")
        indent = 0 if block.kind in LISTS else block.indent
        style = self._paragraph_style(_PARENTS[block.kind], indent, leans_right(paragraph.text))
        element.set(q("text:style-name"), style)
        if level:
            element.set(q("text:outline-level"), str(level))
        return element

    def _place(self, block: Block) -> Any:
        """Where the next paragraph belongs: the text itself, or an item of the lists that are open."""
        if block.kind not in LISTS:
            self._open = []
            return self._body
        del self._open[block.indent + 1 :]
        if len(self._open) == block.indent + 1 and self._open[-1][0] is not block.kind:
            self._open.pop()
        while len(self._open) <= block.indent:
            parent = _last_item(self._open[-1][1]) if self._open else self._body
            entry = _add(parent, "text:list")
            entry.set(q("text:style-name"), LISTS[block.kind])
            self._open.append((block.kind, entry))
        return _add(self._open[-1][1], "text:list-item")

    def _paragraph_style(self, parent: str, indent: int, from_right: bool) -> str:
        if not indent and not from_right:
            return parent
        key = (parent, indent, from_right)
        if key not in self._named:
            self._named[key] = f"P{len(self._named) + 1}"
            style = self._style("paragraph", self._named[key], parent)
            look = _add(style, "style:paragraph-properties")
            if indent:
                edge = "fo:margin-right" if from_right else "fo:margin-left"
                look.set(q(edge), f"{_STEP * (indent + (parent == 'Quotations')):.3f}cm")
            if from_right:
                look.set(q("style:writing-mode"), "rl-tb")
                look.set(q("fo:text-align"), "right")  # "start" is read as left by some
        return self._named[key]

    def _text_style(self, style: Style) -> str:
        key = ("text", style.bold, style.italic)
        if key not in self._named:
            self._named[key] = f"T{len(self._named) + 1}"
            look = _add(self._style("text", self._named[key]), "style:text-properties")
            faces = (("font-weight", "bold", style.bold), ("font-style", "italic", style.italic))
            for tag, value, on in faces:
                if on:
                    look.set(q(f"fo:{tag}"), value)
                    look.set(q(f"style:{tag}-asian"), value)
                    look.set(q(f"style:{tag}-complex"), value)
        return self._named[key]

    def _style(self, family: str, name: str, parent: str = "") -> Any:
        style = _add(self._styles, "style:style")
        style.set(q("style:name"), name)
        style.set(q("style:family"), family)
        if parent:
            style.set(q("style:parent-style-name"), parent)
        return style

    # Within a paragraph

    def _runs(self, element: Any, paragraph: Paragraph, start: int, events: Sequence[Event]) -> None:
        waiting = list(events)
        cuts = sorted({place for place, _, _ in events})
        for place, run in split_runs(paragraph, start, cuts):
            while waiting and waiting[0][0] <= place:
                self._range(element, waiting.pop(0))
            self._switch(element, run.style)
            self._run(element, run)
        for event in waiting:
            self._range(element, event)

    def _run(self, element: Any, run: Run) -> None:
        address = link(run.style.link)
        if address:
            element = _add(element, "text:a")
            element.set(q("xlink:type"), "simple")
            element.set(q("xlink:href"), address)
            element.set(q("text:style-name"), "Internet_20_link")
        if run.style.bold or run.style.italic:
            element = _add(element, "text:span")
            element.set(q("text:style-name"), self._text_style(run.style))
        _add_text(element, run.text)

    def _switch(self, element: Any, style: Style) -> None:
        """Close and open changes so that what follows is marked like this style."""
        wanted = {True: self._review.mark(style.inserted), False: self._review.mark(style.deleted)}
        for added in (False, True):  # what is taken out stands inside of what is added
            if self._marks[added] is not None and self._marks[added] != wanted[added]:
                _add(element, "text:change-end").set(q("text:change-id"), self._regions[added])
                self._marks[added] = None
        for added in (True, False):
            name = wanted[added]
            if name is not None and self._marks[added] is None:
                self._marks[added] = name
                self._regions[added] = self._region(added, name)
                _add(element, "text:change-start").set(q("text:change-id"), self._regions[added])

    def _region(self, added: bool, name: str) -> str:
        self._count += 1
        region = _add(self._tracked, "text:changed-region")
        identity = f"ct{self._count}"
        region.set("{http://www.w3.org/XML/1998/namespace}id", identity)
        region.set(q("text:id"), identity)
        info = _add(_add(region, "text:insertion" if added else "text:deletion"), "office:change-info")
        _add(info, "dc:creator").text = cleaned(self._review.author_of(name))
        _add(info, "dc:date").text = stamp(self._review.time_of(name))
        return identity

    def _range(self, element: Any, event: Event) -> None:
        _, opens, number = event
        remark: Remark = self._remarks[number]
        replies = [(author, text, time) for author, text, time in remark.replies]
        for order, (author, text, time) in enumerate([(remark.author, remark.text, remark.time), *replies]):
            name = f"r{number}_{order}"
            if not opens:
                _add(element, "office:annotation-end").set(q("office:name"), name)
                continue
            note = _add(element, "office:annotation")
            note.set(q("office:name"), name)
            note.set(q("loext:resolved"), "true" if remark.done else "false")
            if order:
                note.set(q("loext:parent-name"), f"r{number}_0")
            _add(note, "dc:creator").text = cleaned(author)
            if time:
                _add(note, "dc:date").text = stamp(time)
            for line in cleaned(text).split(SOFT_BREAK):
                _add_text(_add(note, "text:p"), line)


def _last_item(entry: Any) -> Any:
    return entry[-1] if len(entry) else _add(entry, "text:list-item")


def _add_text(element: Any, text: str) -> None:
    """Letters, with an element for what XML would not keep: tabs, line ends, more than one space."""
    at, last = 0, element[-1] if len(element) else None
    text = cleaned(text)
    for found in _PIECES.finditer(text):
        _append(element, last, text[at : found.start()])
        if found[0] == "\t":
            last = _add(element, "text:tab")
        elif found[0] == SOFT_BREAK:
            last = _add(element, "text:line-break")
        else:
            last = _add(element, "text:s")
            last.set(q("text:c"), str(len(found[0])))
        at = found.end()
    _append(element, last, text[at:])


def _append(element: Any, last: Any, text: str) -> None:
    if text and last is None:
        element.text = (element.text or "") + text
    elif text:
        last.tail = (last.tail or "") + text


def _add(parent: Any, name: str) -> Any:
    from lxml import etree

    return etree.SubElement(parent, q(name))
