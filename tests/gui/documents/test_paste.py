# SPDX-License-Identifier: Apache-2.0
"""What word processors and browsers put on the clipboard becomes plain paragraphs, whatever stands in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData

from mentordesk.base.errors import TooLarge
from mentordesk.domain.texts import MAX_LETTERS, Block, BlockKind, Paragraph, Run, Style
from mentordesk.ui.document import paste
from mentordesk.ui.document.paste import to_html, to_mime, to_paragraphs
from mentordesk.ui.document.pastedhtml import paragraphs_of

BOLD, ITALIC = Style(bold=True), Style(italic=True)
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style><!-- p.MsoNormal {margin:0} --></style>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]--></head><body lang=EN-GB>
<!--StartFragment-->
<h1><span style='font-weight:bold'>My village<o:p></o:p></span></h1>
<p class=MsoNormal>I was <b>born</b> in&nbsp;<i>Kisumu</i>.<span style='mso-spacerun:yes'>&nbsp; </span>It is
hot.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt Arial'>&nbsp;&nbsp; </span></span></span><![endif]>Fish<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l1 level2 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>a)<span>&nbsp;&nbsp; </span></span><![endif]>Boats</p>
<p class=MsoQuote>Water is life.</p>
<!--EndFragment--></body></html>"""
GOOGLE = """<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1">
<h2 dir="ltr"><span style="font-weight:400;">Plans</span></h2>
<p dir="ltr"><span style="font-weight:400;">I want to </span><span style="font-weight:700;">study</span><span
style="font-style:italic;font-weight:400"> law</span>.</p><br>
<ol><li dir="ltr" aria-level="1"><p dir="ltr"><span>First</span></p></li>
<ul><li aria-level="2"><p><span>Deep</span></p></li></ul></ol></b><br class="Apple-interchange-newline">"""


def words(*text: str) -> tuple[Paragraph, ...]:
    """Plain paragraphs."""
    return tuple(Paragraph((Run(one),) if one else ()) for one in text)


def item(text: str, kind: BlockKind = BlockKind.BULLET, indent: int = 0) -> Paragraph:
    """A plain paragraph of a kind."""
    return Paragraph((Run(text),), Block(kind, indent))


def test_a_page_of_a_word_processor_keeps_headings_lists_bold_italic_and_quotes() -> None:
    assert paragraphs_of(WORD) == (
        item("My village", BlockKind.HEADING1),
        Paragraph(
            (Run("I was "), Run("born", BOLD), Run(" in\xa0"), Run("Kisumu", ITALIC), Run(". It is hot."))
        ),
        Paragraph(),
        item("Fish"),
        item("Boats", BlockKind.NUMBER, 1),
        item("Water is life.", BlockKind.QUOTE),
    )


def test_a_page_of_an_online_editor_is_not_bold_because_its_wrapper_says_so() -> None:
    assert paragraphs_of(GOOGLE) == (
        item("Plans", BlockKind.HEADING2),
        Paragraph((Run("I want to "), Run("study", BOLD), Run(" law", ITALIC), Run("."))),
        Paragraph(),
        item("First", BlockKind.NUMBER),
        item("Deep", BlockKind.BULLET, 1),
    )


def test_scripts_styles_pictures_and_hidden_text_are_left_out() -> None:
    html = (
        "<style>p{}</style><p>Be<script>alert('x')</script>fore<img src='http://x/y.png' alt='no'>"
        "<span style='display:none'>hidden</span> after</p><svg><text>no</text></svg>"
        "<iframe src='x'>no</iframe>"
    )
    assert paragraphs_of(html) == words("Before after")


def test_links_lead_to_pages_and_mail_and_nowhere_else() -> None:
    def link_in(address: str) -> str:
        ((run,),) = [one.runs for one in paragraphs_of(f'<a href="{address}">here</a>')]
        return run.style.link

    assert link_in("https://example.org/a?b=1") == "https://example.org/a?b=1"
    assert link_in("mailto:grace@example.org") == "mailto:grace@example.org"
    for address in (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "#top",
        "data:text/html,x",
        "https://[",
        "x" * 9,
    ):
        assert link_in(address) == ""


def test_a_second_paragraph_of_a_list_item_has_no_dot_of_its_own() -> None:
    assert paragraphs_of("<ul><li><p>One</p><p>still one</p></li><li>Two</li></ul>") == (
        item("One"),
        item("still one", BlockKind.BODY, 1),
        item("Two"),
    )


def test_line_breaks_begin_paragraphs_and_one_empty_line_stays() -> None:
    html = "<p>One<br>two<br></p><p></p><p></p><p>three</p>"
    assert paragraphs_of(html) == words("One", "two", "", "three")


def test_a_table_keeps_its_words_row_by_row() -> None:
    html = "<table><tr><td>Mon</td><td>maths</td></tr><tr><td>Tue</td><td>art</td></tr></table>"
    assert paragraphs_of(html) == words("Mon\tmaths", "Tue\tart")


def test_an_end_without_a_beginning_closes_nothing() -> None:
    assert paragraphs_of("<p><b>bold</i></div>still</b> plain</p>")[0].runs[0] == Run("bold", BOLD)


