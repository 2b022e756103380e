# SPDX-License-Identifier: Apache-2.0
"""Words are told apart, dictionaries found, added and refused, a text's language guessed."""

import io
import zipfile
from pathlib import Path

import pytest

from mentordesk.base.errors import DictionaryUnfit
from mentordesk.base.files import SystemFiles
from mentordesk.desk import dictionaries
from mentordesk.desk.dictionaries import Dictionary, add_dictionary, find_dictionaries, remove_dictionary
from mentordesk.desk.spelling import Checker
from mentordesk.desk.spellwords import guess_language, words_in

FILES = SystemFiles()
AFF = b"SET UTF-8\nTRY aeiou\nSFX S Y 1\nSFX S 0 s .\n"
DIC = "4\nboat/S\nnyumba\ncafé\ndon't\n".encode()


def pair(folder: Path, language: str = "sw_KE", aff: bytes = AFF, dic: bytes = DIC) -> Dictionary:
    """A small dictionary on the disk."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{language}.aff").write_bytes(aff)
    (folder / f"{language}.dic").write_bytes(dic)
    return Dictionary(language, folder)


def package(path: Path, **entries: bytes) -> Path:
    """A packed dictionary; names with __ for a slash."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in entries.items():
            packed.writestr(name.replace("__", "/").replace("0", "."), data)
    return path


def checker(folder: Path) -> Checker:
    return Checker(pair(folder), FILES)


# Words


def test_words_are_letters_with_their_marks() -> None:
    found = [
        word for word, _, _ in words_in("It's well-known: cafe\u0301 and मेरा गाँव, می\u200cخواهم “so” 'no'")
    ]
    assert found == "It's|well|known|cafe\u0301|and|मेरा|गाँव|می\u200cخواهم|so|no".split("|")


def test_addresses_numbers_and_names_of_files_are_no_words() -> None:
    text = (
        "See https://exampel.org or grace@exampel.org, www.exampel.org, essay.docx, B2B, 3rd, a/b, x_y. End."
    )
    assert [word for word, _, _ in words_in(text)] == ["See", "or", "End"]


def test_places_are_counted_as_the_editor_counts() -> None:
    assert words_in("😀 boat 😀 two") == [("boat", 3, 7), ("two", 11, 14)]


# Checking


def test_what_the_dictionary_does_not_know_is_wrong(tmp_path: Path) -> None:
    assert checker(tmp_path).wrong("Boats and boat, Nyumba, bote") == [(6, 9), (24, 28)]


def test_a_curled_apostrophe_and_split_accents_are_known(tmp_path: Path) -> None:
    assert checker(tmp_path).wrong("don’t cafe\u0301 CAFÉ") == []


def test_other_scripts_single_letters_and_short_names_in_capitals_are_let_be(tmp_path: Path) -> None:
    assert checker(tmp_path).wrong("مدرسة गाँव k NGO ООН") == []


def test_my_own_words_are_right_also_at_the_start_of_a_sentence(tmp_path: Path) -> None:
    spelling = checker(tmp_path)
    assert not spelling.is_right("Achieng")
    spelling.set_mine(["Achieng", "mzuri"])
    assert [spelling.is_right(word) for word in ("Achieng", "mzuri", "Mzuri", "achieng")] == [True] * 3 + [
        False
    ]


def test_letters_that_a_dictionary_does_not_have_are_let_be(tmp_path: Path) -> None:
    narrow = Checker(pair(tmp_path, "en_XX", b"SET ISO8859-1\nTRY a\n", b"1\nboat\n"), FILES)
    assert narrow.is_right("łódź")
    assert narrow.suggest("łódź") == ()


def test_suggestions_come_likeliest_first(tmp_path: Path) -> None:
    assert checker(tmp_path).suggest("nyumbe")[0] == "nyumba"


def test_the_english_dictionary_that_comes_along_knows_english() -> None:
    (english,) = [one for one in find_dictionaries(Path("/nowhere"), FILES) if one.language == "en_US"]
    assert Checker(english, FILES).wrong("The school is near the lake, writen by me") == [(29, 35)]


def test_a_very_long_word_is_let_be(tmp_path: Path) -> None:
    assert checker(tmp_path).is_right("a" * 10_000)


# Languages


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I was born in a small town and my school is near it", "en_GB"),
        ("Nilizaliwa katika mji mdogo na shule yangu ni ya wasichana", "sw_KE"),
        ("Je suis née dans une petite ville et mon école est près du lac", "fr"),
        ("ولدت في مدينة صغيرة", "ar"),
        ("मेरा गाँव छोटा है", ""),
        ("Waxaan ku dhashay magaalo yar oo ku taal webiga, waa meel ay dad badan ku nool yihiin", ""),
        ("Kisumu", "en_GB"),
        ("", "en_GB"),
    ],
)
def test_a_texts_language_is_guessed(text: str, language: str) -> None:
    assert guess_language(text, ["ar", "en_GB", "en_US", "fr", "sw_KE"], "en_GB") == language


