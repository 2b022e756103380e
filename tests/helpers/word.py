# SPDX-License-Identifier: Apache-2.0
"""Small .docx and .odt files made by hand, also ones that no program would write."""

from __future__ import annotations

import io
import zipfile

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_PREFIXES = " ".join(
    [f'xmlns:{name}="{_ODF}{name}:1.0"' for name in ("office", "text", "style", "table")]
    + [f'xmlns:fo="{_ODF}xsl-fo-compatible:1.0"', f'xmlns:draw="{_ODF}drawing:1.0"',
       'xmlns:xlink="http://www.w3.org/1999/xlink"', 'xmlns:dc="http://purl.org/dc/elements/1.1/"']
)
PARAGRAPH = "<w:p><w:r><w:t>x</w:t></w:r></w:p>"


def word_xml(name: str, inner: str, dtd: str = "") -> str:
    """A part of a .docx file."""
    return f'<?xml version="1.0"?>{dtd}<w:{name} xmlns:w="{_WORD}">{inner}</w:{name}>'


def docx(body: str, dtd: str = "", **parts: bytes | str) -> bytes:
    """A .docx file with this body."""
    document = word_xml("document", f"<w:body>{body}</w:body>", dtd)
    return _zip({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **parts})


def odt(
    text: str, dtd: str = "", styles: str = "", manifest: str = "<manifest/>", **parts: bytes | str
) -> bytes:
    """An .odt file with this text and these automatic styles."""
    content = (
        f'<?xml version="1.0"?>{dtd}<office:document-content {_PREFIXES}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{text}</office:text></office:body>"
        "</office:document-content>"
    )
    first = {"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": manifest}
    return _zip({**first, "content.xml": content, **parts})


def _zip(parts: dict[str, bytes | str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()
