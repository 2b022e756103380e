# SPDX-License-Identifier: Apache-2.0
"""Codes, states, times and names as people read them, in English."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from mentordesk.base.clock import ManualClock
from mentordesk.base.errors import (
    ImportTooLarge,
    ImportUnknown,
    LineTrouble,
    MentorDeskError,
    NotAFolder,
    SlipInvalid,
    SlipRefused,
    StickFull,
    StickGone,
    StickReadOnly,
    TooLarge,
    Trouble,
    WrongPassphrase,
    trouble_codes,
)
from mentordesk.crypto.codes import ALARMS
from mentordesk.domain.circles import Person
from mentordesk.domain.connection import LineState, SyncStatus
from mentordesk.domain.ids import Role
from mentordesk.domain.messages import Delivery, Reached
from mentordesk.storage.recovery import RecoveredCode
from mentordesk.ui.names import calling, first_name
from mentordesk.ui.stick.work import StickStopped
from mentordesk.ui.words import Words, isolated
from tests.helpers.messages import DAY, UTC, WEDNESDAY, message

HOUR = 3_600
GRACE = Person(b"g" * 16, "Grace Wanjiku", Role.MENTOR, weekdays=(1, 3))
OKOTH = Person(b"o" * 16, "Ms Okoth", Role.GUARDIAN)
BARAKA = Person(b"b" * 16, "Baraka Juma", Role.MENTOR)
AMINA = Person(b"a" * 16, "Amina", Role.MENTEE, me=True)


def plain(text: str) -> str:
    """Without the marks that isolate names."""
    return text.replace("\u2068", "").replace("\u2069", "")


@pytest.fixture(autouse=True)
def english() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))


@pytest.fixture
def words() -> Words:
    return Words(ManualClock(WEDNESDAY), UTC)


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (0, "Today"),
        (11 * HOUR, "Today"),
        (11 * HOUR + 1, "Yesterday"),
        (2 * DAY, "Monday"),
        (6 * DAY, "Thursday"),
        (7 * DAY, "Wednesday 13 May"),
        (-DAY, "Thursday 21 May"),
        (200 * DAY, "1 November 2025"),
    ],
)
def test_days(words: Words, ago: int, said: str) -> None:
    assert words.times.day(WEDNESDAY - ago) == said


def test_days_to_come_read_as_people_say_them(words: Words) -> None:
    coming = [words.times.today() + timedelta(days=ahead) for ahead in (0, 1, 3, 7)]
    assert [words.times.near(day) for day in coming] == ["today", "tomorrow", "Sat 23", "Wed 27 May"]
    assert [words.times.date(day) for day in coming] == ["today", "tomorrow", "Sat 23 May", "Wed 27 May"]


def test_moments_name_the_day_only_when_it_is_another(words: Words) -> None:
    assert words.times.moment(WEDNESDAY - HOUR) == "10:00"
    assert words.times.moment(WEDNESDAY - 2 * DAY) == "Monday 11:00"


@pytest.mark.parametrize(
    ("ago", "said"), [(HOUR, "New since 10:00"), (DAY, "New since yesterday"), (2 * DAY, "New since Monday")]
)
def test_new_since(words: Words, ago: int, said: str) -> None:
    assert words.new_since(WEDNESDAY - ago) == said


@given(st.integers(-(1 << 63), 1 << 63))
def test_any_clock_can_be_said(time: int) -> None:
    words = Words(ManualClock(WEDNESDAY), UTC)
    assert words.times.day(time)
    assert words.times.moment(time)


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 KB"), (1, "0.1 KB"), (400, "0.4 KB"), (999, "1.0 KB"), (12_300, "12 KB"), (1_200_000, "1.2 MB")],
)
def test_sizes(words: Words, count: int, said: str) -> None:
    assert words.times.size(count) == said


@pytest.mark.parametrize(
    ("delivery", "said"),
    [
        (Delivery.ON_THIS_COMPUTER, "On this computer. Goes when it connects."),
        (Delivery.LEFT_THIS_COMPUTER, "Left this computer on a stick, 10:00"),
        (Delivery.AT_THE_SERVER, "At the server, 10:00"),
        (Delivery.ON_THEIR_COMPUTER, "On their computer, 10:00"),
        (Delivery.READ, "Read, 10:00"),
    ],
)
def test_delivery_says_how_far_a_message_came(words: Words, delivery: Delivery, said: str) -> None:
    mine = replace(message(1, mine=True), delivery=delivery, delivery_time=WEDNESDAY - HOUR)
    assert words.delivery(mine, [GRACE, AMINA]) == said


@pytest.mark.parametrize("delivery", list(Delivery))
def test_each_delivery_has_words(words: Words, delivery: Delivery) -> None:
    mine = replace(message(1, mine=True), delivery=delivery)
    said = words.delivery(mine)
    assert said
    others = {words.delivery(replace(mine, delivery=other)) for other in Delivery if other != delivery}
    assert said not in others


HERE, READ = Delivery.ON_THEIR_COMPUTER, Delivery.READ


@pytest.mark.parametrize(
    ("reached", "said"),
    [
        ([(GRACE, HERE, 2)], "On Grace's computer, 09:00"),
        ([(GRACE, READ, 1)], "Grace has read it, 10:00"),
        ([(GRACE, HERE, 2), (OKOTH, READ, 1)], "On Grace's computer, 09:00"),
        ([(OKOTH, READ, 1)], "Ms Okoth has read it, 10:00"),
        ([(GRACE, READ, 2), (BARAKA, HERE, 1)], "Grace has read it, 09:00"),
        ([(GRACE, READ, 2), (BARAKA, READ, 1)], "Grace and Baraka have read it, 10:00"),
        ([(GRACE, HERE, 2), (BARAKA, HERE, 1)], "On the computers of Grace and Baraka, 10:00"),
    ],
)
def test_delivery_says_whom_a_message_has_reached(
    words: Words, reached: list[tuple[Person, Delivery, int]], said: str
) -> None:
    """Those it was written to come first: a guardian's reading is not theirs."""
    told = tuple(Reached(who.member, delivery, WEDNESDAY - ago * HOUR) for who, delivery, ago in reached)
    highest = max(delivery for _, delivery, _ in reached)
    mine = replace(message(1, mine=True), delivery=highest, delivery_time=WEDNESDAY, reached=told)
    assert plain(words.delivery(mine, [GRACE, BARAKA, OKOTH, AMINA])) == said


