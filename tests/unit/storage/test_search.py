# SPDX-License-Identifier: Apache-2.0
"""Search in any script: one fold for what is written and what is typed."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mentordesk.domain.messages import clean
from mentordesk.storage import writes
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.search.fold import fold, words
from mentordesk.storage.search.query import BEFORE, LENGTH, find_hits, parse, search, snippet
from mentordesk.storage.store import Store
from tests.helpers.bulk import fill
from tests.helpers.profiles import CIRCLE, THREAD, Desk, receive

letters = st.text(st.characters(codec="utf-8"), max_size=60)


def found(reader: Reader, query: str) -> list[str]:
    return [hit.message.text for hit in search(reader, query)]


def marked(text: str, query: str) -> list[str]:
    shown, marks = snippet(text, parse(query))
    return [shown[start:end] for start, end in marks]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Mon résumé est prêt", "resume"),
        ("My resume is ready", "Résumé"),
        ("re\u0301sume\u0301 in two parts each", "résumé"),
        ("Ich weiß es", "WEISS"),
        ("Über Grüße", "uber grusse"),
        ("मुझे हिन्दी पसंद है", "हिन्दी"),
        ("मुझे हिन्दी पसंद है", "हिन्"),
        ("यह क़िताब है", "किताब"),
        ("شُكْرًا جزيلًا", "شكرا"),
        ("شكرا جزيلا", "شُكْرًا"),
        ("إلى المدرسة", "الي المدرسه"),
        ("کتاب", "كتاب"),
        ("رقم ٤٢", "42"),
        ("שָׁלוֹם עולם", "שלום"),
        ("健康は大切です", "大切"),
        ("我们的学校很大", "学校"),
        ("がんばって", "がんば"),
        ("한국어 공부", "한국"),
        ("วันนี้อากาศดี", "อากาศ"),
        ("Nguyễn Văn Ánh", "nguyen van"),
        ("ПРИВЕТ Ёлка", "привет елка"),
        ("Kesho nitasoma", "nitas"),
        ("don't stop", "don't"),
        ("Łódź søster", "lodz soster"),
        ("５００ ｆｕｌｌ", "500 full"),
        ("see e-mail (draft)", "e-mail"),
        ("co\u00adoperate", "cooperate"),
    ],
)
def test_what_reads_the_same_is_found(store: Store, reader: Reader, text: str, query: str) -> None:
    store.transact(lambda tx: receive(tx, text))
    store.transact(lambda tx: receive(tx, "something else altogether"))
    assert found(reader, query) == [text]
    assert marked(text, query), "the hit is marked in the original"


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("健康は大切です", "切大"),
        ("大きな切手", "大切"),
        ("मुझे हिन्दी पसंद है", "हन्दी"),
        ("かんばって", "がんばって"),
        ("My resume", "sume"),
        ("one two", "one three"),
        ("a letter", "le tter"),
    ],
)
def test_what_reads_differently_is_not(store: Store, reader: Reader, text: str, query: str) -> None:
    store.transact(lambda tx: receive(tx, text))
    assert found(reader, query) == []


@pytest.mark.parametrize(
    "query",
    ["", "   ", '"', "'", "*", "()", "NEAR(", "-", "^", ":", "\x00", "…", "\u0301", '" OR "', "\u200f"],
)
def test_signs_alone_find_nothing_and_break_nothing(store: Store, reader: Reader, query: str) -> None:
    store.transact(lambda tx: receive(tx, "hello"))
    assert found(reader, query) == []


@pytest.mark.parametrize(
    "query", ["hello AND", "hello OR nothing", "NOT hello", "words:hello", '"hello', "hello*"]
)
def test_the_index_s_own_language_is_only_words(store: Store, reader: Reader, query: str) -> None:
    store.transact(lambda tx: receive(tx, "not hello and words hello or nothing"))
    assert found(reader, query) == ["not hello and words hello or nothing"]


@given(letters)
@example("\u0130stanbul")
@example("ﷺ ﬁ Ǆ")
@example("\u1e9e\u03c2\u0345")
def test_folding_is_settled_after_one_time(text: str) -> None:
    once = [word for word, _, _ in words(fold(text))]
    assert [word for word, _, _ in words(fold(fold(text)))] == once


@given(letters)
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(letters, letters)
def test_any_query_is_answered_and_marks_lie_inside(text: str, query: str) -> None:
    shown, marks = snippet(text, parse(query))
    assert len(shown) <= max(LENGTH + BEFORE, len(text))
    assert all(0 <= start < end <= len(shown) for start, end in marks)
    assert list(marks) == sorted(marks)
    assert all(one[1] <= two[0] for one, two in pairwise(marks))


@given(letters)
def test_every_word_finds_itself(text: str) -> None:
    cleaned = clean(text)
    for part in cleaned.split():
        if phrases := parse(part[:50]):
            assert find_hits(cleaned, phrases[:1])


def test_each_stored_text_is_found_by_each_of_its_words(store: Store, reader: Reader) -> None:
    """The index cuts words as the snippets do: letters of every script, each with its neighbours."""
    scripts = [chr(code) for code in range(0x20, 0x3200) if unicodedata.category(chr(code))[0] in "LN"]
    texts = [
        f"x{number} " + "".join(scripts[at : at + 7])
        for number, at in enumerate(range(0, len(scripts) - 7, 97))
        if parse("".join(scripts[at : at + 7]))
    ]
    for text in texts:
        store.transact(lambda tx, text=text: receive(tx, text))  # type: ignore[misc]
    missing = [text for text in texts if text not in found(reader, text)]
    assert missing == []


def test_a_snippet_shows_the_words_around_in_one_line() -> None:
    text = "First line.\n" + "many words before " * 20 + "the Résumé\nstands here " + "and words after " * 20
    shown, marks = snippet(text, parse("resume"))
    assert "\n" not in shown
    assert [shown[start:end] for start, end in marks] == ["Résumé"]
    assert "stands here" in shown
    assert len(shown) <= LENGTH + 20
    assert not shown.startswith(" ")


def test_marks_take_the_accents_with_them() -> None:
    assert marked("قال شُكْرًا لك", "شكرا") == ["شُكْرًا"]
    assert marked("健康は大切です、大きい", "大切") == ["大切"]
    assert marked("right \u202bعربي\u202c left", "عربي") == ["عربي"]


def test_newest_first_whatever_the_order_of_arrival(store: Store, reader: Reader, desk: Desk) -> None:
    now = desk.clock.now()
    for age in (50, 400, 10, 300):
        store.transact(lambda tx, age=age: receive(tx, f"word {age}", time=now - age))  # type: ignore[misc]
    assert found(reader, "word") == ["word 10", "word 50", "word 300", "word 400"]
    assert [hit.message.text for hit in search(reader, "word", limit=2, offset=1)] == ["word 50", "word 300"]


def test_pages_of_a_common_word_neither_overlap_nor_leave_gaps(store: Store, reader: Reader) -> None:
    store.transact(lambda tx: fill(tx, 1000))
    whole = [hit.message.id for hit in search(reader, "essay", limit=1000)]
    paged = [hit.message.id for at in range(0, 260, 20) for hit in search(reader, "essay", 20, at)]
    assert paged == whole[:260]
    assert len(set(whole)) == len(whole) > 200


def test_a_hit_names_its_thread(store: Store, reader: Reader) -> None:
    store.transact(lambda tx: writes.start_thread(tx, CIRCLE, "My essay", "about water", THREAD))
    (hit,) = search(reader, "wat")
    assert (hit.topic, hit.message.thread, hit.message.circle) == ("My essay", THREAD, CIRCLE)
