# SPDX-License-Identifier: Apache-2.0
"""The keys that stand in documents: marks on letters, blocks on line ends, names of maps, ids of entries."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass

import loro

from mentordesk.crypto.primitives import H
from mentordesk.domain.texts import MAX_INDENT, MAX_LINK, PLAIN, Block, BlockKind, Style

BODY = "body"
BOLD, ITALIC, LINK, BLOCK = "bold", "italic", "link", "block"
INSERTED, DELETED = "ins:", "del:"  # and the suggestion's id

_FOREVER = {
    "\r": " ",
    "\u2028": "\n",
    "\u2029": "\n",
    "\0": "\ufffd",
    "\ufdd0": "\ufffd",
    "\ufdd1": "\ufffd",
    "\ufffc": "\ufffd",
}  # letters that editors give a meaning of their own; lengths stay
_SHOWN = str.maketrans(
    {key: value for key, value in _FOREVER.items() if value != "\n"} | {"\u2028": " ", "\u2029": " "}
)  # a line end that came in by another way is not one of ours
_WRITTEN = str.maketrans(_FOREVER | {chr(lone): "\ufffd" for lone in range(0xD800, 0xE000)})


def shown(text: str) -> str:
    """What stands in a document as an editor may show it; the length stays."""
    return text if text.isascii() and "\r" not in text and "\0" not in text else text.translate(_SHOWN)


def written(text: str) -> str:
    """What a person writes as it may stand in a document; the length stays."""
    return text if text.isascii() and "\r" not in text and "\0" not in text else text.translate(_WRITTEN)


def styles() -> loro.StyleConfigMap:
    """How marks grow when one writes at their ends; what stands before the colon counts."""
    config: loro.StyleConfigMap = loro.StyleConfigMap()  # type: ignore[no-untyped-call]
    for key in (BOLD, ITALIC, INSERTED[:-1]):
        config.insert(key, loro.ExpandType.After)
    for key in (LINK, BLOCK, DELETED[:-1]):
        config.insert(key, loro.ExpandType.Null)
    return config


def entry_id(peer: int, counter: int) -> str:
    """Six letters for what `peer` wrote with its change `counter`; nobody else's entry has them."""
    made = H("md1 mark", peer.to_bytes(8, "big") + counter.to_bytes(4, "big"), 5)
    return base64.urlsafe_b64encode(made)[:6].decode()


def block_value(block: Block) -> str | None:
    """The mark of a paragraph's line end; None for a plain one."""
    if block.indent:
        return f"{block.kind.value}:{block.indent}"
    return block.kind.value or None


def block_of(value: object) -> Block:
    """What a line end's mark says; a kind of a newer version is shown as body."""
    if not isinstance(value, str) or len(value) > 40:
        return Block()
    name, _, indent = value.partition(":")
    kind = BlockKind(name) if name in BlockKind._value2member_map_ else BlockKind.BODY
    return Block(kind, min(int(indent), MAX_INDENT) if indent.isascii() and indent.isdigit() else 0)


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a run as they stand there, whatever became of the suggestions they name."""

    style: Style = PLAIN
    block: object = None
    inserted: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()


NO_MARKS = Marks()


def marks_of(attributes: Mapping[str, object] | None) -> Marks:
    """Attributes of the engine; unknown keys count as nothing."""
    if not attributes:
        return NO_MARKS
    inserted, deleted, block = [], [], None
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        if key.startswith(INSERTED):
            inserted.append(key[4:])
        elif key.startswith(DELETED):
            deleted.append(key[4:])
        elif key == BLOCK:
            block = value
    link = attributes.get(LINK)
    address = link if isinstance(link, str) and len(link) <= MAX_LINK else ""
    bold, italic = attributes.get(BOLD) is True, attributes.get(ITALIC) is True
    style = Style(bold, italic, address) if bold or italic or address else PLAIN
    return Marks(style, block, tuple(sorted(inserted)), tuple(sorted(deleted)))
