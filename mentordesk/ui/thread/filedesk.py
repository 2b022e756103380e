# SPDX-License-Identifier: Apache-2.0
"""What happens with files on messages: fetched, let wait, opened in the window or in a viewer, saved."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QFileDialog

from mentordesk.base.errors import Trouble
from mentordesk.domain.files import SMALL, FileId, FileInfo
from mentordesk.ui.context import Context
from mentordesk.ui.filedeeds import is_picture, rate_of
from mentordesk.ui.filewords import Deed
from mentordesk.ui.images import decoded
from mentordesk.ui.widgets.filerows import Question
from mentordesk.ui.widgets.messageview import MessageView
from mentordesk.ui.widgets.pictureview import MOST, PictureView
from mentordesk.ui.widgets.thumbnails import Thumbnails


class FileDesk(QObject):
    """Does what `file_asked` of the view asks for."""

    def __init__(self, context: Context, view: MessageView) -> None:
        super().__init__(view)
        self._context = context
        self._view = view
        self._words = context.services.words
        self._warned = False  # once a session: others could see what a viewer shows
        self._picture: PictureView | None = None
        self._shown: FileInfo | None = None
        services = context.services
        self._thumbnails = Thumbnails(self._loader, services.background, services.bridge, self)
        self._thumbnails.ratio = view.devicePixelRatioF()
        self._thumbnails.came.connect(view.pictures_came)
        view.set_pictures(self._thumbnails.picture)
        view.file_asked.connect(self.do)

    def do(self, file: FileInfo, deed: Deed) -> None:
        """Do it, or ask first."""
        match deed:
            case Deed.GET | Deed.AGAIN if file.size > SMALL and not file.here:
                rate = rate_of(self._context.desk.connection.status())
                large = self._words.files.large(file.size, rate)
                self._view.ask(file, Question(large, (Deed.GET_ANYWAY, Deed.LEAVE)))
            case Deed.GET | Deed.GET_ANYWAY | Deed.AGAIN:
                self._move(file, self._context.desk.attachments.fetch)
            case Deed.PAUSE:
                self._move(file, self._context.desk.attachments.pause)
            case Deed.GO_ON:
                self._move(file, self._context.desk.attachments.go_on)
            case Deed.OPEN | Deed.OPEN_ANYWAY:
                self._open(file, deed)
            case Deed.SAVE:
                self._save(file)

    def _move(self, file: FileInfo, how: Callable[[FileId], Future[None]]) -> None:
        self._context.services.bridge.then(how(file.id), lambda _: None, self._say)

    def _say(self, trouble: Trouble) -> None:
        self._context.tell_trouble(trouble)

    # Open

    def _open(self, file: FileInfo, deed: Deed) -> None:
        if is_picture(file):
            self._enlarge(file)
            return
        shared = self._context.services.policy.shared_account
        if shared and not self._warned and deed is Deed.OPEN:
            warning = self._words.files.others_could_see()
            self._view.ask(file, Question(warning, (Deed.OPEN_ANYWAY, Deed.LEAVE)))
            return
        self._warned = True
        try:
            copy = self._context.desk.attachments.open_copy(file.id, self._context.services.copies)
        except Trouble as trouble:
            self._say(trouble)
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))):
            self._context.tell(self._words.files.no_viewer())

    def _enlarge(self, file: FileInfo) -> None:
        load = self._loader(file)
        if load is None:
            return
        if self._picture is None:
            self._picture = PictureView(self._context.services.theme, self._view.window())
            self._picture.save_asked.connect(self._save_shown)
            self._picture.closed.connect(self._back)
        self._shown = file
        self._picture.open_with(file.name)
        work = self._context.services.background.submit(lambda: decoded(load(), MOST))
        shown, failed = partial(self._enlarged, file.id), partial(self._not_enlarged, file.id)
        self._context.services.bridge.then(work, shown, failed)

    def _enlarged(self, file: FileId, image: QImage) -> None:
        if self._picture is not None and self._picture.isVisible() and self._shown and self._shown.id == file:
            self._picture.show_image(image)

    def _not_enlarged(self, file: FileId, trouble: Trouble) -> None:
        self._enlarged(file, QImage())

    def _back(self) -> None:
        self._shown = None
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def changed(self, file: FileId) -> None:
        """A file is not as it was."""
        self._thumbnails.try_again(file)

    def close(self) -> None:
        """Another page comes: an enlarged picture goes."""
        if self._picture is not None and self._picture.isVisible():
            self._picture.close_again()

    # Save

    def _save_shown(self) -> None:
        if self._shown is not None:
            self._save(self._shown)

    def _save(self, file: FileInfo) -> None:
        dialog = QFileDialog(self._view.window(), self._words.files.deed(Deed.SAVE, file))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        where = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        dialog.setDirectory(where)
        dialog.selectFile(file.name)
        dialog.fileSelected.connect(lambda path: self.save_to(file, Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, file: FileInfo, path: Path) -> None:
        """Write it there and say so."""
        try:
            saved = self._context.desk.attachments.export(file.id, path)
        except Trouble as trouble:
            self._say(trouble)
        except OSError:
            self._context.tell(self._words.files.not_saved())
        else:
            shared = self._context.services.policy.shared_account
            self._context.tell(self._words.files.saved(saved.name, shared))

    # Load

    def _loader(self, file: FileInfo) -> Callable[[], bytes] | None:
        """How to read it in any thread; None when it went meanwhile."""
        try:
            return self._context.desk.attachments.loader(file.id)
        except Trouble:
            return None
