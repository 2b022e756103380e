# SPDX-License-Identifier: Apache-2.0
"""Writes tests/vectors/richtext.json: updates of this version, and some as a newer one may write them.

`python -m tests.unit.richtext.golden` made it once; a change of it is a decision about documents that exist.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import loro

from mentordesk.domain.texts import Answer, Block, BlockKind, Paragraph, Run, Style
from mentordesk.richtext.document import TextDocument
from tests.unit.richtext.pairs import bytes_of, essay, find, opened, reviewers

BULLET = Block(BlockKind.BULLET, 1)
VECTORS = Path(__file__).parents[2] / "vectors" / "richtext.json"


def described(document: TextDocument) -> object:
    """Everything a reader can see, as JSON."""
    versions = document.versions()
    seen = {
        "paragraphs": [asdict(one) for one in document.paragraphs()],
        "suggestions": [asdict(one) for one in document.suggestions()],
        "comments": [asdict(one) for one in document.comments()],
        "versions": [asdict(one) for one in versions],
        "at": [[asdict(one) for one in document.at_version(version.id)] for version in versions],
        "works": {member.hex(): text for member, text in document.works().items()},
        "authors": [(document.author_at(at) or b"").hex() for at in range(document.length)],
        "words": document.words,
    }
    return json.loads(json.dumps(seen, default=lambda value: value.hex()))


def story() -> list[bytes]:
    """Everything a document can hold, by three people."""
    amina = essay("Title\nThe well is far. 👩‍👩‍👧 हिन्दी مرحبا\n")
    amina.insert_written(
        amina.length - 1,
        [
            Paragraph((Run("one", Style(bold=True)), Run(" two", Style(italic=True))), BULLET),
            Paragraph((Run("link", Style(link="https://example.org")),), Block(BlockKind.QUOTE)),
        ],
    )
    amina.set_block(5, Block(BlockKind.HEADING1))
    amina.add_version("First", "asked", 100)
    grace, kofi = reviewers(amina)
    accepted = grace.suggest_replace(*find(grace, "far"), "near us").id
    refused = grace.suggest_delete(*find(grace, "well "))
    grace.set_reason(refused.id, "Shorter.")
    still = grace.suggest_insert(find(grace, "two")[1], " three\nfour").id
    grace.set_important(still, True)
    note = grace.comment(*find(grace, "link"), "Which?", 110)
    grace.set_works("The start.")
    grace.give_back(1, 120)
    kofi.suggest_delete(*find(kofi, "Title\n"))
    kofi.give_back(1, 121)
    amina.take(bytes_of(grace) + bytes_of(kofi))
    amina.answer([accepted], Answer.ACCEPTED, "Thank you.")
    amina.answer([refused.id], Answer.REFUSED)
    amina.answer([note], Answer.UNCLEAR, "What do you mean?")
    amina.reply(note, "Please say more.", 130)
    amina.answer([still], Answer.ACCEPTED)
    amina.undo()
    amina.insert(0, "A ")
    amina.add_version("", "answered", 140)
    return bytes_of(amina) + bytes_of(grace) + bytes_of(kofi)


def newer(updates: list[bytes]) -> list[bytes]:
    """The same, and what a newer version might add: keys, kinds, longer entries, other containers."""
    document = opened(11, updates)
    doc, text = document._core.doc, document._core.text
    config = loro.StyleConfigMap()
    for key in ("highlight", "bold", "block", "ins", "del"):
        config.insert(key, loro.ExpandType.Null)
    doc.config_text_style(config)
    text.mark(2, 5, "highlight", "yellow")
    text.mark(2, 5, "bold", "heavy")
    text.mark(7, 8, "block", "poem:2")
    text.mark(10, 12, "ins:", True)
    for name in ("sug", "com", "ans", "rep", "ret", "ver", "wrk", "res", "say", "top", "nam"):
        entries = doc.get_map(name)
        entries.insert("new:thing", {"v": 2, "more": [1, None, 2.5]})
        entries.insert("empty", [])
        for key in list(entries.keys())[:1]:
            entries.insert("again" + key, None)
    doc.get_map("sug").insert("inside", True)
    doc.get_map("com").insert_container("c", loro.LoroMap())
    doc.get_map("tables").insert("t", [1, 2])
    doc.get_tree("outline").create()
    doc.get_list("marks").push("x")
    doc.commit()
    return bytes_of(document)


def main() -> None:
    """Write the file."""
    updates = story()
    more = newer(updates)
    vectors = {
        "updates": [data.hex() for data in updates],
        "snapshot": opened(11, updates).snapshot().hex(),
        "shown": described(opened(11, updates)),
        "newer": [data.hex() for data in more],
        "newer_shown": described(opened(11, updates + more)),
    }
    VECTORS.write_text(json.dumps(vectors, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
