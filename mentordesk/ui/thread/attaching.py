# SPDX-License-Identifier: Apache-2.0
"""Files on their way into a draft: chosen, dropped or pasted, made small, asked about, taken off."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from mentordesk.base.errors import FileTooLarge, FileUnreadable, TooManyFiles, Trouble
from mentordesk.domain.files import MAX_FILE, MAX_FILES, SMALL, FileId
from mentordesk.domain.ids import CircleId, ThreadId
from mentordesk.ui.context import Context
from mentordesk.ui.filedeeds import rate_of
from mentordesk.ui.images import MOST_READ, Small, kind_of, shrunk, shrunk_image
from mentordesk.ui.widgets.attachlist import Attached
from mentordesk.ui.widgets.composer import Composer
from mentordesk.ui.widgets.messageedit import files_in

_SEND, _LEAVE = "send_large", "leave_out"
_HEAD = 16


@dataclass(frozen=True, slots=True)
class Ready:
    """What can be attached; `before` in bytes, 0 = it is as it was."""

    name: str
    type: str
    data: bytes
    before: int = 0
    stopped: bool = False


class Attacher(QObject):
    """The files of the composer's draft. Reading and making small happen in the background."""

    def __init__(self, context: Context, composer: Composer) -> None:
        super().__init__(composer)
        self._context = context
        self._composer = composer
        self._words = context.services.words
        self._circle: CircleId = b""
        self._thread: ThreadId = b""
        self._coming = 0
        self._asked: list[Ready] = []
        self._told: dict[FileId, Ready] = {}
        self._dialog: QFileDialog | None = None
        self._connect_signals()

    def _connect_signals(self) -> None:
        self._composer.add_file_asked.connect(self.choose)
        self._composer.files_offered.connect(self.add_paths)
        self._composer.picture_offered.connect(self.add_image)
        self._composer.take_off_asked.connect(self.take_off)
        self._composer.notice_acted.connect(self._answered)

    def set_draft(self, circle: CircleId, thread: ThreadId) -> None:
        """The composer writes for this thread now."""
        if thread != self._thread:
            self._asked.clear()
        self._circle, self._thread = circle, thread
        self.refresh()

    def refresh(self) -> None:
        """Show the draft's files as they are now."""
        self._composer.show_files(self._attached(), self._coming)

    def show(self) -> None:
        """Show the draft's files, and ask again what was not answered."""
        self.refresh()
        self._ask()

    @property
    def names(self) -> list[str]:
        """What the draft's files are called."""
        return [one.file.name for one in self._attached()]

    def _attached(self) -> list[Attached]:
        files = self._context.desk.attachments.of_draft(self._thread) if self._thread else []
        made = []
        for file in files:
            ready = self._told.get(file.id)
            stopped = self._words.files.stopped() if ready and ready.stopped else ""
            note = self._words.files.cannot_open() if file.dangerous else stopped
            made.append(Attached(file, ready.before if ready else 0, note))
        return made

    # Coming in

    def take_drops(self, widget: QWidget) -> None:
        """Files may be let go anywhere over this, also where it has parts that take none."""
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Files come over what `take_drops` named, or are let go there."""
        if not isinstance(event, QDropEvent) or not files_in(event.mimeData()):
            return super().eventFilter(watched, event)
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.add_paths(files_in(event.mimeData()))
        return True

    def choose(self) -> None:
        """Let the person look for files."""
        self._dialog = QFileDialog(self._composer.window(), self._words.files.add())
        self._dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self._dialog.filesSelected.connect(lambda names: self.add_paths([Path(name) for name in names]))
        self._dialog.finished.connect(self._dialog.deleteLater)
        self._dialog.open()

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Read these files and put them into the draft."""
        for path in paths:
            if not self._add(path.name, partial(_from_path, path)):
                return

    def add_image(self, image: QImage) -> None:
        """Put a picture without a file into the draft."""
        name = self._words.files.pasted()
        self._add(name, partial(_from_image, QImage(image), name))

    def _add(self, name: str, prepare: Callable[[], Ready]) -> bool:
        """Whether there is room for one more."""
        if not self._thread:
            return False
        if len(self._attached()) + self._coming + len(self._asked) >= MAX_FILES:
            self._say(self._words.trouble(TooManyFiles(limit=MAX_FILES)))
            return False
        self._come(1)
        ready = self._context.services.background.submit(prepare)
        place = self._circle, self._thread
        self._context.services.bridge.then(
            ready, partial(self._prepared, place), partial(self._refused, name)
        )
        return True

    def _come(self, more: int) -> None:
        self._coming += more
        self.refresh()

    def _prepared(self, place: tuple[CircleId, ThreadId], ready: Ready) -> None:
        if len(ready.data) > SMALL:
            self._come(-1)
            if place[1] == self._thread:
                self._asked.append(ready)
                self._ask()
            return
        self._attach(place, ready)

    def _attach(self, place: tuple[CircleId, ThreadId], ready: Ready) -> None:
        attaching = self._context.desk.attachments.attach(*place, ready.data, ready.name, ready.type)
        bridge = self._context.services.bridge
        bridge.then(attaching, partial(self._done, ready), partial(self._refused, ready.name))

    def _done(self, ready: Ready, file: FileId) -> None:
        self._told[file] = Ready(ready.name, ready.type, b"", ready.before, ready.stopped)
        if len(ready.data) > SMALL:  # asked and allowed
            allowed = self._context.desk.attachments.fetch(file)
            self._context.services.bridge.then(allowed, lambda _: None)
        self._come(-1)

    def _refused(self, name: str, trouble: Trouble) -> None:
        self._come(-1)
        self._say(self._words.files.about(name, self._words.trouble(trouble)))

    def _say(self, words: str) -> None:
        self._composer.show_notice(words, "warn")

    # Asked before it is added

    def _ask(self) -> None:
        if not self._asked:
            self._composer.clear_notice()
            return
        ready, words = self._asked[0], self._words.files
        rate = rate_of(self._context.desk.connection.status())
        asked = words.ask_to_send(ready.name, len(ready.data), rate)
        answers = [(_SEND, words.send_anyway()), (_LEAVE, words.leave_out())]
        self._composer.show_notice(asked, "info", answers)

    def _answered(self, key: str) -> None:
        if key not in (_SEND, _LEAVE) or not self._asked:
            return
        ready = self._asked.pop(0)
        if key == _SEND:
            self._come(1)
            self._attach((self._circle, self._thread), ready)
        self._ask()
        self._composer.edit.setFocus()

    # Going out

    def take_off(self, file: FileId) -> None:
        """Take a file out of the draft."""
        detached = self._context.desk.attachments.detach(file)
        self._context.services.bridge.then(detached, lambda _: self._taken_off())

    def _taken_off(self) -> None:
        self.refresh()
        if not self._composer.attached.isVisible():
            self._composer.edit.setFocus()


def _from_path(path: Path) -> Ready:
    """Read a file, a picture made small; in the background."""
    try:
        if not path.is_file():
            raise FileUnreadable
        size = path.stat().st_size
        with path.open("rb") as reader:
            picture = bool(kind_of(reader.read(_HEAD)))
            most = MOST_READ if picture else MAX_FILE
            if size > most:
                raise FileTooLarge(size=size, limit=most)
            reader.seek(0)
            data = reader.read(most + 1)
    except OSError as error:
        raise FileUnreadable from error
    if picture:
        return _ready(shrunk(data), path.name)
    return Ready(path.name, mimetypes.guess_type(path.name)[0] or "", data)


def _from_image(image: QImage, name: str) -> Ready:
    small = shrunk_image(image)
    return Ready(small.named(name), small.type, small.data)


def _ready(small: Small, name: str) -> Ready:
    return Ready(small.named(name), small.type, small.data, small.before, small.stopped)
