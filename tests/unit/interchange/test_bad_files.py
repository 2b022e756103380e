# SPDX-License-Identifier: Apache-2.0
"""Files that are broken, locked, hostile or of another kind: a clear code, nothing fetched."""

from __future__ import annotations

import contextlib
import io
import socket
import struct
import threading
import tracemalloc
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordesk.base.errors import (
    ImportDamaged,
    ImportEmpty,
    ImportLocked,
    ImportTooLarge,
    ImportTooLong,
    ImportTrouble,
    ImportUnknown,
    ImportUnsafe,
)
from mentordesk.domain.formats import MAX_FILE, Format, LeftOut
from mentordesk.interchange.formats import read, write
from mentordesk.interchange.package import MAX_ENTRIES, MAX_PART, Package
from tests.helpers.word import PARAGRAPH, docx, odt
from tests.helpers.written import essay

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
LAUGHS = "".join(f"<!ENTITY {new} '{f'&{old};' * 10}'>" for old, new in pairwise("abcdefghi"))
BILLION_LAUGHS = f"<!DOCTYPE w [<!ENTITY a 'ha'>{LAUGHS}]>"


def texts(name: str, data: bytes) -> list[str]:
    return [paragraph.text for paragraph in read(name, data).written.paragraphs]


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.md", "a.txt", "a.html", "a.pages", "a"])
def test_an_empty_file_is_said_to_be_empty(name: str) -> None:
    with pytest.raises(ImportEmpty):
        read(name, b"")


def test_a_large_file_is_refused_before_anything_is_read() -> None:
    with pytest.raises(ImportTooLarge) as trouble:
        read("essay.docx", b"PK\x03\x04" + bytes(50 * 1024 * 1024))
    assert trouble.value.facts == {"size": 50 * 1024 * 1024 + 4, "limit": MAX_FILE}


@pytest.mark.parametrize("kind", [Format.DOCX, Format.ODT])
def test_a_file_that_is_cut_off_is_damaged(kind: Format) -> None:
    whole = write(kind, essay())
    for part in (0.1, 0.5, 0.9, 0.99):
        with pytest.raises(ImportDamaged):
            read(f"essay.{kind}", whole[: int(len(whole) * part)])


@given(st.sampled_from([Format.DOCX, Format.ODT]), st.data())
def test_flipped_bytes_are_read_or_refused_never_worse(kind: Format, data: st.DataObject) -> None:
    whole = bytearray(write(kind, essay()))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(ImportTrouble):
        read(f"essay.{kind}", bytes(whole))


@given(st.sampled_from(["a.txt", "a.md", "a.html", "a.docx", "a.odt", "a", "a.doc"]), st.binary(min_size=1))
def test_any_bytes_are_read_or_refused_never_worse(name: str, data: bytes) -> None:
    with contextlib.suppress(ImportTrouble):
        read(name, data)


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.docm", "a.ott"])
def test_letters_under_the_name_of_a_word_file_are_damaged(name: str) -> None:
    with pytest.raises(ImportDamaged):
        read(name, b"just letters")


def test_the_bytes_decide_and_not_the_name() -> None:
    assert texts("essay.txt", docx(PARAGRAPH)) == ["x"]
    assert texts("essay.odt", docx(PARAGRAPH)) == ["x"]
    assert texts("essay.doc", b"<html><body><p>saved as a page</p></body></html>") == ["saved as a page"]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), "doc"),
        ("a.pages", b"not even a zip", "pages"),
        ("a.pdf", b"%PDF-1.7 ...", "pdf"),
        ("a.rtf", b"{\\rtf1 hello}", "rtf"),
        ("a.doc", b"{\\rtf1 hello}", "rtf"),
        ("a.xyz", b"hello", "other"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "other"),
    ],
)
def test_other_kinds_are_named(name: str, data: bytes, kind: str) -> None:
    with pytest.raises(ImportUnknown) as trouble:
        read(name, data)
    assert trouble.value.facts == {"kind": kind}


