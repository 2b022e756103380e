# SPDX-License-Identifier: Apache-2.0
"""Reviewing for people who hear it, use only keys, read another language or from the right."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget

from mentordesk.domain.ids import MemberId
from mentordesk.domain.texts import Standing
from mentordesk.ui.document.asking import AskToRead
from mentordesk.ui.document.compare import Way
from mentordesk.ui.document.margincard import Deed
from mentordesk.ui.document.versions import VersionsDialog
from mentordesk.ui.i18n import PSEUDO, Translation
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import Look, Scheme
from tests.gui.review.bench import Desk, asked, reviewed
from tests.gui.review.conftest import Seat
from tests.gui.test_access import _unnamed
from tests.helpers.term import GRACE, ME, NOW


@pytest.fixture
def pseudo() -> Iterator[None]:
    """Every sentence between marks."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    translation = Translation(application)
    translation.use(PSEUDO)
    yield
    translation.use("en")
    translation.end()


def dialogs(desk: Desk) -> list[QDialog]:
    """Each dialog of a review, open one after the other."""
    desk.paper.text.add_version("", "asked", NOW)
    desk.go_to("sister and I")
    desk.margin._asked(Deed.SEE_BOTH, "")
    both = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
    versions = VersionsDialog(desk.context, desk.editor, desk.paper, desk)  # type: ignore[arg-type]
    ask = AskToRead(desk.context, desk.paper, desk)  # type: ignore[arg-type]
    ask.has_day.setChecked(True)
    versions.open()
    versions._look(Way.BESIDE)
    ask.open()
    QApplication.processEvents()
    return [both, versions, ask]


def close(made: list[QDialog]) -> None:
    for dialog in made:
        dialog.reject()
        dialog.deleteLater()


@pytest.mark.parametrize("member", [ME, GRACE])
def test_everything_that_takes_the_focus_has_a_name(seat: Seat, member: MemberId) -> None:
    desk = seat(reviewed(), member, asked())
    desk.editor.setAccessibleName("Text")
    desk.go_to("slow")
    assert _unnamed(desk) == []
    desk.margin.comment()
    assert _unnamed(desk) == []
    made = dialogs(desk)
    assert [_unnamed(dialog) for dialog in made] == [[], [], []]
    close(made)


def test_a_card_that_is_open_says_all_of_itself(seat: Seat) -> None:
    desk = seat(reviewed(), review=asked())
    desk.go_to("slow")
    assert desk.margin.panel.accessibleName() == desk.margin.words.spoken(desk.margin.current)


@pytest.mark.parametrize("member", [ME, GRACE])
def test_every_word_goes_through_the_translation(pseudo: None, seat: Seat, member: MemberId) -> None:
    desk = seat(reviewed(), member, asked())
    desk.go_to("sister and I")
    made = dialogs(desk)
    shown = [one for root in (desk.bar, desk.margin.panel, *made) for one in texts(root)]
    known = ("Grace", "Amina", "Okoth", "walk", "sister", "morning", "…")
    assert [text for text in shown if "⟦" not in text and not any(word in text for word in known)] == []
    close(made)


def texts(root: QWidget) -> list[str]:
    kinds = (*root.findChildren(QLabel), *root.findChildren(QPushButton))
    return [one.text() for one in kinds if one.isVisible() and one.text()]


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("member", [ME, GRACE])
def test_nothing_on_an_open_card_is_cut_off(seat: Seat, theme: Theme, member: MemberId, percent: int) -> None:
    desk = seat(reviewed(), member, asked(), (1_200, 760))
    theme.set_look(Look(Scheme.LIGHT, text_percent=percent))
    for words in ("slow", "sister and I", "clean", "This ending"):
        desk.go_to(words)
        panel = desk.margin.panel
        inside = panel.rect().adjusted(2, 2, -2, -2)
        for child in panel.findChildren(QWidget):
            if child.isVisible() and child.parentWidget() is panel._body:
                place = child.rect().translated(child.mapTo(panel, QPoint(0, 0)))
                assert inside.contains(place), (words, type(child).__name__, place, inside)
                assert child.height() >= min(child.sizeHint().height(), child.minimumSizeHint().height())


def test_from_the_right_the_margin_reads_from_the_right(seat: Seat) -> None:
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    desk = seat(reviewed(), review=asked())
    assert desk.margin.x() < desk.editor.x()
    desk.go_to("slow")
    pieces = desk.margin.words.change(desk.margin.current, mirrored=True)
    assert [text for text, _ in pieces] == ["quick", " ← ", "slow"]
    assert desk.margin.panel.x() < desk.margin.width() / 4


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_what_is_added_and_taken_out_differs_in_more_than_colour(
    seat: Seat, theme: Theme, scheme: Scheme
) -> None:
    desk = seat(reviewed(), review=asked())
    theme.set_look(Look(scheme))
    desk.settle()
    looks = {
        look: one.layout.formats()
        for look, one in (
            (c.adds, desk.margin._painter._lines(c, 240, False).body) for c in desk.margin.cards
        )
    }
    removed, _, added = (one.format for one in looks["slow"])
    assert removed.fontStrikeOut()
    assert not removed.fontUnderline()
    assert added.fontUnderline()
    assert not added.fontStrikeOut()


def test_answered_and_open_cards_differ_in_shape(seat: Seat) -> None:
    desk = seat(reviewed(), review=asked())
    before = picture(desk, "clean")
    desk.go_to("clean")
    desk.margin._asked(Deed.ACCEPT, "")
    desk.settle()
    assert picture(desk, "clean") != before
    assert (
        desk.margin._painter.feet(next(c for c in desk.margin.cards if c.adds == "clean "))[1] == "Accepted"
    )


def picture(desk: Desk, words: str) -> QImage:
    """A card as it is painted, all colours taken out of it."""
    row = desk.margin._model.row_of(desk.card(words))
    place = desk.margin.list.place(row)
    grabbed = desk.margin.list.viewport().grab(place)
    return grabbed.toImage().convertToFormat(QImage.Format.Format_Grayscale8)


def test_standing_and_importance_are_said_in_words(seat: Seat) -> None:
    desk = seat(reviewed(), review=asked())
    feet = {card.adds or card.text: desk.margin._painter.feet(card) for card in desk.margin.cards}
    assert feet["clean "] == ["Most important"]
    assert feet["sister and I"] == ["Text has changed: see both"]
    assert feet["lorry"] == ["Place no longer there"]
    assert {card.standing for card in desk.margin.cards} == set(Standing)
