# SPDX-License-Identifier: Apache-2.0
"""*Ask Grace to read*: who, until when, and honest words about everybody's days."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QPushButton, QWidget

from mentordesk.desk.writing import Writing
from mentordesk.domain.deadlines import Proposal, Step, Why
from mentordesk.domain.ids import CircleId
from mentordesk.ui.document.asking import AskToRead
from tests.gui.review.bench import plain
from tests.helpers.documents import paragraphs
from tests.helpers.term import GRACE, TEAM, WITH_GRACE
from tests.helpers.window import Sitting

Ask = Callable[[CircleId | None], AskToRead]


@pytest.fixture
def ask(sitting: Sitting) -> Iterator[Ask]:
    """Amina's new document in a circle (None = private), and the dialog about it."""
    opened: list[tuple[AskToRead, Writing]] = []

    def make(circle: CircleId | None) -> AskToRead:
        made = sitting.desk.documents.new(circle, "Essay", paragraphs("The well is deep.")).result()
        writing = sitting.desk.documents.open(made)
        dialog = AskToRead(sitting.frame._context, writing, sitting.window)
        opened.append((dialog, writing))
        dialog.open()
        sitting.settle()
        return dialog

    yield make
    for dialog, writing in opened:
        dialog.reject()
        dialog.deleteLater()
        writing.close()


def button(dialog: QWidget, text: str) -> QPushButton:
    return next(one for one in dialog.findChildren(QPushButton) if one.text() == text)


def hand_in(dialog: AskToRead, day: date) -> str:
    """Choose a hand-in date; what is said about it."""
    dialog.has_day.setChecked(True)
    dialog.day.setDate(QDate(day.year, day.month, day.day))
    return plain(dialog.proposal.words)


def test_the_one_mentor_is_named_and_chosen(ask: Ask) -> None:
    dialog = ask(WITH_GRACE)
    assert plain(dialog.windowTitle()) == "Ask Grace to read"
    assert dialog.chosen() == (GRACE,)
    assert dialog.hand_in() is None


def test_a_hand_in_date_becomes_three_days_that_fit_everybody(ask: Ask) -> None:
    # Grace usually connects on Tuesdays and Thursdays; it is Tuesday 12 May.
    said = hand_in(ask(WITH_GRACE), date(2026, 5, 26))
    assert said.startswith("Send by ")
    assert "so that Grace can read by Thu 21 May and you can fix it " in said


def test_a_day_that_is_too_near_is_said_to_be(ask: Ask) -> None:
    said = hand_in(ask(WITH_GRACE), date(2026, 5, 12))
    assert "Grace" in said
    assert "near" in said or "does not usually connect" in said or "little time" in said


def test_a_day_that_is_over_is_said_to_be(ask: Ask) -> None:
    assert hand_in(ask(WITH_GRACE), date(2026, 5, 1)) == "That day is over."


def test_asking_is_written_down_with_days_and_note(ask: Ask, sitting: Sitting) -> None:
    dialog = ask(WITH_GRACE)
    hand_in(dialog, date(2026, 5, 26))
    dialog.note.setPlainText("Is the ending good?")
    button(dialog, "Ask").click()
    sitting.settle()
    review = dialog._writing.summary.review
    assert review is not None
    assert (review.reviewers, review.hand_in, review.read_by) == (
        (GRACE,),
        date(2026, 5, 26),
        date(2026, 5, 21),
    )
    assert review.note == "Is the ending good?"
    assert dialog.isHidden()


def test_of_several_mentors_one_chooses(ask: Ask) -> None:
    dialog = ask(TEAM)
    assert dialog.windowTitle() == "Ask somebody to read"
    assert dialog.chosen() == ()
    assert not button(dialog, "Ask").isEnabled()
    for box in dialog._boxes.values():
        box.setChecked(True)
    assert button(dialog, "Ask").isEnabled()
    said = hand_in(dialog, date(2026, 6, 30))
    assert "Baraka" in said
    assert "It is not known yet on which days" in said, "nobody knows Baraka's"


def test_a_private_document_is_shared_first(ask: Ask) -> None:
    dialog = ask(None)
    said = [label.text() for label in dialog.findChildren(QWidget) if hasattr(label, "text")]
    assert "Only you have this document. Share it first, then somebody can read it." in said
    assert not button(dialog, "Ask").isEnabled()


@pytest.mark.parametrize(
    ("proposal", "said"),
    [
        (
            Proposal(date(2026, 5, 12), date(2026, 5, 15), date(2026, 5, 18), True, Why.FITS),
            "Send by today so that Grace can read by Fri 15 May and you can fix it Mon 18 May.",
        ),
        (
            Proposal(date(2026, 5, 13), date(2026, 5, 14), date(2026, 5, 14), True, Why.TIGHT),
            "Send by tomorrow so that Grace can read by Thu 14 May and you can fix it Thu 14 May. "
            "That leaves little time.",
        ),
        (
            Proposal(
                date(2026, 5, 14),
                date(2026, 5, 15),
                date(2026, 5, 18),
                False,
                Why.UNUSUAL,
                (Step.READ, Step.FIX),
            ),
            "Send by Thu 14 May so that Grace can read by Fri 15 May and you can fix it Mon 18 May. "
            "Grace does not usually connect on Fri 15 May. You do not usually connect on Mon 18 May.",
        ),
        (
            Proposal(date(2026, 5, 12), date(2026, 5, 12), date(2026, 5, 12), False, Why.TOO_NEAR),
            "That is too near for Grace to read it and for you to fix it. You can still ask.",
        ),
    ],
)
def test_each_proposal_has_honest_words(ask: Ask, proposal: Proposal, said: str) -> None:
    assert plain(ask(WITH_GRACE).say(proposal)) == said
