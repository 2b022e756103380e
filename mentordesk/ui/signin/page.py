# SPDX-License-Identifier: Apache-2.0
"""The way to a desk: name and passphrase, or a slip; slow work happens in the background."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from mentordesk.base.errors import SlipTrouble, Trouble
from mentordesk.domain.connection import LineState, SyncStatus
from mentordesk.ui.parts import Label
from mentordesk.ui.services import Services
from mentordesk.ui.signin.choose import ChoosePage
from mentordesk.ui.signin.people import KnownPerson, PeoplePage
from mentordesk.ui.signin.slip import SlipPage

if TYPE_CHECKING:
    from mentordesk.desk.profiles import Opened, SlipInfo


class SignIn(QStackedWidget):
    """People of this computer first; on an empty computer the slip."""

    opened = Signal(object)  # Opened

    def __init__(self, services: Services, people: Sequence[KnownPerson], chosen: str = "") -> None:
        super().__init__()
        self._services = services
        self._slip_info: SlipInfo | None = None
        self._has_people = bool(people)
        self._safe = ""
        self._people = PeoplePage(services)
        self._slip = SlipPage(services)
        self._choose = ChoosePage(services)
        self._opening = _Opening(services)
        for page in (self._people, self._slip, self._choose, self._opening):
            self.addWidget(page)
        self._people.set_people(people, chosen)
        self._connect_signals()

    def _connect_signals(self) -> None:
        self._people.sign_in.connect(self._sign_in)
        self._people.slip.connect(self._show_slip)
        self._slip.back.connect(self._show_people)
        self._slip.looked_up.connect(self._look_up)
        self._choose.back.connect(self._show_slip)
        self._choose.chosen.connect(self._enrol)

    def begin(self) -> None:
        """Show the first page, the caret where typing starts; once this stands in its window."""
        if self._has_people:
            self._show_people()
        else:
            self._show_slip()

    def set_line(self, there: bool) -> None:
        """Say at the foot when there is no line; one can work all the same."""
        words = "" if there else self._services.words.line(SyncStatus(LineState.OFFLINE))
        self._people.set_foot(words, self._safe)

    def set_left_safe(self, count: int) -> None:
        """What the person before has left to be sent is safe; say so."""
        self._safe = (
            self.tr("%n things are safe here and leave with the next line.", "", count) if count else ""
        )
        self._people.set_foot("", self._safe)

    def go_back(self) -> None:
        """Esc: one page back."""
        if self.currentWidget() is self._choose:
            self._show_slip()
        elif self.currentWidget() is self._slip and self._has_people:
            self._show_people()

    def _show_people(self) -> None:
        self.setCurrentWidget(self._people)
        self._people.begin()

    def _show_slip(self) -> None:
        self.setCurrentWidget(self._slip)
        self._slip.begin(self._has_people)

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
        self._slip.show_trouble(self._services.words.trouble(trouble), int(trouble.facts.get("position", 0)))

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
        self._choose.show_trouble(self._services.words.trouble(trouble))


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
