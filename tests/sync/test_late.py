# SPDX-License-Identifier: Apache-2.0
"""Two computers of one person: what comes late says so, and what was written twice is lost nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mentordesk.domain.history import Version
from mentordesk.domain.ids import Lane
from mentordesk.domain.messages import Draft, Message
from mentordesk.domain.registers import COMPUTER, THREAD_TOPIC
from mentordesk.storage import me, outbox, versions, writes
from mentordesk.storage.reads import computers, drafts, history, late
from mentordesk.storage.reads.messages import ThreadPage
from tests.helpers.looking import reader_of
from tests.helpers.world import THREAD, Client, World

Pair = tuple[Client, Client]
DAY = 86_400


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Amina and Grace in one circle; Amina has a second computer, PC-7 beside PC-3."""
    world = World(tmp_path)
    name(world.clients[0], "PC-3")
    world.settle(2)
    world.clients[0].say("Habari")
    world.settle()
    world.computer(0)
    name(world.clients[2], "PC-7")
    world.settle()
    yield world
    world.close()


@pytest.fixture
def pair(world: World) -> Pair:
    """PC-3 and PC-7."""
    return world.clients[0], world.clients[2]


def name(client: Client, called: str) -> None:
    """What this computer is called."""
    writes.be_at(client.store, called)


def shown(client: Client) -> dict[str, Message]:
    """The thread by its texts."""
    page = ThreadPage(reader_of(client), THREAD)
    return {message.text: message for message in page.rows(0, page.count())}


def late_ones(client: Client) -> list[str]:
    """Texts of what came late."""
    return [text for text, message in shown(client).items() if message.late]


def minutes_pass(client: Client, minutes: int = 5) -> None:
    """Time goes by."""
    client.world.clock.advance(60 * minutes)


# ---------------------------------------------------------------- late


def old_and_new(pair: Pair) -> tuple[bytes, bytes]:
    """A message waits at PC-3; another is written and sent at PC-7; then PC-3 comes back."""
    pc3, pc7 = pair
    old = pc3.say("written first")
    minutes_pass(pc3)
    new = pc7.say("written again")
    pc7.sync()
    minutes_pass(pc3)
    pc3.sync()
    pc3.world.settle()
    return old, new


def test_after_very_many_writers_the_newest_tell_what_is_late(world: World, pair: Pair) -> None:
    pc3, pc7 = pair
    pc3.say("written first")
    minutes_pass(pc3)
    for number in range(20):
        pc7.do(lambda tx: tx.mint_writer())
        pc7.say(f"from writer {number}")
        pc7.sync()
    pc3.sync()
    world.settle()
    assert late_ones(world.clients[1]) == ["written first"]



def test_what_arrives_after_newer_words_of_its_author_is_late_everywhere(world: World, pair: Pair) -> None:
    old, _ = old_and_new(pair)
    for client in world.clients:
        assert late_ones(client) == ["written first"]
    for mine in pair:
        message = shown(mine)["written first"]
        assert (message.computer, message.ask, message.can_retract) == ("PC-3", True, True)
    other = shown(world.clients[1])["written first"]
    assert (other.computer, other.ask) == ("", False)
    assert list(late.to_ask_about(reader_of(pair[1]))) == [old]


def test_what_comes_in_order_is_not_late_on_whatever_computer(world: World, pair: Pair) -> None:
    pc3, pc7 = pair
    for client, text in ((pc3, "one"), (pc7, "two"), (pc3, "three"), (pc7, "four")):
        client.say(text)
        minutes_pass(client)
        client.sync()
        world.settle(1)
    assert [late_ones(client) for client in world.clients] == [[], [], []]


def test_a_newest_first_reader_finds_the_same(world: World, pair: Pair) -> None:
    old_and_new(pair)
    reader = world.computer(1, joined=False)
    reader.join()
    for circle in (world.office.trust.id, world.circle):
        reader.receive(world.log.arrivals(circle, (Lane.CONTROL,)))
    for blob in reversed(world.words()):
        reader.receive([blob])
    assert late_ones(reader) == ["written first"]


