# SPDX-License-Identifier: Apache-2.0
"""Put on a stick, take from a stick: choose where, see it move, hear what was done and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from mentordesk.base.errors import Trouble
from mentordesk.domain.carriers import Place as Drive
from mentordesk.domain.carriers import Put, Taken
from mentordesk.domain.events import Event
from mentordesk.ui.context import Context, Page
from mentordesk.ui.parts import Column, Label, button, row, section
from mentordesk.ui.places import StickPlace, TodayPlace
from mentordesk.ui.rows import Row, RowsView
from mentordesk.ui.stick.words import StickWords
from mentordesk.ui.stick.work import Copying
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.widgets.notice import Notice
from mentordesk.ui.widgets.progress import ProgressLine

LOOK_MS = 2_000  # between two looks for a stick, while one is to be chosen
SHOW_MS = 100  # between two looks at how far it is


class StickPage(Page[StickPlace]):
    """One column with one of three parts: where, how far, what was done. Leaving the page stops nothing."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._said = StickWords(self.words.times, self)
        self._take = False
        self._where: Path | None = None
        self._name = ""
        self._copying: Copying | None = None
        self._look_under_way = False
        self._about = Label(self.theme, "", tone="text2").wrap()
        self.choice = Choice(self.theme, self._said)
        self.moving = Moving(self.theme, self._said)
        self.result = Result(self.theme, self._said)
        column = Column(self.theme)
        column.body.addWidget(self._about)
        column.body.addSpacing(4)
        for part in (self.choice, self.moving, self.result):
            column.body.addWidget(part)
        column.body.addStretch(1)
        self.pile.addWidget(column)
        self._looking = QTimer(self, interval=LOOK_MS)
        self._showing = QTimer(self, interval=SHOW_MS)
        self._connect_signals()

    def _connect_signals(self) -> None:
        self._looking.timeout.connect(self._look)
        self._showing.timeout.connect(self._show_progress)
        self.choice.chosen.connect(self.start)
        self.choice.elsewhere.connect(self._ask_for_folder)
        self.moving.stop.connect(self._stop)
        self.result.again.connect(self._again)
        self.result.too.connect(self._other_way)
        self.result.another.connect(self._choose)
        self.result.done.connect(lambda: self.context.go(TodayPlace()))

    def title(self) -> str:
        return self._said.title(self._take)

    def show_place(self, place: StickPlace) -> None:
        if self._copying is None:
            self._take = place.take
            self._choose()
        super().show_place(place)

    def refresh(self) -> None:
        files = self.words.line.files_up(self.context.desk.connection.status().files_up)
        self._about.setText(self._said.about(self._take, files))

    def news(self, events: tuple[Event, ...]) -> None:
        """What happens on the line changes nothing here."""

    def take_focus(self) -> None:
        part = next(part for part in (self.choice, self.moving, self.result) if not part.isHidden())
        part.take_focus()

    def leave(self) -> None:
        self._looking.stop()

    # Where

    def _choose(self) -> None:
        self.refresh()
        self._show(self.choice)
        self.choice.begin(self._take)
        self._look()
        self._looking.start()

    def _look(self) -> None:
        if not self._look_under_way:  # a drive may take its time to answer
            self._look_under_way = True
            looking = self.context.services.background.submit(self.context.desk.carriers.looks_like_stick)
            self.context.services.bridge.then(looking, self._looked)

    def _looked(self, drives: Sequence[Drive]) -> None:
        self._look_under_way = False
        self.choice.set_drives(drives)

    def _ask_for_folder(self) -> None:
        dialog = QFileDialog(self, self._said.title(self._take))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.start(Drive(Path(path), Path(path).name or path, 0)))
        dialog.open()

    # Moving

    def start(self, drive: Drive) -> None:
        """Copy to or from this place."""
        self._looking.stop()
        self._where, self._name = drive.path, drive.name
        self._run()

    def _run(self) -> None:
        if self._where is None or self._copying is not None:
            return
        self.refresh()
        self._copying = Copying()
        self.moving.begin(self._said.working(self._take, self._name))
        self._show(self.moving)
        self._showing.start()
        carriers, bridge = self.context.desk.carriers, self.context.services.bridge
        if self._take:
            bridge.then(carriers.take(self._where, self._copying), self._was_taken, self._failed)
        else:
            bridge.then(carriers.put(self._where, self._copying), self._was_put, self._failed)

    def _show_progress(self) -> None:
        if self._copying is not None:
            self.moving.show_part(*self._copying.at)

    def _stop(self) -> None:
        if self._copying is not None:
            self._copying.stop()

    # What was done

    def _was_put(self, put: Put) -> None:
        self._tell(self._said.was_put(put))

    def _was_taken(self, taken: Taken) -> None:
        self._tell(self._said.was_taken(taken))

    def _tell(self, lines: Sequence[str]) -> None:
        self.result.tell(lines, self._take)
        self._end(" ".join(lines))

    def _failed(self, trouble: Trouble) -> None:
        words = self.words.trouble(trouble)
        self.result.warn(words)
        self._end(words)

    def _end(self, words: str) -> None:
        """Show what was done; where one has gone on to another page it is told there."""
        self._copying = None
        self._showing.stop()
        self._show(self.result)
        if not self.isVisible():
            self.context.tell(words)

    def _again(self) -> None:
        self._run()

    def _other_way(self) -> None:
        self._take = not self._take
        self._run()
        self.context.become(StickPlace(self._take))

    def _show(self, part: QWidget) -> None:
        """This part and no other; the focus comes along where one looks at this page."""
        for one in (self.choice, self.moving, self.result):
            one.setVisible(one is part)
        self._about.setVisible(part is self.choice)
        if self.isVisible():
            self.take_focus()


