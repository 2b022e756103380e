# SPDX-License-Identifier: Apache-2.0
"""A document into a file or onto paper."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QSize, QStandardPaths, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QFileDialog,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from mentordesk.base.errors import Trouble
from mentordesk.domain.documents import DocumentSummary
from mentordesk.domain.formats import ExportWords, Format
from mentordesk.domain.texts import PLAIN, Paragraph, Run, Style, Written
from mentordesk.ui.circle.documentwords import DocumentWords
from mentordesk.ui.context import Context
from mentordesk.ui.parts import Column, button, heading, row

OFFERED = (Format.DOCX, Format.ODT, Format.PDF, Format.HTML, Format.MARKDOWN)
_SIZE = QSize(440, 340)
_NAME = 80  # letters of a file's name
_UNFIT = '\\/:*?"<>|'  # in names of files, on some system


class Exporter(QObject):
    """Asks how, then where; writes beside the window and says how it went."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._parent = parent

    def ask(self, document: DocumentSummary) -> None:
        """How, then where."""
        try:
            written = self._context.desk.documents.written(document.id)
        except Trouble as trouble:
            self._say(self._context.services.words.trouble(trouble))
            return
        dialog = ExportDialog(self._context, has_marks(written), self._parent)
        dialog.chosen.connect(lambda kind, marks: self._ask_where(written, kind, marks))
        dialog.open()

    def save(self, written: Written, kind: Format, path: Path) -> None:
        """Write it there; PDF is laid out on this thread, the rest in the background."""
        services, words = self._context.services, self.words()
        if kind is Format.PDF:
            from mentordesk.ui.printing import pdf_of  # most sessions print nothing

            data = pdf_of(written, words)
            job = services.background.submit(lambda: _keep(path, data))
        else:
            documents = self._context.desk.documents
            job = services.background.submit(lambda: _export(documents.export, written, kind, path, words))
        services.bridge.then(
            job, lambda kept: self._saved(path) if kept else self._not_saved(), self._trouble
        )

    def print_out(self, document: DocumentSummary) -> None:
        """Ask for the printer; nothing is written anywhere."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        try:
            written = self._context.desk.documents.written(document.id)
        except Trouble as trouble:
            self._trouble(trouble)
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(written.title)
        dialog = QPrintDialog(printer, self._parent.window())
        dialog.accepted.connect(lambda: self._paint(written, printer))
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)

    def words(self) -> ExportWords:
        """What exported files say themselves, in this window's language."""
        return ExportWords(
            works=self.tr("What works first"),
            gone=self.tr("About words that are no longer there"),
            remarks=self.tr("Comments"),
            replaces=self.tr("Suggestion: “{adds}” instead of “{removes}”"),
            adds=self.tr("Suggestion: add “{adds}”"),
            removes=self.tr("Suggestion: take out “{removes}”"),
            about=self.tr("About “{quote}”"),
            important=self.tr("Most important"),
            done=self.tr("Done"),
            not_yet=self.tr("Not yet"),
            unclear=self.tr("I don't understand"),
        )

    def _paint(self, written: Written, printer: object) -> None:
        from PySide6.QtPrintSupport import QPrinter

        from mentordesk.ui.printing import paint_pages

        assert isinstance(printer, QPrinter)
        paint_pages(written, self.words(), printer)

    def _ask_where(self, written: Written, kind: Format, marks: bool) -> None:
        dialog = QFileDialog(self._parent.window(), self.tr("Save a copy"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDirectory(
            QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        )
        dialog.setDefaultSuffix(str(kind))
        dialog.selectFile(f"{file_name(written.title) or self.tr('Document')}.{kind}")
        chosen = written if marks else without_marks(written)
        dialog.fileSelected.connect(lambda path: self.save(chosen, kind, Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _saved(self, path: Path) -> None:
        services = self._context.services
        self._say(services.words.files.saved(path.name, services.policy.shared_account))

    def _not_saved(self) -> None:
        self._say(self._context.services.words.files.not_saved())

    def _trouble(self, trouble: Trouble) -> None:
        self._say(self._context.services.words.trouble(trouble))

    def _say(self, words: str) -> None:
        self._context.tell(words)


class ExportDialog(QDialog):
    """`chosen` carries the format, and whether suggestions and comments go along."""

    chosen = Signal(object, bool)

    def __init__(self, context: Context, marks: bool, parent: QWidget) -> None:
        super().__init__(parent)
        theme = context.services.theme
        words = DocumentWords(context.services.words, context.desk.me)
        self.setWindowTitle(self.tr("Save a copy"))
        column = Column(theme, width=_SIZE.width(), margin=4)
        column.body.addWidget(heading(theme, self.windowTitle()))
        self.kinds = {kind: QRadioButton(words.format(kind)) for kind in OFFERED}
        group = QButtonGroup(self)
        for choice in self.kinds.values():
            group.addButton(choice)
            column.body.addWidget(choice)
        self.kinds[OFFERED[0]].setChecked(True)
        self.marks = QCheckBox(self.tr("With open suggestions and comments"))
        self.marks.setChecked(True)
        self.marks.setVisible(marks)
        column.body.addSpacing(8)
        column.body.addWidget(self.marks)
        column.body.addStretch(1)
        pile = QVBoxLayout(self)
        pile.setContentsMargins(20, 12, 20, 16)
        pile.addWidget(column, 1)
        save = button(self.tr("Choose a place…"), self.accept, "primary")
        pile.addLayout(row(None, button(self.tr("Not now"), self.reject), save))
        self.resize((_SIZE * theme.scaled(100) / 100).boundedTo(parent.window().size() - QSize(48, 48)))
        self.accepted.connect(self._tell)
        self.finished.connect(self.deleteLater)

    def _tell(self) -> None:
        kind = next(kind for kind, choice in self.kinds.items() if choice.isChecked())
        self.chosen.emit(kind, self.marks.isChecked())


def has_marks(written: Written) -> bool:
    """Whether somebody suggested or said something."""
    return bool(written.suggestions or written.comments or written.works)


def without_marks(written: Written) -> Written:
    """The text as it is written: nothing that is only suggested, no comments."""
    made: list[Paragraph] = []
    joined: tuple[Run, ...] = ()  # of a paragraph whose line end is only suggested
    for paragraph in written.paragraphs:
        runs = joined + tuple(
            Run(run.text, _plain(run.style)) for run in paragraph.runs if not run.style.inserted
        )
        if paragraph.end.inserted:
            joined = runs
            continue
        joined = ()
        made.append(Paragraph(runs, paragraph.block))
    if joined:
        made.append(Paragraph(joined))
    return replace(written, paragraphs=tuple(made), suggestions=(), comments=(), works=())


def file_name(title: str) -> str:
    """A title as the name of a file on any system."""
    plain = "".join(" " if letter in _UNFIT or letter < " " else letter for letter in title)
    return " ".join(plain.split())[:_NAME].strip(". ")


def _plain(style: Style) -> Style:
    return replace(PLAIN, bold=style.bold, italic=style.italic, link=style.link)


def _keep(path: Path, data: bytes) -> bool:
    from mentordesk.base.files import SystemFiles

    try:
        SystemFiles().write_atomic(path, data)
    except OSError:
        return False
    return True


def _export(export: object, written: Written, kind: Format, path: Path, words: ExportWords) -> bool:
    assert callable(export)
    try:
        export(written, kind, path, words)
    except OSError:
        return False
    return True