def zipped(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def test_packages_of_other_programs_are_named() -> None:
    for parts, kind in (
        ({"Index/Document.iwa": b"x"}, "pages"),
        ({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"}, "other"),
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, "other"),
        ({"photo.jpg": b"x"}, "other"),
    ):
        with pytest.raises(ImportUnknown) as trouble:
            read("a.docx", zipped(**parts))
        assert trouble.value.facts == {"kind": kind}


def test_a_password_is_asked_to_be_taken_off() -> None:
    for data in (
        OLE + "EncryptedPackage".encode("utf-16-le"),
        odt("<text:p>x</text:p>", manifest="<manifest><encryption-data/></manifest>"),
        flagged(docx(PARAGRAPH)),
    ):
        with pytest.raises(ImportLocked):
            read("a.docx", data)


def flagged(data: bytes) -> bytes:
    """A zip whose parts all say that they are encrypted."""
    changed = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


# Made to fill the memory


def test_a_zip_bomb_stops_while_it_unfolds() -> None:
    bomb = docx("<w:p/>" + " " * (MAX_PART + 1))
    assert len(bomb) < 100_000
    tracemalloc.start()
    with pytest.raises(ImportUnsafe):
        Package(bomb).read("word/document.xml")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MAX_PART * 1.1
    with pytest.raises(ImportUnsafe):
        read("a.docx", bomb)


def test_many_bombs_that_are_small_each_stop_together() -> None:
    package = Package(zipped(**{f"{number}": bytes(MAX_PART) for number in range(3)}))
    package.read("0")
    package.read("1")
    with pytest.raises(ImportUnsafe):
        package.read("2")


def test_what_a_zip_says_of_its_sizes_is_not_believed() -> None:
    bomb = bytearray(docx("<w:p/>" + " " * (MAX_PART + 1)))
    at = bomb.rfind(b"PK\x01\x02")
    bomb[at + 24 : at + 28] = struct.pack("<I", 100)
    with pytest.raises(ImportTrouble):
        read("a.docx", bytes(bomb))


def test_many_parts_are_refused() -> None:
    parts = {f"word/{number}.xml": b"" for number in range(MAX_ENTRIES + 1)}
    with pytest.raises(ImportUnsafe):
        read("a.docx", zipped(**parts))


def test_a_bomb_inside_a_part_that_is_not_needed_stays_folded() -> None:
    assert texts("a.docx", docx(PARAGRAPH, **{"word/media/a.zip": bytes(MAX_PART * 2)})) == ["x"]


def test_entities_are_not_expanded() -> None:
    for data in (
        docx("<w:p><w:r><w:t>&i;</w:t></w:r></w:p>", dtd=BILLION_LAUGHS),
        odt("<text:p>&i;</text:p>", dtd=BILLION_LAUGHS),
    ):
        with pytest.raises(ImportUnsafe):
            read("a.docx", data)


@pytest.mark.parametrize("depth", [300, 100_000])
def test_what_is_nested_too_deep_is_refused_not_cut_off(depth: int) -> None:
    for name, data in (
        ("a.docx", docx("<w:sdt>" * depth + PARAGRAPH + "</w:sdt>" * depth)),
        ("a.odt", odt("<text:section>" * depth + "<text:p>x</text:p>" + "</text:section>" * depth)),
        ("a.html", b"<div>" * depth + b"x"),
    ):
        with pytest.raises(ImportUnsafe):
            read(name, data)


@pytest.mark.parametrize("sign", [b"> ", b"- ", b"*", b"[", b"![[](", b"<", b"`", b"{++", b"&#"])
def test_markdown_made_of_signs_ends(sign: bytes) -> None:
    assert read("a.md", sign * 2_000 + b"x").written.paragraphs


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", docx(PARAGRAPH * 100_000)),
        ("a.docx", docx(f"<w:p><w:r><w:t>{'x' * 700_000}</w:t></w:r></w:p>")),
        ("a.odt", odt("<text:p>x</text:p>" * 100_000)),
        ("a.txt", b"x\n" * 100_000),
        ("a.txt", b"x" * 1_000_000),
        ("a.md", b"x\n\n" * 100_000),
        ("a.md", b"x" * 3_000_000),
        ("a.html", b"<p>x</p>" * 100_000),
    ],
)
def test_more_than_one_document_holds_is_said(name: str, data: bytes) -> None:
    with pytest.raises(ImportTooLong):
        read(name, data)


# Reaching out