class Choice(QWidget):
    """The sticks found, and any other folder."""

    chosen = Signal(object)  # Drive
    elsewhere = Signal()

    def __init__(self, theme: Theme, said: StickWords) -> None:
        super().__init__()
        self._said = said
        self._take = False
        self._drives: dict[Path, Drive] = {}
        self.list = RowsView(theme, said.drives(), fits=True)
        self._none = Label(theme, said.no_drive()).wrap()
        self.folder = button(said.other_folder(), self.elsewhere.emit)
        pile = _pile(self)
        pile.addWidget(self.list)
        pile.addWidget(self._none)
        pile.addSpacing(4)
        pile.addLayout(row(self.folder, None))
        self.list.opened.connect(lambda path: self.chosen.emit(self._drives[path]))

    def begin(self, take: bool) -> None:
        """For this direction."""
        self._take = take
        self.set_drives(tuple(self._drives.values()))

    def set_drives(self, drives: Sequence[Drive]) -> None:
        """Offer these; the focus goes to the first one that appears."""
        had_none = not self._drives
        self._drives = {drive.path: drive for drive in drives}
        self.list.set_rows([self._row(drive) for drive in drives])
        self.list.setVisible(bool(drives))
        self._none.setVisible(not drives)
        if self.isVisible() and had_none and drives and self.folder.hasFocus():
            self.take_focus()

    def take_focus(self) -> None:
        """Where one begins."""
        target = self.list if self._drives else self.folder
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, drive: Drive) -> Row:
        action = self._said.start(self._take)
        return Row(drive.path, drive.name, self._said.room(drive.free), action=action, icon="stick")


class Moving(QWidget):
    """How far it is, and a way to stop."""

    stop = Signal()

    def __init__(self, theme: Theme, said: StickWords) -> None:
        super().__init__()
        self._said = said
        self._what = Label(theme).wrap()
        self.line = ProgressLine(theme)
        self._far = Label(theme, "", tone="text2")
        self.button = button(said.stop(), self._stop)
        pile = _pile(self)
        pile.addWidget(self._what)
        pile.addWidget(self.line)
        pile.addWidget(self._far)
        pile.addSpacing(4)
        pile.addLayout(row(self.button, None))

    def begin(self, words: str) -> None:
        """Nothing has moved yet."""
        self._what.setText(words)
        self.line.setAccessibleName(words)
        self.button.setText(self._said.stop())
        self.button.setEnabled(True)
        self.show_part(0, 0)

    def show_part(self, done: int, total: int) -> None:
        """So far."""
        self.line.show_part(done, total)
        self._far.setText(self._said.progress(done, total))

    def take_focus(self) -> None:
        """The one thing one can do."""
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop(self) -> None:
        self.button.setText(self._said.stopping())
        self.button.setEnabled(False)
        self.stop.emit()


class Result(QWidget):
    """What was done, or why not, and what one can do next."""

    again = Signal()
    too = Signal()  # the other direction with the same stick
    another = Signal()
    done = Signal()

    def __init__(self, theme: Theme, said: StickWords) -> None:
        super().__init__()
        self._said = said
        self._notice = Notice(theme)
        self._first = section(theme)
        self._rest = Label(theme).wrap()
        self._done = button(said.done(), self.done.emit, "primary")
        self._too = button("", self.too.emit)
        self._again = button(said.again(), self.again.emit, "primary")
        self._another = button(said.another(), self.another.emit)
        pile = _pile(self)
        for part in (self._notice, self._first, self._rest):
            pile.addWidget(part)
        pile.addSpacing(8)
        pile.addLayout(row(self._done, self._again, self._too, self._another, None))

    def tell(self, lines: Sequence[str], take: bool) -> None:
        """It is done; `take` says which way."""
        self._notice.clear()
        self._first.setText(lines[0])
        self._rest.setText("\n".join(lines[1:]))
        self._too.setText(self._said.too(take))
        self._done.setAccessibleDescription(" ".join(lines))
        self._show(well=True)

    def warn(self, words: str) -> None:
        """It is not done, and this is why."""
        self._notice.tell(words, "warn")
        self._again.setAccessibleDescription(words)
        self._show(well=False)

    def take_focus(self) -> None:
        """What one most likely does next."""
        target = self._again if self._done.isHidden() else self._done
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, well: bool) -> None:
        for part in (self._first, self._rest, self._done, self._too):
            part.setVisible(well)
        for part in (self._again, self._another):
            part.setVisible(not well)
        if self.isVisible():
            self.take_focus()


def _pile(part: QWidget) -> QVBoxLayout:
    pile = QVBoxLayout(part)
    pile.setContentsMargins(0, 0, 0, 0)
    pile.setSpacing(8)
    return pile
