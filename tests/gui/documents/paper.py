# SPDX-License-Identifier: Apache-2.0
"""An editor on a text of its own, without a desk."""

from __future__ import annotations

from mentordesk.domain.documents import Mode
from mentordesk.richtext.document import TextDocument
from mentordesk.ui.document.editor import Editor
from mentordesk.ui.theme.theme import Theme
from tests.gui.document.two_editors import Sheet

OWNER, GRACE = b"a" * 16, b"g" * 16


class Paper:
    """The owner's text, in the hands of the owner or of a reviewer; `editor` shows it."""

    def __init__(self, theme: Theme, words: str, mode: Mode = Mode.OWNER) -> None:
        self.text = TextDocument.create(7)
        self.text.insert(0, words)
        if mode is Mode.REVIEWER:
            self.text = TextDocument.load(8, [piece.data for piece in self.text.own(0)])
        me = OWNER if mode is Mode.OWNER else GRACE
        self.text.set_authors({7: OWNER, 8: GRACE}, me, OWNER)
        self.editor = Editor(theme)
        self.editor.resize(640, 400)
        self.editor.attach(Sheet(self.text, mode, me))

    @property
    def letters(self) -> str:
        """The text without its last line end."""
        return self.text.text()[:-1]
