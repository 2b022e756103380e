# SPDX-License-Identifier: Apache-2.0
"""Bad days of the computer, with real processes: disk, folder, memory, a second start, a damaged database."""
from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mentordesk.domain.connection import LineState
from tests.e2e import sessions, troubles
from tests.e2e.troubles import HUGE
from tests.e2e.village import Session, Village, begin

SENT = [f"sent {number} " + "x" * 600 for number in range(60)]  # some pages of every table
DAMAGES = {
    "first page": troubles.Damage(at=100),
    "a quarter": troubles.Damage(share=0.25),
    "middle": troubles.Damage(share=0.5),
    "three quarters": troubles.Damage(share=0.75),
    "end": troubles.Damage(share=0.99),
    "a whole page": troubles.Damage(share=0.6, length=4096),
    "no byte left": troubles.Damage(keep=0.0),
    "a few bytes left": troubles.Damage(keep=0.001),
    "half left": troubles.Damage(keep=0.5),
    "almost all left": troubles.Damage(keep=0.98),
}


def profile_of(village: Village, who: str) -> Path:
    """The folder of this person's profile."""
    (folder,) = village.homes[who].glob("profiles/*")
    return folder


def say(village: Village, who: str, *texts: str) -> Session:
    """A session in which somebody writes and exchanges."""
    return begin(sessions.write_and_sync, village.seat(who), "Essay", texts).ended_well()


def shown(village: Village, who: str) -> list[str]:
    """What stands in this person's threads, after an exchange."""
    session = begin(sessions.look, village.seat(who)).ended_well()
    return [text for _, _, text in session.words("messages")[0]]


# ---------------------------------------------------------------- no room, no right to write, no memory


@pytest.mark.parametrize("room", [0, 8 << 10, 64 << 10, 200 << 10])
def test_full_disk_keeps_all_that_was_acknowledged(village: Village, room: int) -> None:
    met = begin(troubles.write_until_full, village.seat("Amina"), room).ended_well()
    kept, refused = met.words("written"), met.words("trouble")
    assert refused == ["disk_full"]
    assert met.words("readable") == [kept]
    again = say(village, "Amina", "there is room again")
    assert again.words("line") == [LineState.UP_TO_DATE.value]
    assert shown(village, "Grace") == shown(village, "Amina") == [*kept, "there is room again"]


def test_folder_that_cannot_be_written(village: Village) -> None:
    say(village, "Amina", "before")
    met = begin(troubles.without_rights, village.seat("Amina")).ended_well()
    assert met.words("trouble") == ["read_only_folder"]
    assert shown(village, "Amina") == ["before"]


def test_too_little_memory_is_no_wrong_passphrase(village: Village) -> None:
    met = begin(troubles.with_little_memory, village.seat("Amina")).ended_well()
    assert met.words("trouble") == ["not_enough_memory"]
    assert shown(village, "Amina") == []


def test_wrong_passphrase(village: Village) -> None:
    met = begin(troubles.with_passphrase, village.seat("Amina"), "mango river seven lamp").ended_well()
    assert met.words("trouble") == ["wrong_passphrase"]
    met = begin(troubles.with_passphrase, village.seat("Amina"), sessions.PASSPHRASE).ended_well()
    assert met.words("trouble") == []


def test_second_start_is_told_and_harms_nothing(village: Village) -> None:
    first = begin(troubles.stay, village.seat("Amina"))
    first.hear_until("here")
    second = begin(troubles.sign_in, village.seat("Amina"), "once more").ended_well()
    assert second.words("trouble") == ["already_open"]
    first.kill()
    assert first.finish().killed
    third = begin(troubles.sign_in, village.seat("Amina"), "once more").ended_well()
    assert third.words("trouble") == []
    assert [text for _, _, text in third.words("messages")[-1]] == [troubles.STAYED, "once more"]


# ---------------------------------------------------------------- damage


@pytest.mark.parametrize("clean", [True, False], ids=["closed", "killed"])
def test_damaged_database_is_said_and_fetched_again(village: Village, clean: bool) -> None:
    say(village, "Grace", *SENT[:30])
    say(village, "Amina", *SENT[30:])
    written = list(SENT)
    for name, damage in DAMAGES.items():
        if not clean:
            leave_in_the_middle(village)
        damage.do(profile_of(village, "Amina") / "desk.db")
        assert mend(village, f"after {name}") in ({0, 1} if clean else {1}), name
        written.append(f"after {name}")
        amina, grace = shown(village, "Amina"), shown(village, "Grace")
        assert amina == grace
        assert sorted(text for text in amina if text != troubles.STAYED) == sorted(written)


def leave_in_the_middle(village: Village) -> None:
    """A power cut while Amina sits there."""
    staying = begin(troubles.stay, village.seat("Amina"))
    staying.hear_until("here")
    staying.kill()
    staying.finish()


def mend(village: Village, text: str) -> int:
    """Start again until all is well; how often damage was found and dealt with. Some pages are read late."""
    found = 0
    for _ in range(4):
        session = begin(troubles.sign_in, village.seat("Amina"), text).ended_well()
        found += len(session.words("recovered"))
        if session.words("line") == [LineState.UP_TO_DATE.value] and not session.words("trouble"):
            return found
    raise AssertionError(session.said)


@pytest.mark.parametrize("name", ["first page", "middle", "half left"])
def test_unsent_words_are_saved_out_of_the_damage_or_the_backup(village: Village, name: str) -> None:
    say(village, "Amina", *SENT)
    folder = profile_of(village, "Amina")
    shutil.rmtree(folder / "backup")  # made anew with the message in it
    begin(troubles.write_offline, village.seat("Amina"), "not sent yet").ended_well()
    assert (folder / "backup" / "desk-1.db").exists()
    DAMAGES[name].do(folder / "desk.db")
    assert mend(village, "after it") == 1
    assert shown(village, "Grace") == [*SENT, "not sent yet", "after it"]


# ---------------------------------------------------------------- words that cannot be sent


def test_message_that_is_too_long_stays_a_draft(village: Village) -> None:
    met = begin(troubles.write_too_much, village.seat("Amina")).ended_well()
    assert met.words("trouble") == ["too_large", "empty_text", "empty_text"]
    assert met.words("draft") == [len(HUGE)] * 3
    assert met.words("messages")[-1] == []


def test_control_characters_do_not_travel(village: Village) -> None:
    say(village, "Amina", "a\0b\x1b[2Jc\u2028\rd")
    assert shown(village, "Amina") == shown(village, "Grace") == ["ab[2Jc\u2028\nd"]
