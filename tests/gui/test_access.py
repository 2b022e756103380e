# SPDX-License-Identifier: Apache-2.0
"""Every page for people who hear it or use only keys: names on all that takes the focus, and a way round."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mentordesk.domain.documents import DocumentId
from mentordesk.domain.texts import Paragraph, Run
from mentordesk.ui.i18n import PSEUDO, Translation
from mentordesk.ui.places import (
    CirclePlace,
    DocumentPlace,
    DocumentsPlace,
    NewThreadPlace,
    Place,
    SearchPlace,
    SettingsPlace,
    StickPlace,
    ThreadPlace,
    TodayPlace,
)
from mentordesk.ui.signin.known import KnownPerson
from mentordesk.ui.signin.page import SignIn
from mentordesk.ui.theme.theme import Theme
from tests.helpers.term import NOW, TEAM, WITH_GRACE, ManualClock
from tests.helpers.window import Sitting, labels, make_services, sit_down

PAGES = (
    "today",
    "circle",
    "thread",
    "new thread",
    "documents",
    "my documents",
    "document",
    "search",
    "settings",
    "put",
    "take",
)


@pytest.fixture
def sitting(theme: Theme, tmp_path: Path) -> Iterator[Sitting]:
    sitting = sit_down(tmp_path, theme)
    yield sitting
    sitting.close()


def place(sitting: Sitting, page: str) -> Place:
    if page == "document":
        return DocumentPlace(WITH_GRACE, a_document(sitting))
    places: dict[str, Place] = {
        "today": TodayPlace(),
        "circle": CirclePlace(WITH_GRACE),
        "thread": ThreadPlace(WITH_GRACE, sitting.desk.threads.list(WITH_GRACE)[0].thread),
        "new thread": NewThreadPlace(TEAM),
        "documents": DocumentsPlace(WITH_GRACE),
        "my documents": DocumentsPlace(),
        "search": SearchPlace("pump"),
        "settings": SettingsPlace(),
        "put": StickPlace(),
        "take": StickPlace(take=True),
    }
    return places[page]


def a_document(sitting: Sitting) -> DocumentId:
    """Something that was written."""
    text = Paragraph((Run("I was born by the lake"),))
    made = sitting.desk.documents.new(WITH_GRACE, "Essay of Amina", (text,)).result()
    sitting.settle()
    return made


@pytest.mark.parametrize("page", PAGES)
def test_everything_that_takes_the_focus_has_a_name(sitting: Sitting, page: str) -> None:
    sitting.frame.go(place(sitting, page))
    sitting.frame.open_panel()
    sitting.settle()
    assert _unnamed(sitting.window) == []


def test_everything_on_the_sign_in_pages_has_a_name(theme: Theme) -> None:
    page = SignIn(
        make_services(theme, ManualClock(NOW)), [KnownPerson("a", "Amina"), KnownPerson("b", "Baraka")]
    )
    page.show()
    page.begin()
    found = []
    for number in range(page.count()):
        page.setCurrentIndex(number)
        QApplication.processEvents()
        found += _unnamed(page)
    page.close()
    assert found == []


@pytest.mark.parametrize("page", [page for page in PAGES if page != "document"])  # there Tab is a letter
def test_tab_reaches_everything_and_comes_round(sitting: Sitting, page: str, qtbot: QtBot) -> None:
    sitting.frame.go(place(sitting, page))
    sitting.settle()
    wanted = {
        widget
        for widget in sitting.frame.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    }
    reached: list[QWidget | None] = []
    for _ in range(3 * len(wanted) + 10):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    assert wanted - set(reached) == set()


def test_where_tab_is_a_letter_another_key_goes_round(sitting: Sitting) -> None:
    sitting.frame.go(place(sitting, "document"))
    sitting.settle()
    reached = []
    for _ in range(12):
        sitting.frame.next_region()
        reached.append(QApplication.focusWidget())
    assert {sitting.frame.header.search, sitting.frame.left.list} <= set(reached)
    assert len(set(reached)) >= 5


@pytest.mark.parametrize("page", PAGES)
def test_rows_speak_in_sentences(sitting: Sitting, page: str) -> None:
    sitting.frame.go(place(sitting, page))
    sitting.settle()
    rows = [
        child for root in _children(QAccessible.queryAccessibleInterface(sitting.window)) for child in [root]
    ]
    items = [row for row in rows if row.role() == QAccessible.Role.ListItem]
    assert items
    assert [row for row in items if not row.text(QAccessible.Text.Name)] == []


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_mirrored_for_right_to_left(sitting: Sitting, page: str) -> None:
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    sitting.frame.go(place(sitting, page))
    sitting.settle()
    left = sitting.frame.left
    assert left.mapTo(sitting.frame, left.rect().topRight()).x() > sitting.frame.width() - 4
    assert sitting.frame.header.title.geometry().right() > sitting.frame.header.search.geometry().right()


@pytest.mark.parametrize("page", PAGES)
def test_every_word_goes_through_the_translation(theme: Theme, tmp_path: Path, page: str) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    translation = Translation(application)
    translation.use(PSEUDO)
    sitting = sit_down(tmp_path, theme, full=False)
    wanted = place_of_empty(page) if page != "document" else place(sitting, page)
    sitting.frame.go(wanted)
    sitting.settle()
    said = labels(sitting.frame)
    translation.use("en")
    translation.end()
    sitting.close()
    ours = [text for text in said if not any(known in text for known in NAMES)]
    assert [text for text in ours if "⟦" not in text] == []


NAMES = ("Amina", "Grace", "Baraka", "Okoth", "حداد")


def place_of_empty(page: str) -> Place:
    """Places of a profile in which nothing was said."""
    return {
        "today": TodayPlace(),
        "circle": CirclePlace(WITH_GRACE),
        "thread": NewThreadPlace(TEAM),
        "documents": DocumentsPlace(WITH_GRACE),
        "my documents": DocumentsPlace(),
        "new thread": NewThreadPlace(TEAM),
        "search": SearchPlace("nothing"),
        "settings": SettingsPlace(),
        "put": StickPlace(),
        "take": StickPlace(take=True),
    }[page]


def _unnamed(root: QWidget) -> list[str]:
    """Accessible things that take the focus by key and have no name."""
    interface = QAccessible.queryAccessibleInterface(root)
    found = [one for one in _children(interface) if one.state().focusable and not one.state().invisible]
    return [
        f"{one.role().name} {type(one.object()).__name__}"
        for one in found
        if not one.text(QAccessible.Text.Name) and one.role() not in _PARTS
    ]


_PARTS = {QAccessible.Role.ListItem, QAccessible.Role.Client}


def _children(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield interface
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None and child.isValid() and not child.state().invisible:
            yield from _children(child)
