# SPDX-License-Identifier: Apache-2.0
"""A thread: its messages above, the composer below; a new thread begins with its topic."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from mentordesk.base.errors import Trouble
from mentordesk.domain.events import (
    CirclesChanged,
    DraftChanged,
    Event,
    FileChanged,
    ThreadChanged,
)
from mentordesk.domain.ids import CircleId, MessageId, ThreadId
from mentordesk.domain.messages import MAX_TOPIC_LENGTH, Draft
from mentordesk.ui.circlewords import CircleWords, joined
from mentordesk.ui.context import Context, Page
from mentordesk.ui.frame.keep import KeepLine
from mentordesk.ui.missing import MissingLine
from mentordesk.ui.parts import Label, line
from mentordesk.ui.places import NewThreadPlace, ThreadPlace
from mentordesk.ui.theme.tokens import COLUMN
from mentordesk.ui.thread.attaching import Attacher
from mentordesk.ui.thread.filedesk import FileDesk
from mentordesk.ui.thread.model import ThreadModel
from mentordesk.ui.thread.takeback import TakeBack
from mentordesk.ui.thread.twice import Twice
from mentordesk.ui.widgets.composer import PAUSE_MS, Composer
from mentordesk.ui.widgets.emptystate import EmptyState
from mentordesk.ui.widgets.links import Link
from mentordesk.ui.widgets.messageview import MessageView

TOPIC_WORDS = 6  # of a message whose author gave no topic
_LEAST_BODY = 60  # pixels of messages beside whatever else needs room
_SCROLL_BAR = 12  # beside the messages; what stands above and below keeps to the same column


class ThreadPage(Page[ThreadPlace | NewThreadPlace]):
    """What is typed is kept at every pause, emptied only once the message is stored."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._names = CircleWords(self.words)
        self._thread: ThreadId = b""
        self._model: ThreadModel | None = None
        self._sending: str | None = None  # the text on its way into the store
        self._saved_at = 0
        self._below = 0  # new rows out of sight
        self.view = MessageView(self.theme, self.words)
        self._empty = EmptyState(self.theme)
        self._body = QStackedWidget()
        self._body.setMinimumHeight(_LEAST_BODY)
        self._body.addWidget(self.view)
        self._body.addWidget(self._empty)
        self._more = Link(self.theme)
        self._more.hide()
        self.topic = QLineEdit()
        self.topic.setMaxLength(MAX_TOPIC_LENGTH)
        self.topic.setPlaceholderText(self.tr("What is it about? A few words"))
        self.topic.setAccessibleName(self.tr("Topic"))
        begins = Label(self.theme, self.tr("New thread"), "title", bold=True)
        begins.setContentsMargins(0, 16, 0, 4)
        self._topic_row = _in_column(begins, self.topic)
        self._topic_pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self.keep_line = KeepLine(context.services)
        self.composer = Composer(self.theme, self.words)
        self._attacher = Attacher(context, self.composer)
        self._attacher.take_drops(self)
        self._files = FileDesk(context, self.view)
        self._backs = TakeBack(context, self)
        self.twice = Twice(context, self.composer, self._show_draft, self.leave)
        self.missing = MissingLine(context)
        self._missing_row = _with_line_below(_in_column(self.missing))
        self._lay_out()
        self._connect_signals()

    def _lay_out(self) -> None:
        self.pile.addWidget(self._topic_row)
        self.pile.addWidget(self._missing_row)
        self.pile.addWidget(self._body, 1)
        self.pile.addWidget(line())
        self.pile.addWidget(_in_column(self._more))
        self.pile.addWidget(_in_column(self.keep_line, self.twice.notice, self.composer))

    def _connect_signals(self) -> None:
        self.missing.told.connect(self._missing_row.setVisible)
        self.composer.send_asked.connect(self._send)
        self.composer.paused.connect(self._save)
        self.composer.paused.connect(self.view.stay)
        self.composer.save_asked.connect(self.answer_save)
        self.topic.textEdited.connect(self._topic_pause.start)
        self.topic.returnPressed.connect(self.composer.setFocus)
        self._topic_pause.timeout.connect(self._save_now)
        self.view.take_back_asked.connect(self._take_back)
        self.view.rows_seen.connect(self._mark_read)
        self.view.more_below.connect(self._count_below)
        self.view.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._more.clicked.connect(self._to_end)

    # What the frame calls

    def title(self) -> str:
        circle = self.context.circle(self.place.circle) if self.place else None
        name = self._names.name(circle) if circle else ""
        summary = self.context.desk.threads.summary(self._thread)
        return joined(summary.topic if summary else "", name)

    def show_place(self, place: ThreadPlace | NewThreadPlace) -> None:
        self.place = place
        self._sending = None
        draft = self._draft_of(place)
        self._thread = place.thread or (draft.thread if draft else self.context.desk.drafts.new_thread())
        self._topic_row.setVisible(isinstance(place, NewThreadPlace))
        self._show_messages(place)
        self._show_circle()
        self._show_draft(draft)
        self._attacher.show()
        self.twice.set_thread(place.circle, self._thread)
        self.missing.look(_circle_to_miss(place))

    def refresh(self) -> None:
        circle = self.context.circle(self.place.circle) if self.place else None
        if self._model is not None:
            self._model.set_people(circle.people if circle else ())
            self._model.refresh()
        self._show_circle()

    def news(self, events: tuple[Event, ...]) -> None:
        self.missing.follow(_circle_to_miss(self.place), events)
        for event in events:
            match event:
                case ThreadChanged(thread=self._thread) | CirclesChanged():
                    self.refresh()
                    self.twice.refresh()
                case DraftChanged(thread=self._thread):
                    self._follow_draft()
                case FileChanged(thread=self._thread):
                    self._follow_file(event)

    def regions(self) -> list[QWidget]:
        return [self.topic, self.view, self.composer.edit]

    def take_focus(self) -> None:
        target: QWidget = self.composer.edit
        if isinstance(self.place, NewThreadPlace) and not self.topic.text():
            target = self.topic
        elif isinstance(self.place, ThreadPlace) and self.place.message:
            target = self.view  # somebody looked for this message: it is ringed
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        if self._topic_pause.isActive():
            self._save_now()
        self.composer.flush()
        self._files.close()

    def answer_save(self) -> None:
        """Ctrl+S: it is kept already."""
        self.leave()
        now = self.context.services.clock.now()
        self.composer.show_status(self.words.already_saved(self._saved_at or now))

    # Showing

    def _draft_of(self, place: ThreadPlace | NewThreadPlace) -> Draft | None:
        drafts = self.context.desk.drafts
        return drafts.get(place.thread) if place.thread else drafts.new_in(place.circle)

    def _show_messages(self, place: ThreadPlace | NewThreadPlace) -> None:
        circle = self.context.circle(place.circle)
        source = self.context.desk.threads.page(self._thread)
        people = circle.people if circle else ()
        before, self._model = self._model, ThreadModel(source, self.words, people, self)
        self.view.setModel(self._model)
        if before is not None:
            before.deleteLater()
        self._count_below(-self._below)
        self._body.setCurrentWidget(self.view if self._model.rowCount() else self._empty)
        if circle is not None:
            self._empty.tell(self._names.first_question(circle), self.words.who_can_read(circle.people))
        if self._mark_new() and not getattr(place, "message", b""):
            return
        wanted = source.index_of(place.message) if isinstance(place, ThreadPlace) and place.message else None
        if wanted is None:
            self.view.scroll_to_end()
        else:
            self.view.show_row(wanted)

    def _mark_new(self) -> bool:
        """Draw the line above what is new and show it; False when nothing is."""
        summary = self.context.desk.threads.summary(self._thread)
        first = self._model.first_fresh(summary.fresh) if self._model and summary else None
        if first is None or self._model is None:
            return False
        self._model.set_new_mark(first.id, first.time)
        row = self.context.desk.threads.page(self._thread).index_of(first.id)
        if row is not None:
            self.view.show_row(row)
        return True

    def _show_circle(self) -> None:
        circle = self.context.circle(self.place.circle) if self.place else None
        self.keep_line.set_circle(circle)
        if circle is None:
            return
        self.composer.set_placeholder(self._names.write_to(circle))

    def _show_draft(self, draft: Draft | None) -> None:
        if self.place is not None:
            self._attacher.set_draft(self.place.circle, self._thread)
        self.topic.setText(draft.topic if draft else "")
        self.composer.set_text(draft.text if draft else "", draft.caret if draft else 0)
        self.composer.set_send_allowed(True)
        self._saved_at = draft.saved_at if draft else 0
        if draft is not None and draft.text and not draft.elsewhere:
            stopped = self.tr("You stopped here. {saved}").format(saved=self.words.saved(draft.saved_at))
            self.composer.show_status(stopped)
        else:
            self.composer.show_saved(0)

    def _follow_draft(self) -> None:
        """A draft changed on another computer: show it where nothing is being written here."""
        self._attacher.refresh()
        self.twice.refresh()
        if self._sending is not None or self.composer.text() or self.composer.edit.hasFocus():
            return
        self._show_draft(self.context.desk.drafts.get(self._thread))

    def _follow_file(self, event: FileChanged) -> None:
        """A file of the draft, or of a message, is not as it was."""
        self._attacher.refresh()
        self._files.changed(event.file)
        if event.message and self._model is not None:
            self._model.refresh()

    # Saving

    def _save_now(self) -> None:
        self._save(self.composer.text(), self.composer.caret())

    def _save(self, text: str, caret: int) -> None:
        if self._sending is not None or self.place is None:
            return
        new = isinstance(self.place, NewThreadPlace)
        topic = self.topic.text() if new else ""
        draft = Draft(self.place.circle, self._thread, topic, text, caret, new_thread=new)
        thread = self._thread
        saving = self.context.desk.drafts.save(draft)
        self.context.services.bridge.then(saving, lambda at: self._saved(thread, at), self._not_saved)

    def _saved(self, thread: ThreadId, at: int) -> None:
        if thread == self._thread and self._sending is None:
            self._saved_at = at
            self.composer.show_saved(at)

    def _not_saved(self, trouble: Trouble) -> None:
        self.composer.show_notice(self.words.trouble(trouble), "err")

    # Sending

    def _send(self, text: str) -> None:
        if self.place is None or self._sending is not None:
            return
        self._sending = text
        self._topic_pause.stop()
        self.composer.set_send_allowed(False)
        self.composer.clear_notice()
        threads, bridge, place = self.context.desk.threads, self.context.services.bridge, self.place
        if isinstance(place, NewThreadPlace):
            topic = self.topic.text().strip() or _topic_of(text) or " ".join(self._attacher.names[:1])
            started = threads.start(place.circle, topic, text, self._thread)
            bridge.then(started, lambda ids: self._sent(ids[0]), self._not_sent)
        else:
            thread = self._thread
            sent = threads.send(place.circle, thread, text)
            bridge.then(sent, lambda _: self._sent(thread), self._not_sent)

    def _sent(self, thread: ThreadId) -> None:
        if thread != self._thread or self.place is None:
            return
        rest = self.composer.text().removeprefix(self._sending or "")
        self._sending = None
        self.composer.clear_text()
        self._attacher.show()
        self.composer.set_send_allowed(True)
        if rest.strip():  # typed on while the message was being stored
            self.composer.set_text(rest)
            self._save_now()
        if isinstance(self.place, NewThreadPlace):
            self.context.become(ThreadPlace(self.place.circle, thread))
            return
        self.refresh()
        self._body.setCurrentWidget(self.view)
        self.view.scroll_to_end()
        self.composer.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_sent(self, trouble: Trouble) -> None:
        self._sending = None
        self.composer.set_send_allowed(True)
        self.composer.show_notice(self.words.trouble(trouble), "err")
        self._save_now()

    def _take_back(self, message: MessageId) -> None:
        """Out of the outbox; what has left it already is taken back where everybody can see that."""
        self.leave()
        taken = self.context.desk.threads.take_back(message)
        thread, bridge = self._thread, self.context.services.bridge
        bridge.then(taken, lambda _: self._taken_back(thread), lambda _: self._backs.retract(message))

    def _taken_back(self, thread: ThreadId) -> None:
        if thread != self._thread:
            return
        self.refresh()
        self._show_draft(self.context.desk.drafts.get(thread))
        self.composer.show_status(self.tr("Taken back. Nobody got it."))
        self.composer.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    # Reading

    def _mark_read(self, messages: tuple[MessageId, ...]) -> None:
        marked = self.context.desk.threads.mark_read(messages)
        self.context.services.bridge.then(marked, lambda _: None)

    def _count_below(self, more: int) -> None:
        self._below = max(0, self._below + more)
        self._more.setText(self.tr("%n new below", "", self._below))
        self._more.setVisible(self._below > 0)

    def _scrolled(self) -> None:
        if self._below and self.view.is_at_end:
            self._count_below(-self._below)

    def _to_end(self) -> None:
        self._count_below(-self._below)
        self.view.scroll_to_end()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)


