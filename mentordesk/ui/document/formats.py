# SPDX-License-Identifier: Apache-2.0
"""How letters and paragraphs look: styles and blocks as Qt formats; what they mean stands in a property."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QTextBlockFormat, QTextCharFormat, QTextFormat

from mentordesk.domain.ids import MemberId
from mentordesk.domain.texts import (
    HEADINGS,
    LISTS,
    PLAIN,
    Block,
    BlockKind,
    Style,
    Suggestion,
    SuggestionId,
)
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.widgets.textflow import pitch_of

_STYLE = QTextFormat.Property.UserProperty.value + 1  # of letters
_BLOCK = QTextFormat.Property.UserProperty.value + 2  # of a paragraph: kind, indent, style of its line end
_SIZE = QTextFormat.Property.FontPixelSize
_Underline = QTextCharFormat.UnderlineStyle
_HINTS = (_Underline.SingleUnderline, _Underline.DashUnderline, _Underline.DotLine, _Underline.WaveUnderline)
"""One kind of line for each reviewer, in the order in which they are counted."""

_BODY = Block()
STEP = 28  # pixels of one level of indent at 100 %
_SIZES = {BlockKind.HEADING1: 1.6, BlockKind.HEADING2: 1.3, BlockKind.HEADING3: 1.1}  # of the text's
_ABOVE = {BlockKind.HEADING1: 20, BlockKind.HEADING2: 16, BlockKind.HEADING3: 12, BlockKind.QUOTE: 4}
_BELOW = {BlockKind.BULLET: 4, BlockKind.NUMBER: 4, BlockKind.HEADING2: 6, BlockKind.HEADING3: 4}
_BELOW_OTHERS = 8


@dataclass(frozen=True, slots=True)
class Line:
    """What the format of a paragraph means: its block and the style of its line end."""

    block: Block = _BODY
    end: Style = PLAIN


class Reviewers:
    """Which suggestion is whose, for the kind of line below it."""

    def __init__(self) -> None:
        self._numbers: dict[SuggestionId, int] = {}
        self._mine = 0

    def count(self, suggestions: Iterable[Suggestion], me: MemberId) -> None:
        """Number the people who suggest, in the order of the text."""
        order: dict[MemberId, int] = {}
        self._numbers = {one.id: order.setdefault(one.author, len(order)) for one in suggestions}
        self._mine = order.get(me, len(order))

    def number(self, suggestion: SuggestionId) -> int:
        """Whose it is: 0, 1, 2…; what was not counted yet is being typed here."""
        return self._numbers.get(suggestion, self._mine)


class Formats:
    """Qt formats in the theme's colours and sizes, each made once until `forget`.

    `hint` says which reviewer's a suggestion is: 0, 1, 2…
    """

    def __init__(self, theme: Theme, hint: Callable[[str], int] = lambda _: 0) -> None:
        self._theme = theme
        self._hint = hint
        self._letters: dict[tuple[Style, BlockKind], QTextCharFormat] = {}
        self._blocks: dict[tuple[Line, bool], QTextBlockFormat] = {}

    def forget(self) -> None:
        """The colours or sizes are others now."""
        self._letters.clear()
        self._blocks.clear()

    def font(self) -> QFont:
        """Of plain text."""
        return self._theme.font("body")

    def step(self) -> int:
        """Pixels of one level of indent."""
        return self._theme.scaled(STEP)

    def letters(self, style: Style, kind: BlockKind = BlockKind.BODY) -> QTextCharFormat:
        """The format of letters in a paragraph of a kind."""
        key = (style, kind)
        found = self._letters.get(key)
        if found is None:
            found = self._letters[key] = self._make_letters(style, kind)
        return found

    def paragraph(self, line: Line, mirrored: bool) -> QTextBlockFormat:
        """The format of a paragraph that reads from the right (`mirrored`) or from the left."""
        key = (line, mirrored)
        found = self._blocks.get(key)
        if found is None:
            found = self._blocks[key] = self._make_paragraph(line, mirrored)
        return found

    def _make_letters(self, style: Style, kind: BlockKind) -> QTextCharFormat:
        tokens = self._theme.tokens
        made = QTextCharFormat()
        made.setProperty(_STYLE, _to_code(style))
        if kind in _SIZES:
            made.setProperty(_SIZE, self._pixels(kind))
        if style.bold or kind in _SIZES:
            made.setFontWeight(QFont.Weight.Bold if style.bold else QFont.Weight.DemiBold)
        made.setFontItalic(style.italic)
        colour = tokens.text2 if kind is BlockKind.QUOTE else tokens.text
        if style.link:
            colour = tokens.accent
            made.setUnderlineStyle(_Underline.SingleUnderline)
        if style.inserted:
            colour = tokens.insert
            made.setUnderlineStyle(_HINTS[self._hint(style.inserted[0]) % len(_HINTS)])
        if style.deleted:
            colour = tokens.delete
            made.setFontStrikeOut(True)
        made.setForeground(QColor(colour))
        return made

    def _make_paragraph(self, line: Line, mirrored: bool) -> QTextBlockFormat:
        kind, indent = line.block.kind, line.block.indent
        made = QTextBlockFormat()
        made.setProperty(_BLOCK, f"{kind}|{indent}|{_to_code(line.end)}")
        made.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight
        )
        made.setIndent(indent + (kind in LISTS or kind is BlockKind.QUOTE))
        made.setHeadingLevel(HEADINGS.index(kind) + 1 if kind in HEADINGS else 0)
        made.setTopMargin(self._theme.scaled(_ABOVE.get(kind, 0)))
        made.setBottomMargin(self._theme.scaled(_BELOW.get(kind, _BELOW_OTHERS)))
        font = QFont(self.font())
        font.setPixelSize(self._pixels(kind))
        made.setLineHeight(pitch_of(font), QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        return made

    def _pixels(self, kind: BlockKind) -> int:
        return round(self.font().pixelSize() * _SIZES.get(kind, 1))


def style_of(letters: QTextCharFormat) -> Style:
    """What letters of this format are; PLAIN where the format is none of ours."""
    return _from_code(letters.property(_STYLE) or "")


def line_of(paragraph: QTextBlockFormat) -> Line:
    """What a paragraph of this format is."""
    code = paragraph.property(_BLOCK)
    if not code:
        return Line()
    kind, indent, end = code.split("|", 2)
    return Line(Block(BlockKind(kind), int(indent)), _from_code(end))


def as_typed(style: Style) -> Style:
    """What typing after letters of this style takes over: emphasis only."""
    return replace(PLAIN, bold=style.bold, italic=style.italic)


@lru_cache(1024)
def _to_code(style: Style) -> str:
    if style == PLAIN:
        return ""
    return json.dumps([style.bold, style.italic, style.link, style.inserted, style.deleted])


@lru_cache(1024)
def _from_code(code: str) -> Style:
    if not code:
        return PLAIN
    bold, italic, link, inserted, deleted = json.loads(code)
    return Style(bold, italic, link, tuple(inserted), tuple(deleted))
