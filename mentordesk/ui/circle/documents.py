# SPDX-License-Identifier: Apache-2.0
"""Lists of documents: a circle's, or those that only I can read."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from mentordesk.domain.circles import CircleSummary
from mentordesk.domain.documents import MAX_TITLE_LENGTH, DocumentId, DocumentSummary, Mode
from mentordesk.domain.events import CirclesChanged, DocumentChanged, Event
from mentordesk.domain.ids import MemberId
from mentordesk.ui.circle.documentdeeds import DocumentDeeds
from mentordesk.ui.circle.documentwords import DocumentWords
from mentordesk.ui.circle.tabs import CircleTabs
from mentordesk.ui.circlewords import CircleWords
from mentordesk.ui.context import Context, Page
from mentordesk.ui.document.importing import Importer
from mentordesk.ui.parts import Label, button, keeps_escape, row
from mentordesk.ui.places import DocumentPlace, DocumentsPlace
from mentordesk.ui.rows import ROW_ROLE, Row, RowsView, one_line
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import COLUMN
from mentordesk.ui.widgets.emptystate import EmptyState
from mentordesk.ui.widgets.letters import initial_of
from mentordesk.ui.widgets.links import Link

SHOWN = 60  # documents at first; each further look adds as many
_LETTERS = 120
_MARGIN = 24


class DocumentsPage(Page[DocumentsPlace]):
    """What there is, the newest change first; what is put away only when it is asked for."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        theme = context.services.theme
        self._names = CircleWords(self.words)
        self.said = DocumentWords(self.words, context.desk.me)
        self._deeds = DocumentDeeds(context, self)
        self._importer = Importer(context, self)
        self._menu = QMenu(self)
        self._renaming: DocumentId = b""  # which document gets the title that is typed; b"" = a new one
        self._shows_away = False
        self._limit = SHOWN
        self._documents: tuple[DocumentSummary, ...] = ()
        self.tabs = CircleTabs(context, DocumentsPlace)
        self._readers = Label(theme, "", tone="text2").wrap()
        self.naming = NewTitle(theme)
        self.new = button(self.tr("New document"), self.begin_new, "primary")
        self._file = button(self.tr("Open a file…"), self._open_file)
        self.list = RowsView(theme, self.tr("Documents"))
        self.list.setUniformItemSizes(True)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._back = button(self.tr("Bring back"), self._bring_back)
        self._older = Link(theme)
        self._away = Link(theme)
        self._empty = EmptyState(theme)
        self._lay_out(theme)
        self.naming.wanted.connect(self._make)
        self.naming.left.connect(self.take_focus)
        self.naming.turned.connect(lambda _: self._leave_one_primary())
        self.list.opened.connect(self._open)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self._older.clicked.connect(self._show_older)
        self._away.clicked.connect(self._turn_away)
        self._empty.acted.connect(self.begin_new)
        theme.changed.connect(self._rescale)

    def _lay_out(self, theme: Theme) -> None:
        self._inner = QWidget()
        body = QVBoxLayout(self._inner)
        body.setContentsMargins(0, _MARGIN, 0, 8)
        body.setSpacing(8)
        body.addLayout(row(self.tabs, None, self._file, self.new))
        for part in (self._readers, self.naming, self._empty):
            body.addWidget(part)
        body.addWidget(self.list, 1)
        body.addLayout(row(self._older, self._back, None, self._away))
        across = QHBoxLayout()
        across.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        across.addStretch(1)
        across.addWidget(self._inner, 1000)
        across.addStretch(1)
        self.pile.addLayout(across)
        self._rescale()

    # What the frame calls

    def title(self) -> str:
        circle = self._circle()
        return self._names.name(circle) if circle else self.tr("My documents")

    def show_place(self, place: DocumentsPlace) -> None:
        if place != self.place:
            self._shows_away, self._limit = False, SHOWN
            self.naming.close_field()
        super().show_place(place)

    def refresh(self) -> None:
        if self.place is None:
            return
        circle = self._circle()
        self.tabs.setVisible(circle is not None)
        self.tabs.set_circle(self.place.circle)
        documents = self.context.desk.documents
        there, away = documents.count(self.place.circle or None)
        self._shows_away = self._shows_away and away > 0
        if circle:
            self._documents = documents.list(self.place.circle, self._limit, self._shows_away)
        else:
            self._documents = documents.private(self._limit, self._shows_away)
        readers = self.words.who_can_read(circle.people) if circle else self.tr("Only you can read these.")
        self._readers.setText(readers)
        self._show_rows(self.context.called(self.place.circle))
        self._show_more((away if self._shows_away else there - away) - len(self._documents), away)

    def news(self, events: tuple[Event, ...]) -> None:
        here = self.place.circle if self.place else b""
        for event in events:
            mine = isinstance(event, DocumentChanged) and (not here or event.circle == here)
            if mine or isinstance(event, CirclesChanged):
                self.refresh()
                return

    def take_focus(self) -> None:
        target: QWidget = self._empty.button if self.list.isHidden() else self.list
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        self.naming.close_field()

    # What is shown

    def _show_rows(self, called: Mapping[MemberId, str]) -> None:
        there = bool(self._documents)
        self.list.set_rows([self._row(one, called) for one in self._documents])
        self.list.setVisible(there)
        self._empty.setVisible(not there)
        self._tell_empty()
        self.new.setVisible(there)

    def _show_more(self, older: int, away: int) -> None:
        """What is not in the list, as links below it."""
        self._older.setText(self.tr("Show older documents: %n", "", older))
        self._older.setVisible(older > 0)
        words = self.tr("Back to the others") if self._shows_away else self.tr("Put away: %n", "", away)
        self._away.setText(words)
        self._away.setVisible(away > 0)
        self._back.setVisible(self._shows_away)
        for link in (self._older, self._away):
            link.updateGeometry()

    def _show_older(self) -> None:
        self._limit += SHOWN
        self.refresh()

    def _tell_empty(self) -> None:
        circle = self._circle()
        if circle is None:
            first = self.tr("Write your first document. Only you can read it until you share it.")
        else:
            first = self.tr("Write, then ask others to read.")
        self._empty.tell(first, action=self.tr("New document"))
        self._leave_one_primary()

    def _leave_one_primary(self) -> None:
        """While a title is asked, its button is what comes next."""
        self._empty.button.setVisible(self.naming.isHidden())
        self.new.setEnabled(self.naming.isHidden())

    def _row(self, document: DocumentSummary, called: Mapping[MemberId, str]) -> Row:
        state = self.said.state(document, called) or one_line(document.last_words, _LETTERS)
        title = self.said.title(document)
        return Row(
            document.id,
            title,
            state or self.said.length(document) or self.tr("Nothing written yet"),
            trailing=self.words.times.moment(document.changed) if document.changed else "",
            action=self.tr("New") if document.fresh else "",
            initial="" if document.owner == self.context.desk.me else initial_of(document.owner_name),
            icon="draft" if document.owner == self.context.desk.me else "",
            strong=document.fresh,
        )

    def _turn_away(self) -> None:
        self._shows_away, self._limit = not self._shows_away, SHOWN
        self.refresh()
        self.take_focus()

    def _bring_back(self) -> None:
        document = self._of(self.list.chosen())
        if document is not None:
            self._deeds.bring_back(document)

    # Deeds

    def begin_new(self) -> None:
        """Ask for a title, in place."""
        self._renaming = b""
        self.naming.ask("", self.tr("Start writing"))

    def _make(self, title: str) -> None:
        if self._renaming:
            renamed = self.context.desk.documents.rename(self._renaming, title)
            self.context.services.bridge.then(renamed, lambda _: self._renamed())
            return
        circle = self.place.circle if self.place else b""
        made = self.context.desk.documents.new(circle or None, title)
        self.context.services.bridge.then(made, partial(self._made, circle))

    def _renamed(self) -> None:
        self.naming.close_field()
        self.take_focus()

    def _made(self, circle: bytes, document: DocumentId) -> None:
        self.naming.close_field()
        self.context.go(DocumentPlace(circle, document))

    def _open(self, document: Hashable) -> None:
        assert isinstance(document, bytes)
        self.context.go(DocumentPlace(self.place.circle if self.place else b"", document))

    def _open_file(self) -> None:
        self._importer.ask(self.place.circle if self.place else b"")

    def actions_for(self, document: DocumentSummary) -> list[QAction]:
        """What can be done with a document, as its menu offers it."""
        rename = QAction(self.tr("Another title…"), self._menu)
        rename.setShortcut("F2")
        rename.triggered.connect(lambda _=False: self._begin_rename(document))
        return [*([rename] if document.mode is Mode.OWNER else []), *self._deeds.actions(document)]

    def _show_menu(self, at: QPoint) -> None:
        """Below the mouse, or on the current row by key."""
        index = self.list.indexAt(at)
        document = self._of(index.data(ROW_ROLE).key if index.isValid() else self.list.chosen())
        if document is not None:
            self._menu.clear()
            self._menu.addActions(self.actions_for(document))
            self._menu.popup(self.list.viewport().mapToGlobal(at))

    def _of(self, key: Hashable | None) -> DocumentSummary | None:
        return next((one for one in self._documents if one.id == key), None)

    def _begin_rename(self, document: DocumentSummary) -> None:
        self._renaming = document.id
        self.naming.ask(document.title, self.tr("Keep this title"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        document = self._of(self.list.chosen()) if self.list.hasFocus() else None
        if document is None or document.owner != self.context.desk.me:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_F2 and document.mode is Mode.OWNER:
            self._begin_rename(document)
        elif event.key() == Qt.Key.Key_Delete and not document.away:
            self._deeds.put_away(document)
        else:
            super().keyPressEvent(event)

    def _circle(self) -> CircleSummary | None:
        return self.context.circle(self.place.circle) if self.place and self.place.circle else None

    def _rescale(self) -> None:
        self._inner.setMaximumWidth(self.theme.scaled(COLUMN))


class NewTitle(QWidget):
    """One line in the page: what a document is called."""

    wanted = Signal(str)  # the title, which may be empty
    left = Signal()
    turned = Signal(bool)  # whether it asks

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setMaxLength(MAX_TITLE_LENGTH)
        self.field.setPlaceholderText(self.tr("What is it called?"))
        self.field.setAccessibleName(self.tr("Title of the document"))
        self._start = button("", self._tell, "primary")
        self._cancel = button(self.tr("Not now"), self._leave, "flat")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.field, 1)
        layout.addWidget(self._start)
        layout.addWidget(self._cancel)
        self.field.returnPressed.connect(self._tell)
        self.hide()

    def ask(self, title: str, yes: str) -> None:
        """Show the line and begin to type; `yes` is what its button says."""
        self.field.setText(title)
        self.field.selectAll()
        self._start.setText(yes)
        self.show()
        self.turned.emit(True)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_field(self) -> None:
        """Hide the line; what was typed is forgotten."""
        self.field.clear()
        self.hide()
        self.turned.emit(False)

    def event(self, event: QEvent) -> bool:
        # Esc leaves the line, not the page.
        return keeps_escape(event) or bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _leave(self) -> None:
        self.close_field()
        self.left.emit()

    def _tell(self) -> None:
        self.wanted.emit(self.field.text().strip())
