# SPDX-License-Identifier: Apache-2.0
"""One picture over the whole window: fitted, or as large as it is; Esc closes it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QPalette, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from mentordesk.ui.parts import LineLabel, button, row
from mentordesk.ui.theme.theme import Theme

MOST = QSize(3_200, 3_200)  # dots that are decoded for this view
_STEP = 80


class PictureView(QFrame):
    """Covers its parent; while it decodes it says so. The picture is gone from memory when it closes."""

    save_asked = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, over: QWidget) -> None:
        super().__init__(over)
        self._theme = theme
        self._over = over
        self._image = QImage()
        self._fits = True
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Window)
        self._name = LineLabel(theme, "section", bold=True)
        self._size = self.tr("Full size")
        self._fit = self.tr("Fit the window")
        self._zoom = button(self._size, self._toggle)
        self._save = button(self.tr("Save…"), self.save_asked.emit)
        self._close = button(self.tr("Close"), self.close_again, "primary")
        self._shown = QLabel()
        self._shown.setObjectName("picture")
        self._shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(self._shown)
        self._scroll.setWidgetResizable(True)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        over.installEventFilter(self)
        self.hide()

    def _lay_out(self) -> None:
        head = row(self._name, self._zoom, self._save, self._close)
        head.setStretch(0, 1)
        head.setContentsMargins(16, 8, 16, 8)
        pile = QVBoxLayout(self)
        pile.setContentsMargins(0, 0, 0, 0)
        pile.setSpacing(0)
        pile.addLayout(head)
        pile.addWidget(self._scroll, 1)

    def open_with(self, name: str) -> None:
        """Cover the parent; the picture comes with `show_image`."""
        self._image = QImage()
        self._fits = True
        self._name.setText(name)
        self._scroll.setAccessibleName(name)
        self.setAccessibleName(self.tr("Picture {name}").format(name=name))
        self._shown.setPixmap(QPixmap())
        self._shown.setText(self.tr("One moment…"))
        self._zoom.setEnabled(False)
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        self._close.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_image(self, image: QImage) -> None:
        """What is to be seen; a null one says that it cannot be."""
        self._image = image
        if image.isNull():
            self._shown.setText(self.tr("This picture cannot be shown. You can save it."))
            return
        self._render()

    def close_again(self) -> None:
        """Back to the messages."""
        self.hide()
        self._image = QImage()
        self._shown.clear()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move a large picture, Esc closes."""
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        step = steps.get(Qt.Key(event.key()))
        if _closes(event):
            self.close_again()
        elif step is not None:
            across, down = self._scroll.horizontalScrollBar(), self._scroll.verticalScrollBar()
            across.setValue(across.value() + step[0] * _STEP)
            down.setValue(down.value() + step[1] * _STEP)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Claim Esc before it is the window's."""
        key = event if isinstance(event, QKeyEvent) else None
        if key is not None and key.type() == QEvent.Type.ShortcutOverride and _closes(key):
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go on covering the parent when it gets another size."""
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._image.isNull():
            self._render()

    def _toggle(self) -> None:
        self._fits = not self._fits
        self._render()

    def _render(self) -> None:
        ratio = self.devicePixelRatioF()
        room = (self._scroll.size() - QSize(4, 4)) * ratio
        larger = self._image.width() > room.width() or self._image.height() > room.height()
        image = self._image
        if larger and self._fits:
            image = image.scaled(
                room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(ratio)
        self._shown.setText("")
        self._shown.setPixmap(pixmap)
        self._shown.setMinimumSize(QSize(0, 0) if self._fits else pixmap.deviceIndependentSize().toSize())
        self._zoom.setEnabled(larger)
        self._zoom.setText(self._size if self._fits else self._fit)


def _closes(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Cancel)