def test_somebody_who_has_left_the_circle_is_not_named(words: Words) -> None:
    mine = replace(message(1, mine=True), delivery=READ, reached=(Reached(BARAKA.member, READ, 1),))
    assert words.delivery(mine, [GRACE, AMINA]) == "Read"


def test_nothing_is_called_sent_before_the_server_has_it(words: Words) -> None:
    for delivery in (Delivery.DRAFT, Delivery.ON_THIS_COMPUTER, Delivery.LEFT_THIS_COMPUTER):
        said = words.delivery(replace(message(1, mine=True), delivery=delivery))
        assert "sent" not in said.lower()


def test_a_row_is_heard_whole(words: Words) -> None:
    mine = replace(message(1, "See you", mine=True), can_take_back=True)
    assert words.message_row(mine, [GRACE, AMINA]).split("\n") == [
        "You, 10:59",
        "See you",
        "On this computer. Goes when it connects.",
        "Press Space to take it back.",
    ]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (SyncStatus(LineState.UP_TO_DATE), "Up to date"),
        (SyncStatus(LineState.OFFLINE), "Offline"),
        (SyncStatus(LineState.OFFLINE, waiting=3), "Offline, 3 waiting"),
        (SyncStatus(LineState.WORKING, done_bytes=3_000, total_bytes=12_000), "Sending 3 of 12 KB"),
        (SyncStatus(LineState.OFFLINE, waiting=2, carrying=3), "Offline, 2 waiting"),
        (SyncStatus(LineState.UP_TO_DATE, carrying=3), "Up to date"),
        (SyncStatus(LineState.SIGN_IN_AGAIN), "Sign in again"),
        (SyncStatus(LineState.UPDATE_NEEDED), "Update needed"),
        (SyncStatus(LineState.WAITING_TO_RETRY), "Couldn't connect"),
    ],
)
def test_the_chip(words: Words, status: SyncStatus, said: str) -> None:
    assert words.line.chip(status) == said


