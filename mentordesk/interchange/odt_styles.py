# SPDX-License-Identifier: Apache-2.0
"""What every .odt file of ours has: its name spaces, styles, lists and manifest."""
from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from mentordesk.domain.texts import MAX_INDENT, BlockKind

MIME = "application/vnd.oasis.opendocument.text"
NOTES_STYLE = "MentorDesk_20_Notes"
NOTES_HEADING_STYLE = "MentorDesk_20_Notes_20_Heading"
LISTS = {BlockKind.BULLET: "LBullet", BlockKind.NUMBER: "LNumber"}
SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in SPACES.items())
_BULLETS = "•◦▪"
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MIME}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""


def q(name: str) -> str:
    """The full name of "prefix:name"."""
    prefix, _, rest = name.partition(":")
    return f"{{{SPACES[prefix]}}}{rest}"


def meta_xml(title: str) -> str:
    """The part about the file: only its title, no person and no time."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta {_DECLARED} office:version="1.3">'
        f"<office:meta><meta:generator>MentorDesk</meta:generator><dc:title>{escape(title)}</dc:title>"
        "</office:meta></office:document-meta>"
    )


def styles_xml() -> str:
    """Named styles and an A4 page."""
    styles = [
        _paragraph("Standard", "", "", 'fo:margin-bottom="0.25cm" fo:line-height="120%"'),
        *(_heading(level, size) for level, size in ((1, 18), (2, 15), (3, 13))),
        _paragraph("List Paragraph", "Standard", "", 'fo:margin-bottom="0.1cm"'),
        _paragraph("Quotations", "Standard", "", 'fo:margin-left="1.25cm" fo:margin-right="1cm"'),
        _paragraph("MentorDesk Notes", "Standard", 'fo:font-size="10pt"', 'fo:margin-bottom="0.1cm"'),
        _paragraph("MentorDesk Notes Heading", "Standard", f'fo:font-size="10pt" {_BOLD}',
                   'fo:margin-top="0.5cm"'),
        '<style:style style:name="Internet_20_link" style:display-name="Internet link" style:family="text">'
        '<style:text-properties fo:color="#0563c1" style:text-underline-style="solid"/></style:style>',
    ]
    page = (
        '<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm"'
        ' fo:page-height="29.7cm" fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="2.5cm"'
        ' fo:margin-right="2.5cm" style:writing-mode="page"/></style:page-layout>'
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-styles {_DECLARED} office:version="1.3">'
        f'<office:styles><style:default-style style:family="paragraph"><style:paragraph-properties'
        ' style:tab-stop-distance="1.25cm" style:writing-mode="page"/><style:text-properties'
        ' fo:font-size="12pt" style:font-size-complex="12pt"/></style:default-style>'
        f"{''.join(styles)}</office:styles><office:automatic-styles>{page}</office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"/>'
        "</office:master-styles></office:document-styles>"
    )


_BOLD = 'fo:font-weight="bold" style:font-weight-asian="bold" style:font-weight-complex="bold"'


def _heading(level: int, size: int) -> str:
    letters = f'fo:font-size="{size}pt" style:font-size-complex="{size}pt" {_BOLD}'
    look = 'fo:margin-top="0.5cm" fo:keep-with-next="always"'
    more = f' style:default-outline-level="{level}"'
    return _paragraph(f"Heading {level}", "Standard", letters, look, more)


def _paragraph(name: str, parent: str, letters: str, look: str, more: str = "") -> str:
    above = f' style:parent-style-name="{parent}"' if parent else ""
    return (
        f'<style:style style:name="{name.replace(" ", "_20_")}" style:display-name="{name}"'
        f' style:family="paragraph"{above}{more}><style:paragraph-properties {look}/>'
        f"<style:text-properties {letters}/></style:style>"
    )


def list_styles() -> list[Any]:
    """The two lists: signs and numbers, for every indent."""
    from lxml import etree

    styles = []
    for kind, name in LISTS.items():
        levels = "".join(_level(kind, level) for level in range(1, MAX_INDENT + 2))
        text = f'<text:list-style {_DECLARED} style:name="{name}">{levels}</text:list-style>'
        styles.append(etree.fromstring(text.encode()))
    return styles


def _level(kind: BlockKind, level: int) -> str:
    if kind is BlockKind.NUMBER:
        form, sign = "number", 'style:num-suffix="." style:num-format="1"'
    else:
        form, sign = "bullet", f'text:bullet-char="{_BULLETS[(level - 1) % len(_BULLETS)]}"'
    name = f"text:list-level-style-{form}"
    return f'<{name} text:level="{level}" {sign}>{_level_place(level)}</{name}>'


def _level_place(level: int) -> str:
    left = 1.25 * level
    return (
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        f'<style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-0.6cm"'
        f' text:list-tab-stop-position="{left:.2f}cm" fo:margin-left="{left:.2f}cm"/>'
        "</style:list-level-properties>"
    )
