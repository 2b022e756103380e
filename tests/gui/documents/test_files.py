# SPDX-License-Identifier: Apache-2.0
"""Documents from files and into files: what stays behind is said, trouble is a sentence, nothing blocks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mentordesk.domain.formats import Format, LeftOut
from mentordesk.domain.texts import Block, BlockKind, Comment, Paragraph, Run, Style, Suggestion, Written
from mentordesk.ui.circle.documents import DocumentsPage
from mentordesk.ui.circle.documentwords import DocumentWords
from mentordesk.ui.context import Context
from mentordesk.ui.document.exporting import ExportDialog, Exporter, file_name, has_marks, without_marks
from mentordesk.ui.document.importing import Importer
from mentordesk.ui.places import DocumentPlace, DocumentsPlace, Place
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.words import Words
from tests.helpers.window import Sitting, sit_down

NEW, OLD = Style(inserted=("s",), bold=True), Style(deleted=("s",))
MARKED = Written(
    "Essay",
    (
        Paragraph((Run("I "), Run("was", OLD), Run("am", NEW), Run(" here."))),
        Paragraph((Run("One"),), Block(BlockKind.BULLET), Style(inserted=("s",))),
        Paragraph((Run(" two"),), Block(BlockKind.QUOTE), Style(deleted=("s",))),
        Paragraph((Run("three"),)),
    ),
    (Suggestion("s", b"g" * 16, 2, 7, "was", "am"),),
    (Comment("c", b"g" * 16, 0, 1, "I", "Who?", 0),),
)


class Traveller:
    """Somebody with files on the disk."""

    def __init__(self, home: Path, theme: Theme) -> None:
        self.sitting: Sitting = sit_down(home / "desk", theme, full=False)
        self.told: list[str] = []
        self.went: list[Place] = []
        frame = self.sitting.frame
        frame.go(DocumentsPlace())
        page = frame.page()
        assert isinstance(page, DocumentsPage)
        self.context = Context(
            self.sitting.services,
            self.sitting.desk,
            self.went.append,
            self.went.append,
            lambda words, *_: self.told.append(words.replace("\u2068", "").replace("\u2069", "")),
        )
        self.importer = Importer(self.context, page)
        self.exporter = Exporter(self.context, page)
        self.page = page


@pytest.fixture
def traveller(tmp_path: Path, theme: Theme) -> Iterator[Traveller]:
    made = Traveller(tmp_path, theme)
    yield made
    made.sitting.close()


def test_a_file_becomes_a_document_that_opens(traveller: Traveller, tmp_path: Path) -> None:
    (tmp_path / "essay.md").write_text("# My village\n\nIt is **small**.\n", encoding="utf-8")
    traveller.importer.take(tmp_path / "essay.md", b"")
    traveller.sitting.settle()
    (made,) = traveller.sitting.desk.documents.private()
    assert traveller.went == [DocumentPlace(b"", made.id)]
    texts = [part.text for part in traveller.sitting.desk.documents.written(made.id).paragraphs]
    assert "It is small." in texts


def test_what_cannot_be_read_is_said_in_a_sentence(traveller: Traveller, tmp_path: Path) -> None:
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 nothing")
    traveller.importer.take(tmp_path / "broken.docx", b"")
    traveller.importer.take(tmp_path / "absent.docx", b"")
    traveller.sitting.settle()
    assert [words.split(",")[0].split(".")[0] for words in traveller.told] == [
        "This file is damaged",
        "It cannot be read",
    ]
    assert traveller.sitting.desk.documents.private() == ()


def test_what_stayed_behind_is_said_in_one_sentence(words: Words, qapp: QApplication) -> None:
    said = DocumentWords(words, b"")
    assert said.left_out([LeftOut.PICTURES, LeftOut.FOOTNOTES, LeftOut.TABLES]) == (
        "Not taken along: pictures and footnotes. Tables became lines of words."
    )
    assert said.left_out([]) == ""
    assert all(said.left_out([part]) for part in LeftOut)
    assert all(said.format(kind) for kind in Format)


@pytest.mark.parametrize("kind", [Format.DOCX, Format.ODT, Format.PDF, Format.HTML, Format.MARKDOWN])
def test_a_copy_is_written_and_said(traveller: Traveller, tmp_path: Path, kind: Format) -> None:
    path = tmp_path / f"essay.{kind}"
    traveller.exporter.save(MARKED, kind, path)
    traveller.sitting.settle()
    assert path.stat().st_size > 20
    assert traveller.told == [f"Saved as essay.{kind}."]


@pytest.mark.parametrize("kind", [Format.DOCX, Format.PDF])
def test_a_place_that_takes_nothing_is_said(traveller: Traveller, tmp_path: Path, kind: Format) -> None:
    traveller.exporter.save(MARKED, kind, tmp_path / "nowhere" / f"essay.{kind}")
    traveller.sitting.settle()
    assert traveller.told == ["It could not be saved there. Choose another place."]


def test_without_marks_nothing_is_left_that_is_only_suggested() -> None:
    plain = without_marks(MARKED)
    assert [(part.text, part.block.kind) for part in plain.paragraphs] == [
        ("I was here.", BlockKind.BODY),
        ("One two", BlockKind.QUOTE),
        ("three", BlockKind.BODY),
    ]
    styles = {run.style for part in plain.paragraphs for run in part.runs}
    assert styles == {Style()}
    assert (has_marks(MARKED), has_marks(plain)) == (True, False)


def test_the_dialog_tells_format_and_marks(traveller: Traveller) -> None:
    heard: list[tuple[object, bool]] = []
    dialog = ExportDialog(traveller.context, True, traveller.page)
    dialog.chosen.connect(lambda kind, marks: heard.append((kind, marks)))
    dialog.kinds[Format.ODT].setChecked(True)
    dialog.marks.setChecked(False)
    dialog.accept()
    assert heard == [(Format.ODT, False)]


def test_names_of_files_fit_every_system() -> None:
    assert file_name('My essay: "Why?" 1/2 \\ ...') == "My essay Why 1 2"
    assert file_name("قصتي 😀") == "قصتي 😀"
    assert file_name("a" * 300) == "a" * 80
    assert file_name("../..") == ""
