# SPDX-License-Identifier: Apache-2.0
"""Plain text: each line is a paragraph; going out, lists and quotes keep their signs."""
from __future__ import annotations

import re

from mentordesk.base.errors import ImportTooLong
from mentordesk.domain.formats import ExportWords, LeftOut
from mentordesk.domain.texts import MAX_LETTERS, BlockKind, Paragraph, Written
from mentordesk.interchange.building import Builder
from mentordesk.interchange.clean import SOFT_BREAK, cleaned
from mentordesk.interchange.counting import Counter
from mentordesk.interchange.encodings import decoded
from mentordesk.interchange.remarks import Review

_LINE_ENDS = re.compile("\r\n|[\r\n\x0c\x85\u2029]")
_STEP = "    "


def read(data: bytes, builder: Builder) -> None:
    """Put the lines into the builder."""
    text, guessed = decoded(data)
    if guessed:
        builder.left_out.add(LeftOut.ENCODING)
    if len(text) > 2 * MAX_LETTERS:  # line ends of two letters count as one
        raise ImportTooLong(limit=MAX_LETTERS)
    lines = _LINE_ENDS.split(text)
    if not lines[-1]:
        lines.pop()
    for line in lines:
        builder.text(line)
        builder.end()


def write(written: Written, words: ExportWords) -> bytes:
    """UTF-8 with the text as it is now: suggestions and comments have no place in it, except the notes."""
    review = Review(written, words)
    counter = Counter()
    lines, line = [], ""
    for paragraph in written.paragraphs:
        line += _sign(paragraph, counter) if not line else ""
        line += "".join(run.text for run in paragraph.runs if review.mark(run.style.inserted) is None)
        if review.mark(paragraph.end.inserted) is None:
            lines.append(line)
            line = ""
    lines.extend([line] if line else [])
    for section in review.notes():
        lines += ["", section.heading, *section.lines]
    text = "\n".join(cleaned(line).replace(SOFT_BREAK, "\n") for line in lines)
    return (text + "\n").encode()


def _sign(paragraph: Paragraph, counter: Counter) -> str:
    block = paragraph.block
    number = counter.number(block)
    signs = {BlockKind.BULLET: "- ", BlockKind.NUMBER: f"{number}. ", BlockKind.QUOTE: "> "}
    return _STEP * block.indent + signs.get(block.kind, "")
