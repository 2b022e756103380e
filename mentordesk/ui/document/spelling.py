# SPDX-License-Identifier: Apache-2.0
"""Marks words that the dictionary does not know, where one looks and when one pauses."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QPoint, QTimer
from PySide6.QtGui import QAction, QTextBlock
from PySide6.QtWidgets import QMenu

from mentordesk.base.files import SystemFiles
from mentordesk.base.options import SPELLING
from mentordesk.base.utf16 import units
from mentordesk.desk.dictionaries import find_dictionaries
from mentordesk.desk.spelling import NOT_CHECKED, Checker
from mentordesk.desk.spellwords import guess_language, words_in
from mentordesk.domain.documents import DocumentId
from mentordesk.ui.context import Context
from mentordesk.ui.document.editor import Editor
from mentordesk.ui.languages import home_language, language_name
from mentordesk.ui.places import SettingsPlace
from mentordesk.ui.times import isolated

if TYPE_CHECKING:
    from mentordesk.desk.dictionaries import Dictionary

PAUSE_MS = 1_500  # without a key, before a dictionary is read
REST_MS = 250  # without a key, before words are looked up
SLICE_MS = 4  # of looking up at a time
_SAMPLE = 4_000  # letters of a text from which its language is guessed
_TELLING = 30  # words of a text that say whether a dictionary is for it
_KEPT = 2_000  # paragraphs whose words are remembered
_LONG = 4_000  # letters of a paragraph that is looked up as a whole
_EDGE = 100  # letters around what is in sight
_MARKS = "spelling"


class Speller(QObject):
    """Belongs to one editor; `open` and `close` go with the document in it."""

    def __init__(self, context: Context, editor: Editor) -> None:
        super().__init__(editor)
        self._context = context
        self._editor = editor
        self._document: DocumentId = b""
        self._checker: Checker | None = None
        self._dictionaries: tuple[Dictionary, ...] = ()
        self._language = ""  # of the dictionary that fits; "" = none does
        self._known: dict[str, list[tuple[int, int]]] = {}  # by a paragraph's letters
        self._wrong: list[tuple[int, int]] = []  # places that are marked
        self._checking = False  # policy, settings and the person want it
        self._looked = False  # for a dictionary
        self._offered: list[QAction] = []  # in the menu that was opened last
        self._languages = QMenu(self.tr("Spelling"), editor)
        self._load = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._slice = QTimer(self, interval=0, singleShot=True)
        self._connect_signals()
        editor.menu_makers.append(self.menu_actions)

    def _connect_signals(self) -> None:
        self._load.timeout.connect(self._find_checker)
        self._rest.timeout.connect(self._check)
        self._slice.timeout.connect(self._check)
        self._editor.edited.connect(self._edited)
        self._editor.caret_moved.connect(self._look_soon)
        self._editor.laid_out.connect(self._look_soon)

    # What pages call

    def open(self, document: DocumentId) -> None:
        """Another document is in the editor; its dictionary is read once nobody types for a moment."""
        self.close()
        self._document = document
        self.look_again()

    def close(self) -> None:
        """No document is in the editor; the dictionary stays for the next one."""
        for timer in (self._load, self._rest, self._slice):
            timer.stop()
        self._document = b""
        self._checking = self._looked = False
        self._language = ""
        self._show([])

    def look_again(self) -> None:
        """Settings, dictionaries or own words are others now."""
        self._known.clear()
        self._looked = False
        self._checking = bool(self._document) and self._is_wanted()
        if self._checking:
            self._load.start()
        else:
            self._show([])

    def menu_actions(self, position: int) -> list[QAction]:
        """What can be done about the word at a place, and about the language."""
        if not self._context.services.policy.spelling or not self._document:
            return []
        for old in self._offered:
            old.deleteLater()
        self._offered = []
        here = next((span for span in self._wrong if span[0] <= position <= span[1]), None)
        actions = self._about_word(*here) if here is not None and not self._editor.isReadOnly() else []
        return [*actions, self._about_language()]

    def _is_wanted(self) -> bool:
        desk = self._context.desk
        return (
            self._context.services.policy.spelling
            and desk.settings.get().get(SPELLING)
            and desk.spelling.language(self._document) != NOT_CHECKED
        )

    # The menu

    def _about_word(self, start: int, end: int) -> list[QAction]:
        text, checker = self._editor.text_document, self._checker
        if text is None or checker is None:
            return []
        word = text.text(start, end)
        made = [
            self._action(other, partial(self._put, start, end, word, other))
            for other in checker.suggest(word)
        ]
        if not made:
            made = [self._action(self.tr("No suggestions"), None)]
        add = self.tr("Add {word} to my words").format(word=isolated(word))
        made.append(self._action(add, partial(self._add, word)))
        return made

    def _about_language(self) -> QAction:
        if self._looked and not self._language and self._checking:
            words = self.tr("No dictionary for this language here. Add one in the settings.")
            return self._action(words, lambda: self._context.go(SettingsPlace()))
        menu = self._languages
        menu.clear()
        chosen = self._context.desk.spelling.language(self._document)
        for one in self._dictionaries:
            action = self._action(language_name(one.language), partial(self._choose, one.language))
            action.setCheckable(True)
            action.setChecked(self._checking and one.language == self._language)
            menu.addAction(action)
        none = self._action(self.tr("Do not check this document"), partial(self._choose, NOT_CHECKED))
        none.setCheckable(True)
        none.setChecked(chosen == NOT_CHECKED)
        menu.addSeparator()
        menu.addAction(none)
        menu.addAction(self._action(self.tr("My words and dictionaries"), self._to_settings))
        return menu.menuAction()

    def _action(self, words: str, do: Callable[[], object] | None) -> QAction:
        made = QAction(words.replace("&", "&&"), self)
        self._offered.append(made)
        if do is None:
            made.setEnabled(False)
        else:
            made.triggered.connect(lambda _=False: do())
        return made

    def _to_settings(self) -> None:
        self._context.go(SettingsPlace())

    def _put(self, start: int, end: int, word: str, other: str) -> None:
        text = self._editor.text_document
        if text is not None and text.text(start, end) == word:  # nobody wrote there meanwhile
            self._editor.put_in(start, end, other)
            self._check()

    def _add(self, word: str) -> None:
        added = self._context.desk.spelling.add_word(word)
        self._context.services.bridge.then(added, self._learned)

    def _learned(self, _: object) -> None:
        if self._checker is not None:
            self._checker.set_mine(self._mine())
            self._known.clear()
            self._check()

    def _choose(self, language: str) -> None:
        chosen = self._context.desk.spelling.choose(self._document, language)
        self._context.services.bridge.then(chosen, lambda _: self.look_again())

    # The dictionary

    def _find_checker(self) -> None:
        text = self._editor.text_document
        if text is None or not self._checking or self._looked:
            return
        sample = text.text(0, min(text.length, _SAMPLE))
        if not sample.strip():
            return
        self._looked = True
        services, chosen = self._context.services, self._context.desk.spelling.language(self._document)
        here, home, own = self._checker, home_language(), services.dictionaries
        job = services.background.submit(lambda: _found(own, sample, chosen, home, here))
        services.bridge.then(job, partial(self._have, self._document))

    def _have(self, document: DocumentId, found: tuple[tuple[Dictionary, ...], Checker | None]) -> None:
        if document != self._document:
            return
        self._dictionaries, checker = found
        if checker is None:
            self._language = ""
            self._show([])
            return
        self._checker, self._language = checker, checker.dictionary.language
        self._checker.set_mine(self._mine())
        self._known.clear()
        self._check()

    def _mine(self) -> list[str]:
        """My own words, and what the people around me are called."""
        desk = self._context.desk
        names = (person.name for circle in desk.people.circles() for person in circle.people)
        return [*desk.spelling.words(), *(word for name in names for word, _, _ in words_in(name))]

    # Looking up

    def _edited(self) -> None:
        if self._checking and not self._looked:
            self._load.start()
        self._slice.stop()
        self._rest.start()

    def _look_soon(self) -> None:
        if self._language and not self._rest.isActive():
            self._slice.start()

    def _check(self) -> None:
        """Look up what is in sight, for a few milliseconds; the rest in the next moment without events."""
        if not self._language or not self._checking or self._checker is None:
            self._show([])
            return
        spent = QElapsedTimer()
        spent.start()
        wrong: list[tuple[int, int]] = []
        for start, letters in self._in_sight():
            if letters not in self._known:
                if spent.hasExpired(SLICE_MS):
                    self._slice.start()
                    break
                if len(self._known) > _KEPT:
                    self._known.clear()
                self._known[letters] = self._checker.wrong(letters)
            wrong += [(start + one, start + end) for one, end in self._known[letters]]
        self._show([part for span in wrong for part in self._parted(*span) if not self._is_typed(*part)])

    def _in_sight(self) -> list[tuple[int, str]]:
        """Paragraphs that can be seen, with the place where each begins; of a huge one only a part."""
        viewport, first = self._editor.viewport(), self._editor.first_in_sight()
        block = self._editor.document().findBlock(first)
        last = self._editor.cursorForPosition(QPoint(viewport.width(), viewport.height())).position()
        found = []
        while block.isValid() and block.position() <= last:
            if block.length() <= _LONG:
                found.append((block.position(), block.text()))
            else:
                found.append(self._part(block, first, last))
            block = block.next()
        return found

    def _part(self, block: QTextBlock, first: int, last: int) -> tuple[int, str]:
        """What is in sight of a paragraph, from a whole word to a whole word."""
        text, end = self._editor.text_document, block.position() + block.length() - 1
        start, stop = max(first - _EDGE, block.position()), min(last + _EDGE, end)
        if text is None or stop > text.length or start >= stop:
            return block.position(), ""
        letters = text.text(start, stop)
        before = len(letters) - len(letters.split(" ", 1)[-1]) if start > block.position() else 0
        letters = letters.rsplit(" ", 1)[0] if stop < end else letters
        return start + units(letters[:before]), letters[before:]

    def _is_typed(self, start: int, end: int) -> bool:
        """The word is only being typed."""
        return start < self._editor.caret() <= end and self._editor.hasFocus()

    def _parted(self, start: int, end: int) -> list[tuple[int, int]]:
        """What is wrong of a wrong word: letters that somebody suggests do not join those beside them."""
        text, checker = self._editor.text_document, self._checker
        if text is None or checker is None or end >= text.length:
            return []
        runs = text.runs(start, end)
        if any(style.link for _, style in runs):
            return []
        if not any(style.inserted or style.deleted for _, style in runs):
            return [(start, end)]
        if not checker.wrong("".join(letters for letters, style in runs if not style.deleted)):
            return []
        found, at = [], start
        for marks, same in groupby(runs, key=lambda run: (run[1].inserted, run[1].deleted)):
            part = "".join(letters for letters, _ in same)
            if not marks[1]:  # what goes may be spelt as it likes
                found += [(at + one, at + other) for one, other in checker.wrong(part)]
            at += units(part)
        return found

    def _show(self, wrong: list[tuple[int, int]]) -> None:
        if wrong != self._wrong:
            self._wrong = wrong
            self._editor.set_marks(_MARKS, [(start, end, "wrong") for start, end in wrong])


def _found(
    own: Path, sample: str, chosen: str, home: str, here: Checker | None
) -> tuple[tuple[Dictionary, ...], Checker | None]:
    """All dictionaries, and a checker of the one that fits a text; in the background."""
    files = SystemFiles()
    dictionaries = find_dictionaries(own, files)
    by_language = {one.language: one for one in dictionaries}
    wanted = by_language.get(chosen) or by_language.get(guess_language(sample, list(by_language), home))
    if wanted is None:
        return dictionaries, None
    try:
        checker = here if here is not None and here.dictionary == wanted else Checker(wanted, files)
    except (OSError, ImportError):  # gone meanwhile; a computer for which the checker is not built
        return dictionaries, None
    if not chosen and not _is_for(checker, sample):
        return dictionaries, None
    return dictionaries, checker


def _is_for(checker: Checker, sample: str) -> bool:
    """Whether the text seems to be in the dictionary's language: more of its words are known than not."""
    words = len(words_in(sample))
    return words < _TELLING or 2 * len(checker.wrong(sample)) < words
