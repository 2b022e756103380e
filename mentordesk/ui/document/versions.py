# SPDX-License-Identifier: Apache-2.0
"""The versions of a document: look at one, compare it with now, name it, bring it back as a new edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from mentordesk.base.errors import Refused
from mentordesk.domain.documents import WRITERS
from mentordesk.domain.texts import Version, VersionId
from mentordesk.ui.context import Context
from mentordesk.ui.document.compare import Comparison, Way
from mentordesk.ui.document.versionwords import VersionWords
from mentordesk.ui.parts import button, heading, row
from mentordesk.ui.rows import Row, RowsView
from mentordesk.ui.widgets.emptystate import EmptyState
from mentordesk.ui.words import isolated

if TYPE_CHECKING:
    from mentordesk.desk.writing import Writing
    from mentordesk.ui.document.editor import Editor

_SIZE = QSize(1_080, 640)
_LIST = 280
_NAME_LETTERS = 80


class VersionsDialog(QDialog):
    """The list, and beside it the version chosen. Nothing is lost by anything here."""

    def __init__(self, context: Context, editor: Editor, writing: Writing, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._editor, self._writing = context, editor, writing
        theme = self._theme = context.services.theme
        self.words = VersionWords(context.services.words, self)
        self._versions: tuple[Version, ...] = ()
        self._way = Way.INLINE
        self.setWindowTitle(self.tr("Versions"))
        self.list = RowsView(theme, self.windowTitle())
        self.view = Comparison(theme)
        self.name = QLineEdit()
        self.name.setMaxLength(_NAME_LETTERS)
        self.name.setPlaceholderText(self.tr("A name for it"))
        self.name.setAccessibleName(self.name.placeholderText())
        self._save_name = button(self.tr("Name it"), self._rename)
        self.restore = button(self.tr("Bring this back"), self._restore)
        self.keep = button(self.tr("Keep how it is now"), self._keep)
        self._ways = QButtonGroup(self)
        self._nothing = EmptyState(theme)
        self._build(parent)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show())
        self.name.returnPressed.connect(self._rename)
        self.refresh()

    def _build(self, parent: QWidget) -> None:
        ways = QHBoxLayout()
        ways.setSpacing(4)
        for way in Way:
            made = QToolButton()
            made.setText(self.words.way(way))
            made.setCheckable(True)
            made.setChecked(way is self._way)
            made.clicked.connect(lambda _=False, way=way: self._look(way))
            self._ways.addButton(made)
            ways.addWidget(made)
        ways.addStretch(1)
        self._right = QWidget()
        pile = QVBoxLayout(self._right)
        pile.setContentsMargins(0, 0, 0, 0)
        pile.addLayout(ways)
        pile.addWidget(self.view, 1)
        named = row(None, self._save_name, self.restore)
        named.insertWidget(0, self.name, 1)
        pile.addLayout(named)
        across = QHBoxLayout()
        across.setSpacing(16)
        self.list.setFixedWidth(self._theme.scaled(_LIST))
        across.addWidget(self.list)
        across.addWidget(self._right, 1)
        across.addWidget(self._nothing, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 12, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(heading(self._theme, self.windowTitle()))
        whole.addLayout(across, 1)
        whole.addLayout(row(self.keep, None, button(self.tr("Close"), self.reject)))
        room = parent.size() - QSize(32, 32)
        self.resize(QSize(_SIZE * self._theme.scaled(100) / 100).boundedTo(room))

    def refresh(self) -> None:
        """Read the versions again; the chosen one stays chosen."""
        self._versions = tuple(reversed(self._writing.text.versions()))
        writes = self._writing.mode in WRITERS
        self.list.set_rows([self._row(version) for version in self._versions])
        if self._versions and self.list.chosen() is None:
            self.list.choose(self._versions[0].id)
        some = bool(self._versions)
        self.list.setVisible(some)
        self._right.setVisible(some)
        self._nothing.setVisible(not some)
        self._nothing.tell(self.tr("No versions yet."), self.words.nothing())
        for widget in (self.keep, self.restore, self.name, self._save_name):
            widget.setVisible(writes)
        self._show()

    def chosen(self) -> Version | None:
        """The version shown."""
        key = self.list.chosen()
        return next((one for one in self._versions if one.id == key), None)

    def _row(self, version: Version) -> Row:
        by = self._called(version) or self._context.services.words.you()
        moment = self._context.services.words.times.day_and_time(version.time)
        title = self._title(version)
        return Row(version.id, isolated(title), f"{moment} · {by}", spoken=f"{title}, {moment}, {by}")

    def _title(self, version: Version) -> str:
        return self.words.title(version, self._called(version))

    def _called(self, version: Version) -> str:
        """Who made it; "" = the person at this computer."""
        if version.author == self._writing.me:
            return ""
        called = self._context.called(self._writing.summary.circle)
        return isolated(called.get(version.author) or self._writing.names(version.author))

    def _look(self, way: Way) -> None:
        self._way = way
        self._show()

    def _show(self) -> None:
        version = self.chosen()
        if version is None:
            return
        self.name.setText(version.name)
        text, title, now = self._writing.text, self._title(version), self.words.now()
        self.restore.setEnabled(True)
        try:
            if self._way is Way.ALONE:
                self.view.show_one(title, text.at_version(version.id))
            elif self._way is Way.INLINE:
                self.view.show_one(self.words.compared(title), text.compare(version.id))
            else:
                self.view.show_beside((title, now), text.compare(version.id))
        except Refused as refused:
            self.restore.setEnabled(False)
            self.view.show_one(self.words.cannot_show(refused.code), ())

    def _rename(self) -> None:
        version, name = self.chosen(), " ".join(self.name.text().split())
        if version is None or name == version.name:
            return
        self._editor.run(lambda text: text.rename_version(version.id, name))
        self.refresh()

    def _restore(self) -> None:
        version = self.chosen()
        if version is None:
            return
        self._editor.run(lambda text: text.restore(version.id))
        undo = self._context.services.words.past.undo()
        self._context.tell(self.words.restored(self._title(version)), undo, self._editor.undo_own)
        self.accept()

    def _keep(self) -> None:
        """This state, as a version to be named."""
        now = self._context.services.clock.now()
        made: list[VersionId] = []
        self._editor.run(lambda text: made.append(text.add_version("", "", now)))
        self.refresh()
        self.list.choose(made[0])
        QTimer.singleShot(0, self.name, self.name.setFocus)
