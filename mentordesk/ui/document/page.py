# SPDX-License-Identifier: Apache-2.0
"""A document: written, reviewed, and saved at every pause."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mentordesk.base.errors import NotFound, Trouble
from mentordesk.domain.documents import DocumentId, Mode, Place, SaveCode
from mentordesk.domain.events import CirclesChanged, DocumentChanged, Event, SettingChanged
from mentordesk.domain.ids import CircleId
from mentordesk.ui.circle.documentdeeds import DocumentDeeds
from mentordesk.ui.context import Context, Page, takes_focus
from mentordesk.ui.document.asking import AskToRead
from mentordesk.ui.document.counting import WordCount
from mentordesk.ui.document.editor import MARGIN, Editor
from mentordesk.ui.document.find import FindBar
from mentordesk.ui.document.links import LinkDesk
from mentordesk.ui.document.margin import FOLD_BELOW, ReviewMargin
from mentordesk.ui.document.pagewords import PageWords
from mentordesk.ui.document.renaming import RenameDialog
from mentordesk.ui.document.reviewbar import ReviewBar
from mentordesk.ui.document.reviewkeys import ReviewKeys
from mentordesk.ui.document.spelling import Speller
from mentordesk.ui.document.toolbar import Toolbar, Tools
from mentordesk.ui.document.topbar import TopBar
from mentordesk.ui.document.versions import VersionsDialog
from mentordesk.ui.parts import line
from mentordesk.ui.places import DocumentPlace, to_text
from mentordesk.ui.theme.tokens import COLUMN

if TYPE_CHECKING:
    from mentordesk.desk.writing import Writing

PAUSE_MS = 1_000
LONGEST_UNSAVED_MS = 1_500
AGAIN_MS = 10_000  # after a save that failed
IDLE_MS = 180_000
SEEN_MS = 1_000
_SCROLL_BAR = 12

log = logging.getLogger(__name__)


class DocumentPage(Page[DocumentPlace]):
    """Opens a document when it is shown, saves and closes it when another page comes."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._said = PageWords(self.words, self)
        self.writing: Writing | None = None
        self.editor = Editor(self.theme)
        self.editor.setAccessibleName(self.tr("Text"))
        self.links = LinkDesk(self.editor, self.theme)
        self.tools = Tools(self.editor, self.links, self.theme, self)
        self.toolbar = Toolbar(self.tools, self.theme)
        self.bar = TopBar(self.theme, self.toolbar, self._said.stopped(context.services.clock.now()))
        self.length = WordCount(self.editor, self._said, self.bar.length)
        self.finder = FindBar(self.theme, self.editor, context.services.clock.now)
        self.finder.listen_on(self)
        self.margin = ReviewMargin(context, self.editor)
        self.review = ReviewBar(context, self.editor, self.margin)
        self.keys = ReviewKeys(self.margin, self)
        self.speller = Speller(context, self.editor)
        self.deeds = DocumentDeeds(context, self, self._went)
        self.rename = QAction(self.tr("Another title…"), self)
        self.rename.setShortcut(QKeySequence(Qt.Key.Key_F2))
        self.rename.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(self.rename)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._longest = QTimer(self, interval=LONGEST_UNSAVED_MS, singleShot=True)
        self._again = QTimer(self, interval=AGAIN_MS, singleShot=True)
        self._idle = QTimer(self, interval=IDLE_MS)
        self._seen = QTimer(self, interval=SEEN_MS, singleShot=True)
        self.editor.tip_of = lambda at, style: self._said.tip(self.writing, at, style)
        self.editor.menu_makers += [self.links.menu_actions, self._menu_actions]
        self._lay_out()
        self._connect_signals()

    def _lay_out(self) -> None:
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Window)
        self._desk = QWidget()
        across = QHBoxLayout(self._desk)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addStretch(1)
        across.addWidget(self.editor, 1000)
        across.addWidget(self.margin)
        across.addStretch(1)
        self.pile.addWidget(self.bar)
        self.pile.addWidget(line())
        self.pile.addWidget(self.finder)
        self.pile.addWidget(self.review)
        self.pile.addWidget(self._desk, 1)
        self._fit()

    def _connect_signals(self) -> None:
        self.editor.edited.connect(self._edited)
        self.editor.save_asked.connect(self.answer_save)
        self.editor.find_asked.connect(self.finder.open)
        self.editor.refused.connect(lambda trouble: self._say(self.words.trouble(trouble)))
        self.bar.ask_wanted.connect(self._ask)
        self.bar.versions_wanted.connect(self._show_versions)
        self.bar.more.menu().aboutToShow.connect(self._offer_more)
        self.rename.triggered.connect(lambda: self._ask_title())
        self.margin.ask_wanted.connect(self._ask)
        self.review.ask_wanted.connect(self._ask)
        self.theme.changed.connect(self._fit)
        for timer in (self._pause, self._longest, self._again):
            timer.timeout.connect(self.save)
        self._idle.timeout.connect(self._keep_snapshot)
        self._seen.timeout.connect(self._tell_seen)

    # What the frame calls

    def title(self) -> str:
        return self.words.document(self.writing.summary.title if self.writing is not None else "")

    def show_place(self, place: DocumentPlace) -> None:
        self.leave()
        self.place = place
        try:
            self.writing = self.context.desk.documents.open(place.document)
        except Trouble as trouble:
            self._show_nothing(trouble)
            return
        # Should the power go, the next start goes on here.
        self.context.desk.settings.keep_return_place(to_text(place))
        writing = self.writing
        self._attach(writing)
        self.editor.select(writing.place.caret, writing.place.caret)
        self.editor.scroll_to(writing.place.top)
        if writing.place.caret and writing.mode is not Mode.READER:
            self.bar.status.setText(self._said.stopped(writing.summary.changed))
        self.speller.open(place.document)
        QTimer.singleShot(0, self.editor, lambda: self.editor.uncover_caret(self.review.height()))
        self._idle.start()
        self._seen.start()

    def refresh(self) -> None:
        self._show_around()
        self.margin.refresh()
        self.review.refresh()

    def news(self, events: tuple[Event, ...]) -> None:
        for event in events:
            match event:
                case DocumentChanged(document=document) if document == self._document():
                    self.editor.import_news()
                    self.refresh()
                    self._seen.start()
                case CirclesChanged():
                    self.refresh()
                case SettingChanged():
                    self.speller.look_again()

    def take_focus(self) -> None:
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def regions(self) -> list[QWidget]:
        bars: list[QWidget] = [self.bar, self.finder, self.review]
        entered: list[QWidget] = []
        for bar in bars:
            entry = _entry(bar)
            if entry is not None:
                bar.setFocusProxy(entry)
                entered.append(bar)
        return [*entered, self.editor, self.margin.list]

    def key_actions(self) -> list[QAction]:
        return [*self.tools.actions(), *self.keys.actions(), self.rename]

    def leave(self) -> None:
        """Save, keep the place, and let go of the document."""
        writing, self.writing = self.writing, None
        for timer in (self._pause, self._longest, self._again, self._idle, self._seen):
            timer.stop()
        if writing is None:
            return
        self.review.keep_works()
        self.finder.close_bar()
        self.speller.close()
        place = self._place()
        self.editor.finish()
        try:
            writing.close(place)
        except Trouble as trouble:
            self.context.tell_trouble(trouble)
        self.context.desk.settings.keep_return_place("")
        self._attach(None)

    def answer_save(self) -> None:
        """Ctrl+S: it is kept already."""
        self.save()
        writing = self.writing
        at = writing.save_state.at if writing is not None else 0
        self.bar.status.setText(self.words.already_saved(at or self.context.services.clock.now()))

    # Showing

    def _attach(self, writing: Writing | None) -> None:
        self.editor.attach(writing)
        self.margin.attach(writing)
        self.review.attach(writing)
        self._show_around()
        self.length.show()
        self._show_saved()

    def _show_nothing(self, trouble: Trouble) -> None:
        self._attach(None)
        self.bar.show_mode(self.words.trouble(trouble))
        if not isinstance(trouble, NotFound):
            log.warning("document not opened: %s", trouble.code)

    def _show_around(self) -> None:
        writing = self.writing
        if writing is None:
            return
        summary, mode = writing.summary, writing.mode
        self.rename.setEnabled(mode is Mode.OWNER)
        self.bar.show_mode(self._said.around(writing))
        self.bar.ask.setVisible(mode is Mode.OWNER and not summary.private)
        self.toolbar.show_tools(mode is not Mode.READER)
        self.editor.setAccessibleDescription(self._said.typing(mode))
        self.tools.follow()

    def _show_saved(self) -> None:
        self.bar.status.setText(self._said.saved(self.writing.save_state) if self.writing else "")

    def _say(self, words: str) -> None:
        self.context.tell(words)

    def _fit(self) -> None:
        scaled = self.theme.scaled
        self.editor.setMaximumWidth(scaled(COLUMN) + 2 * scaled(MARGIN) + _SCROLL_BAR)
        self.margin.set_folded(self.window().width() < FOLD_BELOW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _menu_actions(self, _position: int) -> list[QAction]:
        start, end = self.editor.selection()
        may = self.writing is not None and self.writing.mode is not Mode.READER
        return [self.keys.comment] if may and start < end else []

    # Saving

    def save(self) -> None:
        """Keep what was written up to now."""
        self._pause.stop()
        self._longest.stop()
        writing = self.writing
        if writing is None:
            return
        writing.text.break_group()
        writing.save(self._place())
        self.length.show()
        self._follow(writing)

    def _follow(self, writing: Writing) -> None:
        """Hear of the save that is under way."""
        if writing.saving is not None:
            bridge = self.context.services.bridge
            bridge.then(writing.saving, lambda _: self._saved(writing), lambda _: self._saved(writing))

    def _saved(self, writing: Writing) -> None:
        state = writing.poll()
        self._follow(writing)
        if writing is not self.writing:
            return
        self._show_saved()
        if state.code is SaveCode.FAILED:
            self._again.start()

    def _edited(self) -> None:
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()

    def _place(self) -> Place:
        return Place(self.editor.caret(), self.editor.first_in_sight())

    def _keep_snapshot(self) -> None:
        if self.writing is not None:
            self.writing.idle()

    def _tell_seen(self) -> None:
        """What came was on the screen for a moment: whoever wrote it may know."""
        if self.writing is not None and self.isVisible() and self.window().isActiveWindow():
            seen = self.writing.seen()
            if seen is not None:
                self.context.services.bridge.then(seen, lambda _: None)

    # Deeds

    def _ask_title(self) -> None:
        if self.writing is not None:
            dialog = RenameDialog(self.theme, self.writing.summary.title, self)
            dialog.renamed.connect(self._rename)
            dialog.open()

    def _rename(self, title: str) -> None:
        named = self.context.desk.documents.rename(self._document(), title)
        self.context.services.bridge.then(named, lambda _: None)

    def _ask(self) -> None:
        if self.writing is not None:
            self.save()
            dialog = AskToRead(self.context, self.writing, self)
            dialog.asked.connect(self.refresh)
            dialog.open()

    def _offer_more(self) -> None:
        """What can be done with the whole document, as it is now."""
        menu = self.bar.more.menu()
        if self.writing is not None:
            self.save()
            menu.clear()
            menu.addAction(self.tr("Find and replace…"), lambda: self.finder.open(replace=True))
            named = [self.rename] if self.rename.isEnabled() else []
            menu.addActions([*named, *self.deeds.actions(self.writing.summary)])

    def _went(self, document: DocumentId, circle: CircleId) -> None:
        """The document was shared: it lies in a circle now."""
        if document == self._document():
            self.context.become(DocumentPlace(circle, document))

    def _show_versions(self) -> None:
        if self.writing is not None:
            self.save()
            VersionsDialog(self.context, self.editor, self.writing, self).open()

    def _document(self) -> bytes:
        return self.place.document if self.place is not None else b""


def _entry(bar: QWidget) -> QWidget | None:
    """The first control of a bar that the keyboard reaches."""
    return next((one for one in bar.findChildren(QWidget) if takes_focus(one)), None)
