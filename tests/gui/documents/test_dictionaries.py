# SPDX-License-Identifier: Apache-2.0
"""Dictionaries and one's own words on the settings page."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mentordesk.base.policy import Policy
from mentordesk.ui.languages import language_name
from mentordesk.ui.places import SettingsPlace
from mentordesk.ui.settings.page import SettingsPage
from mentordesk.ui.settings.spelling import SpellingSettings
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.widgets.links import Link
from tests.helpers.term import make_term
from tests.helpers.window import Sitting, labels

AFF, DIC = b"SET UTF-8\nTRY aeiou\n", b"2\nnyumba\nshule\n"


def settings_of(sitting: Sitting) -> SpellingSettings:
    sitting.frame.go(SettingsPlace())
    sitting.settle()
    page = sitting.frame.page()
    assert isinstance(page, SettingsPage)
    return page.spelling


def plain(part: SpellingSettings) -> list[str]:
    return [words.replace("\u2068", "").replace("\u2069", "") for words in labels(part)]


@pytest.fixture
def sitting(tmp_path: Path, theme: Theme) -> Iterator[Sitting]:
    made = Sitting(make_term(tmp_path / "home", full=False), theme)
    yield made
    made.close()


def test_the_dictionaries_of_this_computer_are_named(sitting: Sitting) -> None:
    assert any("English (United States)" in words for words in plain(settings_of(sitting)))


def test_a_dictionary_is_added_and_removed(sitting: Sitting, tmp_path: Path) -> None:
    for name, data in (("sw_KE.aff", AFF), ("sw_KE.dic", DIC)):
        (tmp_path / name).write_bytes(data)
    part = settings_of(sitting)
    part.take(tmp_path / "sw_KE.dic")
    sitting.settle()
    assert "Kiswahili (Kenya)" in plain(part)
    assert (sitting.services.dictionaries / "sw_KE.dic").read_bytes() == DIC
    (remove,) = part.findChildren(Link)
    remove.click()
    sitting.settle()
    assert "Kiswahili (Kenya)" not in plain(part)
    assert not (sitting.services.dictionaries / "sw_KE.dic").exists()


def test_what_is_no_dictionary_is_said_in_a_sentence(sitting: Sitting, tmp_path: Path) -> None:
    (tmp_path / "sw_KE.dic").write_bytes(DIC)
    part = settings_of(sitting)
    part.take(tmp_path / "sw_KE.dic")
    sitting.settle()
    said = "A dictionary is two files, .aff and .dic, side by side. One is not here."
    assert said in labels(sitting.frame.banner)


def test_my_words_can_be_forgotten(sitting: Sitting) -> None:
    for word in ("Kisumu", "Achieng"):
        sitting.desk.spelling.add_word(word).result()
    part = settings_of(sitting)
    assert [word for word in plain(part) if word in ("Kisumu", "Achieng")] == ["Achieng", "Kisumu"]
    part.findChildren(Link)[0].click()
    sitting.settle()
    assert sitting.desk.spelling.words() == ("Kisumu",)


def test_a_policy_hides_all_of_it(tmp_path: Path, theme: Theme) -> None:
    made = Sitting(make_term(tmp_path, full=False), theme, policy=Policy(spelling=False))
    assert not settings_of(made).isVisible()
    made.close()


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("en_GB", "British English (United Kingdom)"),
        ("fr", "Français"),
        ("ar", "العربية"),
        ("de_DE_frami", "Deutsch (Deutschland)"),
        ("zz_strange", "zz_strange"),
    ],
)
def test_languages_are_called_as_they_call_themselves(stem: str, name: str) -> None:
    assert language_name(stem).strip("\u2068\u2069") == name