@pytest.fixture
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """A port of this computer, and what anybody said to it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                caller, _ = server.accept()
                with caller:
                    word = caller.recv(100)
                    if word == b"end":
                        return
                    heard.append(word)

        thread = threading.Thread(target=serve)
        thread.start()
        port = int(server.getsockname()[1])
        yield port, heard
        with socket.create_connection(("127.0.0.1", port)) as last:
            last.sendall(b"end")
        thread.join()


def test_nothing_outside_of_the_file_is_fetched(listener: tuple[int, list[bytes]]) -> None:
    port, heard = listener
    there = f"http://127.0.0.1:{port}/x"
    entities = f'<!ENTITY x SYSTEM "{there}"><!ENTITY % y SYSTEM "{there}"> %y;'
    outside = f'<!DOCTYPE w SYSTEM "{there}.dtd" [{entities}]>'
    template = (
        '<Relationships><Relationship Id="rId1" Type="http://x/attachedTemplate"'
        f' Target="{there}.dotm" TargetMode="External"/>'
        f'<Relationship Id="rId2" Type="http://x/image" Target="{there}.png" TargetMode="External"/>'
        "</Relationships>"
    )
    picture = '<w:p><w:r><w:drawing><a r:link="rId2" xmlns:r="r"/></w:drawing><w:t>x</w:t></w:r></w:p>'
    page = (
        f'<html><head><link rel="stylesheet" href="{there}"><base href="{there}">'
        f'<script src="{there}"></script>'
        f'<meta http-equiv="refresh" content="0;url={there}"></head><body><img src="{there}">'
        f'<iframe src="{there}"></iframe><object data="{there}"></object>x</body></html>'
    )
    markdown = f"![]({there}) x <img src='{there}'>\n\n<iframe src='{there}'></iframe>\n"
    assert texts("a.docx", docx(picture, **{"word/_rels/document.xml.rels": template.encode()})) == ["x"]
    assert texts("a.html", page.encode()) == ["x"]
    assert texts("a.md", markdown.encode())[0].strip() == "x"
    for name, data in (
        ("a.docx", docx("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", dtd=outside)),
        ("a.odt", odt("<text:p>&x;</text:p>", dtd=outside)),
    ):
        with pytest.raises(ImportTrouble):
            read(name, data)
    page = outside.replace("DOCTYPE w", "DOCTYPE html") + "<html><body>&x;</body></html>"
    assert texts("a.html", page.encode())
    assert heard == []


def test_no_file_of_this_computer_comes_in(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words", encoding="utf-8")
    entity = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    for name, data in (
        ("a.docx", docx("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", dtd=entity)),
        ("a.odt", odt("<text:p>&x;</text:p>", dtd=entity)),
    ):
        with pytest.raises(ImportUnsafe):
            read(name, data)
    page = f'{entity}<html><body>&x;<iframe src="{secret.as_uri()}"></iframe>y</body></html>'
    assert "secret words" not in "".join(texts("a.html", page.encode()))


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd", "javascript:alert(1)", " java\tscript:alert(1)", "data:text/html,x",
        "ftp://x.org/a", "../other.docx", "\\\\server\\share", "//server/share", "http://", "mailto:",
        "http://[broken", "https://x.org/" + "x" * 3_000,
    ],
)
def test_links_to_anything_but_the_web_and_e_mail_are_dropped_and_said(address: str) -> None:
    markup = address.replace("&", "&amp;")
    entry = f'<Relationship Id="r1" Target="{markup}" TargetMode="External"/>'
    rels = f"<Relationships>{entry}</Relationships>"
    word = '<w:p><w:hyperlink r:id="r1" xmlns:r="r"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>'
    for name, data in (
        ("a.docx", docx(word, **{"word/_rels/document.xml.rels": rels.encode()})),
        ("a.odt", odt(f'<text:p><text:a xlink:href="{markup}">x</text:a></text:p>')),
        ("a.html", f'<a href="{markup}">x</a>'.encode()),
    ):
        found = read(name, data)
        assert [run.style.link for run in found.written.paragraphs[0].runs] == [""]
        assert found.left_out == (LeftOut.LINKS,)


def test_macros_are_left_out_and_said() -> None:
    found = read("a.docm", docx(PARAGRAPH, **{"word/vbaProject.bin": b"Sub AutoOpen"}))
    assert found.left_out == (LeftOut.MACROS,)
    found = read("a.odt", odt("<text:p>x</text:p>", **{"Basic/Standard/Module1.xml": "<x/>"}))
    assert found.left_out == (LeftOut.MACROS,)


# Letters that have no place


def test_controls_and_halves_of_letters_are_cleaned() -> None:
    assert texts("a.txt", "a\x00b\x07c\ufffed\x1be".encode()) == ["abcde"]
    assert texts("a.txt", "a\ud83db".encode("utf-8", "surrogatepass"))[0].startswith("a")
    assert texts("a.html", b"<p>a&#0;b&#xD83D;c&#7;d</p>")[0].replace("\ufffd", "") == "abcd"
    for name in ("a.txt", "a.html", "a.md"):
        text = "".join(texts(name, b"x\x00\x01\x0b\x85\xed\xa0\xbd\xff\xfe"))
        assert text == text.encode("utf-8", "strict").decode()
        assert "\x00" not in text
