# SPDX-License-Identifier: Apache-2.0
"""Names, passphrases and slips, over a real entrance and a real server's door."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from mentordesk.base.clock import ManualClock, SeededRandomness
from mentordesk.base.files import SystemFiles
from mentordesk.base.policy import Policy
from mentordesk.desk.profiles import Entrance, Opened
from mentordesk.storage.profile import Tools
from mentordesk.storage.store import InlineRunner
from mentordesk.ui.frame.window import MainWindow
from mentordesk.ui.rows import RowsView
from mentordesk.ui.signin.known import KnownPerson
from mentordesk.ui.signin.page import SignIn
from mentordesk.ui.theme.theme import Theme
from tests.helpers.profiles import PASSPHRASE
from tests.helpers.term import Term, make_term, no_line
from tests.helpers.town import ADDRESS, Town, quick
from tests.helpers.window import labels, make_services

NAMES = ("Amina Achieng", "Baraka Juma", "Grace", "Hawa", "Juma", "Neema", "Zuri")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A programme with a server."""
    town = Town(tmp_path / "town")
    yield town
    town.close()


@pytest.fixture
def term(tmp_path: Path) -> Term:
    """Amina's profile."""
    return make_term(tmp_path / "home", full=False)


class Door:
    """A sign-in page in a window, and who came through it."""

    def __init__(
        self, theme: Theme, entrance: Entrance, people: list[KnownPerson], policy: Policy | None = None
    ) -> None:
        services = make_services(theme, ManualClock(), lambda: entrance, policy)
        self.bridge = services.bridge
        self.window = MainWindow(services, people)
        self.page: SignIn = self.window.sign_in
        self.opened: list[Opened] = []
        self.page.opened.connect(self.opened.append)
        self.window.show()
        self.window.activateWindow()
        QApplication.processEvents()

    def fields(self) -> list[QLineEdit]:
        return [field for field in self.page.findChildren(QLineEdit) if field.isVisible()]

    def field(self, name: str) -> QLineEdit:
        return next(field for field in self.fields() if field.accessibleName() == name)

    def button(self, words: str) -> QPushButton:
        buttons = self.page.findChildren(QPushButton)
        return next(found for found in buttons if found.isVisible() and found.text() == words)

    def says(self) -> str:
        return "\n".join(labels(self.page))

    def close(self) -> None:
        for opened in self.opened:
            opened.connection.stop()
            opened.close()
        self.window.close()
        self.bridge.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def newcomer(theme: Theme, town: Town, tmp_path: Path) -> Iterator[Door]:
    """An empty computer with a line to the town."""
    door = Door(theme, _entrance(town, tmp_path / "computer"), [])
    yield door
    door.close()


@pytest.fixture
def known(theme: Theme, term: Term) -> Iterator[Door]:
    """A computer on which Amina has signed in before."""
    door = Door(
        theme, term.entrance(lambda event: None), [KnownPerson(str(term.folder), "Amina Achieng", "Lake")]
    )
    yield door
    door.close()


def _entrance(town: Town, home: Path) -> Entrance:
    tools = Tools(SystemFiles(), town.clock, SeededRandomness("computer"), quick)
    return Entrance(
        home, lambda event: None, tools, lambda addresses: lambda timeout: town.line.connect(), InlineRunner
    )


def _slip(town: Town) -> str:
    amina, grace = town.people("Amina Odhiambo", "Grace")
    town.circle([amina, grace])
    return town.slip(amina)


def test_an_empty_computer_begins_with_the_slip(newcomer: Door) -> None:
    assert "Start with your slip" in newcomer.says()
    assert newcomer.fields()[0].hasFocus()
    assert [b.text() for b in newcomer.page.findChildren(QPushButton) if b.isVisible()] == ["Next"]


