# SPDX-License-Identifier: Apache-2.0
"""Words are counted as people count them, also those that are selected."""

from pathlib import Path

from mentordesk.domain.documents import Mode
from mentordesk.domain.texts import Paragraph, Run, Style
from mentordesk.ui.document.page import DocumentPage
from mentordesk.ui.places import DocumentPlace
from mentordesk.ui.theme.theme import Theme
from tests.gui.documents.paper import Paper
from tests.helpers.window import pass_time, sit_down


def test_a_word_with_one_bold_letter_is_one_word(theme: Theme) -> None:
    paper = Paper(theme, "I was born here")
    paper.editor.run(lambda text: text.restyle(6, 7, bold=True))
    assert (paper.text.words, paper.text.words_in(2, 10)) == (4, 2)


def test_words_that_are_only_suggested_are_not_counted(theme: Theme) -> None:
    paper = Paper(theme, "I was here", Mode.REVIEWER)
    paper.editor.run(lambda text: text.suggest_insert(5, " never"))
    assert (paper.text.words, paper.text.words_in(0, paper.text.length)) == (3, 3)


def test_the_page_says_how_many_words_are_selected(tmp_path: Path, theme: Theme) -> None:
    sitting = sit_down(tmp_path, theme, full=False)
    text = Paragraph((Run("I was "), Run("born", Style(bold=True)), Run(" by the lake")))
    document = sitting.desk.documents.new(None, "Essay", (text,)).result()
    sitting.frame.go(DocumentPlace(b"", document))
    page = sitting.frame.page()
    assert isinstance(page, DocumentPage)
    assert page.bar.length.text() == "6 words"
    page.editor.select(2, 10)
    pass_time(200)
    assert page.bar.length.text() == "2 of 6 words"
    page.editor.select(3, 3)
    pass_time(200)
    assert page.bar.length.text() == "6 words"
    sitting.close()
