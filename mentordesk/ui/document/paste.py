# SPDX-License-Identifier: Apache-2.0
"""What a document takes from the clipboard and gives to it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QMimeData

from mentordesk.base.errors import TooLarge
from mentordesk.domain.texts import MAX_LETTERS, BlockKind, Paragraph, Run
from mentordesk.ui.document.ownclip import OWN_FORMAT, from_bytes, to_bytes
from mentordesk.ui.document.pastedhtml import paragraphs_of, paragraphs_of_text

MAX_HTML = 4_000_000  # letters of markup; above it the plain text is taken
_TAGS = {
    BlockKind.BODY: "p",
    BlockKind.HEADING1: "h1",
    BlockKind.HEADING2: "h2",
    BlockKind.HEADING3: "h3",
    BlockKind.QUOTE: "blockquote",
}
_LISTS = {BlockKind.BULLET: "ul", BlockKind.NUMBER: "ol"}


def can_paste(mime: QMimeData) -> bool:
    """Whether there is text in it."""
    return mime.hasHtml() or mime.hasText()


def to_paragraphs(mime: QMimeData) -> tuple[Paragraph, ...]:
    """The text that was copied, () where there is none; TooLarge (in letters) where no document holds it."""
    own = mime.data(OWN_FORMAT).data() if mime.hasFormat(OWN_FORMAT) else b""
    paragraphs = from_bytes(bytes(own)) if own else ()
    if not paragraphs and mime.hasHtml() and len(html := mime.html()) <= MAX_HTML:
        paragraphs = paragraphs_of(html)
    if not paragraphs and mime.hasText():
        text = mime.text()
        _check(len(text))
        paragraphs = paragraphs_of_text(text)
    _check(sum(len(run.text) for paragraph in paragraphs for run in paragraph.runs))
    return paragraphs


def to_mime(paragraphs: Sequence[Paragraph]) -> QMimeData:
    """For other programs: the text as it would read, without what is suggested to be taken out."""
    mime = QMimeData()
    mime.setData(OWN_FORMAT, to_bytes(paragraphs))
    mime.setHtml(to_html(paragraphs))
    mime.setText("\n".join("".join(run.text for run in _kept(paragraph)) for paragraph in paragraphs))
    return mime


def to_html(paragraphs: Sequence[Paragraph]) -> str:
    """The same as HTML; within one paragraph as letters, without a block around them."""
    if len(paragraphs) == 1 and paragraphs[0].block.kind is BlockKind.BODY:
        return _letters(paragraphs[0])
    parts: list[str] = []
    lists: list[str] = []  # those that are open
    for paragraph in paragraphs:
        kind = paragraph.block.kind
        wanted = _LISTS.get(kind, "")
        parts += _to_level(lists, wanted, paragraph.block.indent + 1 if wanted else 0)
        tag = "li" if wanted else _TAGS[kind]
        parts.append(f'<{tag} dir="auto">{_letters(paragraph) or "<br>"}</{tag}>')
    return "".join([*parts, *_to_level(lists, "", 0)])


def _check(letters: int) -> None:
    if letters > MAX_LETTERS:
        raise TooLarge(letters, MAX_LETTERS)


def _kept(paragraph: Paragraph) -> list[Run]:
    return [run for run in paragraph.runs if not run.style.deleted]


def _to_level(lists: list[str], wanted: str, level: int) -> list[str]:
    """Tags that close and open lists until `level` of them are open, the innermost a `wanted`."""
    parts: list[str] = []
    while lists and (len(lists) > level or (len(lists) == level and lists[-1] != wanted)):
        parts.append(f"</{lists.pop()}>")
    while len(lists) < level:
        lists.append(wanted)
        parts.append(f"<{wanted}>")
    return parts


def _letters(paragraph: Paragraph) -> str:
    parts = []
    for run in _kept(paragraph):
        made = escape(run.text)
        if run.style.bold:
            made = f"<b>{made}</b>"
        if run.style.italic:
            made = f"<i>{made}</i>"
        if run.style.link:
            made = f'<a href="{escape(run.style.link)}">{made}</a>'
        parts.append(made)
    return "".join(parts)
