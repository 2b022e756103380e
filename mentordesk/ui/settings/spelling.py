# SPDX-License-Identifier: Apache-2.0
"""Dictionaries of this computer and one's own words, on the settings page."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from mentordesk.base.errors import Trouble
from mentordesk.base.files import SystemFiles
from mentordesk.base.options import SPELLING
from mentordesk.desk.dictionaries import Dictionary, add_dictionary, find_dictionaries, remove_dictionary
from mentordesk.domain.events import SettingChanged
from mentordesk.ui.context import Context
from mentordesk.ui.languages import language_name
from mentordesk.ui.parts import Label, button, section
from mentordesk.ui.times import isolated
from mentordesk.ui.widgets.links import Link

_SHOWN = 40  # of my own words; more are counted


class SpellingSettings(QWidget):
    """What is there, what was added, and how to add one. Hidden where a policy turns spelling off."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._theme = context.services.theme
        self._files = SystemFiles()
        self._there = Label(self._theme, "", tone="text2").wrap()
        self._added = QVBoxLayout()
        self._words = QVBoxLayout()
        self._words_title = Label(self._theme, self.tr("My words"), bold=True)
        self.add = button(self.tr("Add a dictionary…"), self._choose)
        told = self.tr(
            "A dictionary is a file that ends in .oxt, as LibreOffice has them, or a pair .aff and .dic."
        )
        pile = QVBoxLayout(self)
        pile.setContentsMargins(0, 12, 0, 0)
        pile.setSpacing(6)
        pile.addWidget(section(self._theme, self.tr("Spelling")))
        pile.addWidget(self._there)
        pile.addLayout(self._added)
        pile.addWidget(Label(self._theme, told, tone="text2").wrap())
        pile.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeading)
        pile.addWidget(self._words_title)
        pile.addLayout(self._words)
        if not context.services.policy.spelling:
            self.hide()

    def refresh(self) -> None:
        """Look again; the folders are read beside the window."""
        self._show_words()
        own, services = self._context.services.dictionaries, self._context.services
        job = services.background.submit(lambda: find_dictionaries(own, self._files))
        services.bridge.then(job, self._show_dictionaries)

    def take(self, source: Path) -> None:
        """Copy a dictionary to where all are."""
        own, services = self._context.services.dictionaries, self._context.services
        job = services.background.submit(lambda: add_dictionary(source, own, self._files))
        services.bridge.then(job, self._taken, self._trouble)

    def _choose(self) -> None:
        dialog = QFileDialog(self.window(), self.tr("Add a dictionary"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Dictionaries ({endings})").format(endings="*.oxt *.zip *.aff *.dic")])
        where = QStandardPaths.StandardLocation.DownloadLocation
        dialog.setDirectory(QStandardPaths.writableLocation(where))
        dialog.fileSelected.connect(lambda path: self.take(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _taken(self, languages: tuple[str, ...]) -> None:
        names = self._context.services.words.names([language_name(one) for one in languages])
        self._context.tell(self.tr("Added: {names}.").format(names=names))
        self._changed()

    def _remove(self, language: str) -> None:
        own, services = self._context.services.dictionaries, self._context.services
        job = services.background.submit(lambda: remove_dictionary(language, own, self._files))
        services.bridge.then(job, lambda _: self._removed(), self._trouble)

    def _removed(self) -> None:
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)  # what had it is gone
        self._changed()

    def _changed(self) -> None:
        self.refresh()
        self._context.services.bridge.publish(SettingChanged(SPELLING.name))  # an open document looks again

    def _trouble(self, trouble: Trouble) -> None:
        self._context.tell_trouble(trouble)

    def _show_dictionaries(self, found: tuple[Dictionary, ...]) -> None:
        names = [language_name(one.language) for one in found if not one.own]
        words = self._context.services.words
        there = self.tr("On this computer: {names}.").format(names=words.names(names)) if names else ""
        self._there.setText(there or self.tr("There is no dictionary on this computer yet."))
        _empty(self._added)
        for one in found:
            if one.own:
                name = language_name(one.language)
                spoken = self.tr("Remove the dictionary {name}").format(name=name)
                self._added.addWidget(self._line(name, spoken, partial(self._remove, one.language)))

    def _show_words(self) -> None:
        words = self._context.desk.spelling.words()
        self._words_title.setVisible(bool(words))
        _empty(self._words)
        for word in words[:_SHOWN]:
            spoken = self.tr("Forget the word {word}").format(word=isolated(word))
            self._words.addWidget(self._line(isolated(word), spoken, partial(self._forget, word)))
        if len(words) > _SHOWN:
            more = self.tr("and %n more", "", len(words) - _SHOWN)
            self._words.addWidget(Label(self._theme, more, tone="text2"))

    def _forget(self, word: str) -> None:
        forgotten = self._context.desk.spelling.forget_word(word)
        self._context.services.bridge.then(forgotten, lambda _: self._forgotten(), self._trouble)

    def _forgotten(self) -> None:
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_words()

    def _line(self, name: str, spoken: str, do: partial[None]) -> QWidget:
        made = QWidget()
        remove = Link(self._theme, self.tr("Remove"))
        remove.setAccessibleName(spoken)
        remove.clicked.connect(lambda _=False: do())
        across = QHBoxLayout(made)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(Label(self._theme, name))
        across.addWidget(remove)
        across.addStretch(1)
        return made


def _empty(pile: QVBoxLayout) -> None:
    while (item := pile.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