def test_the_country_at_home_goes_before_others() -> None:
    assert guess_language("the boat and the lake of my school", ["en_GB", "en_US"], "en_US") == "en_US"
    assert guess_language("the boat and the lake of my school", ["en_GB", "en_US"], "en_KE") == "en_GB"


# Adding


def test_an_added_dictionary_goes_before_the_systems(tmp_path: Path) -> None:
    pair(tmp_path / "system"), pair(tmp_path / "system", "fr")
    assert add_dictionary(tmp_path / "system" / "sw_KE.dic", tmp_path / "own", FILES) == ("sw_KE",)
    assert find_dictionaries(tmp_path / "own", FILES, [tmp_path / "system"]) == (
        Dictionary("fr", tmp_path / "system"),
        Dictionary("sw_KE", tmp_path / "own", own=True),
    )
    remove_dictionary("sw_KE", tmp_path / "own", FILES)
    assert not any(one.own for one in find_dictionaries(tmp_path / "own", FILES, [tmp_path / "system"]))


def test_a_package_gives_all_its_pairs_and_nothing_else(tmp_path: Path) -> None:
    packed = package(
        tmp_path / "dict.oxt",
        META_INF__manifest0xml=b"<x/>",
        dictionaries__en_GB0aff=AFF,
        dictionaries__en_GB0dic=DIC,
        fr0aff=AFF,
        fr0dic=DIC,
        hyph_fr0dic=b"UTF-8\n.a1\n",
    )
    assert add_dictionary(packed, tmp_path / "own", FILES) == ("en_GB", "fr")
    assert sorted(FILES.names(tmp_path / "own")) == ["en_GB.aff", "en_GB.dic", "fr.aff", "fr.dic"]


def test_a_name_with_folders_in_it_leads_nowhere_else(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("../../xx.aff", AFF)
        packed.writestr("../../xx.dic", DIC)
    (tmp_path / "dict.zip").write_bytes(stream.getvalue())
    add_dictionary(tmp_path / "dict.zip", tmp_path / "a" / "b" / "own", FILES)
    assert sorted(path.name for path in tmp_path.rglob("xx.*")) == ["xx.aff", "xx.dic"]
    assert (tmp_path / "a" / "b" / "own" / "xx.aff").exists()


def refused(source: Path) -> str:
    with pytest.raises(DictionaryUnfit) as caught:
        add_dictionary(source, source.parent / "own", FILES)
    assert not (source.parent / "own").exists()
    return str(caught.value.facts["reason"])


def test_what_is_no_dictionary_is_refused_by_reason(tmp_path: Path) -> None:
    pair(tmp_path, "ok")
    pair(tmp_path, "bad", dic=b"boat\n")
    pair(tmp_path, "zero", aff=AFF + b"\0")
    pair(tmp_path, "a b")
    (tmp_path / "alone.dic").write_bytes(DIC)
    (tmp_path / "broken.oxt").write_bytes(b"PK\x03\x04" + b"x" * 50)
    (tmp_path / "note.txt").write_bytes(b"x")
    package(tmp_path / "none.zip", readme0txt=b"x")
    names = [
        "bad.dic",
        "zero.aff",
        "a b.dic",
        "alone.dic",
        "broken.oxt",
        "note.txt",
        "none.zip",
        "absent.aff",
    ]
    assert [refused(tmp_path / name) for name in names] == [
        "damaged", "damaged", "name", "pair", "damaged", "kind", "empty", "pair",
    ]  # fmt: skip


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionaries, "MAX_DIC", 1_000)
    bomb = package(tmp_path / "bomb.zip", xx0aff=AFF, xx0dic=b"9\n" + b"a" * 5_000_000)
    assert refused(bomb) == "size"
    monkeypatch.setattr(dictionaries, "MAX_DIC", 10_000_000)
    monkeypatch.setattr(dictionaries, "MAX_ALL", 4_000_000)
    assert refused(bomb) == "size"


def test_a_file_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionaries, "MAX_PACKED", 100)
    assert refused(package(tmp_path / "large.oxt", xx0aff=AFF, xx0dic=DIC)) == "size"


def test_a_dictionary_that_ended_the_programme_is_left_out(tmp_path: Path) -> None:
    pair(tmp_path / "own")
    (tmp_path / "own" / "sw_KE.trying").write_bytes(b"")
    assert find_dictionaries(tmp_path / "own", FILES, []) == ()
    pair(tmp_path / "given")
    add_dictionary(tmp_path / "given" / "sw_KE.aff", tmp_path / "own", FILES)
    (found,) = find_dictionaries(tmp_path / "own", FILES, [])
    Checker(found, FILES)
    assert find_dictionaries(tmp_path / "own", FILES, []) == (found,)
