# SPDX-License-Identifier: Apache-2.0
"""Names that are safe everywhere, and kinds of files that are never opened."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordesk.domain.files import MAX_NAME, safe_name, safe_type
from mentordesk.domain.filetypes import FileKind, is_dangerous, kind_of, suffix_of

PNG, PDF = b"\x89PNG\r\n\x1a\n rest", b"%PDF-1.7 rest"
OVERRIDE = "\u202e"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("essay.pdf", "essay.pdf"),
        ("Ensayo – versión 3.docx", "Ensayo – versión 3.docx"),
        ("مقال.pdf", "مقال.pdf"),
        ("../../etc/passwd", "_._etc_passwd"),
        ("..\\..\\boot.ini", "_.._boot.ini"),
        ("C:\\Windows\\x.dll", "C__Windows_x.dll"),
        ("a\0b.txt", "ab.txt"),
        ("line\nbreak\t.txt", "line break.txt"),
        (f"photo{OVERRIDE}gnp.exe", "photognp.exe"),
        ("invisible\u200b\u2066.exe", "invisible.exe"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("nul .txt", "_nul.txt"),
        ("LPT¹.doc", "_LPT¹.doc"),
        ("COM1.tar.gz", "_COM1.tar.gz"),
        ("console.txt", "console.txt"),
        (".bashrc", "bashrc"),
        ("trailing. . .", "trailing"),
        ("", "file"),
        ("...", "file"),
        ("///", "___"),
        ("\ud800.txt", "_.txt"),
    ],
)
def test_a_name_leads_nowhere_and_hides_nothing(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_huge_name_keeps_its_suffix() -> None:
    assert safe_name("é" * 5000 + ".docx").endswith("é.docx")
    assert len(safe_name("a" * 5000)) == MAX_NAME


@given(st.text())
def test_whatever_the_name_it_is_one_plain_part_of_a_path(name: str) -> None:
    safe = safe_name(name)
    assert safe == safe_name(safe)
    assert 0 < len(safe) <= MAX_NAME
    assert len(safe.encode()) <= 255
    assert not set(safe) & set('/\\:*?"<>|\0')
    assert safe.isprintable() or any(char in safe for char in "\u200c\u200d")
    assert not safe.startswith(".")
    assert not safe.endswith((".", " "))


@pytest.mark.parametrize(
    "name",
    """a.exe A.EXE a.pdf.exe a.exe. a.cmd a.ps1 a.js a.vbs a.docm a.xlsm a.doc a.jar a.html a.svg a.lnk a.url
    a.desktop a.zip a.7z a.iso a.sh a.py a.msi a.apk a.hta a.scr .bat""".split(),
)
def test_what_could_run_something_is_known_by_its_name(name: str) -> None:
    assert kind_of(name, PNG) is FileKind.DANGEROUS


@pytest.mark.parametrize(
    "head",
    [
        b"MZ\x90", b"\x7fELF\x02", b"#!/bin/sh", b"PK\x03\x04....", b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c",
        b"\x1f\x8b\x08", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"L\0\0\0\x01\x14\x02\0", b"<!DOCTYPE html>",
        b"  \n<HTML>", b"\xef\xbb\xbf<svg", b"<?xml", b"\xff\xfe<\0s\0v\0g\0", b"[InternetShortcut]",
        b"[Desktop Entry]", b"\xcf\xfa\xed\xfe",
    ],
)  # fmt: skip
def test_what_could_run_something_is_known_by_its_first_bytes(head: bytes) -> None:
    assert kind_of("photo.png", head) is FileKind.DANGEROUS


def test_pictures_and_pdf_are_known_by_their_first_bytes_alone() -> None:
    assert kind_of("photo", PNG) is FileKind.IMAGE
    assert kind_of("photo.txt", b"\xff\xd8\xff\xe0") is FileKind.IMAGE
    assert kind_of("p.webp", b"RIFF\0\0\0\0WEBPVP8 ") is FileKind.IMAGE
    assert kind_of("essay", PDF) is FileKind.PDF
    assert kind_of("essay.pdf", b"just text") is FileKind.OTHER
    assert kind_of("photo.png") is FileKind.OTHER


def test_an_offices_own_archives_are_not_dangerous() -> None:
    for name in ("essay.docx", "table.ods", "talk.PPTX"):
        assert kind_of(name, b"PK\x03\x04....") is FileKind.OTHER
    assert not is_dangerous("notes.txt", b"plain words < not markup")


def test_the_suffix_is_what_a_system_would_take() -> None:
    assert suffix_of("a.EXE  ") == "exe"


def test_a_type_is_printable_and_short_or_nothing() -> None:
    assert safe_type("application/pdf") == "application/pdf"
    assert safe_type("text/plain\n") == ""
    assert safe_type("x" * 81) == ""