def test_letters_that_are_none_are_left_out() -> None:
    assert paragraphs_of("<p>a\x00\x07b&#8203;c\ud800\ufffcd</p>") == words("ab\u200bcd")


@pytest.mark.parametrize(
    "html", ["<p>a<![foo bar[", "<!DOCTYPE [<!ELEMENT", "<![CDATA[x]]>a", "<p>a</p", "<<<>>"]
)
def test_broken_markup_raises_nothing(html: str) -> None:
    assert isinstance(paragraphs_of(html), tuple)


@given(st.text(alphabet="<>/!-[]&;='\" abpliu1dv\n", max_size=120))
def test_no_markup_raises_or_makes_paragraphs_with_line_ends(html: str) -> None:
    for paragraph in paragraphs_of(html):
        assert "\n" not in paragraph.text
        assert paragraph.text == paragraph.text.strip(" ")


def test_deeply_nested_markup_is_read_in_one_go() -> None:
    deep = 100_000
    assert paragraphs_of("<div><b>" * deep + "in" + "</b></div>" * deep)[0].text == "in"


BUSY = (
    "<",
    "<!--",
    "<a ",
    "<a href='",
    "</p",
    "<![if ",
    "<?",
    "</",
    "<p a='",
    "<li>x",
    "<script>",
    "&",
    "<ul><li>",
)


@pytest.mark.parametrize("part", BUSY)
def test_markup_made_to_keep_a_parser_busy_is_read_in_one_go(part: str) -> None:
    """A parser that looks again and again at the same letters would be at it for hours."""
    assert isinstance(paragraphs_of(part * (400_000 // len(part))), tuple)


def test_a_sign_in_quotation_marks_ends_no_tag() -> None:
    html = """<p><img alt="a > b" src='x>y'>one <a title='>' href="https://example.org">two</a></p>"""
    assert paragraphs_of(html) == (Paragraph((Run("one "), Run("two", Style(link="https://example.org")))),)


def test_ends_that_may_be_left_out_are_understood() -> None:
    assert paragraphs_of("<ul><li>One<li>Two<ol><li>Deep</ol><li>Three</ul><p>a<p>b") == (
        item("One"),
        item("Two"),
        item("Deep", BlockKind.NUMBER, 1),
        item("Three"),
        *words("a", "b"),
    )


def test_plain_text_becomes_a_paragraph_for_each_line() -> None:
    mime = QMimeData()
    mime.setText("One \r\n\r\ntwo\u2029three\n")
    assert to_paragraphs(mime) == words("One", "", "two", "three")


def test_a_picture_is_nothing_to_paste() -> None:
    mime = QMimeData()
    mime.setData("image/png", b"x")
    assert to_paragraphs(mime) == ()
    assert not paste.can_paste(mime)


def test_more_than_a_document_holds_is_refused_before_it_is_read() -> None:
    mime = QMimeData()
    mime.setText("a" * (MAX_LETTERS + 1))
    with pytest.raises(TooLarge) as caught:
        to_paragraphs(mime)
    assert caught.value.limit == MAX_LETTERS


def test_markup_too_large_to_read_gives_its_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paste, "MAX_HTML", 20)
    mime = QMimeData()
    mime.setHtml("<p>" + "<b>x</b>" * 10)
    mime.setText("plain")
    assert to_paragraphs(mime) == words("plain")


def test_what_is_copied_leaves_out_what_is_suggested_to_go() -> None:
    gone, new = Style(deleted=("aaaaaa",)), Style(inserted=("bbbbbb",), bold=True)
    mime = to_mime([Paragraph((Run("I am "), Run("not ", gone), Run("very", new), Run(" <glad>")))])
    assert mime.text() == "I am very <glad>"
    assert mime.html() == "I am <b>very</b> &lt;glad&gt;"


STYLES = st.builds(Style, st.booleans(), st.booleans(), st.sampled_from(["", "https://a.org/?a=1&b='2'"]))
LETTERS = st.text(st.sampled_from("ab ملक😀<&'\""), min_size=1, max_size=6).filter(
    lambda text: text == text.strip()
)


@st.composite
def written(draw: st.DrawFn) -> Paragraph:
    """A paragraph as the reader makes them: runs differ in style, no outer spaces, headings not bold."""
    kind = draw(st.sampled_from(list(BlockKind)))
    runs: list[Run] = []
    for text, style in draw(st.lists(st.tuples(LETTERS, STYLES), min_size=1, max_size=4)):
        shown = Style(style.bold and kind.value not in ("h1", "h2", "h3"), style.italic, style.link)
        if "  " not in text and (not runs or runs[-1].style != shown):
            runs.append(Run(text, shown))
    indent = draw(st.integers(0, 2)) if kind in (BlockKind.BULLET, BlockKind.NUMBER) else 0
    return Paragraph(tuple(runs) or (Run("a"),), Block(kind, indent))


@given(st.lists(written(), min_size=1, max_size=6))
def test_what_is_copied_can_be_pasted_as_it_was(paragraphs: list[Paragraph]) -> None:
    assert paragraphs_of(to_html(paragraphs)) == tuple(paragraphs)
