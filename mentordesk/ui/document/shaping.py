# SPDX-License-Identifier: Apache-2.0
"""The field with what one does to looks, and how every deed of the person here is done."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from mentordesk.base.errors import Refused
from mentordesk.domain.texts import BlockKind, Style
from mentordesk.ui.document.input import Deed
from mentordesk.ui.document.textfield import TextField
from mentordesk.ui.theme.theme import Theme

log = logging.getLogger(__name__)


class ShapingField(TextField):
    """Deeds change the document first, and are shown; the caret goes where they say."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._last: Deed | None = None  # what one does again and again is undone at once

    # What typing looks like

    def look(self) -> Style:
        """The style in which the next letter would be typed, or of the whole selection."""
        start, end = self.selection()
        if start < end:
            return Style(
                bold=self.edits.all_are(start, end, "bold"), italic=self.edits.all_are(start, end, "italic")
            )
        return self._pending or self.edits.style_at(start)

    def can_format(self) -> bool:
        """Whether letters and paragraphs can be given another look: suggestions have none."""
        return self._writing is not None and not self.isReadOnly() and not self.suggesting

    def toggle(self, look: str) -> None:
        """Bold or italic: of the selection, or of what is typed next."""
        if not self.can_format():
            return
        self.finish()
        start, end = self.selection()
        on = not getattr(self.look(), look)
        if start < end:
            self._reshape(lambda: self.edits.emphasise(start, end, look, on))
        else:
            style = self.look()
            self._pending = replace(style, bold=on) if look == "bold" else replace(style, italic=on)
            self.look_changed.emit()

    def set_kind(self, kind: BlockKind) -> None:
        """Make the paragraphs of the selection of a kind; plain, when they are already."""
        self.finish()
        start, end = self.selection()
        self._reshape(lambda: self.edits.set_kind(start, end, kind))

    def indent(self, step: int) -> None:
        """Move the paragraphs of the selection in or out."""
        self.finish()
        start, end = self.selection()
        self._reshape(lambda: self.edits.indent(start, end, step))

    def link(self, start: int, end: int, address: str) -> None:
        """Let letters lead somewhere; "" takes the link off."""
        self._reshape(lambda: self.edits.link(start, end, address))

    def put_in(self, start: int, end: int, words: str) -> None:
        """Put letters in the place of others as if they were typed: a spelling, a replacement."""
        if not self.isReadOnly():
            self._do(lambda: self.edits.put(start, end, words))

    # Doing

    def _do(self, deed: Callable[[], int], kind: Deed | None = None) -> None:
        """A deed of the person here: done to the document, shown, the caret where it says.

        Deeds of the same `kind` in a row are undone at once; others by themselves.
        """
        text = self.text_document
        if text is None:
            return
        self.finish()
        if kind is None or kind is not self._last or self.textCursor().hasSelection():
            text.break_group()
        self._last = kind
        try:
            with self._placed():
                caret = deed()
                self._put_cursor(caret, caret)
        except Refused:  # the engine failed; what was saved is whole
            log.warning("a text broke and is read again")
            if self._writing is not None:
                self._writing.recover()
            return
        self._after_change()
        self.edited.emit()

    def _reshape(self, deed: Callable[[], None]) -> None:
        """A deed that changes looks and no letters: the selection stays."""
        if not self.can_format():
            return
        anchor, caret = self.textCursor().anchor(), self.caret()

        def reshaping() -> int:
            deed()
            return caret

        self._do(reshaping)
        with self._placed():
            self._put_cursor(anchor, caret)
        self._after_change()
