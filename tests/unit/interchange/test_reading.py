# SPDX-License-Identifier: Apache-2.0
"""Files as other programs write them: what is kept, and what is said to be left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mentordesk.domain.formats import LeftOut
from mentordesk.domain.texts import BlockKind, Written
from mentordesk.interchange.formats import read, title_of
from tests.helpers.word import docx, odt, word_xml
from tests.helpers.written import said

H1, H2, H3 = BlockKind.HEADING1, BlockKind.HEADING2, BlockKind.HEADING3
BODY, BULLET, NUMBER, QUOTE = BlockKind.BODY, BlockKind.BULLET, BlockKind.NUMBER, BlockKind.QUOTE


def shape(written: Written) -> list[tuple[BlockKind, int, str]]:
    return [(found.block.kind, found.block.indent, found.text) for found in written.paragraphs]


def letters(written: Written) -> list[tuple[str, str, str]]:
    """Each run with "b", "i" or both, and its link."""
    return [
        (run.text, "b" * run.style.bold + "i" * run.style.italic, run.style.link)
        for found in written.paragraphs for run in found.runs
    ]


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def styled(name: str, text: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{name}"/></w:pPr>{run(text)}</w:p>'


STYLES = word_xml("styles", "".join(
    f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/>'
    f'<w:basedOn w:val="{base}"/>{more}</w:style>'
    for identity, name, base, more in (
        ("berschrift1", "heading 1", "Normal", ""), ("berschrift5", "heading 5", "Normal", ""),
        ("Kapitel", "My Chapter", "berschrift1", ""), ("Titel", "Title", "Normal", ""),
        ("Zitat", "Quote", "Normal", "<w:rPr><w:i/></w:rPr>"),
        ("Fett", "Loud", "Normal", "<w:rPr><w:b/></w:rPr>"),
        ("Liste2", "List Bullet 2", "Normal", ""), ("Kreis", "Round", "Kreis", ""),
        ("Stufe", "Level", "Normal", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
    )
))


def test_word_styles_are_known_by_their_english_names_and_what_they_lean_on() -> None:
    body = "".join(styled(name, name) for name in (
        "berschrift1", "berschrift5", "Kapitel", "Titel", "Zitat", "Liste2", "Stufe", "Kreis", "Unknown",
    ))
    found = read("a.docx", docx(body, **{"word/styles.xml": STYLES})).written
    assert shape(found) == [
        (H1, 0, "berschrift1"), (H3, 0, "berschrift5"), (H1, 0, "Kapitel"), (H1, 0, "Titel"),
        (QUOTE, 0, "Zitat"), (BULLET, 1, "Liste2"), (H2, 0, "Stufe"), (BODY, 0, "Kreis"),
        (BODY, 0, "Unknown"),
    ]
    assert {look for _, look, _ in letters(found)} == {""}


def test_word_emphasis_comes_from_letters_then_from_the_style() -> None:
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Fett"/></w:pPr>'
        + run("loud ") + run("quiet ", '<w:b w:val="0"/>') + run("both", "<w:i/>") + "</w:p>"
    )
    found = read("a.docx", docx(body, **{"word/styles.xml": STYLES})).written
    assert letters(found) == [("loud ", "b", ""), ("quiet ", "", ""), ("both", "bi", "")]


def test_word_lists_are_numbered_or_not_by_the_lists_of_the_file() -> None:
    numbering = word_xml("numbering", (
        '<w:abstractNum w:abstractNumId="7">'
        '<w:lvl w:ilvl="0"><w:numFmt w:val="lowerRoman"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    ))
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        f"{run('x')}</w:p>"
        for level, number in ((0, 3), (1, 3), (9, 3), (0, 0), (0, 99))
    )
    found = read("a.docx", docx(body, **{"word/numbering.xml": numbering})).written
    kinds = [(kind, indent) for kind, indent, _ in shape(found)]
    assert kinds == [(NUMBER, 0), (BULLET, 1), (NUMBER, 6), (BODY, 0), (BULLET, 0)]


def test_word_fields_controls_and_moves_keep_their_words() -> None:
    body = (
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        '<w:r><w:instrText> HYPERLINK "https://a.org/x" \\l "y"</w:instrText></w:r>'
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r>" + run("link")
        + "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
        + "<w:fldSimple w:instr='PAGE'>" + run(" 7 ") + "</w:fldSimple>"
        + "<w:sdt><w:sdtContent>" + run("control ") + "</w:sdtContent></w:sdt>"
        + "<w:moveFrom w:author='G'>" + run("moved ") + "</w:moveFrom>"
        + "<w:moveTo w:author='G'>" + run("here") + "</w:moveTo></w:p>"
    )
    found = read("a.docx", docx(body))
    assert letters(found.written) == [("link", "", "https://a.org/x#y"), (" 7 control here", "", "")]
    assert found.left_out == (LeftOut.CHANGES,)


def test_line_ends_within_paragraphs_make_paragraphs() -> None:
    broken = run("a") + "<w:r><w:br/></w:r>" + run("b", "<w:b/>")
    numbering = word_xml("numbering", '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>')
    listed = f'<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr></w:pPr>{broken}'
    heading = f'<w:pPr><w:pStyle w:val="berschrift1"/></w:pPr>{broken}'
    added = f"<w:ins w:author='G'>{broken}</w:ins>"
    body = "".join(f"<w:p>{inner}</w:p>" for inner in (broken, listed, heading, added))
    parts = {"word/styles.xml": STYLES, "word/numbering.xml": numbering}
    found = read("a.docx", docx(body, **parts), marked=True).written
    assert shape(found) == [
        (BODY, 0, "a"), (BODY, 0, "b"), (BULLET, 1, "a"), (BODY, 2, "b"), (H1, 0, "a b"),
        (BODY, 0, "a"), (BODY, 0, "b"),
    ]
    assert [suggestion.adds for suggestion in found.suggestions] == ["a\nb"]


def test_word_tables_become_lines_or_paragraphs() -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"

    short = f"<w:p>{run('a')}</w:p>"
    table = "<w:tbl>" + row(short, short) + row(short + short, short) + "</w:tbl>"
    found = read("a.docx", docx(table + f"<w:p>{run('after')}</w:p>"))
    assert [text for _, _, text in shape(found.written)] == ["a\ta", "a", "a", "a", "after"]
    assert found.left_out == (LeftOut.TABLES,)


def test_what_a_document_cannot_hold_is_said() -> None:
    box = (
        "<w:r><mc:AlternateContent xmlns:mc='m'><mc:Choice><w:drawing><w:txbxContent>"
        f"<w:p>{run('boxed')}</w:p></w:txbxContent></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><w:txbxContent><w:p>{run('boxed')}</w:p></w:txbxContent></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    body = (
        f"<w:p>{run('x')}<w:r><w:drawing/></w:r><w:r><w:footnoteReference w:id='1'/></w:r>{box}"
        + run("secret", "<w:vanish/>") + "<w:r><w:sym w:font='Wingdings' w:char='F04A'/></w:r>"
        + "<m:oMath xmlns:m='m'><m:r><m:t>e=mc²</m:t></m:r></m:oMath></w:p>"
        + "<w:sectPr><w:headerReference/></w:sectPr>"
    )
    found = read("a.docx", docx(body))
    assert [text for _, _, text in shape(found.written)] == ["xe=mc²", "boxed"]
    assert set(found.left_out) == {
        LeftOut.PICTURES, LeftOut.BOXES, LeftOut.FOOTNOTES, LeftOut.PAGE_EDGES, LeftOut.FORMULAS,
        LeftOut.HIDDEN, LeftOut.SYMBOLS,
    }


def test_odf_spaces_styles_and_lists() -> None:
    styles = (
        '<style:style style:name="T1" style:family="text">'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>'
        '<style:style style:name="Quotations" style:family="paragraph"/>'
        '<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1"/>'
        '<text:list-level-style-number text:level="2" style:num-format="a"/></text:list-style>'
    )
    text = (
        '<text:h text:outline-level="5">Five</text:h>'
        '<text:p>\n  one   <text:span text:style-name="T1">two</text:span>'
        '<text:s text:c="3"/>three\n</text:p>'
        '<text:p text:style-name="P1">wise</text:p>'
        '<text:list text:style-name="L1"><text:list-item><text:p>bullet</text:p><text:p>more</text:p>'
        "<text:list><text:list-item><text:p>number</text:p></text:list-item></text:list></text:list-item>"
        "</text:list><table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
        "<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>"
        "<text:p>x<text:note><text:note-body><text:p>note</text:p></text:note-body></text:note>"
        "<draw:frame><draw:image/></draw:frame>"
        "<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame></text:p>"
    )
    found = read("a.odt", odt(text, styles=styles))
    assert shape(found.written) == [
        (H3, 0, "Five"), (BODY, 0, "one two   three "), (QUOTE, 0, "wise"), (BULLET, 0, "bullet"),
        (BODY, 1, "more"), (NUMBER, 1, "number"), (BODY, 0, "a\tb"), (BODY, 0, "x"), (BODY, 0, "boxed"),
    ]
    assert ("two", "b", "") in letters(found.written)
    assert set(found.left_out) == {LeftOut.TABLES, LeftOut.FOOTNOTES, LeftOut.PICTURES, LeftOut.BOXES}


def deleted_in_odt() -> str:
    """A deletion as the standard has it: what was taken out is kept with the change."""
    return (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info>'
        "<dc:creator>Grace</dc:creator></office:change-info><text:p>old end</text:p>"
        "<text:p>old start</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p>Before <text:change text:change-id="c1"/> after</text:p>'
    )


def test_what_was_deleted_in_odf_is_out_or_marked() -> None:
    assert shape(read("a.odt", odt(deleted_in_odt())).written) == [(BODY, 0, "Before  after")]
    marked = read("a.odt", odt(deleted_in_odt()), marked=True).written
    assert shape(marked) == [(BODY, 0, "Before old end"), (BODY, 0, "old start after")]
    assert [(found.removes, found.adds) for found in marked.suggestions] == [("old end\nold start", "")]


def test_a_page_from_the_web() -> None:
    page = """<html><head><title>No</title><style>p {}</style></head><body>
      <h4>Deep</h4>  <div>Loose <b>bold
        text</b> here<br>next<br></div>
      <p style="font-weight:700">heavy <span style="font-weight:normal">light</span></p><p>&nbsp;</p>
      <blockquote><p>wise</p></blockquote>
      <ul><li>one<ol><li><p>inner</p><p>more</p></li></ol></li><li>two</li></ul>
      <table><tr><td>a</td><td>b</td></tr></table><pre>  code
    more</pre><img src="x"><script>no</script><p style="display:none">no</p></body></html>"""
    found = read("a.html", page.encode())
    assert shape(found.written) == [
        (H3, 0, "Deep"), (BODY, 0, "Loose bold text here"), (BODY, 0, "next"), (BODY, 0, "heavy light"),
        (BODY, 0, "\xa0"),
        (QUOTE, 0, "wise"), (BULLET, 0, "one"), (NUMBER, 1, "inner"), (BODY, 2, "more"), (BULLET, 0, "two"),
        (BODY, 0, "a\tb"), (BODY, 0, "  code"), (BODY, 0, "    more"),
    ]
    assert ("bold text", "b", "") in letters(found.written)
    assert ("heavy ", "b", "") in letters(found.written)
    assert found.left_out == (LeftOut.PICTURES, LeftOut.TABLES, LeftOut.HIDDEN)


def test_markdown_as_people_write_it() -> None:
    text = """Title