def test_pasting_fills_all_boxes(newcomer: Door, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText(" 7k2m-9xq4 7Tabc DEF-GHJ ")
    box = newcomer.field("Code, part 2 of 3")
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [field.text() for field in newcomer.fields()[1:]] == ["7K2M9X", "Q47TAB", "CDEFGH"]


def test_typing_goes_on_in_the_next_box(newcomer: Door, qtbot: QtBot) -> None:
    first, second, third = newcomer.fields()[1:]
    first.setFocus()
    for letter in "7k2m9xq47tabcdefgh":
        qtbot.keyClicks(QGuiApplication.focusObject(), letter)  # type: ignore[arg-type]
    assert (first.text(), second.text(), third.text()) == ("7K2M9X", "Q47TAB", "CDEFGH")


def test_a_mistyped_letter_is_named_and_marked(newcomer: Door, town: Town, qtbot: QtBot) -> None:
    code = _slip(town).replace("-", "")
    wrong = code[:3] + ("2" if code[3] != "2" else "3") + code[4:]
    _type_slip(newcomer, wrong)
    qtbot.waitUntil(lambda: "Look again at" in newcomer.says())
    assert f"{wrong[3]}, letter 4" in newcomer.says() or f"{wrong[3]} (letter 4)" in newcomer.says()
    assert any(field.selectedText() for field in newcomer.fields())


def test_every_letter_that_may_be_wrong_is_named(newcomer: Door, qtbot: QtBot) -> None:
    """Here the check alone cannot tell which of two letters it was."""
    _type_slip(newcomer, "A43RXX-7TAZF9-91WHN5")
    said = "One letter is not right. Look again at W (letter 15), N (letter 17)."
    qtbot.waitUntil(lambda: said in newcomer.says())
    assert newcomer.field("Code, part 3 of 3").selectedText() == "W"


def test_a_slip_leads_through_a_passphrase_to_the_desk(newcomer: Door, town: Town, qtbot: QtBot) -> None:
    _type_slip(newcomer, _slip(town))
    qtbot.waitUntil(lambda: "Hello" in newcomer.says())
    assert "Hello \u2068Amina\u2069" in newcomer.says()
    offered = newcomer.says()
    newcomer.button("Other words").click()
    assert newcomer.says() != offered
    assert not newcomer.button("Open my desk").isEnabled()
    newcomer.button("Use these words").click()
    assert newcomer.field("Passphrase").echoMode() == QLineEdit.EchoMode.Normal
    newcomer.button("Open my desk").click()
    qtbot.waitUntil(lambda: bool(newcomer.opened))
    assert newcomer.opened[0].recovered is None


def test_a_passphrase_of_ones_own_is_typed_twice_unless_it_can_be_read(
    newcomer: Door, town: Town, qtbot: QtBot
) -> None:
    _type_slip(newcomer, _slip(town))
    qtbot.waitUntil(lambda: "Hello" in newcomer.says())
    assert "Type it once more" not in newcomer.says()
    first = newcomer.field("Passphrase")
    qtbot.keyClicks(first, PASSPHRASE)
    assert not newcomer.button("Open my desk").isEnabled()
    qtbot.keyClick(first, Qt.Key.Key_Return)
    again = newcomer.field("Type it once more")
    assert again.hasFocus()
    qtbot.keyClicks(again, PASSPHRASE[:-1])
    assert not newcomer.button("Open my desk").isEnabled()
    newcomer.button("Show").click()
    assert newcomer.button("Open my desk").isEnabled()
    assert "Type it once more" not in newcomer.says()
    newcomer.button("Hide").click()
    qtbot.keyClicks(newcomer.field("Type it once more"), PASSPHRASE[-1])
    qtbot.keyClick(newcomer.field("Type it once more"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(newcomer.opened))


def test_without_a_line_the_slip_page_says_what_is_missing(
    theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    tools = Tools(SystemFiles(), ManualClock(), SeededRandomness("computer"), quick)
    door = Door(theme, Entrance(tmp_path, lambda event: None, tools, no_line), [])  # type: ignore[arg-type]
    _type_slip(door, "A43RXX-7TAZF9-91WHM5")
    qtbot.waitUntil(lambda: "The server does not answer." in door.says())
    assert "It must be, the first time." in door.says()
    assert "You can go on working" not in door.says()
    door.close()


def test_the_next_person_need_not_type_the_server(theme: Theme, term: Term) -> None:
    people = [KnownPerson(str(term.folder), "Amina", "Lake", "https://desk.lake-region.example")]
    door = Door(theme, term.entrance(lambda event: None), people)
    door.button("I have a slip").click()
    assert door.field("Server").text() == "desk.lake-region.example"
    assert door.field("Code, part 1 of 3").hasFocus()
    door.close()


def test_a_used_slip_asks_for_the_passphrase_there_is(
    theme: Theme, town: Town, tmp_path: Path, newcomer: Door, qtbot: QtBot
) -> None:
    code = _slip(town)
    first = _entrance(town, tmp_path / "first")
    first.enrol(first.look_up_slip(ADDRESS, code), PASSPHRASE).close()
    _type_slip(newcomer, code)
    qtbot.waitUntil(lambda: "Hello" in newcomer.says())
    assert "Type the passphrase you have" in newcomer.says()
    newcomer.field("Passphrase").setText("quite another")
    newcomer.button("Open my desk").click()
    qtbot.waitUntil(lambda: "not the passphrase" in newcomer.says())
    newcomer.field("Passphrase").setText(PASSPHRASE)
    newcomer.button("Open my desk").click()
    qtbot.waitUntil(lambda: bool(newcomer.opened))


def test_a_wrong_address_says_what_one_looks_like(newcomer: Door, town: Town, qtbot: QtBot) -> None:
    _type_slip(newcomer, _slip(town), server="two words?")
    qtbot.waitUntil(lambda: "desk.school.org" in newcomer.says())
    assert newcomer.button("Next").isEnabled()


def test_the_schools_own_address_is_not_asked(theme: Theme, town: Town, tmp_path: Path) -> None:
    door = Door(theme, _entrance(town, tmp_path / "school"), [], Policy(server=ADDRESS))
    assert door.field("Server").isReadOnly()
    assert "Set by your school" in door.says()
    assert door.field("Code, part 1 of 3").hasFocus()
    door.close()


def test_somebody_known_needs_only_the_passphrase(known: Door, qtbot: QtBot) -> None:
    assert "Who is writing today?" in known.says()
    assert known.field("Passphrase").hasFocus()
    known.field("Passphrase").setText(PASSPHRASE)
    qtbot.keyClick(known.field("Passphrase"), Qt.Key.Key_Return)
    assert "Opening your desk…" in known.says()
    qtbot.waitUntil(lambda: bool(known.opened))


def test_a_wrong_passphrase_can_be_typed_over(known: Door, qtbot: QtBot) -> None:
    known.field("Passphrase").setText("amber fox river eight")
    known.button("Sign in").click()
    qtbot.waitUntil(lambda: "not the passphrase" in known.says())
    assert known.field("Passphrase").hasFocus()
    assert known.field("Passphrase").selectedText()


def test_show_and_hide_the_passphrase(known: Door) -> None:
    known.button("Show").click()
    assert known.field("Passphrase").echoMode() == QLineEdit.EchoMode.Normal
    known.button("Hide").click()
    assert known.field("Passphrase").echoMode() == QLineEdit.EchoMode.Password


def test_esc_leads_back_from_the_slip_to_the_names(known: Door, qtbot: QtBot) -> None:
    known.button("I have a slip").click()
    assert "Start with your slip" in known.says()
    qtbot.keyClick(known.page, Qt.Key.Key_Escape)
    assert "Who is writing today?" in known.says()


def test_where_several_people_sign_in_one_picks_a_name_first(theme: Theme, term: Term, qtbot: QtBot) -> None:
    people = [KnownPerson(name, name) for name in NAMES[:3]]
    door = Door(theme, term.entrance(lambda event: None), people)
    names = door.page.findChild(RowsView)
    assert names.hasFocus()
    assert "Your passphrase" not in door.says(), "whose would it be?"
    qtbot.keyClick(names, Qt.Key.Key_Return)
    assert names.picked() == "Amina Achieng"
    assert door.field("Passphrase").hasFocus()
    qtbot.keyClick(names, Qt.Key.Key_Down)
    assert names.picked() == "Baraka Juma"
    door.close()


def test_many_names_are_filtered_by_typing(theme: Theme, term: Term) -> None:
    door = Door(theme, term.entrance(lambda event: None), [KnownPerson(name, name) for name in NAMES])
    filter_field = door.field("Find your name")
    assert filter_field.hasFocus()
    filter_field.setText("ne")
    assert door.field("Passphrase").isVisible()
    QTest.keyClick(filter_field, Qt.Key.Key_Return)
    assert door.field("Passphrase").hasFocus()
    filter_field.setText("NÉÉ")
    assert door.field("Passphrase").isVisible()
    filter_field.setText("a")
    assert len(door.page.findChildren(QLineEdit)) > 1
    door.close()


def test_no_line_is_said_plainly_and_what_is_safe_too(known: Door) -> None:
    known.page.set_left_safe(2)
    known.page.set_line(False)
    assert "Not connected. You can work." in known.says()
    assert "2 things are safe here and leave with the next line." in known.says()
    known.page.set_line(True)
    assert "Not connected" not in known.says()


def _type_slip(door: Door, code: str, server: str = ADDRESS) -> None:
    door.field("Server").setText(server)
    QGuiApplication.clipboard().setText(code)
    QTest.keyClick(door.fields()[1], Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    door.button("Next").click()
