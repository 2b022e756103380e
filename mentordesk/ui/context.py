# SPDX-License-Identifier: Apache-2.0
"""What every page of an open desk is given, and what a page must be able to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mentordesk.base.errors import Trouble
from mentordesk.domain.circles import CircleSummary
from mentordesk.domain.events import Event
from mentordesk.domain.ids import CircleId, MemberId
from mentordesk.ui.names import calling
from mentordesk.ui.places import Place
from mentordesk.ui.services import Services

if TYPE_CHECKING:
    from mentordesk.desk.desk import Desk

Shown = TypeVar("Shown", bound=Place)


class Tell(Protocol):
    """A line that goes by itself."""

    def __call__(self, words: str, action: str = "", do: Callable[[], None] | None = None) -> None:
        """Say these words; with a button where `action` names one, and what it does."""


@dataclass(frozen=True, slots=True)
class Context:
    """The desk, the window's services, and what a page may ask of the frame."""

    services: Services
    desk: Desk
    go: Callable[[Place], None]
    become: Callable[[Place], None]  # the place shown is called this now
    tell: Tell

    def circle(self, circle: CircleId) -> CircleSummary | None:
        """The circle as it is now."""
        return self.desk.people.circle(circle)

    def called(self, circle: CircleId) -> Mapping[MemberId, str]:
        """What the others in a circle are called; nobody where it is not here, or a private one."""
        found = self.circle(circle)
        return calling(found.people) if found is not None else {}

    def tell_trouble(self, trouble: Trouble) -> None:
        """Say in a line what did not work."""
        self.tell(self.services.words.trouble(trouble))


class Page(QWidget, Generic[Shown]):
    """One page. The frame calls these; a page calls only its Context."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.theme = context.services.theme
        self.words = context.services.words
        self.place: Shown | None = None
        self.pile = QVBoxLayout(self)
        self.pile.setContentsMargins(0, 0, 0, 0)
        self.pile.setSpacing(0)

    def title(self) -> str:
        """What the header says."""
        return ""

    def show_place(self, place: Shown) -> None:
        """Show another place of this page's kind."""
        self.place = place
        self.refresh()

    def refresh(self) -> None:
        """Read again and show what is there now."""

    def news(self, events: tuple[Event, ...]) -> None:
        """Something changed; only called while the page is shown."""
        self.refresh()

    def take_focus(self) -> None:
        """Put the focus where one begins."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def first_control(self) -> QWidget | None:
        """Where F6 enters the page."""
        return next((child for child in self.findChildren(QWidget) if takes_focus(child)), None)

    def regions(self) -> list[QWidget]:
        """Where F6 stops on its way through the page."""
        first = self.first_control()
        return [first] if first is not None else []

    def key_actions(self) -> list[QAction]:
        """What this page does by keys of its own, for the page of all keys."""
        return []

    def leave(self) -> None:
        """Another page comes; keep what was typed."""


def takes_focus(widget: QWidget) -> bool:
    """Whether Tab stops at it now."""
    by_key = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return by_key and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None
