# SPDX-License-Identifier: Apache-2.0
"""An editor on a text of its own, without a desk."""

from __future__ import annotations

from collections.abc import Callable

from mentordesk.domain.documents import Mode
from mentordesk.richtext.document import TextDocument
from mentordesk.ui.document.editor import Editor
from mentordesk.ui.theme.theme import Theme

OWNER, GRACE = b"a" * 16, b"g" * 16


class Paper:
    """What an editor asks of a Writing; `editor` shows it."""

    def __init__(self, theme: Theme, words: str, mode: Mode = Mode.OWNER) -> None:
        owner = TextDocument.create(7)
        owner.insert(0, words)
        self.text = owner
        if mode is Mode.REVIEWER:
            self.text = TextDocument.load(8, [piece.data for piece in owner.own(0)])
        me = OWNER if mode is Mode.OWNER else GRACE
        self.text.set_authors({7: OWNER, 8: GRACE}, me, OWNER)
        self.mode = mode
        self.on_reload: Callable[[], None] | None = None
        self.editor = Editor(theme)
        self.editor.resize(640, 400)
        self.editor.attach(self)  # type: ignore[arg-type]

    def take_news(self) -> bool:
        """Nobody else writes."""
        return False

    @property
    def letters(self) -> str:
        """The text without its last line end."""
        return self.text.text()[:-1]
