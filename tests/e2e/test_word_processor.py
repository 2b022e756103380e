# SPDX-License-Identifier: Apache-2.0
"""LibreOffice opens what is exported, with its changes and comments; what it saves is read again."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from mentordesk.domain.formats import Format
from mentordesk.domain.texts import Written
from mentordesk.interchange.formats import read, write
from mentordesk.interchange.package import Package, attribute, local, parse_xml
from tests.helpers.written import BARAKA, NAMES, essay, lines, said

pytestmark = pytest.mark.real

PLAIN_TEXT = "txt:Text (encoded):UTF8"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for a word processor that nobody has used yet."""
    return tmp_path_factory.mktemp("office")


def converted(office: Path, kind: Format, into: str, data: bytes = b"") -> bytes:
    """The essay (or `data`) in this format, opened by LibreOffice and saved in another."""
    source = office / f"essay.{kind}"
    source.write_bytes(data or write(kind, essay()))
    folder = office / f"from-{kind}"
    programme = shutil.which("soffice")
    assert programme, "LibreOffice is not installed"
    settings = f"-env:UserInstallation={(office / 'settings').as_uri()}"
    done = subprocess.run(
        [programme, settings, "--headless", "--convert-to", into, "--outdir", str(folder), str(source)],
        capture_output=True, text=True, timeout=180,
    )
    found = folder / f"essay.{into.partition(':')[0]}"
    assert found.is_file(), done.stdout + done.stderr
    return found.read_bytes()


def remarks(written: Written) -> Counter[tuple[str, str]]:
    """Who said what; a reply counts like a comment, for not every format knows which answers which."""
    found = Counter((written.names[comment.author], comment.text) for comment in written.comments)
    for comment in written.comments:
        found.update((written.names[reply.author], reply.text) for reply in comment.replies)
    return found


EXPECTED = Counter({
    ("Grace Wanjiku", "Most important\nPast tense"): 1,
    ("Grace Wanjiku", "Where is it?\nTell more."): 1,
    (NAMES[BARAKA], "By the lake"): 1,
})


@pytest.mark.parametrize("into", ["docx", "odt"])
@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_structure_changes_and_comments_outlive_a_word_processor(office: Path, kind: str, into: str) -> None:
    again = read(f"essay.{into}", converted(office, Format(kind), into), marked=True)
    assert lines(again.written) == lines(essay())
    assert remarks(again.written) == EXPECTED


def test_a_word_processor_saves_comments_where_they_were(office: Path) -> None:
    again = read("essay.docx", converted(office, Format.DOCX, "docx"), marked=True).written
    places = {(start, end) for start, end, _, text, *_ in said(again) if "Where" in str(text)}
    assert places == {(start, end) for start, end, *_ in said(essay()) if start >= 0}


@pytest.mark.parametrize("kind", [Format.DOCX, Format.ODT])
def test_a_word_processor_knows_the_changes_as_changes(office: Path, kind: Format) -> None:
    root = parse_xml(converted(office, kind, "fodt"))
    changes = Counter(
        (local(change), "".join(part.text or "" for part in change.iter() if local(part) == "creator"))
        for region in root.iter() if local(region) == "changed-region"
        for change in region if local(change) in ("insertion", "deletion")
    )
    authors = ("Grace Wanjiku", NAMES[BARAKA])
    assert changes.keys() == {(kind, author) for kind in ("insertion", "deletion") for author in authors}
    notes = [note for note in root.iter() if local(note) == "annotation"]
    assert len(notes) == sum(EXPECTED.values())


def test_changes_carry_their_day(office: Path) -> None:
    package = Package(converted(office, Format.DOCX, "docx"))
    marks = [mark for mark in package.xml("word/document.xml").iter() if local(mark) in ("ins", "del")]
    assert "2026-05-12" in {(attribute(mark, "date") or "")[:10] for mark in marks}


PAGE = """<html><body><h1>Big</h1><h2>Mid <i>it</i></h2>
<p>With <b>bold</b>, <a href="https://x.org/a">link</a></p>
<ul><li>one<ul><li>deep</li></ul></li><li>two</li></ul><ol><li>first</li></ol><blockquote>wise</blockquote>
<table><tr><td>a</td><td>b</td></tr></table><p dir="rtl">مرحبا</p></body></html>"""


def test_what_it_makes_itself_is_read_like_the_page_it_came_from(office: Path) -> None:
    page = lines(read("page.html", PAGE.encode()).written)
    as_odt = converted(office, Format.HTML, "odt", PAGE.encode())
    as_docx = converted(office, Format.ODT, "docx", as_odt)
    assert lines(read("a.odt", as_odt).written) == page
    assert lines(read("a.docx", as_docx).written) == page


@pytest.mark.parametrize("kind", [Format.DOCX, Format.ODT, Format.HTML])
def test_it_opens_and_prints(office: Path, kind: Format) -> None:
    assert converted(office, kind, "pdf").startswith(b"%PDF")
    text = converted(office, kind, PLAIN_TEXT).decode("utf-8-sig")
    for words in ("My two schools", "أنا من كيسومو", "Wise words", "Your beginning is strong."):
        assert words in text
