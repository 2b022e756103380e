# SPDX-License-Identifier: Apache-2.0
"""The way to a desk: name and passphrase, or a slip; slow work happens in the background."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from mentordesk.base.errors import ServerUnreachable, SlipInvalid, SlipTrouble, Trouble
from mentordesk.ui.parts import Label
from mentordesk.ui.services import Services
from mentordesk.ui.signin.known import KnownPerson

if TYPE_CHECKING:
    from mentordesk.desk.profiles import Opened, SlipInfo
    from mentordesk.ui.signin.choose import ChoosePage
    from mentordesk.ui.signin.people import PeoplePage
    from mentordesk.ui.signin.slip import SlipPage


class SignIn(QStackedWidget):
    """People of this computer first; on an empty computer the slip."""

    opened = Signal(object)  # Opened

    def __init__(self, services: Services, people: Sequence[KnownPerson], chosen: str = "") -> None:
        super().__init__()
        self._services = services
        self._slip_info: SlipInfo | None = None
        self._known = tuple(people)
        self._chosen = chosen
        self._safe = ""

    @cached_property
    def _people(self) -> PeoplePage:
        from mentordesk.ui.signin.people import PeoplePage

        page = PeoplePage(self._services, self._known, self._chosen)
        page.sign_in.connect(self._sign_in)
        page.slip.connect(self._show_slip)
        self.addWidget(page)
        return page

    @cached_property
    def _slip(self) -> SlipPage:
        from mentordesk.ui.signin.slip import SlipPage

        page = SlipPage(self._services, next((one.server for one in self._known if one.server), ""))
        page.back.connect(self._show_people)
        page.looked_up.connect(self._look_up)
        self.addWidget(page)
        return page

    @cached_property
    def _choose(self) -> ChoosePage:
        from mentordesk.ui.signin.choose import ChoosePage

        page = ChoosePage(self._services)
        page.back.connect(self._show_slip)
        page.chosen.connect(self._enrol)
        self.addWidget(page)
        return page

    @cached_property
    def _opening(self) -> QWidget:
        page = _Opening(self._services)
        self.addWidget(page)
        return page

    def begin(self) -> None:
        """Show the first page, the caret where typing starts; once this stands in its window."""
        if self._known:
            self._show_people()
        else:
            self._show_slip()

    def set_line(self, there: bool) -> None:
        """Say at the foot when there is no line; one can work all the same."""
        from mentordesk.domain.connection import LineState, SyncStatus

        if self._known:
            words = "" if there else self._services.words.line.sentence(SyncStatus(LineState.OFFLINE))
            self._people.set_foot(words, self._safe)

    def set_left_safe(self, count: int, files: int = 0) -> None:
        """What the person before has left to be sent is safe, files only go with that person; say so."""
        if (count or files) and self._known:
            one = self.tr("What you wrote is kept safe on this computer and goes when it connects.")
            several = self.tr("%n things are safe here and leave with the next line.", "", count)
            said = one if count == 1 else several if count else ""
            words = said, self._services.words.line.files_up(files)
            self._safe = " ".join(part for part in words if part)
            self._people.set_foot("", self._safe)

    def go_back(self) -> None:
        """Esc: one page back."""
        here = self.currentWidget()
        if here is self.__dict__.get("_choose"):
            self._show_slip()
        elif here is self.__dict__.get("_slip") and self._known:
            self._show_people()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)

    def _show_people(self) -> None:
        self.setCurrentWidget(self._people)
        self._people.begin()

    def _show_slip(self) -> None:
        self.setCurrentWidget(self._slip)
        self._slip.begin(can_go_back=bool(self._known))

    # Signing in

    def _sign_in(self, folder: str, passphrase: str) -> None:
        self._show_opening()
        entrance = self._services.entrance
        opening = self._services.background.submit(lambda: entrance().open(folder, passphrase))
        self._services.bridge.then(opening, self._entered, self._not_signed_in)

    def _show_opening(self) -> None:
        self.setCurrentWidget(self._opening)
        self._opening.setFocus(Qt.FocusReason.OtherFocusReason)

    def _entered(self, opened: Opened) -> None:
        self.opened.emit(opened)

    def _not_signed_in(self, trouble: Trouble) -> None:
        self.setCurrentWidget(self._people)
        self._people.show_trouble(self._services.words.trouble(trouble))

    # Slip

    def _look_up(self, server: str, code: str) -> None:
        self._slip.set_busy(True)
        entrance = self._services.entrance
        asking = self._services.background.submit(lambda: entrance().look_up_slip(server, code))
        self._services.bridge.then(asking, self._slip_known, self._slip_refused)

    def _slip_known(self, info: SlipInfo) -> None:
        self._slip.set_busy(False)
        self._slip_info = info
        self.setCurrentWidget(self._choose)
        self._choose.begin(info.person_name, info.programme_name, is_new=not info.used)

    def _slip_refused(self, trouble: Trouble) -> None:
        self._slip.set_busy(False)
        self.setCurrentWidget(self._slip)
        suspects = trouble.suspects if isinstance(trouble, SlipInvalid) else ()
        self._slip.show_trouble(self._said(trouble), suspects)

    def _enrol(self, passphrase: str) -> None:
        info = self._slip_info
        if info is None:
            return
        self._show_opening()
        entrance = self._services.entrance
        opening = self._services.background.submit(lambda: entrance().enrol(info, passphrase))
        self._services.bridge.then(opening, self._entered, self._not_enrolled)

    def _not_enrolled(self, trouble: Trouble) -> None:
        if isinstance(trouble, SlipTrouble):
            self._slip_refused(trouble)
            return
        self.setCurrentWidget(self._choose)
        self._choose.show_trouble(self._said(trouble))

    def _said(self, trouble: Trouble) -> str:
        """Without a desk one cannot go on working: what to do is another thing than later."""
        if isinstance(trouble, ServerUnreachable):
            return self.tr(
                "The server does not answer. Look at its address again. "
                "Is this computer connected? It must be, the first time."
            )
        return self._services.words.trouble(trouble)


class _Opening(QWidget):
    """Shown while the keys are made and the desk is opened."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        label = Label(services.theme, self.tr("Opening your desk…"), "title")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.addWidget(label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(label.text())