def test_once_decided_it_is_not_asked_about_again(world: World, pair: Pair) -> None:
    old, _ = old_and_new(pair)
    pc3, pc7 = pair
    pc7.do(writes.keep_late, old)
    assert not late.to_ask_about(reader_of(pc7))
    assert (shown(pc7)["written first"].late, shown(pc7)["written first"].ask) == (True, False)
    pc3.do(writes.retract, old)
    assert not late.to_ask_about(reader_of(pc3))
    assert late_ones(pc3) == []


# ---------------------------------------------------------------- computers


def test_a_computers_name_is_told_once_and_only_beside_something_else(world: World, pair: Pair) -> None:
    pc3, pc7 = pair
    assert pc7.count("SELECT count(*) FROM fields WHERE register = ?", COMPUTER.number) == 1
    private = len(world.log.lanes[(pc3.private, Lane.WORDS)])
    pc7.say("from the other one")
    world.settle()
    assert set(late.computers(reader_of(pc3)).values()) == {"PC-3", "PC-7"}
    told = len(world.log.lanes[(pc3.private, Lane.WORDS)])
    assert told == private + 1
    pc3.say("and another")
    pc7.say("and one more")
    world.settle()
    assert len(world.log.lanes[(pc3.private, Lane.WORDS)]) == told


def test_a_new_name_goes_with_the_next_words(world: World, pair: Pair) -> None:
    pc3, pc7 = pair
    pc3.do(writes.set_computer, "  Library\u202e  PC  ")
    pc3.say("hello")
    world.settle()
    assert "Library PC" in late.computers(reader_of(pc7)).values()


def test_a_new_computer_says_what_is_known_of_the_one_before(world: World, pair: Pair) -> None:
    pc3, pc7 = pair
    now = world.clock.now()
    assert computers.other(reader_of(pc7), now) is None
    me.put_number(pc7.store.conn, me.BEGAN, now)
    other = computers.other(reader_of(pc7), now)
    assert other is not None
    assert (other.name, other.latest) == ("PC-3", shown(pc3)["Habari"].time)
    assert computers.other(reader_of(pc7), now + (computers.NEW_DAYS + 1) * DAY) is None
    pc7.do(writes.set_setting, computers.TOLD, '["PC-3"]')
    assert computers.other(reader_of(pc7), now) is None
    assert computers.other(reader_of(pc3), now) is None


# ---------------------------------------------------------------- drafts


def write(client: Client, text: str) -> None:
    """A pause in typing."""
    client.do(writes.save_draft, Draft(client.world.circle, THREAD, "", text, caret=len(text)))


def draft(client: Client) -> str:
    """What the composer would show."""
    found = drafts.draft(reader_of(client), THREAD)
    return found.text if found else ""


def others(client: Client) -> list[str]:
    """What the person would be asked about."""
    return [one.text for one in history.of_draft(reader_of(client), THREAD)]


def version(client: Client) -> Version:
    """The newest of these."""
    return history.of_draft(reader_of(client), THREAD)[0]


def test_a_draft_of_another_computer_arrives_as_a_draft_and_says_so(pair: Pair) -> None:
    pc3, pc7 = pair
    write(pc3, "half a sentence")
    pc3.sync()
    pc7.sync()
    found = drafts.draft(reader_of(pc7), THREAD)
    assert found is not None
    assert (found.text, found.elsewhere, found.computer) == ("half a sentence", True, "PC-3")
    assert "half a sentence" not in shown(pc7)
    write(pc7, "half a sentence and more")
    pc7.sync()
    pc3.sync()
    found = drafts.draft(reader_of(pc3), THREAD)
    assert found is not None
    assert found.text == "half a sentence and more"
    assert others(pc3) == others(pc7) == []


def test_a_draft_that_nobody_saw_survives_many_edits_elsewhere(pair: Pair) -> None:
    pc3, pc7 = pair
    write(pc3, "seen by nobody")
    minutes_pass(pc3)
    for text in ("one", "two, another", "three, quite another"):
        write(pc7, text)
        pc7.sync()
        minutes_pass(pc7)
    pc3.sync()
    pc7.sync()
    assert {draft(pc3), draft(pc7)} <= {"seen by nobody", "three, quite another"}
    for client in pair:
        both = {draft(client), *others(client)}
        assert both >= {"seen by nobody", "three, quite another"}
    assert {one.computer for one in history.of_draft(reader_of(pc7), THREAD)} <= {"PC-3", ""}