def test_what_is_carried_for_others_is_said_without_names(words: Words) -> None:
    said = words.line.carrying(SyncStatus(LineState.OFFLINE, carrying=3))
    assert said == "Carrying 3 envelopes of others. They go with the line; nobody here can read them."
    went = "3 envelopes of others went along. Their answers wait here."
    assert words.line.carrying(SyncStatus(LineState.UP_TO_DATE, carried=3)) == went
    assert words.line.carrying(SyncStatus(LineState.OFFLINE)) == ""


@pytest.mark.parametrize("state", list(LineState))
def test_each_state_of_the_line_has_words(words: Words, state: LineState) -> None:
    assert words.line.chip(SyncStatus(state))
    assert words.line.sentence(SyncStatus(state))


def _codes(kind: type[MentorDeskError]) -> set[str]:
    below = (_codes(child) for child in kind.__subclasses__())
    return {getattr(kind, "code", "")}.union(*below) - {""}


@pytest.mark.parametrize("state", list(LineState))
def test_no_code_of_the_line_is_shown_as_it_is(words: Words, state: LineState) -> None:
    codes = _codes(LineTrouble) | {"disk_full", "database_damaged"}
    assert len(codes) > 6
    for code in codes:
        assert code not in words.line.sentence(SyncStatus(state, code=code))


@pytest.mark.parametrize("code", sorted(map(str, ALARMS)))
def test_each_alarm_says_whom_to_tell(words: Words, code: str) -> None:
    said = words.trouble_code(code)
    assert said.endswith("Tell your coordinator.") or "Tell your coordinator before" in said
    assert code not in said


@pytest.mark.parametrize("code", ["not_taken", "not_a_member"])
def test_what_the_server_does_not_take_is_kept_and_said_so(words: Words, code: str) -> None:
    assert "kept" in words.trouble_code(code)


