# SPDX-License-Identifier: Apache-2.0
"""What Qt shows of a document's text, read back from its formats."""
from __future__ import annotations

from PySide6.QtGui import QTextDocument

from mentordesk.domain.texts import Block, Style
from mentordesk.ui.document.formats import line_of, style_of


def shown_letters(shown: QTextDocument) -> list[tuple[str, Style]]:
    """Every run of letters that Qt shows with the style its format means; adjacent equal ones joined."""
    found: list[tuple[str, Style]] = []
    block = shown.firstBlock()
    while block.isValid():
        pieces = block.begin()
        while not pieces.atEnd():
            piece = pieces.fragment()
            style = style_of(piece.charFormat())
            if found and found[-1][1] == style:
                found[-1] = found[-1][0] + piece.text(), style
            else:
                found.append((piece.text(), style))
            pieces += 1
        block = block.next()
    return found


def shown_lines(shown: QTextDocument) -> list[tuple[Block, Style]]:
    """Block and style of the line end of every paragraph, as its format means."""
    found: list[tuple[Block, Style]] = []
    block = shown.firstBlock()
    while block.isValid():
        line = line_of(block.blockFormat())
        found.append((line.block, line.end))
        block = block.next()
    return found
