# SPDX-License-Identifier: Apache-2.0
"""The slip page: the server's address and the code in three boxes of six."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from mentordesk.ui.parts import Column, Label, button, heading, row
from mentordesk.ui.services import Services
from mentordesk.ui.signin.trouble import TroubleBox
from mentordesk.ui.theme.tokens import COLUMN_NARROW

BOXES, BOX = 3, 6
LETTERS = BOXES * BOX
_FEW = 4  # doubtful letters; with more one looks at all


class CodeBoxes(QWidget):
    """Eighteen letters in three boxes: the caret goes on by itself, pasting fills all of them."""

    changed = Signal()
    entered = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._boxes = [self._box(place) for place in range(BOXES)]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for box in self._boxes:
            layout.addWidget(box)
        # A code is read from left to right in every language.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setFocusProxy(self._boxes[0])

    def _box(self, place: int) -> QLineEdit:
        box = QLineEdit()
        box.setAccessibleName(self.tr("Code, part {number} of 3").format(number=place + 1))
        box.setPlaceholderText("······")
        box.setInputMethodHints(Qt.InputMethodHint.ImhUppercaseOnly | Qt.InputMethodHint.ImhNoPredictiveText)
        box.installEventFilter(self)
        box.textEdited.connect(lambda _: self._edited(place))
        box.returnPressed.connect(self.entered)
        return box

    def text(self) -> str:
        """All letters typed so far."""
        return "".join(box.text() for box in self._boxes)

    def fill(self, text: str) -> None:
        """Spread letters over the boxes; spaces and dashes do not count."""
        letters = _plain(text)[:LETTERS]
        for place, box in enumerate(self._boxes):
            box.setText(letters[place * BOX : (place + 1) * BOX])
        self._boxes[min(len(letters) // BOX, BOXES - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def point_at(self, position: int) -> None:
        """Select the doubtful letter, counted from 1."""
        if 1 <= position <= LETTERS:
            box = self._boxes[(position - 1) // BOX]
            box.setFocus(Qt.FocusReason.OtherFocusReason)
            box.setSelection((position - 1) % BOX, 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(watched, QLineEdit)
        ):
            if event.matches(QKeySequence.StandardKey.Paste):
                self.fill(self._before(watched) + QGuiApplication.clipboard().text())
                return True
            place = self._boxes.index(watched)
            if event.key() == Qt.Key.Key_Backspace and not watched.text() and place:
                self._boxes[place - 1].setFocus(Qt.FocusReason.OtherFocusReason)
        return super().eventFilter(watched, event)

    def _before(self, box: QLineEdit) -> str:
        """What stands before the caret; a whole code pasted anywhere replaces everything."""
        if len(_plain(QGuiApplication.clipboard().text())) >= LETTERS:
            return ""
        place = self._boxes.index(box)
        return "".join(b.text() for b in self._boxes[:place]) + box.text()[: box.cursorPosition()]

    def _edited(self, place: int) -> None:
        box = self._boxes[place]
        letters = _plain(box.text())
        caret = len(_plain(box.text()[: box.cursorPosition()]))
        if letters != box.text() and len(letters) <= BOX:
            box.setText(letters)
            box.setCursorPosition(caret)
        if len(letters) > BOX:
            rest = "".join(b.text() for b in self._boxes[place + 1 :])
            before = "".join(b.text() for b in self._boxes[:place])
            self.fill(before + letters if len(letters) >= LETTERS - len(before) else before + letters + rest)
        elif len(letters) == BOX and caret == BOX and place + 1 < BOXES:
            self._boxes[place + 1].setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()


class SlipPage(Column):
    """Where to, and with which slip; `server` is one that this computer knows already."""

    looked_up = Signal(str, str)  # server, code
    back = Signal()

    def __init__(self, services: Services, server: str = "") -> None:
        super().__init__(services.theme, COLUMN_NARROW)
        theme = services.theme
        self._server = QLineEdit(services.policy.server or server.removeprefix("https://"))
        self._server.setAccessibleName(self.tr("Server"))
        self._server.setPlaceholderText("desk.school.org")
        self._server.setReadOnly(bool(services.policy.server))
        self._server.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self._code = CodeBoxes(services)
        self._trouble = TroubleBox(theme)
        self._next = button(self.tr("Next"), self._submit, "primary")
        self._back = button(self.tr("Back"), self.back.emit, "flat")
        self._lay_out(services)
        self._connect_signals()
        self._changed()

    def _lay_out(self, services: Services) -> None:
        theme = services.theme
        self.body.addStretch(1)
        self.body.addWidget(heading(theme, self.tr("Start with your slip")))
        told = self.tr("You got a paper slip from your school or programme. Copy two things from it.")
        self.body.addWidget(Label(theme, told, tone="text2").wrap())
        self.body.addSpacing(12)
        self.body.addWidget(Label(theme, self.tr("Server"), bold=True))
        self.body.addWidget(self._server)
        if services.policy.server:
            self.body.addWidget(Label(theme, self.tr("Set by your school"), tone="text2"))
        self.body.addSpacing(8)
        self.body.addWidget(Label(theme, self.tr("Code"), bold=True))
        self.body.addWidget(self._code)
        self.body.addWidget(self._trouble)
        self.body.addSpacing(8)
        self.body.addLayout(row(self._next, None, self._back))
        self.body.addStretch(4)

    def _connect_signals(self) -> None:
        self._server.textChanged.connect(self._changed)
        self._server.returnPressed.connect(self._code.setFocus)
        self._code.changed.connect(self._changed)
        self._code.entered.connect(self._submit)

    def begin(self, can_go_back: bool) -> None:
        """Put the focus where typing starts."""
        self._back.setVisible(can_go_back)
        self.show_trouble("")
        target = self._code if self._server.text() else self._server
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_trouble(self, words: str, suspects: Sequence[int] = ()) -> None:
        """Say what is wrong; `suspects` are the doubtful letters, from 1."""
        self._trouble.clear()
        if words:
            self._trouble.tell(self._about(suspects) or words)
        if suspects:
            self._code.point_at(suspects[0])

    def _about(self, suspects: Sequence[int]) -> str:
        """The doubtful letters as they stand in the boxes, for nobody counts to 15; "" when they are many."""
        typed = self._code.text()
        if not 1 <= len(suspects) <= _FEW or max(suspects) > len(typed):
            return ""
        if len(suspects) == 1:
            words = self.tr("Look again at {letter}, letter {position} of the code.")
            return words.format(letter=typed[suspects[0] - 1], position=suspects[0])
        each = self.tr("{letter} (letter {position})")
        letters = [each.format(letter=typed[place - 1], position=place) for place in suspects]
        return self.tr("One letter is not right. Look again at {letters}.").format(
            letters=self.tr(", ").join(letters)
        )

    def set_busy(self, busy: bool) -> None:
        """While the server is asked."""
        self._next.setText(self.tr("Asking the server…") if busy else self.tr("Next"))
        self._next.setEnabled(not busy and self._is_complete())

    def _is_complete(self) -> bool:
        return bool(self._server.text().strip()) and len(self._code.text()) == LETTERS

    def _changed(self) -> None:
        self.show_trouble("")
        self._next.setEnabled(self._is_complete())

    def _submit(self) -> None:
        if self._is_complete():
            self.looked_up.emit(self._server.text().strip(), self._code.text())


def _plain(text: str) -> str:
    """Letters and digits of a code, in capitals."""
    return "".join(letter for letter in text.upper() if letter.isalnum())
