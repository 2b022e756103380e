# SPDX-License-Identifier: Apache-2.0
"""What was written twice: a draft on two computers, a topic by two people. Shown, asked about, never lost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from mentordesk.domain.history import Version
from mentordesk.domain.ids import CircleId, ThreadId
from mentordesk.domain.messages import Draft
from mentordesk.ui.context import Context
from mentordesk.ui.thread.both import BOTH, HERE, BothTexts
from mentordesk.ui.widgets.composer import Composer
from mentordesk.ui.widgets.notice import Notice

_DRAFT, _TOPIC, _GO_ON, _THROW = "draft", "topic", "go_on", "throw_away"


class Twice(QObject):
    """One sentence above the composer. `show` puts a draft into it; `flush` keeps what is typed."""

    def __init__(
        self,
        context: Context,
        composer: Composer,
        show: Callable[[Draft | None], None],
        flush: Callable[[], None],
    ) -> None:
        super().__init__(composer)
        self.notice = Notice(context.services.theme)
        self._context = context
        self._composer = composer
        self._show = show
        self._flush = flush
        self._circle: CircleId = b""
        self._thread: ThreadId = b""
        self._topic = ""
        self._draft: Version | None = None
        self._topics: tuple[Version, ...] = ()
        self._gone_on: set[ThreadId] = set()
        self.dialog: BothTexts | None = None
        self.notice.acted.connect(self._act)

    def set_thread(self, circle: CircleId, thread: ThreadId) -> None:
        """Ask about this thread from now on."""
        self._circle, self._thread = circle, thread
        self.refresh()

    def refresh(self) -> None:
        """Look again."""
        desk, words = self._context.desk, self._context.services.words.past
        draft = desk.drafts.get(self._thread)
        self._draft = next(iter(desk.history.of_draft(self._thread)), None)
        self._topics = desk.history.of_topic(self._circle, self._thread)
        other = self._other_author()
        if self._draft is not None:
            here = bool(draft and draft.text)
            self._tell(words.wrote_elsewhere(self._draft, here), (_DRAFT, words.see_both()))
        elif draft is not None and draft.elsewhere and self._thread not in self._gone_on:
            self._tell(words.draft_from(draft), (_GO_ON, words.go_on()), (_THROW, words.throw_away()))
        elif other:
            self._tell(words.changed_too(other), (_TOPIC, words.see_both()))
        else:
            self.notice.clear()

    def _tell(self, words: str, *links: tuple[str, str]) -> None:
        if self.notice.words != words:
            self.notice.tell(words, "info", links)

    def _other_author(self) -> str:
        """Who else gave this thread a topic; "" when nobody is to be told."""
        theirs = next((one.author_name for one in self._topics if not one.mine), "")
        if theirs or not self._topics:
            return theirs
        summary = self._context.desk.threads.summary(self._thread)
        return summary.last_author_name if summary and summary.last_author != self._context.desk.me else ""

    def _act(self, what: str) -> None:
        if what == _DRAFT:
            self._see_drafts()
        elif what == _TOPIC:
            self._see_topics()
        elif what == _GO_ON:
            self._gone_on.add(self._thread)
            self.refresh()
            self._composer.edit.setFocus()
        else:
            self._throw_away()

    def _throw_away(self) -> None:
        draft, words = self._context.desk.drafts.get(self._thread), self._context.services.words.past
        if draft is None:
            return
        done = self._context.desk.drafts.discard(draft.thread)
        self._context.services.bridge.then(done, lambda _: self._show_if(draft.thread))
        self._context.tell(words.thrown_away(), words.undo(), lambda: self._put(draft))

    def _put(self, draft: Draft) -> None:
        """Let the draft say this again."""
        done = self._context.desk.drafts.save(draft)
        self._context.services.bridge.then(done, lambda _: self._show_if(draft.thread))

    def _show_if(self, thread: ThreadId) -> None:
        if thread == self._thread:
            self._show(self._context.desk.drafts.get(thread))
            self.refresh()

    def _see_drafts(self) -> None:
        version, words = self._draft, self._context.services.words
        if version is None:
            return
        self._flush()
        here = (words.past.stands(), self._composer.text())
        other = (words.past.version_title(version), version.text)
        self._open(BothTexts(self._context.services.theme, words, (here, other), self._composer.window()))
        assert self.dialog is not None
        self.dialog.chosen.connect(lambda which: self._draft_chosen(version, which))

    def _draft_chosen(self, version: Version, which: str) -> None:
        history, thread = self._context.desk.history, self._thread
        bridge, words = self._context.services.bridge, self._context.services.words.past
        if which == HERE:
            bridge.then(history.let_stand((version,)), lambda _: self.refresh())
            return
        self._gone_on.add(thread)
        before = self._context.desk.drafts.get(thread)
        done = history.keep_both(thread, version) if which == BOTH else history.use_draft(thread, version)
        bridge.then(done, lambda _: self._show_if(thread))
        if which != BOTH and before is not None:
            self._context.tell(words.other_stands(), words.undo(), lambda: self._put(before))

    def _see_topics(self) -> None:
        words, summary = self._context.services.words, self._context.desk.threads.summary(self._thread)
        version = next((one for one in self._topics if not one.mine), next(iter(self._topics), None))
        if version is None or summary is None:
            return
        texts = ((words.past.stands(), summary.topic), (words.past.version_title(version), version.text))
        parent = self._composer.window()
        self._open(BothTexts(self._context.services.theme, words, texts, parent, joinable=False))
        assert self.dialog is not None
        self.dialog.chosen.connect(
            lambda which: self._topic_chosen(summary.topic if which == HERE else version.text)
        )

    def _topic_chosen(self, topic: str) -> None:
        done = self._context.desk.history.use_topic(self._circle, self._thread, topic)
        self._context.services.bridge.then(done, lambda _: self.refresh())

    def _open(self, dialog: BothTexts) -> None:
        self.dialog = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
