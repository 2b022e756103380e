# SPDX-License-Identifier: Apache-2.0
"""The owner's bar: who gave back, how many are answered, the next one, the next version."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from mentordesk.domain.documents import Mode
from mentordesk.domain.texts import Answer
from mentordesk.ui.document.cards import Show
from tests.gui.review.bench import BARAKA, Essay, asked, plain, reviewed
from tests.gui.review.conftest import Seat
from tests.helpers.term import GRACE, NOW


def test_it_says_who_gave_back_and_how_many_are_answered(seat: Seat) -> None:
    desk = seat(reviewed(), review=asked())
    assert plain(desk.bar._main.text()) == "Grace gave it back. 0 of 7 answered"
    ids = [one.id for one in desk.paper.text.suggestions()]
    desk.paper.text.answer(ids[:1], Answer.ACCEPTED)
    desk.paper.text.answer(ids[3:4], Answer.UNCLEAR)
    desk.settle()
    assert plain(desk.bar._main.text()) == "Grace gave it back. 2 of 7 answered"


def test_next_goes_through_what_waits_for_an_answer(seat: Seat) -> None:
    desk = seat(reviewed(), review=asked())
    seen = []
    for _ in range(3):
        desk.bar._next.click()
        seen.append(desk.margin.current.adds)
    assert seen == ["slow", "sister and I", "clean "]


def test_when_all_is_answered_it_offers_the_next_version(seat: Seat) -> None:
    desk = seat(reviewed(), review=asked())
    desk.paper.text.add_version("", "asked", NOW - 4 * 86_400)
    for one in desk.paper.text.suggestions():
        desk.paper.text.answer([one.id], Answer.REFUSED)
    for one in desk.paper.text.comments():
        desk.paper.text.answer([one.id], Answer.DONE)
    desk.settle()
    assert desk.bar._main.text() == "All answered. Make version 2?"
    assert desk.bar._next.isHidden()
    desk.paper.now_is = NOW + 60
    desk.bar._make.click()
    desk.settle()
    (*_, made) = desk.paper.text.versions()
    assert (made.name, made.occasion) == ("Version 2", "answered")
    assert desk.told[-1][0].startswith("This is version 2 now.")
    assert desk.bar._make.isHidden(), "it is made once"
    assert desk.bar._main.text() == "All answered."


def test_while_nothing_has_come_back_it_says_who_is_waited_for(seat: Seat) -> None:
    desk = seat(Essay(), review=asked(returned=False))
    assert plain(desk.bar._main.text()) == "Waiting for Grace, hoped for by Fri 15."


def test_one_is_back_and_one_is_waited_for(seat: Seat) -> None:
    review = asked()
    desk = seat(reviewed(), review=replace(review, reviewers=(GRACE, BARAKA)))
    assert plain(desk.bar._main.text()).startswith("Grace gave it back.")
    assert plain(desk.bar._quiet.text()) == "Waiting for Baraka Juma, hoped for by Fri 15."


def test_without_a_review_there_is_no_bar(seat: Seat) -> None:
    desk = seat(Essay())
    assert desk.bar.isHidden()


def test_a_reader_has_no_bar(seat: Seat) -> None:
    desk = seat(reviewed(), review=asked())
    desk.paper.mode = Mode.READER
    desk.bar.refresh()
    assert desk.bar.isHidden()


def test_the_filter_shows_what_it_is_set_to(seat: Seat) -> None:
    desk = seat(reviewed(), review=asked())
    actions = {action.text(): action for action in desk.bar._filter.menu().actions()}
    actions["Not answered"].trigger()
    assert desk.margin.showing is Show.OPEN
    assert desk.bar._filter.text().startswith("Not answered")
    actions["Answered"].trigger()
    assert [card for card in desk.margin.cards if card.id and not card.id.startswith("works")] == []
    assert not desk.bar._filter.isHidden(), "or there would be no way back"


def test_an_empty_margin_invites_to_ask(seat: Seat, qtbot: QtBot) -> None:
    desk = seat(Essay())
    assert desk.margin.empty.words() == "Write, then ask somebody to read it. What they say stands here."
    assert plain(desk.margin.empty.ask.text()) == "Ask Grace to read"
    with qtbot.waitSignal(desk.margin.ask_wanted, timeout=1_000):
        desk.margin.empty.ask.click()