def _circle_to_miss(place: ThreadPlace | NewThreadPlace | None) -> CircleId:
    """In a thread that has not begun nothing is missed."""
    return place.circle if isinstance(place, ThreadPlace) else b""


def _topic_of(text: str) -> str:
    """The first words of a message, for a thread without a topic."""
    words = text.split()
    return " ".join(words[:TOPIC_WORDS]) + ("…" if len(words) > TOPIC_WORDS else "")


def _with_line_below(column: QWidget) -> QWidget:
    """What stands above the messages, apart from them; hidden until it has something to say."""
    row = QWidget()
    pile = QVBoxLayout(row)
    pile.setContentsMargins(0, 4, 0, 0)
    pile.setSpacing(8)
    pile.addWidget(column)
    pile.addWidget(line())
    row.hide()
    return row


def _in_column(*widgets: QWidget) -> QWidget:
    """Widgets one below the other, in the middle column where the messages are."""
    outer, inner = QWidget(), QWidget()
    inner.setMaximumWidth(COLUMN)
    pile = QVBoxLayout(inner)
    pile.setContentsMargins(0, 0, 0, 0)
    pile.setSpacing(4)
    for widget in widgets:
        pile.addWidget(widget)
    across = QHBoxLayout(outer)
    across.setContentsMargins(16, 4, 16, 0)
    across.addStretch(1)
    across.addWidget(inner, 1000)
    across.addStretch(1)
    across.addSpacing(_SCROLL_BAR)
    return outer