def test_sending_clears_only_what_was_seen(pair: Pair) -> None:
    pc3, pc7 = pair
    write(pc3, "dear Grace")
    pc3.sync()
    pc7.sync()
    write(pc3, "dear Grace, a thought that only PC-3 has")
    minutes_pass(pc3)
    pc7.say("dear Grace, sent from PC-7")
    pc7.sync()
    minutes_pass(pc3)
    pc3.sync()
    pc7.sync()
    assert draft(pc7) == draft(pc3) == "dear Grace, a thought that only PC-3 has"
    pc7.sync()
    pc3.sync()
    assert draft(pc7) == draft(pc3) == "dear Grace, a thought that only PC-3 has"


def test_a_draft_comes_back_where_another_text_was_sent_after_many_edits(pair: Pair) -> None:
    pc3, pc7 = pair
    write(pc3, "only on PC-3")
    for text in ("one", "two, another"):
        write(pc7, text)
        pc7.sync()
        minutes_pass(pc7)
    pc7.say("sent from PC-7")
    pc7.sync()
    minutes_pass(pc3)
    pc3.sync()
    pc7.sync()
    assert draft(pc7) == draft(pc3) == "only on PC-3"
    pc3.world.settle()
    assert draft(pc7) == draft(pc3) == "only on PC-3"


def test_a_draft_that_comes_while_another_was_just_cleared_is_not_cleared_with_it(pair: Pair) -> None:
    pc3, pc7 = pair
    write(pc3, "begun")
    pc3.sync()
    pc7.sync()
    minutes_pass(pc3)
    write(pc3, "begun, and another thought")
    pc3.sync()
    pc7.do(writes.discard_draft, THREAD)
    pc7.pull()
    assert draft(pc7) == "begun, and another thought"
    pc3.world.settle()
    assert draft(pc7) == draft(pc3) == "begun, and another thought"
    pc7.do(writes.discard_draft, THREAD)
    pc3.world.settle()
    assert draft(pc7) == draft(pc3) == ""
    assert others(pc7) == others(pc3) == []


@pytest.mark.parametrize("both", [True, False])
def test_choosing_loses_nothing(pair: Pair, both: bool) -> None:
    pc3, pc7 = pair
    write(pc3, "from three")
    write(pc7, "from seven")
    pc7.sync()
    pc3.pull()
    assert (draft(pc3), others(pc3)) == ("from three", ["from seven"])
    pc3.do(lambda tx: versions.use_draft(tx, THREAD, version(pc3), both))
    assert draft(pc3) == ("from three\n\nfrom seven" if both else "from seven")
    assert others(pc3) == []
    kept = b"".join(row.value for row in pc3.rows("SELECT value FROM history"))
    assert both or b"from three" in kept
    pc3.sync()
    pc7.sync()
    assert draft(pc7) == draft(pc3)


# ---------------------------------------------------------------- topics


def topic(client: Client, words: str) -> None:
    """Give the thread another topic."""
    client.do(lambda tx: outbox.edit(tx, client.world.circle, THREAD_TOPIC, THREAD, (words,)))


def other_topics(client: Client) -> list[str]:
    """What the person would be asked about."""
    return [one.text for one in history.of_topic(reader_of(client), client.world.circle, THREAD)]


def test_two_topics_at_one_time_are_both_shown_until_somebody_decides(world: World) -> None:
    amina, grace = world.clients[:2]
    topic(amina, "Essay")
    minutes_pass(amina)
    topic(grace, "The essay")
    world.settle()
    for client in (amina, grace):
        assert other_topics(client) == ["Essay"]
    amina.do(versions.use_topic, world.circle, THREAD, "Essay")
    world.settle()
    assert other_topics(amina) == other_topics(grace) == []
    assert amina.picture()["threads"] == grace.picture()["threads"]


def test_a_topic_that_was_seen_and_changed_asks_nobody(world: World) -> None:
    amina, grace = world.clients[:2]
    topic(amina, "Essay")
    world.settle()
    minutes_pass(grace)
    topic(grace, "Scholarship essay")
    world.settle()
    assert other_topics(amina) == other_topics(grace) == []
