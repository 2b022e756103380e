# SPDX-License-Identifier: Apache-2.0
"""Documents from Markdown (CommonMark with tables), with CriticMarkup as tracked changes and comments."""
from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from mentordesk.base.errors import ImportTooLong
from mentordesk.domain.formats import LeftOut
from mentordesk.domain.texts import MAX_LETTERS, PLAIN, Block, BlockKind, Style
from mentordesk.interchange.building import BODY, MAX_REMARKS, Builder, Change, Remark
from mentordesk.interchange.clean import SOFT_BREAK, link
from mentordesk.interchange.encodings import decoded
from mentordesk.interchange.html_reader import read_fragment
from mentordesk.interchange.markdown_writer import EMPTY_ITEM, END_SIGN, NOTES_MARK

if TYPE_CHECKING:
    from markdown_it.token import Token

_HEADINGS = {"h1": BlockKind.HEADING1, "h2": BlockKind.HEADING2}
_CRITIC = re.compile(r"\{\+\+|\+\+\}|\{--|--\}|\{>>|<<\}")
_TAG = re.compile(r"<\s*(/?)\s*([a-z]+)", re.IGNORECASE)
_TAG_STYLES = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic"}
MAX_MARKUP = 3  # letters of Markdown for each that is read, at most
_MAX_DEPTH = 20  # of what is nested; deeper is plain text


def read(data: bytes, builder: Builder) -> None:
    """Put what the text says into the builder."""
    from markdown_it import MarkdownIt

    text, guessed = decoded(data)
    if guessed:
        builder.left_out.add(LeftOut.ENCODING)
    if len(text) > MAX_MARKUP * MAX_LETTERS:
        raise ImportTooLong(limit=MAX_LETTERS)
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_DEPTH}).enable(["table", "strikethrough"])
    parser.disable("text_join")
    _Walk(builder).tokens(parser.parse(text))


