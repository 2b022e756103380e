# SPDX-License-Identifier: Apache-2.0
"""Versions: a list in words, looked at, compared inline and side by side, named, brought back."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QPushButton

from mentordesk.domain.documents import Mode
from mentordesk.domain.texts import Block, BlockKind, Paragraph, Run, Style
from mentordesk.ui.document.compare import Way, one_side
from mentordesk.ui.document.versions import VersionsDialog
from tests.gui.review.bench import Desk, Essay, plain
from tests.gui.review.conftest import Seat
from tests.helpers.term import GRACE, ME, NOW

DAY = 86_400
Open = Callable[[], VersionsDialog]


@pytest.fixture
def desk(seat: Seat) -> Desk:
    """An essay with two versions behind it."""
    essay = Essay("The well is deep.", "The walk is long.")
    text = essay.of[ME]
    text.add_version("", "asked", NOW - 3 * DAY)
    text.insert(text.text().index("deep"), "very ")
    essay.exchange()
    essay.of[GRACE].add_version("", "returned", NOW - DAY)
    essay.exchange()
    text.delete(text.text().index("The walk"), text.text().index("long"))
    return seat(essay)


@pytest.fixture
def show(desk: Desk) -> Iterator[Open]:
    dialogs: list[VersionsDialog] = []

    def make() -> VersionsDialog:
        dialogs.append(VersionsDialog(desk.context, desk.editor, desk.paper, desk))  # type: ignore[arg-type]
        dialogs[-1].open()
        desk.settle()
        return dialogs[-1]

    yield make
    for dialog in dialogs:
        dialog.reject()
        dialog.deleteLater()


def oldest(dialog: VersionsDialog) -> None:
    dialog.list.choose(dialog._versions[-1].id)


def test_the_newest_version_comes_first_and_each_says_why_it_is_there(show: Open) -> None:
    rows = show().list.rows.rows
    assert [(plain(row.title), plain(row.words)) for row in rows] == [
        ("When Grace gave it back", "Yesterday 10:42 · Grace"),
        ("When you asked for a reading", "Saturday 10:42 · You"),
    ]


def test_what_changed_since_is_underlined_and_struck(show: Open) -> None:
    dialog = show()
    oldest(dialog)
    shown = dialog.view.new.toPlainText()
    assert shown == "The well is very deep.\nThe walk is long."
    assert plain(dialog.view._new_title.text()).startswith("From “When you asked for a reading” to now")
    assert [run.style.deleted for run in dialog.view.new._shown[1].runs if run.text == "The walk is "]


def test_side_by_side_each_side_has_its_own_text(show: Open) -> None:
    dialog = show()
    oldest(dialog)
    dialog._look(Way.BESIDE)
    assert dialog.view.old.toPlainText() == "The well is deep.\nThe walk is long."
    assert dialog.view.new.toPlainText() == "The well is very deep.\nlong."
    assert dialog.view.old.isVisible()


def test_one_version_is_looked_at_alone(show: Open) -> None:
    dialog = show()
    oldest(dialog)
    dialog._look(Way.ALONE)
    assert dialog.view.new.toPlainText() == "The well is deep.\nThe walk is long."
    assert not dialog.view.old.isVisible()


def test_a_version_gets_a_name(show: Open, desk: Desk) -> None:
    dialog = show()
    dialog.name.setText("  For   the school ")
    dialog.name.returnPressed.emit()
    assert dialog.list.rows.rows[0].title.strip("\u2068\u2069") == "For the school"
    assert desk.paper.text.versions()[-1].name == "For the school"


def test_what_an_earlier_day_left_says_which_day(show: Open, desk: Desk) -> None:
    text = desk.paper.text
    text.add_version("", "day", NOW - DAY + 60)
    text.add_version("", "day", NOW - 60)
    shown = [plain(row.title) for row in show().list.rows.rows[:2]]
    assert shown == ["Earlier today", "Yesterday, at the end"]


def test_how_it_is_now_is_kept_when_one_wants(show: Open, desk: Desk) -> None:
    dialog = show()
    dialog.keep.click()
    assert len(desk.paper.text.versions()) == 3
    assert plain(dialog.list.rows.rows[0].title) == "Kept Today"
    assert dialog.chosen() == desk.paper.text.versions()[-1]


def test_an_older_version_comes_back_as_a_new_edit_that_can_be_undone(show: Open, desk: Desk) -> None:
    dialog = show()
    oldest(dialog)
    before = desk.paper.text.text()
    dialog.restore.click()
    desk.settle()
    assert desk.paper.text.text() == "The well is deep.\nThe walk is long.\n"
    assert desk.told[-1][0].startswith("The text is as in “When you asked for a reading” again.")
    desk.undo_told()
    assert desk.paper.text.text() == before


def test_a_reviewer_looks_and_changes_nothing(show: Open, desk: Desk) -> None:
    desk.paper.mode = Mode.REVIEWER
    dialog = show()
    buttons = {one.text() for one in dialog.findChildren(QPushButton) if one.isVisible()}
    assert buttons == {"Close"}


def test_without_versions_it_says_when_one_is_kept(seat: Seat) -> None:
    desk = seat(Essay())
    dialog = VersionsDialog(desk.context, desk.editor, desk.paper, desk)  # type: ignore[arg-type]
    dialog.open()
    assert dialog._nothing.isVisible()
    assert not dialog.list.isVisible()
    dialog.keep.click()
    assert dialog.list.isVisible(), "the first one was kept"
    dialog.reject()
    dialog.deleteLater()


NEW, OLD = Style(inserted=("new",)), Style(deleted=("old",))


def test_a_paragraph_that_was_divided_is_whole_on_the_old_side() -> None:
    compared = (
        Paragraph((Run("One "),), Block(BlockKind.BULLET), end=NEW),
        Paragraph((Run("two"), Run(" three", NEW))),
    )
    assert [one.text for one in one_side(compared, old=True)] == ["One two"]
    assert [one.text for one in one_side(compared, old=False)] == ["One ", "two three"]


def test_a_paragraph_that_was_joined_is_two_on_the_old_side() -> None:
    compared = (Paragraph((Run("One"), Run(" gone", OLD)), end=OLD), Paragraph((Run("two"),)))
    assert [one.text for one in one_side(compared, old=True)] == ["One gone", "two"]
    assert [one.text for one in one_side(compared, old=False)] == ["Onetwo"]
