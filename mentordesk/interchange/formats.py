# SPDX-License-Identifier: Apache-2.0
"""Documents in and out of the world's formats: `read` and `write`, and which kind of file some bytes are."""
from __future__ import annotations

import re
from pathlib import PurePath

from mentordesk.base.errors import (
    Bug,
    ImportDamaged,
    ImportEmpty,
    ImportLocked,
    ImportTooLarge,
    ImportUnknown,
)
from mentordesk.domain.formats import MAX_FILE, ExportWords, Format, Imported
from mentordesk.domain.texts import Written
from mentordesk.interchange.building import Builder
from mentordesk.interchange.clean import SOFT_BREAK, cleaned
from mentordesk.interchange.package import Package

MAX_TITLE = 200  # letters
_ENGLISH = ExportWords()
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_LOCKED = tuple(name.encode("utf-16-le") for name in ("EncryptedPackage", "EncryptionInfo"))
_KINDS = {b"%PDF": "pdf", b"{\\rtf": "rtf"}
_LOOKS_LIKE_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_ODT_KINDS = tuple(f"application/vnd.oasis.opendocument.text{more}" for more in ("", "-template", "-web"))
_MANIFEST = "META-INF/manifest.xml"
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
_HTML = (".html", ".htm", ".xhtml")
_PLAIN = ("", ".txt", ".text", ".asc", ".log")


def read(name: str, data: bytes, marked: bool = False) -> Imported:
    """The document in a file; its title is the file's name.

    What kind it is is seen from its bytes; the name decides only between kinds of plain text.
    Tracked changes are accepted, or with `marked` kept as suggestions. Nothing outside of `data` is
    opened or fetched.
    Raise an ImportTrouble when it cannot be read.
    """
    if not data:
        raise ImportEmpty()
    if len(data) > MAX_FILE:
        raise ImportTooLarge(size=len(data), limit=MAX_FILE)
    builder = Builder(marked)
    try:
        _read_into(builder, name, data)
    except RecursionError as deep:
        raise ImportDamaged() from deep
    return builder.finish(title_of(name))


def write(kind: Format, written: Written, words: ExportWords = _ENGLISH) -> bytes:
    """A file of that kind; the same bytes for the same document and words."""
    if kind is Format.DOCX:
        from mentordesk.interchange import docx_writer

        return docx_writer.write(written, words)
    if kind is Format.ODT:
        from mentordesk.interchange import odt_writer

        return odt_writer.write(written, words)
    if kind is Format.HTML:
        from mentordesk.interchange import html_writer

        return html_writer.write(written, words)
    if kind is Format.MARKDOWN:
        from mentordesk.interchange import markdown_writer

        return markdown_writer.write(written, words)
    if kind is Format.TEXT:
        from mentordesk.interchange import plain

        return plain.write(written, words)
    raise Bug(f"{kind} is not written here")


def title_of(name: str) -> str:
    """A file's name as a title."""
    stem = PurePath(name.replace("\\", "/")).stem
    return " ".join(cleaned(stem).replace(SOFT_BREAK, " ").split())[:MAX_TITLE]


def _read_into(builder: Builder, name: str, data: bytes) -> None:
    kind = kind_of(name, data)
    if kind is Format.DOCX:
        from mentordesk.interchange import docx_reader

        docx_reader.read(Package(data), builder)
    elif kind is Format.ODT:
        from mentordesk.interchange import odt_reader

        odt_reader.read(Package(data), builder)
    elif kind is Format.HTML:
        from mentordesk.interchange import html_reader

        html_reader.read(data, builder)
    elif kind is Format.MARKDOWN:
        from mentordesk.interchange import markdown_reader

        markdown_reader.read(data, builder)
    else:
        from mentordesk.interchange import plain

        plain.read(data, builder)


def kind_of(name: str, data: bytes) -> Format:
    """What a file is. Raise ImportUnknown, ImportLocked or ImportDamaged for what is not read."""
    if data.startswith(_OLE):
        if any(mark in data for mark in _OLE_LOCKED):
            raise ImportLocked()
        raise ImportUnknown(kind="doc")
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        return _kind_of_package(data)
    for mark, kind in _KINDS.items():
        if data.lstrip()[: len(mark)] == mark:
            raise ImportUnknown(kind=kind)
    return _kind_of_text(PurePath(name).suffix.lower(), data)


def _kind_of_package(data: bytes) -> Format:
    package = Package(data)
    if _MANIFEST in package and b"encryption-data" in package.read(_MANIFEST):
        raise ImportLocked()
    if "mimetype" in package:
        if package.read("mimetype").decode("ascii", "replace").strip() in _ODT_KINDS:
            return Format.ODT
        raise ImportUnknown(kind="other")
    if "[content_types].xml" in package:
        if any(name.startswith("word/") for name in package.names()):
            return Format.DOCX
        raise ImportUnknown(kind="other")
    if any(name.endswith(".iwa") for name in package.names()) or "index.zip" in package:
        raise ImportUnknown(kind="pages")
    raise ImportUnknown(kind="other") if package.names() else ImportDamaged()


def _kind_of_text(suffix: str, data: bytes) -> Format:
    if suffix in _HTML or _LOOKS_LIKE_HTML.match(data[:4_096]):
        return Format.HTML
    if suffix in _MARKDOWN:
        return Format.MARKDOWN
    if suffix in _PLAIN:
        return Format.TEXT
    if suffix in (".docx", ".docm", ".dotx", ".odt", ".ott"):
        raise ImportDamaged()
    kinds = {".doc": "doc", ".pages": "pages", ".pdf": "pdf", ".rtf": "rtf"}
    raise ImportUnknown(kind=kinds.get(suffix, "other"))
