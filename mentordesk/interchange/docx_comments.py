# SPDX-License-Identifier: Apache-2.0
"""Comments of .docx files: the parts that hold them, and the places in the text that lean on these."""
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mentordesk.interchange.clean import SOFT_BREAK, cleaned, leans_right
from mentordesk.interchange.docx_xml import SPACE, add, add_text, w
from mentordesk.interchange.remarks import Remark, stamp

if TYPE_CHECKING:
    from docx.document import Document

_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_EXTENDED_RELATION = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"


class Comments:
    """Written by hand: the library looks through all comments for each new one, and dates it now."""

    def __init__(self, document: Document, remarks: Sequence[Remark]) -> None:
        from lxml import etree

        self._root: Any = etree.Element(w("comments"), nsmap={"w": SPACE, "w14": _W14, "mc": _MC})
        self._root.set(f"{{{_MC}}}Ignorable", "w14")
        self._extended: Any = etree.Element(f"{{{_W15}}}commentsEx", nsmap={"w15": _W15})
        self._numbers: list[list[int]] = []
        for remark in remarks:
            first, mine = self._add(remark.author, remark.text, remark.time, "", remark.done)
            replies = [self._add(*reply, mine, remark.done)[0] for reply in remark.replies]
            self._numbers.append([first, *replies])
        _keep(document, "comments", self._root, _RELATION)
        _keep(document, "commentsExtended", self._extended, _EXTENDED_RELATION)

    def put(self, element: Any, number: int, opens: bool) -> None:
        """The start or the end of a remark's words, for it and its replies."""
        for comment in self._numbers[number]:
            if opens:
                add(element, "commentRangeStart", id=comment)
            else:
                add(element, "commentRangeEnd", id=comment)
                add(add(element, "r"), "commentReference", id=comment)

    def _add(self, author: str, text: str, time: int, parent: str, done: bool) -> tuple[int, str]:
        """Its number, and the name of its last paragraph, by which newer programs know it."""
        number = len(self._root)
        comment = add(self._root, "comment", id=number, author=cleaned(author), initials=_initials(author))
        if time:
            comment.set(w("date"), stamp(time))
        for line in cleaned(text).split(SOFT_BREAK):
            paragraph = add(comment, "p")
            if leans_right(line):
                add(add(paragraph, "pPr"), "bidi")
            add_text(add(paragraph, "r"), line, "t")
        name = f"{number + 1:08X}"
        comment[-1].set(f"{{{_W14}}}paraId", name)
        self._extend(name, parent, done)
        return number, name

    def _extend(self, name: str, parent: str, done: bool) -> None:
        """Which comment it answers, and whether it is done."""
        entry = self._extended.makeelement(f"{{{_W15}}}commentEx")
        entry.set(f"{{{_W15}}}paraId", name)
        if parent:
            entry.set(f"{{{_W15}}}paraIdParent", parent)
        entry.set(f"{{{_W15}}}done", str(int(done)))
        self._extended.append(entry)


def _keep(document: Document, name: str, root: Any, relation: str) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from lxml import etree

    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    part = Part(PackURI(f"/word/{name}.xml"), f"{_TYPE}.{name}+xml", data, document.part.package)
    document.part.relate_to(part, relation)


def _initials(name: str) -> str:
    return "".join(word[0] for word in cleaned(name).split()[:3])
