# SPDX-License-Identifier: Apache-2.0
"""The panel below the sync chip: what waits, the last contact, this week's bytes, Connect now, sticks."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from mentordesk.domain.connection import LineState, SyncStatus
from mentordesk.domain.events import Event
from mentordesk.domain.messages import Delivery
from mentordesk.ui.context import Context
from mentordesk.ui.parts import Label, button, line, section
from mentordesk.ui.places import StickPlace
from mentordesk.ui.rows import one_line
from mentordesk.ui.widgets.meter import DataMeter

WIDTH = 320
_SHOWN = 5
_LETTERS = 60
_FREE_BELOW = 8


class StatusPanel(QFrame):
    """Lies over the page below the chip; Esc, or the focus going elsewhere, closes it."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._over = parent
        self._words = context.services.words
        theme = context.services.theme
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setBackgroundRole(QPalette.ColorRole.Button)
        self.setAutoFillBackground(True)
        self.setAccessibleName(self.tr("Connection"))
        self._anchor: QWidget | None = None
        self._line = section(theme)
        self._waits = Label(theme).wrap()
        self._items = Label(theme, "", tone="text2").wrap()
        self._safe = Label(theme, self.tr("Safe here. Goes when it connects."), tone="text2").wrap()
        self._files_up = Label(theme, "", tone="text2").wrap()
        self._on_stick = Label(theme).wrap()
        self._carries = Label(theme).wrap()
        self._contact = Label(theme, "", tone="text2").wrap()
        self._last = Label(theme, "", tone="text2").wrap()
        self._week = DataMeter(theme, self._words)
        self._week.go_on_asked.connect(self._go_on)
        self._connect = button(self.tr("Connect now"), self._connect_now, "primary")
        self._put = button(self.tr("Put on a stick"), lambda: context.go(StickPlace()))
        self._take = button(self.tr("Take from a stick"), lambda: context.go(StickPlace(take=True)))
        self.hide()
        inner = QWidget()
        layout = self._pile = QVBoxLayout(inner)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        above = (self._line, self._waits, self._items, self._safe, self._files_up)
        middle = (self._on_stick, self._carries, line())
        below = (self._contact, self._last, self._week, self._connect, self._put, self._take)
        for part in (*above, *middle, *below):
            layout.addWidget(part)
        self._scroll_over(inner)

    def _scroll_over(self, inner: QWidget) -> None:
        """Large text and much that waits may need more height than the window has."""
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        for part in (inner, scroll.viewport()):
            part.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def open_below(self, anchor: QWidget) -> None:
        """Show under the chip, its trailing edge under the chip's, inside the window."""
        self._anchor = anchor
        self._refresh_now()
        mirrored = anchor.isRightToLeft()
        x = 0 if mirrored else anchor.width() - self.width()
        self.move(anchor.mapTo(self._over, QPoint(x, anchor.height() + 4)))
        self.show()
        self.raise_()
        self._connect.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_again(self) -> None:
        """Back to the chip."""
        self.hide()
        if self._anchor is not None:
            self._anchor.setFocus(Qt.FocusReason.PopupFocusReason)

    def focus_moved(self, old: QWidget | None, now: QWidget | None) -> None:
        """Close when the focus goes elsewhere in the window; another programme's window leaves it open."""
        inside = now is None or now is self._anchor or self.isAncestorOf(now)
        if self.isVisible() and not inside:
            self.hide()

    def news(self, events: tuple[Event, ...]) -> None:
        """Follow the line while the panel is open."""
        if self.isVisible():
            self._refresh_now()

    def _refresh_now(self) -> None:
        self.refresh(self._context.desk.connection.status())

    def refresh(self, status: SyncStatus) -> None:
        """Say how it stands now."""
        self._line.setText(self._words.line.sentence(status))
        self._waits.setText(self._words.line.waiting(status))
        self._waits.setVisible(self._waits.text() != self._line.text())
        out = self._context.desk.today.get().not_left
        waiting = [message for message in out if message.delivery is Delivery.ON_THIS_COMPUTER]
        said = [self._words.files.said(message.text, message.files) for message in waiting[:_SHOWN]]
        texts = [one_line(words, _LETTERS) for words in said]
        self._items.setText("\n".join(f"• {text}" for text in texts))
        self._items.setVisible(bool(texts))
        self._safe.setVisible(status.waiting > 0)
        for label, words in (
            (self._files_up, self._words.line.files_up(status.files_up)),
            (self._on_stick, self._words.line.on_stick(len(out) - len(waiting))),
            (self._carries, self._words.line.carrying(status)),
        ):
            label.setText(words)
            label.setVisible(bool(words))
        self._contact.setText(self._words.line.last_contact(status))
        self._last.setText(self._words.line.last_exchange(status))
        self._last.setVisible(bool(self._last.text()))
        self._week.show_usage(status, self._context.desk.attachments.usage())
        working = status.state is LineState.WORKING
        self._connect.setText(self.tr("Connecting…") if working else self.tr("Connect now"))
        self._connect.setEnabled(not working)
        self._fit()

    def _fit(self) -> None:
        width = self._context.services.theme.scaled(WIDTH)
        self._pile.invalidate()
        self._pile.activate()
        frame = 2 * self.frameWidth()
        wanted = self._pile.heightForWidth(width - frame) + frame
        top = self._anchor.mapTo(self._over, QPoint(0, self._anchor.height() + 4)).y() if self._anchor else 0
        self.setFixedSize(width, min(wanted, self._over.height() - top - _FREE_BELOW))

    def _go_on(self) -> None:
        lifted = self._context.desk.attachments.lift_budget()
        self._connect.setFocus(Qt.FocusReason.OtherFocusReason)  # the link goes
        self._context.services.bridge.then(lifted, lambda _: self._refresh_now())

    def _connect_now(self) -> None:
        self._context.desk.connection.connect_now()