class _Walk:
    """Goes through the tokens in order."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._lists: list[BlockKind] = []
        self._empty: list[bool] = []  # for each item: nothing came of it yet
        self._first: list[bool] = []  # for each item: its first paragraph is the item
        self._quotes = 0
        self._heading: BlockKind | None = None
        self._style = PLAIN
        self._links: list[Style] = []
        self._changes: list[bool] = []  # of CriticMarkup that is open: whether it adds
        self._remark: list[str] | None = None
        self._end: tuple[Change, ...] = ()
        self._cells = 0
        self._notes = False

    def tokens(self, tokens: Iterable[Token]) -> None:
        """All blocks up to the notes that MentorDesk puts at the end."""
        for token in tokens:
            if token.type == "html_block" and token.content.strip() == NOTES_MARK:
                self._builder.left_out.add(LeftOut.NOTES)
                return
            self._block(token)

    def _block(self, token: Token) -> None:
        if token.type.startswith(("bullet_list", "ordered_list", "list_item", "blockquote")):
            self._container(token)
        elif token.type.startswith(("tr_", "td_", "th_", "table_")):
            self._table(token)
        elif token.type == "heading_open":
            self._heading = _HEADINGS.get(token.tag, BlockKind.HEADING3)
        elif token.type in ("heading_close", "paragraph_close"):
            self._close()
        elif token.type == "inline":
            self._inline(token.children or ())
        elif token.type in ("fence", "code_block"):
            self._text(token.content.rstrip("\n").replace("\n", SOFT_BREAK))
            self._close()
        elif token.type == "html_block":
            self._html(token.content)

    def _html(self, content: str) -> None:
        if content.strip() == EMPTY_ITEM:
            self._close()
        elif not content.lstrip().startswith("<!--"):
            self._fill()
            read_fragment(content, self._builder)

    def _container(self, token: Token) -> None:
        if token.type.startswith("blockquote"):
            self._quotes += token.nesting
        elif token.type == "list_item_open":
            self._empty.append(True)
            self._first.append(True)
        elif token.type == "list_item_close":
            if self._empty.pop():
                self._builder.end(Block(self._lists[-1], len(self._lists) - 1))
                self._fill()
            self._first.pop()
        elif token.nesting > 0:
            self._fill()
            self._lists.append(BlockKind.NUMBER if token.type.startswith("ordered") else BlockKind.BULLET)
        else:
            self._lists.pop()

    def _fill(self) -> None:
        self._empty = [False] * len(self._empty)

    def _table(self, token: Token) -> None:
        self._builder.left_out.add(LeftOut.TABLES)
        if token.type == "tr_open":
            self._cells = 0
        elif token.type in ("td_open", "th_open"):
            if self._cells:
                self._builder.text("\t")
            self._cells += 1
        elif token.type == "tr_close":
            self._close()

    def _close(self) -> None:
        self._builder.end(self._block_here(), self._end)
        self._fill()
        if self._first:
            self._first[-1] = False
        self._heading, self._end, self._style, self._links = None, (), PLAIN, []
        self._changes, self._remark = [], None

    def _block_here(self) -> Block:
        if self._heading is not None:
            return Block(self._heading)
        if self._lists:
            depth = len(self._lists) - 1
            return Block(self._lists[-1], depth) if self._first[-1] else Block(BlockKind.BODY, depth + 1)
        return Block(BlockKind.QUOTE, self._quotes - 1) if self._quotes else BODY

    # Within a paragraph

    def _inline(self, tokens: Iterable[Token]) -> None:
        for token in tokens:
            kind = token.type
            if kind == "text":
                self._critic(token.content)
            elif kind in ("text_special", "code_inline"):
                self._text(token.content)
            elif kind in ("softbreak", "hardbreak"):
                self._text(" " if kind == "softbreak" else SOFT_BREAK)
            elif kind in ("strong_open", "strong_close"):
                self._style = replace(self._style, bold=token.nesting > 0)
            elif kind in ("em_open", "em_close"):
                self._style = replace(self._style, italic=token.nesting > 0)
            elif kind in ("link_open", "link_close"):
                self._link(str(token.attrs.get("href", "")) if token.nesting > 0 else "")
            elif kind == "image":
                self._builder.left_out.add(LeftOut.PICTURES)
            elif kind == "html_inline":
                self._tag(token.content)

    def _link(self, target: str) -> None:
        address = link(target)
        if target and not address:
            self._builder.left_out.add(LeftOut.LINKS)
        self._style = replace(self._style, link=address)

    def _tag(self, content: str) -> None:
        found = _TAG.match(content)
        name = found[2].lower() if found else ""
        if name == "br":
            self._text(SOFT_BREAK)
        elif found and name in _TAG_STYLES:
            on = not found[1]
            change = {_TAG_STYLES[name]: on}
            self._style = replace(self._style, bold=change.get("bold", self._style.bold),
                                  italic=change.get("italic", self._style.italic))
        elif name == "img":
            self._builder.left_out.add(LeftOut.PICTURES)

    def _critic(self, content: str) -> None:
        """Letters in which {++ ++}, {-- --} and {>> <<} are signs."""
        at = 0
        for sign in _CRITIC.finditer(content):
            between = content[at : sign.start()]
            if between == END_SIGN and self._changes:
                self._end = self._open_changes()
            else:
                self._text(between)
            self._sign(sign[0])
            at = sign.end()
        self._text(content[at:])

    def _sign(self, sign: str) -> None:
        if sign == "{>>" and self._remark is None:
            self._remark = []
        elif sign == "<<}" and self._remark is not None:
            self._said("".join(self._remark))
        elif sign in ("{++", "{--"):
            self._changes.append(sign == "{++")
        elif sign in ("++}", "--}") and (sign == "++}") in self._changes:
            self._changes.remove(sign == "++}")
        else:
            self._text(sign)

    def _said(self, text: str) -> None:
        self._remark = None
        author, colon, said = text.partition(": ")
        if len(self._builder.remarks) < MAX_REMARKS:
            place = self._builder.position
            remark = Remark(author if colon else "", said if colon else text, 0, place, place)
            self._builder.remarks.append(remark)

    def _text(self, text: str) -> None:
        if not text:
            return
        if self._remark is not None:
            self._remark.append(text)
            return
        self._builder.text(text, self._style, self._open_changes())

    def _open_changes(self) -> tuple[Change, ...]:
        return tuple(Change("", added) for added in self._changes)
