# SPDX-License-Identifier: Apache-2.0
"""What stands beside a text: one card for each suggestion, comment, and "what works first"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, StrEnum, auto
from typing import Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mentordesk.domain.ids import MemberId
from mentordesk.domain.texts import Answer, Comment, Reply, Standing, Suggestion

Index = QModelIndex | QPersistentModelIndex

MOST = 2_000  # cards shown at once; more than anybody can keep in sight
NEEDS_ANSWER = (Answer.OPEN, Answer.NOT_YET)


class Kind(Enum):
    """What a card is about."""

    WORKS = auto()  # "what works first", of one reviewer
    SUGGESTION = auto()
    COMMENT = auto()


class Show(StrEnum):
    """Which cards are shown."""

    ALL = "all"
    OPEN = "open"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Card:
    """One card. `start` = `end` = −1 where it has no place in the text."""

    id: str
    kind: Kind
    author: MemberId
    name: str  # what the author is called; not used for mine
    mine: bool
    start: int = -1
    end: int = -1
    removes: str = ""
    adds: str = ""
    quote: str = ""
    text: str = ""  # of a comment, or what works
    reason: str = ""
    standing: Standing = Standing.FITS
    important: bool = False
    answer: Answer = Answer.OPEN
    answer_words: str = ""
    returned: bool = True
    left_over: bool = False  # its place is gone, but letters it adds still stand in the text
    replies: tuple[Reply, ...] = ()
    replied: bool = False  # what was unclear was explained

    @property
    def placed(self) -> bool:
        """It has a place in the text as it is now."""
        return self.start >= 0

    @property
    def open(self) -> bool:
        """It waits for the owner: nothing said yet, "not yet", or a reply to what was unclear."""
        return self.kind is not Kind.WORKS and (self.answer in NEEDS_ANSWER or self.replied)

    @property
    def decided(self) -> bool:
        """An answer that is not given again."""
        return self.answer in (Answer.ACCEPTED, Answer.REFUSED, Answer.DONE)


def cards_of(
    marks: Iterable[Suggestion | Comment],
    works: Mapping[MemberId, str],
    names: Mapping[MemberId, str],
    me: MemberId,
    show: Show = Show.ALL,
    writes: bool = False,
) -> tuple[Card, ...]:
    """What works first; then by place in the text; then those whose place is gone, at last the decided.

    `writes`: what I say is not held until I give it back.
    """
    first = [
        Card(f"works {who.hex()}", Kind.WORKS, who, names.get(who, ""), who == me, text=text)
        for who, text in works.items()
        if text and who != me
    ]
    cards = [_card(mark, names, me) for mark in marks]
    cards = [replace(card, returned=True) if writes and card.mine else card for card in cards]
    cards = [card for card in cards if show is Show.ALL or card.open is (show is Show.OPEN)]
    cards.sort(key=lambda card: (not card.placed, card.decided, card.start, card.end))
    return (*sorted(first, key=lambda card: card.name), *cards)


def _card(mark: Suggestion | Comment, names: Mapping[MemberId, str], me: MemberId) -> Card:
    suggested = isinstance(mark, Suggestion)
    gone = mark.standing is Standing.GONE
    left_over = gone and suggested and 0 <= mark.start < mark.end
    placed = left_over or not gone
    return Card(
        id=mark.id,
        kind=Kind.SUGGESTION if suggested else Kind.COMMENT,
        author=mark.author,
        name=names.get(mark.author, ""),
        mine=mark.author == me,
        start=mark.start if placed else -1,
        end=mark.end if placed else -1,
        removes=mark.removes if isinstance(mark, Suggestion) else "",
        adds=mark.adds if isinstance(mark, Suggestion) else "",
        quote=mark.quote if isinstance(mark, Comment) else "",
        text=mark.text if isinstance(mark, Comment) else "",
        reason=mark.reason if isinstance(mark, Suggestion) else "",
        standing=mark.standing,
        important=mark.important,
        answer=mark.answer,
        answer_words=mark.answer_words,
        returned=mark.returned,
        left_over=left_over,
        replies=mark.replies,
        replied=mark.replied,
    )


def at_caret(cards: Sequence[Card], position: int) -> str:
    """The narrowest card whose words hold the caret, their edges included; "" = none does."""
    holding = [card for card in cards if card.placed and card.start <= position <= card.end]
    nearest = min(holding, key=lambda card: card.end - card.start, default=None)
    return nearest.id if nearest is not None else ""


def step_from(cards: Sequence[Card], current: str, caret: int, forward: bool) -> Card | None:
    """The next card in that direction: from the current one, or from the caret where none is current."""
    place = next((at for at, card in enumerate(cards) if card.id == current), None)
    if place is not None:
        there = place + (1 if forward else -1)
        return cards[there] if 0 <= there < len(cards) else None
    placed = [card for card in cards if card.placed]
    if forward:
        after = (card for card in placed if card.start >= caret)
        return next(after, cards[-1] if cards and not cards[-1].placed else None)
    return next((card for card in reversed(placed) if card.start <= caret), cards[0] if cards else None)


def ids_after(cards: Sequence[Card], current: str) -> list[str]:
    """The cards that come after one, then those before it; all of them where it is not among them."""
    row = next((row for row, card in enumerate(cards) if card.id == current), -1)
    return [card.id for card in (*cards[row + 1 :], *cards[: max(row, 0)])]


def first_open(cards: Sequence[Card], order: Sequence[str]) -> Card | None:
    """The first of these, in that order, that waits for an answer now."""
    waiting = {card.id: card for card in cards if card.open}
    return next((waiting[one] for one in order if one in waiting), None)


class CardModel(QAbstractListModel):
    """The cards as a list; the same ids in the same order keep the current one."""

    def __init__(self, say: CardSpeaker, parent: QObject) -> None:
        super().__init__(parent)
        self._say = say
        self._cards: tuple[Card, ...] = ()

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards, from the top."""
        return self._cards

    def set_cards(self, cards: tuple[Card, ...]) -> bool:
        """Show these; whether anything is different."""
        if cards == self._cards:
            return False
        before = self._cards
        if [card.id for card in before] != [card.id for card in cards]:
            self.beginResetModel()
            self._cards = cards
            self.endResetModel()
            return True
        self._cards = cards
        others = [row for row, pair in enumerate(zip(before, cards, strict=True)) if pair[0] != pair[1]]
        self.dataChanged.emit(self.index(others[0]), self.index(others[-1]))
        return True

    def row_of(self, card: str) -> int:
        """Where the card of that id stands; −1 when it is not shown."""
        return next((row for row, one in enumerate(self._cards) if one.id == card), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._cards):
            return None
        card = self._cards[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return card
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._say.spoken(card)
        return None


class CardSpeaker(Protocol):
    """What the model asks of the words."""

    def spoken(self, card: Card) -> str:
        """A card as a full sentence."""
