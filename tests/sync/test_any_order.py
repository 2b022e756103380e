# SPDX-License-Identifier: Apache-2.0
"""Whatever order parcels come in, how often, how far: equal computers, each message once, answers last."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mentordesk.domain.ids import Lane
from mentordesk.domain.registers import THREAD_TOPIC
from mentordesk.storage import outbox, writes
from mentordesk.storage.parcels import Arrival
from tests.helpers.world import THREAD, Client, World, without_numbers

PEOPLE = 3
THREADS = (THREAD, b"thread 2")

# (what, who, argument): everybody acts on what they have seen so far
steps = st.lists(
    st.tuples(
        st.sampled_from(["say", "say", "say", "sync", "seal", "read", "title", "back"]),
        st.integers(0, PEOPLE - 1),
        st.integers(0, 1),
    ),
    max_size=25,
)


@contextmanager
def world_of(size: int = PEOPLE) -> Iterator[World]:
    """A world in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder), size)
        try:
            yield world
        finally:
            world.close()


class Story:
    """Plays steps; remembers which messages each message was written after."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.answers: dict[bytes, set[bytes]] = {}

    def play(self, what: str, who: int, argument: int) -> None:
        """One step of one person."""
        client, thread = self.world.clients[who], THREADS[argument]
        if what == "say":
            seen = {row.id for row in client.rows("SELECT id FROM messages WHERE thread = ?", thread)}
            self.answers[client.say(f"{len(self.answers)}", thread)] = seen
        elif what == "sync":
            client.sync()
        elif what == "seal":
            client.seal()
        elif what == "back":
            client.do(_take_one_back, thread)
        elif what == "read":
            client.do(_read_all, thread)
        elif client.count("SELECT count(*) FROM threads WHERE thread = ?", thread):
            client.do(_title, self.world.circle, thread, f"Title {len(self.answers)} of {who}")

    def finish(self) -> None:
        """Everybody's parcels are in the log, nobody has fetched anything more."""
        for client in self.world.clients:
            client.seal()
            client.push()


def _read_all(tx: Any, thread: bytes) -> None:
    found = tx.conn.exec_driver_sql(
        "SELECT id FROM messages WHERE thread = ? AND fresh = 1", (thread,)
    ).scalars()
    writes.mark_read(tx, tuple(found))


def _take_one_back(tx: Any, thread: bytes) -> None:
    """Of mine the newest that stands and has left."""
    found = tx.conn.exec_driver_sql(
        """SELECT id FROM messages WHERE thread = ? AND author = ? AND gone = 0 AND entry > 0
        ORDER BY rank DESC LIMIT 1""",
        (thread, tx.me.member),
    ).scalar()
    if found is not None:
        writes.retract(tx, found)
        outbox.let_go(tx)


def _title(tx: Any, circle: bytes, thread: bytes, topic: str) -> None:
    outbox.edit(tx, circle, THREAD_TOPIC, thread, (topic,))


def everything(world: World) -> list[Arrival]:
    """All blobs that anybody may be handed, without hints."""
    logs = world.log.arrivals(world.office.trust.id, (Lane.CONTROL,), hints=False)
    return [*logs, *world.log.arrivals(world.circle, hints=False)]


def check(client: Client, story: Story) -> None:
    """Each message once, and none before one that it answers."""
    order = [
        row.id
        for thread in THREADS
        for row in client.rows(
            "SELECT id FROM messages WHERE thread = ? ORDER BY base, author, rank, id", thread
        )
    ]
    assert len(order) == len(set(order)) == len(story.answers)
    for place, message in enumerate(order):
        assert not story.answers[message] & set(order[place + 1 :])


@settings(max_examples=40)
@given(steps, st.data())
def test_any_order_any_repetition_any_grouping_gives_the_same_rows(
    plan: list[tuple[str, int, int]], data: st.DataObject
) -> None:
    with world_of() as world:
        story = Story(world)
        for step in plan:
            story.play(*step)
        story.finish()
        blobs = everything(world)
        readers = []
        for order in (blobs, data.draw(st.permutations(blobs))):
            reader = world.computer(0, joined=False)
            reader.join()
            repeated = [*order, *order[:: data.draw(st.integers(1, 7))]]
            size = data.draw(st.integers(1, 9))
            for at in range(0, len(repeated), size):
                reader.receive(repeated[at : at + size])
            check(reader, story)
            readers.append(reader)
        assert readers[0].picture() == readers[1].picture()
        assert readers[0].lanes() == readers[1].lanes()
        for lane in readers[0].lanes():
            assert all(part.low == 0 for part in lane.intervals)


@settings(max_examples=30)
@given(steps, st.randoms(use_true_random=False))
def test_after_healing_all_computers_are_equal_and_silent(
    plan: list[tuple[str, int, int]], dice: Any
) -> None:
    with world_of() as world:
        story = Story(world)
        for step in plan:
            story.play(*step)
            if dice.random() < 0.2:  # a reply that got lost
                client = dice.choice(world.clients)
                client.seal()
                client.push(acknowledge=False)
            if dice.random() < 0.2:  # a reply that was cut, or a stick with some of the parcels
                handful = world.words()[: dice.randrange(8)]
                dice.choice(world.clients).receive(
                    without_numbers(handful) if dice.random() < 0.5 else handful
                )
        world.settle(rounds=4)
        size = {place: len(lane) for place, lane in world.log.lanes.items()}
        world.settle(rounds=1)
        assert {place: len(lane) for place, lane in world.log.lanes.items()} == size
        first = world.clients[0].picture()
        for client in world.clients:
            check(client, story)
            assert client.picture() == first
            assert client.count("SELECT count(*) FROM outbox") == 0
            assert client.count("SELECT count(*) FROM entries WHERE own = 1 AND covered = 0") == 0
            assert client.count("SELECT count(*) FROM entries WHERE state <> 0") == 0


@settings(max_examples=30)
@given(steps, st.randoms(use_true_random=False))
def test_copies_and_older_states_of_a_profile_lose_and_double_nothing(
    plan: list[tuple[str, int, int]], dice: Any
) -> None:
    with world_of(2) as world:
        story = Story(world)
        for what, who, argument in plan:
            story.play(what, who % len(world.clients), argument)
            if dice.random() < 0.15 and len(world.clients) < 4:
                world.copy(dice.choice(world.clients), f"copy {len(world.clients)}")
        world.settle(rounds=6)
        first = world.clients[0].picture()
        for client in world.clients:
            check(client, story)
            assert client.picture() == first