@pytest.mark.parametrize("code", list(RecoveredCode))
@pytest.mark.parametrize("saved", [0, 1, 3])
def test_each_recovery_says_what_comes_back(words: Words, code: RecoveredCode, saved: int) -> None:
    said = words.troubles.sentence(code, {"number": 1, "day": WEDNESDAY // DAY - 2, "saved": saved})
    assert said.endswith("Everything that reached the server comes back with the next line.")
    if code is RecoveredCode.FROM_BACKUP:
        assert f"The copy of {isolated('Monday')} is in its place." in said
    if saved:
        assert f"{saved} " in said
        assert "safe" in said
    else:
        assert "look whether what you wrote last is here" in said


def test_a_recovery_can_be_said_without_facts(words: Words) -> None:
    assert "The last copy is in its place." in words.trouble_code(RecoveredCode.FROM_BACKUP)


@pytest.mark.parametrize("reason", ["used", "expired", "unknown"])
def test_each_refusal_of_a_slip_has_its_own_words(words: Words, reason: str) -> None:
    rest = {"used", "expired", "unknown"} - {reason}
    assert words.trouble(SlipRefused(reason)) not in {words.trouble(SlipRefused(other)) for other in rest}


def test_each_trouble_has_a_sentence_of_its_own(words: Words) -> None:
    assert trouble_codes() - words.troubles.known() == frozenset()
    assert (
        words.trouble_code("from_the_future") == "Something went wrong. Your work is kept. (from_the_future)"
    )


def test_troubles_say_what_to_do(words: Words) -> None:
    assert words.trouble(WrongPassphrase()).startswith("That is not the passphrase.")
    assert words.trouble(SlipInvalid(4)) == "Check letter 4 of the code."
    assert words.trouble(SlipInvalid(4, (4, 17, 18))) == (
        "One letter of the code is not right. Check letters 4, 17, 18."
    )
    assert words.trouble(SlipInvalid(1, range(1, 6))) == words.trouble(SlipInvalid())
    assert words.trouble(SlipInvalid()) == "Something in the code is not right. Check each letter."
    assert words.trouble(SlipRefused("used")) == "This slip was used already. Ask for a new slip."
    assert words.trouble(TooLarge(1_000_000, 32_768)) == (
        "This is 1.0 MB, too long for one message: up to 33 KB fit. "
        "Your text is kept. Send it in parts, please."
    )
    assert words.trouble(ImportTooLarge(size=52_428_800, limit=20_000_000)) == (
        "This file is 52.4 MB; files of up to 20.0 MB can be made a document. "
        "Save a copy without pictures and try that one, please."
    )
    assert words.trouble(ImportUnknown(kind="pages")).startswith("This is a Pages file.")
    assert words.trouble(ImportUnknown(kind="rtf")) == words.trouble(ImportUnknown(kind="other"))


def test_a_full_stick_says_how_much_room_is_missing(words: Words) -> None:
    assert words.trouble(StickFull(needed=48_000, free=10_000)) == (
        "The stick is full: 38 KB more are needed. Make room on it, or take another one. Nothing is lost."
    )


def test_a_stick_that_is_full_with_room_on_it_names_no_number(words: Words) -> None:
    """Its table of files may be full."""
    said = words.trouble(StickFull(needed=4_000, free=10_000))
    assert said == "The stick is full. Make room on it, or take another one. Nothing is lost."


@pytest.mark.parametrize(
    ("trouble", "next_step"),
    [
        (StickReadOnly(), "take another one"),
        (StickGone(), "Nothing is lost: put it in again"),
        (NotAFolder(), "Choose another one"),
        (StickStopped(), "You can go on later"),
    ],
)
def test_each_trouble_with_a_stick_says_what_to_do(words: Words, trouble: Trouble, next_step: str) -> None:
    assert next_step in words.trouble(trouble)


def test_names_cannot_turn_a_sentence(words: Words) -> None:
    assert words.who_can_read([GRACE, OKOTH, AMINA]) == (
        f"{isolated('Grace')}, {isolated('Ms Okoth')} (guardian) and you can read this"
    )
    assert isolated("يوسف") == "\u2068يوسف\u2069"


def test_usual_days(words: Words) -> None:
    assert words.usual_days(GRACE) == "usually connects on Tuesdays and Thursdays"
    assert words.usual_days(replace(GRACE, weekdays=(0, 1, 2, 3, 4))) == "connects on most days"
    assert words.usual_days(AMINA) == ""


def test_the_last_exchange_in_figures(words: Words) -> None:
    status = SyncStatus(LineState.UP_TO_DATE, requests=2, seconds=2.6, last_up=1234, last_down=300)
    said = "Last time: 1 KB sent, 0.3 KB received; requests: 2, seconds: 3"
    assert words.line.last_exchange(status) == said
    assert words.line.last_exchange(SyncStatus(LineState.OFFLINE)) == ""


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Grace Wanjiku", "Grace"),
        ("Eva Brown", "Eva"),
        ("Ms Okoth", "Ms Okoth"),
        ("Miss Okoth", "Miss Okoth"),
        ("J. Otieno", "J. Otieno"),
        ("Abdul Karim Said", "Abdul Karim Said"),
        ("Li Wei", "Li Wei"),
        ("يوسف حداد", "يوسف"),
        ("王小明", "王小明"),
        ("", ""),
        ("  ", "  "),
    ],
)
def test_first_names(name: str, called: str) -> None:
    assert first_name(name) == called


def test_whoever_shares_a_first_name_keeps_the_other_too() -> None:
    other = Person(b"h" * 16, "grace Otieno", Role.MENTOR)
    namesake = replace(AMINA, name="Grace Achieng")
    assert calling([GRACE, OKOTH, namesake]) == {GRACE.member: "Grace", OKOTH.member: "Ms Okoth"}
    assert calling([GRACE, other]) == {GRACE.member: "Grace Wanjiku", other.member: "grace Otieno"}
