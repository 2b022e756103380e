# SPDX-License-Identifier: Apache-2.0
"""What is said about a stick when something was put on it or taken from it."""

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from mentordesk.base.clock import ManualClock
from mentordesk.domain.carriers import Put, Taken
from mentordesk.ui.i18n import PSEUDO, Translation
from mentordesk.ui.stick.words import StickWords
from mentordesk.ui.stick.work import Copying, StickStopped
from mentordesk.ui.times import Times
from tests.helpers.messages import DAY, UTC, WEDNESDAY

OUT = "You can take the stick out now."


@pytest.fixture
def words() -> StickWords:
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    return StickWords(Times(ManualClock(WEDNESDAY), UTC))


@pytest.mark.parametrize(
    ("put", "said"),
    [
        (Put(4, 4, 9_000), ["4 things are on the stick. They go on at a computer with a line.", OUT]),
        (
            Put(4, 1, 9_000, already_there=2),
            [
                "6 things are on the stick. They go on at a computer with a line.",
                "3 of them are other people's, sealed.",
                OUT,
            ],
        ),
        (
            Put(already_there=5),
            ["Everything was on this stick already. It goes on at a computer with a line.", OUT],
        ),
        (Put(replies=3), ["3 answers for others are on it. Bring it back to them.", OUT]),
        (Put(), ["There is nothing to put on a stick now. The server has everything."]),
    ],
)
def test_what_was_put_is_counted(words: StickWords, put: Put, said: list[str]) -> None:
    assert list(words.was_put(put)) == said


@pytest.mark.parametrize(
    ("taken", "said"),
    [
        (
            Taken(replies=3, requests=30),
            ["3 answers came.", "30 envelopes of others wait here for the line.", OUT],
        ),
        (Taken(replies=2, mine=1), ["2 answers came.", OUT]),
        (Taken(), ["There was nothing new for this computer on the stick.", OUT]),
    ],
)
def test_what_was_taken_is_counted(words: StickWords, taken: Taken, said: list[str]) -> None:
    assert list(words.was_taken(taken)) == said


def test_what_cannot_be_used_is_told_with_what_to_do(words: StickWords) -> None:
    said = words.was_taken(Taken(damaged=2, newer=3, strangers=4))
    assert said[0] == "There was nothing new for this computer on the stick."
    assert said[1].startswith("2 envelopes are damaged and were left on the stick. Nothing is lost")
    assert said[2].startswith("3 envelopes are from a newer MentorDesk. Install the newer one here")
    assert said[3:] == ("4 things were not for this computer and stayed there.", OUT)


def test_nothing_is_called_sent(words: StickWords) -> None:
    said = [*words.was_put(Put(4, 1, 9, 1)), words.about(take=False), words.hint(WEDNESDAY - 3 * DAY)]
    assert not [line for line in said if "sent" in line.lower()]


def test_a_hint_says_since_when(words: StickWords) -> None:
    assert words.hint(WEDNESDAY - 3 * DAY) == (
        "What you wrote has waited for a line since Sunday. A stick could carry it."
    )


def test_everything_goes_through_the_translation(qapp: QApplication, words: StickWords) -> None:
    translation = Translation(qapp)
    translation.use(PSEUDO)
    said = [*words.was_put(Put(4, 1, 9, 1)), *words.was_taken(Taken(3, 1, 3, 4, 5, 6)), words.no_drive()]
    translation.use("en")
    translation.end()
    assert [line for line in said if "⟦" not in line] == []


def test_copying_stops_between_two_envelopes() -> None:
    copying = Copying()
    copying(3, 30)
    assert copying.at == (3, 30)
    copying.stop()
    with pytest.raises(StickStopped):
        copying(4, 30)


def test_what_is_copied_already_is_not_stopped() -> None:
    copying = Copying()
    copying.stop()
    copying(30, 30)
    assert copying.at == (30, 30)
