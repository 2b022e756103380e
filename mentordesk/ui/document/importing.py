# SPDX-License-Identifier: Apache-2.0
"""A file becomes a document: chosen, read beside the window, and what stayed behind is said."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from mentordesk.base.errors import Trouble
from mentordesk.domain.documents import DocumentId
from mentordesk.domain.formats import READ, Imported
from mentordesk.domain.ids import CircleId
from mentordesk.ui.circle.documentwords import DocumentWords
from mentordesk.ui.context import Context
from mentordesk.ui.places import DocumentPlace


class Importer(QObject):
    """Files are only read; what they become lies in a circle, or is mine alone."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._parent = parent
        self._words = DocumentWords(context.services.words, context.desk.me)

    def ask(self, circle: CircleId) -> None:
        """Choose a file; b"" = for a document that only I can read."""
        dialog = QFileDialog(self._parent.window(), self.tr("Open a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        endings = " ".join(f"*.{kind}" for kind in READ)
        dialog.setNameFilters(
            [self.tr("Texts ({endings})").format(endings=f"{endings} *.htm *.markdown"), "*"]
        )
        where = QStandardPaths.StandardLocation.DocumentsLocation
        dialog.setDirectory(QStandardPaths.writableLocation(where))
        dialog.fileSelected.connect(lambda path: self.take(Path(path), circle))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take(self, path: Path, circle: CircleId) -> None:
        """Read the file in the background, then make the document and show it."""
        services, documents = self._context.services, self._context.desk.documents
        job = services.background.submit(lambda: documents.read_file(path))
        services.bridge.then(job, partial(self._read, circle), self._trouble)

    def _read(self, circle: CircleId, imported: Imported) -> None:
        made = self._context.desk.documents.take_file(circle or None, imported)
        left_out = self._words.left_out(imported.left_out)
        self._context.services.bridge.then(made, partial(self._made, circle, left_out), self._trouble)

    def _made(self, circle: CircleId, left_out: str, document: DocumentId) -> None:
        self._context.go(DocumentPlace(circle, document))
        if left_out:
            self._context.tell(left_out)

    def _trouble(self, trouble: Trouble) -> None:
        self._context.tell_trouble(trouble)
