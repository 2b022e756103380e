# SPDX-License-Identifier: Apache-2.0
"""Sentences of the review: on cards, in the bar above the text, as a screen reader says them."""

from __future__ import annotations

import re

from PySide6.QtCore import QObject

from mentordesk.domain.documents import ReviewTally
from mentordesk.domain.texts import Answer, Standing
from mentordesk.ui.document.cards import Card, Kind, Show
from mentordesk.ui.times import isolated

_SPOKEN = 200  # letters of a passage that are read out
_LINE_END = " ¶ "
_ENDED = re.compile("([?!…؟。！？।]\u2069?)\\.")  # a sentence within that ends itself


class ReviewWords(QObject):
    """What is said about suggestions, comments and their answers."""

    # Who

    def who(self, card: Card) -> str:
        """The name above a card."""
        return self.tr("You") if card.mine else self.name(card.name)

    def name(self, name: str) -> str:
        """A name in a sentence, also where nobody knows it."""
        return isolated(name) if name else self.tr("Somebody")

    # A card

    def head(self, card: Card) -> str:
        """What kind of card it is, where its look does not say so."""
        return self.tr("What works first") if card.kind is Kind.WORKS else ""

    def change(self, card: Card, mirrored: bool) -> list[tuple[str, str]]:
        """A suggested change in pieces, each with its look: "", "delete", "insert" or "quiet"."""
        removes, adds = _trimmed(card.removes), _trimmed(card.adds)
        if not removes.strip(" ¶") and not adds.strip(" ¶"):
            return [(self._of_no_letters(card), "quiet")]
        if not removes:
            return [(self.tr("Add:"), "quiet"), (" ", "quiet"), (adds, "insert")]
        if not adds:
            return [(self.tr("Take out:"), "quiet"), (" ", "quiet"), (removes, "delete")]
        arrow = "←" if mirrored else "→"
        return [(removes, "delete"), (f" {arrow} ", "quiet"), (adds, "insert")]

    def _of_no_letters(self, card: Card) -> str:
        """A change of nothing but line ends and spaces."""
        more = card.adds.count("\n") - card.removes.count("\n")
        if more:
            return self.tr("Begin a new paragraph here") if more > 0 else self.tr("Join two paragraphs")
        if bool(card.adds) == bool(card.removes):
            return self.tr("Another look of these words")
        return self.tr("Put a space here") if card.adds else self.tr("Take a space out")

    def standing(self, card: Card) -> str:
        """Whether it still meets its words; "" where it fits."""
        return {
            Standing.FITS: "",
            Standing.CHANGED: self.tr("Text has changed: see both"),
            Standing.GONE: self.tr("Place no longer there"),
        }[card.standing]

    def changed(self) -> str:
        """Above the button *See both*."""
        return self.tr("Text has changed.")

    def answer(self, card: Card) -> str:
        """What the owner said; "" when nothing yet."""
        said = {
            Answer.OPEN: "",
            Answer.ACCEPTED: self.tr("Accepted"),
            Answer.REFUSED: self.tr("Refused"),
            Answer.DONE: self.tr("Done"),
            Answer.NOT_YET: self.tr("Not yet"),
            Answer.UNCLEAR: self.tr("Not understood"),
        }[card.answer]
        if said and card.answer_words:
            return self.tr("{answer}: {words}").format(answer=said, words=isolated(card.answer_words))
        return said

    def important(self) -> str:
        """The mark of at most three."""
        return self.tr("Most important")

    def held(self) -> str:
        """On my card that nobody else has yet."""
        return self.tr("Not given back yet")

    def reply(self, name: str, text: str) -> str:
        """A remark below a card."""
        return self.tr("{name}: {text}").format(name=name, text=isolated(text))

    def spoken(self, card: Card) -> str:
        """Grace suggests: take out 'quick', add 'slow'. Fits. Not answered."""
        parts = [self._spoken_first(card)]
        if card.kind is Kind.WORKS:
            return parts[0]
        if card.important:
            parts.append(self.tr("Most important."))
        if card.reason:
            parts.append(self.tr("Why: {words}.").format(words=_short(card.reason)))
        parts.append(
            {
                Standing.FITS: self.tr("Fits."),
                Standing.CHANGED: self.tr("The text has changed."),
                Standing.GONE: self.tr("The place is no longer there."),
            }[card.standing]
        )
        answer = self.answer(card)
        if not card.returned and card.mine:
            parts.append(self.tr("Not given back yet."))
        elif answer:
            parts.append(self.tr("{words}.").format(words=answer))
        else:
            parts.append(self.tr("Not answered."))
        if card.replies:
            parts.append(self.tr("%n replies.", "", len(card.replies)))
        return _ENDED.sub(r"\1", " ".join(parts))

    def _spoken_first(self, card: Card) -> str:
        who, text = self.name(card.name), _short(card.text)
        if card.kind is Kind.WORKS:
            return self.tr("{name} says what works first: {words}").format(name=who, words=text)
        if card.kind is Kind.COMMENT:
            quote = _short(card.quote)
            if card.mine:
                return self.tr("You say to '{quote}': {words}.").format(quote=quote, words=text)
            return self.tr("{name} says to '{quote}': {words}.").format(name=who, quote=quote, words=text)
        change = self._spoken_change(card)
        if card.mine:
            return self.tr("You suggest: {change}.").format(change=change)
        return self.tr("{name} suggests: {change}.").format(name=who, change=change)

    def _spoken_change(self, card: Card) -> str:
        removes, adds = _short(card.removes), _short(card.adds)
        if not removes and not adds:
            return self._of_no_letters(card)
        if not removes:
            return self.tr("add '{words}'").format(words=adds)
        if not adds:
            return self.tr("take out '{words}'").format(words=removes)
        return self.tr("take out '{out}', add '{words}'").format(out=removes, words=adds)

    # Buttons

    def accept(self, card: Card) -> str:
        """The suggestion becomes the text."""
        return self.tr("Put these words here") if card.left_over else self.tr("Accept")

    def accept_anyway(self) -> str:
        """Where the text has changed."""
        return self.tr("Accept anyway")

    def refuse(self, card: Card) -> str:
        """The text stays as it was."""
        return self.tr("Leave them out") if card.left_over else self.tr("Refuse")

    def unclear(self) -> str:
        """A question back."""
        return self.tr("I don't understand")

    def done(self) -> str:
        """A comment was followed."""
        return self.tr("Done")

    def not_yet(self) -> str:
        """A comment will be followed later."""
        return self.tr("Not yet")

    def say_back(self) -> str:
        """Opens the field for a remark."""
        return self.tr("Reply")

    def take_back(self) -> str:
        """The reviewer's suggestion or comment goes."""
        return self.tr("Take back")

    def see_both(self) -> str:
        """The passage as it was and as it is."""
        return self.tr("See both")

    def close(self) -> str:
        """Leaves a card that lies over the text."""
        return self.tr("Close")

    def back(self) -> str:
        """Leaves a field; nothing happens."""
        return self.tr("Back")

    def why_refused(self) -> str:
        """In the empty field beside *Refuse*."""
        return self.tr("Why? You can leave this empty.")

    def what_unclear(self) -> str:
        """In the empty field beside *I don't understand*."""
        return self.tr("What is not clear? You can leave this empty.")

    def reason(self) -> str:
        """In the empty field below my suggestion."""
        return self.tr("Why? It helps to say.")

    def your_reply(self) -> str:
        """In the empty field of a reply."""
        return self.tr("Your reply")

    def your_comment(self) -> str:
        """In the field of a comment."""
        return self.tr("Your comment")

    def three_already(self) -> str:
        """A fourth "most important"."""
        return self.tr("Three are marked already. Take one mark away first, so that the three stand out.")

    # The list

    def cards(self) -> str:
        """What a screen reader calls the margin."""
        return self.tr("Suggestions and comments")

    def show(self, show: Show) -> str:
        """Which cards are shown."""
        return {
            Show.ALL: self.tr("All"),
            Show.OPEN: self.tr("Not answered"),
            Show.ANSWERED: self.tr("Answered"),
        }[show]

    def ask(self, name: str) -> str:
        """The button in an empty margin; "" = nobody in particular."""
        return self.tr("Ask {name} to read").format(name=name) if name else self.tr("Ask somebody to read")

    def not_here(self) -> str:
        """A passage as it was, where that state leans on what has not come."""
        return self.tr("What it was about is not whole on this computer yet.")

    def nothing(self, show: Show, owner: bool, asked: bool, private: bool) -> str:
        """In an empty margin."""
        if show is Show.OPEN:
            return self.tr("Everything here has an answer.")
        if show is Show.ANSWERED:
            return self.tr("Nothing has an answer yet.")
        if not owner:
            return self.tr("Type in the text to suggest something. Mark some words to comment on them.")
        if asked:
            return self.tr("Nothing has come back yet.")
        if private:
            return self.tr("Only you can read this. Share it, then you can ask somebody to read it.")
        return self.tr("Write, then ask somebody to read it. What they say stands here.")

    # Counting

    def answered(self, tally: ReviewTally) -> str:
        """4 of 12 answered."""
        return self.tr("{done} of {all} answered").format(done=tally.answered, all=tally.total)

    def progress(self, tally: ReviewTally) -> str:
        """12 suggestions, 6 comments, 3 most important; says so when there is nothing."""
        if not tally.total:
            return self.tr("Nothing yet")
        counts = [
            self.tr("%n suggestions", "", tally.suggestions) if tally.suggestions else "",
            self.tr("%n comments", "", tally.comments) if tally.comments else "",
            self.tr("%n most important", "", tally.important) if tally.important else "",
        ]
        return self.tr(", ").join(count for count in counts if count)


def visible(text: str) -> str:
    """A passage on one line; line ends are seen."""
    return text.replace("\n", _LINE_END)


def _trimmed(text: str) -> str:
    """The same without spaces around it, where there is more than spaces."""
    shown = visible(text)
    return shown.strip(" ") or shown


def _short(text: str) -> str:
    """A passage within a spoken sentence."""
    line = " ".join(text.split()).rstrip(".")  # the sentence around it ends itself
    return isolated(line if len(line) <= _SPOKEN else f"{line[:_SPOKEN].rstrip()}…") if line else ""
