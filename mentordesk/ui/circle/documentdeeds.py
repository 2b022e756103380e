# SPDX-License-Identifier: Apache-2.0
"""What can be done with a whole document, from a list and from its own page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from mentordesk.base.errors import Trouble
from mentordesk.domain.documents import DocumentId, DocumentSummary, Mode
from mentordesk.domain.ids import CircleId, MemberId
from mentordesk.domain.messages import Delivery
from mentordesk.ui.circle.documentwords import DocumentWords
from mentordesk.ui.context import Context
from mentordesk.ui.document.exporting import Exporter
from mentordesk.ui.document.sharing import ShareDialog, WritersDialog
from mentordesk.ui.times import isolated


class DocumentDeeds(QObject):
    """`shared` is told where a document went; everything else shows by itself."""

    def __init__(
        self, context: Context, parent: QWidget, shared: Callable[[DocumentId, CircleId], None] | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._parent = parent
        self._shared = shared
        self._words = DocumentWords(context.services.words, context.desk.me)
        self._exporter = Exporter(context, parent)
        self._offered: list[QAction] = []

    def actions(self, document: DocumentSummary) -> list[QAction]:
        """The deeds that can be done now, the most likely first."""
        for old in self._offered:
            old.deleteLater()
        self._offered = []
        mine = document.owner == self._context.desk.me
        made: list[QAction] = []
        if mine and document.private and not document.away:
            made.append(self._action(self.tr("Share…"), partial(self.share, document)))
        if mine and not document.private and document.mode is Mode.OWNER:
            made.append(self._action(self.tr("Who may write in it…"), partial(self.choose_writers, document)))
        made.append(self._action(self.tr("Save a copy…"), partial(self._exporter.ask, document)))
        made.append(self._action(self.tr("Print…"), partial(self._exporter.print_out, document)))
        if mine and document.away:
            made.append(self._action(self.tr("Bring back"), partial(self.bring_back, document)))
        elif mine:
            made.append(self._action(self.tr("Put away"), partial(self.put_away, document)))
        return made

    def share(self, document: DocumentSummary) -> None:
        """Ask where, and say who will read it."""
        dialog = ShareDialog(self._context, self._parent)
        dialog.chosen.connect(partial(self._share, document))
        dialog.open()

    def choose_writers(self, document: DocumentSummary) -> None:
        """Ask who may write in it."""
        dialog = WritersDialog(self._context, document, self._parent)
        dialog.chosen.connect(partial(self._set_writers, document))
        dialog.open()

    def put_away(self, document: DocumentSummary) -> None:
        """At once, with a way back."""
        done = self._context.desk.documents.put_away(document.id)
        self._context.services.bridge.then(done, lambda _: self._told_away(document), self._trouble)

    def bring_back(self, document: DocumentSummary) -> None:
        """Undo `put_away`."""
        done = self._context.desk.documents.bring_back(document.id)
        self._context.services.bridge.then(done, lambda _: None, self._trouble)

    def _share(self, document: DocumentSummary, circle: CircleId) -> None:
        done = self._context.desk.documents.share(document.id, circle)
        self._context.services.bridge.then(done, lambda _: self._told_shared(document, circle), self._trouble)

    def _told_shared(self, document: DocumentSummary, circle: CircleId) -> None:
        if self._shared is not None:
            self._shared(document.id, circle)
        people = self._context.circle(circle)
        if people is not None:
            now = self._context.desk.documents.summary(document.id)
            gone = now is not None and now.delivery > Delivery.ON_THIS_COMPUTER
            self._context.tell(self._words.shared(self._words.title(document), people.people, gone))

    def _set_writers(self, document: DocumentSummary, members: tuple[MemberId, ...]) -> None:
        done = self._context.desk.documents.set_editors(document.id, members)
        self._context.services.bridge.then(done, lambda _: None, self._trouble)

    def _told_away(self, document: DocumentSummary) -> None:
        title = isolated(self._words.title(document))
        words = self.tr("{title} is put away. It can still be read.").format(title=title)
        self._context.tell(words, self.tr("Bring back"), lambda: self.bring_back(document))

    def _trouble(self, trouble: Trouble) -> None:
        self._context.tell_trouble(trouble)

    def _action(self, words: str, do: Callable[[], object]) -> QAction:
        made = QAction(words, self)
        self._offered.append(made)
        made.triggered.connect(lambda _=False: do())
        return made
