# SPDX-License-Identifier: Apache-2.0
"""Pictures of documents: lists, the editor, a review from both sides, versions, asking."""
from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

    from mentordesk.commands.demoterm import Player
    from mentordesk.desk.desk import Desk
    from mentordesk.ui.document.page import DocumentPage
    from mentordesk.ui.frame.frame import Frame
    from mentordesk.ui.theme.theme import Theme

NOWHERE = "http://127.0.0.1:9"  # nobody answers there
ARABIC = (
    ("h1", "رحلة الماء"),
    ("", "ثمانية أيام لم تذهب نجيري إلى المدرسة لأن المضخة تعطلت. النهر بعيد ساعتين."),
    ("bullet", "ختم من جلد"),
    ("bullet", "قضيب واحد"),
    ("quote", "شكرا جزيلا على مساعدتك."),
)


class DocumentShots:
    """The demo's two people, made once; a window around one of them for each picture."""

    def __init__(self, folder: Path) -> None:
        from mentordesk.commands.demoterm import MENTEE, own_circle, play_term

        self._players: dict[str, Player] = play_term(folder, NOWHERE)
        desk = self._players[MENTEE].sit_down(NOWHERE)
        self._make(desk, own_circle(desk), "اللغة العربية", ARABIC)
        self._make(desk, None, "Words I do not know yet", (("", "scholarship, bearing, to promise"),))
        desk.close()

    @staticmethod
    def _make(desk: Desk, circle: bytes | None, title: str, lines: tuple[tuple[str, str], ...]) -> None:
        from mentordesk.domain.texts import Block, BlockKind, Paragraph, Run

        made = tuple(Paragraph((Run(text),), Block(BlockKind(kind))) for kind, text in lines)
        desk.documents.new(circle, title, made).result()

    def take(self, folder: Path, theme: Theme, size: tuple[int, int], only: str) -> int:
        """All of them one way; how many."""
        count = 0
        for who, pages in (("amina", _AMINA), ("grace", _GRACE)):
            wanted = {name: show for name, show in pages.items() if name.startswith(only)}
            if wanted:
                self._sit(who, theme, size, folder, wanted)
            count += len(wanted)
        return count

    def _sit(
        self,
        who: str,
        theme: Theme,
        size: tuple[int, int],
        folder: Path,
        pages: dict[str, Callable[[Frame], object]],
    ) -> None:
        from mentordesk.base.clock import ManualClock
        from mentordesk.ui.frame.window import MainWindow
        from tests.helpers.window import make_services

        services = make_services(theme, ManualClock(int(time.time())))
        desk = self._players[who].sit_down(NOWHERE)
        window = MainWindow(services, [])
        look = theme.look
        window.open_desk(desk)
        theme.set_look(look)  # not the one that this person has chosen
        window.resize(*size)
        window.show()
        window.activateWindow()
        frame = window.frame
        assert frame is not None
        for name, show in pages.items():
            _settle()
            show(frame)
            _settle()
            grab(frame.window()).save(str(folder / f"{name}.png"))
            _close_dialog()
        window.close()
        services.bridge.close()
        desk.close()
        window.deleteLater()
        _settle()


def grab(window: object) -> QPixmap:
    """The window, with the dialog that lies on it."""
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QApplication, QWidget

    assert isinstance(window, QWidget)
    picture = window.grab()
    dialog = QApplication.activeModalWidget()
    if dialog is not None:
        painter = QPainter(picture)
        painter.fillRect(picture.rect(), "#60000000")
        left, top = window.width() - dialog.width(), window.height() - dialog.height()
        painter.drawPixmap(max(0, left // 2), max(0, top // 2), dialog.grab())
        painter.end()
    return picture


def _close_dialog() -> None:
    from PySide6.QtWidgets import QApplication, QDialog

    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, QDialog):
        dialog.reject()


def _settle() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    from tests.helpers.window import pass_time

    pass_time(350)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


# ------------------------------------------------------------------ pages
def _documents(frame: Frame, private: bool = False) -> None:
    from mentordesk.ui.places import DocumentsPlace

    circle = frame.desk.people.circles()[0].circle
    frame.go(DocumentsPlace(b"" if private else circle))


def _document(frame: Frame, begins: str = "Eight days") -> DocumentPage:
    from mentordesk.ui.document.page import DocumentPage
    from mentordesk.ui.places import DocumentPlace

    circle = frame.desk.people.circles()[0].circle
    listed = frame.desk.documents.list(circle)
    document = next(one.id for one in listed if one.title.startswith(begins))
    frame.go(DocumentPlace(circle, document))
    page = frame.page()
    assert isinstance(page, DocumentPage)
    page.editor.setFocus()
    return page


def _new(frame: Frame) -> None:
    from mentordesk.ui.circle.documents import DocumentsPage

    _documents(frame)
    page = frame.page()
    assert isinstance(page, DocumentsPage)
    page.begin_new()


def _today(frame: Frame) -> None:
    from mentordesk.ui.places import TodayPlace

    frame.go(TodayPlace())


def _find(frame: Frame) -> None:
    page = _document(frame)
    page.finder.open(True)
    page.finder.field.setText("eight")


def _review(frame: Frame, standing: str = "") -> DocumentPage:
    """The review margin with a card open: of the first suggestion, or of one that stands so."""
    page = _document(frame)
    _settle()
    page.margin.refresh()
    cards = page.margin.cards
    there = [card.placed and card.standing.value == (standing or "fits") for card in cards]
    rows = [row for row, found in enumerate(there) if found]
    if rows:
        page.margin.list.picked.emit(rows[0])
        page.editor.scroll_to(max(0, cards[rows[0]].start - 200))
    page.margin.enter()
    return page


def _see_both(frame: Frame) -> None:
    from mentordesk.ui.document.margincard import Deed

    page = _review(frame, "changed")
    page.margin.panel.asked.emit(Deed.SEE_BOTH, "")


def _versions(frame: Frame) -> None:
    page = _document(frame)
    page.bar.versions.click()


def _ask(frame: Frame) -> None:
    page = _document(frame)
    page.bar.ask.click()


_AMINA: dict[str, Callable[[Frame], object]] = {
    "document-today": _today,
    "documents": _documents,
    "documents-private": lambda frame: _documents(frame, private=True),
    "documents-new": _new,
    "document": _document,
    "document-arabic": lambda frame: _document(frame, "اللغة"),
    "document-find": _find,
    "document-review": _review,
    "document-changed": lambda frame: _review(frame, "changed"),
    "document-both": _see_both,
    "document-versions": _versions,
    "document-asking": _ask,
}
_GRACE: dict[str, Callable[[Frame], object]] = {
    "document-reviewer-today": _today,
    "document-reviewing": _document,
    "document-reviewing-card": _review,
}
