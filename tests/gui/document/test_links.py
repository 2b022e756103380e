# SPDX-License-Identifier: Apache-2.0
"""Links: what counts as an address, putting one in, taking it off, and asking before the browser opens."""

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog

from mentordesk.domain.documents import Mode
from mentordesk.ui.document.links import LinkDesk, LinkDialog, OpenDialog, address_of
from mentordesk.ui.theme.theme import Theme
from tests.gui.document.two_editors import Seat


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("  example.org/water ", "https://example.org/water"),
        ("HTTP://Example.org", "HTTP://Example.org"),
        ("amina@example.org", "mailto:amina@example.org"),
        ("mailto:amina@example.org", "mailto:amina@example.org"),
        ("", ""),
        ("two words", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("ftp://example.org", ""),
        ("https://", ""),
        ("https://example.org/" + "x" * 2_000, ""),
    ],
)
def test_only_pages_and_mail_are_addresses(typed: str, address: str) -> None:
    assert address_of(typed) == address


@pytest.fixture
def links(amina: Seat, theme: Theme) -> LinkDesk:
    return LinkDesk(amina.editor, theme)


def answer(monkeypatch: pytest.MonkeyPatch, words: str, address: str) -> None:
    """What somebody types into the dialog, and Enter."""

    def exec_(dialog: LinkDialog) -> int:
        dialog._words.setText(words)
        dialog._address.setText(address)
        return QDialog.DialogCode.Accepted.value if dialog._put.isEnabled() or not address else 0

    monkeypatch.setattr(LinkDialog, "exec", exec_)


def test_selected_words_become_a_link(links: LinkDesk, amina: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, "", "example.org")
    amina.select(4, 9)
    links.edit()
    assert amina.editor.edits.link_around(6) == (4, 9, "https://example.org")
    assert amina.editor.caret() == 9
    assert amina.differences() == []


def test_without_a_selection_words_come_with_it(
    links: LinkDesk, amina: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, "see here ", "example.org")
    amina.select(0)
    links.edit()
    assert amina.shown() == "see hereThe quick brown fox jumps.\n"
    assert amina.editor.edits.link_around(3) == (0, 8, "https://example.org")


def test_a_link_is_changed_whole_and_taken_off(
    links: LinkDesk, amina: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    amina.editor.link(4, 9, "https://example.org")
    amina.select(6)
    answer(monkeypatch, "", "https://example.com")
    links.edit()
    assert amina.editor.edits.link_around(6) == (4, 9, "https://example.com")
    links.remove()
    assert amina.editor.edits.link_around(6)[2] == ""
    assert amina.differences() == []


def test_a_link_is_opened_only_after_asking(
    links: LinkDesk, amina: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    amina.editor.link(4, 9, "https://example.org/")
    amina.select(6)
    monkeypatch.setattr(OpenDialog, "exec", lambda _: 0)
    links.open()
    assert opened == []
    monkeypatch.setattr(OpenDialog, "exec", lambda _: 1)
    links.open()
    assert opened == ["https://example.org/"]


def test_what_is_no_page_is_never_opened(
    links: LinkDesk, amina: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else's text may hold anything."""
    monkeypatch.setattr(OpenDialog, "exec", lambda _: pytest.fail("asked"))
    amina.text.restyle(4, 9, link="file:///etc/passwd")
    amina.select(6)
    links.open()


def test_the_menu_offers_what_can_be_done_with_a_link(links: LinkDesk, amina: Seat) -> None:
    amina.editor.link(4, 9, "https://example.org/")
    assert [action.text() for action in links.menu_actions(6)] == [
        "Open link…",
        "Change link…",
        "Take link off",
    ]
    assert links.menu_actions(20) == []
    amina.sheet.mode = Mode.REVIEWER
    amina.editor.follow_mode()
    assert [action.text() for action in links.menu_actions(6)] == ["Open link…"]


def test_the_dialog_puts_in_only_an_address(qapp: QApplication, theme: Theme, amina: Seat) -> None:
    dialog = LinkDialog(theme, amina.editor, "", ask_words=True)
    assert not dialog._put.isEnabled()
    dialog._address.setText("example.org")
    assert dialog._put.isEnabled()
    assert dialog.address() == "https://example.org"
    dialog.deleteLater()