=====

Para one
goes on with **bold**, _italic_, `code` and <b>tags</b>.

* item
  1. inner

     second paragraph
- [x] task

> quote
> > deeper

| a | b |
|---|---|
| 1 | 2 |

~~gone~~ ![alt](x.png) [text][ref] https://plain.org

    code block
    line two

[ref]: https://example.org/x
"""
    found = read("a.md", text.encode())
    assert shape(found.written) == [
        (H1, 0, "Title"), (BODY, 0, "Para one goes on with bold, italic, code and tags."),
        (BULLET, 0, "item"),
        (NUMBER, 1, "inner"), (BODY, 2, "second paragraph"), (BULLET, 0, "[x] task"), (QUOTE, 0, "quote"),
        (QUOTE, 1, "deeper"), (BODY, 0, "a\tb"), (BODY, 0, "1\t2"), (BODY, 0, "gone  text https://plain.org"),
        (BODY, 0, "code block"), (BODY, 0, "line two"),
    ]
    assert ("text", "", "https://example.org/x") in letters(found.written)
    assert found.left_out == (LeftOut.PICTURES, LeftOut.TABLES)


@pytest.mark.parametrize(
    ("text", "encode", "guessed"),
    [
        ("Élan 😀", lambda text: text.encode(), False),
        ("Élan 😀", lambda text: text.encode("utf-8-sig"), False),
        ("Élan 😀", lambda text: text.encode("utf-16"), False),
        ("Élan 😀", lambda text: b"\xfe\xff" + text.encode("utf-16-be"), False),
        ("Élan 😀", lambda text: text.encode("utf-32"), False),
        ("Hello world", lambda text: text.encode("utf-16-le"), True),
        ("Hello world", lambda text: text.encode("utf-16-be"), True),
        ("Où est l’été à Québec ?", lambda text: text.encode("cp1252"), True),
        ("أنا طالبة من كيسومو", lambda text: text.encode("cp1256"), True),
    ],
)
def test_encodings(text: str, encode: Callable[[str], bytes], guessed: bool) -> None:
    found = read("a.txt", encode(text))
    assert shape(found.written) == [(BODY, 0, text)]
    assert found.left_out == ((LeftOut.ENCODING,) if guessed else ())


def test_a_page_says_its_encoding_itself() -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>Привет</p>'
    found = read("a.htm", page.encode("cp1251"))
    assert shape(found.written) == [(BODY, 0, "Привет")]
    assert found.left_out == ()


def test_lines_of_plain_text() -> None:
    found = read("a.txt", b"one\r\ntwo\rthree\n\nfive")
    assert [text for _, _, text in shape(found.written)] == ["one", "two", "three", "", "five"]


def test_comments_of_others_keep_their_names() -> None:
    comments = word_xml("comments", (
        '<w:comment w:id="5" w:author="Mr X" w:date="2026-05-12T10:00:00Z"><w:p><w:r><w:t>Why?</w:t></w:r>'
        '</w:p></w:comment><w:comment w:id="6" w:author="Mr X"><w:p/></w:comment>'
    ))
    body = (
        f"<w:p>{run('a')}<w:commentRangeStart w:id='5'/>{run('b')}<w:commentRangeEnd w:id='5'/>"
        "<w:r><w:commentReference w:id='5'/></w:r></w:p>"
    )
    found = read("a.docx", docx(body, **{"word/comments.xml": comments})).written
    assert said(found) == [(1, 2, "Mr X", "Why?", 1_778_580_000, False, ())]
    assert found.comments[0].quote == "b"


@pytest.mark.parametrize(
    ("name", "title"),
    [("My essay.docx", "My essay"), ("C:\\x\\Brief an Oma.odt", "Brief an Oma"), ("a.b.md", "a.b"),
     ("new\nline\x07.txt", "new line"), ("x" * 300 + ".txt", "x" * 200)],
)
def test_the_title_is_the_files_name(name: str, title: str) -> None:
    assert title_of(name) == title
