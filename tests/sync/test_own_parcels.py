# SPDX-License-Identifier: Apache-2.0
"""My own parcels when they come back, from copies and older states of a profile; and trust after a crash."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mentordesk.domain.ids import Lane
from mentordesk.storage import control, parcels
from tests.helpers.hand import keys_of
from tests.helpers.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Amina and Grace in one circle, with a computer each."""
    world = World(tmp_path)
    yield world
    world.close()


def test_what_a_lost_database_had_sent_comes_back_as_mine(world: World) -> None:
    amina, grace = world.clients
    sent = amina.say("before the loss")
    amina.sync()
    again = world.computer(0)
    again.pull()
    assert again.texts() == ["before the loss"]
    assert again.state(sent) == 3
    assert again.count("SELECT count(*) FROM messages WHERE fresh = 1") == 0
    again.seal()
    assert again.count("SELECT count(*) FROM outbox") == 0
    assert grace.texts() == []


def test_a_rewound_profile_mints_a_new_writer_when_its_own_later_parcel_comes(world: World) -> None:
    amina, grace = world.clients
    amina.say("yesterday")
    amina.sync()
    rewound = world.copy(amina, "yesterday's disk")
    amina.say("today")
    amina.sync()
    assert rewound.writer == amina.writer
    before = rewound.writer
    rewound.pull()
    assert rewound.writer != before
    assert rewound.texts() == ["yesterday", "today"]
    minted = rewound.writer
    rewound.say("after")
    rewound.sync()
    rewound.pull()
    assert rewound.writer == minted
    grace.sync()
    amina.sync()
    assert grace.texts() == amina.texts() == rewound.texts() == ["yesterday", "today", "after"]


def test_a_fork_mints_once_and_nothing_is_lost_or_doubled(world: World) -> None:
    amina, grace = world.clients
    amina.say("common")
    amina.sync()
    clone = world.copy(amina, "clone")
    amina.say("from the first")
    clone.say("from the clone")
    amina.sync()
    clone.seal()
    (mine,) = [one.hash for one in clone.do(parcels.outgoing, 1 << 20)]
    writer = clone.writer
    clone.push()
    clone.do(parcels.settle, parcels.Settled(forks=[mine]))
    minted = clone.writer
    assert minted != writer
    clone.do(parcels.settle, parcels.Settled(forks=[mine]))
    assert clone.writer == minted
    world.settle()
    assert sorted(grace.texts()) == ["common", "from the clone", "from the first"]
    assert amina.picture() == grace.picture() == clone.picture()


def test_a_message_in_the_outbox_of_a_rewound_profile_is_not_sealed_twice(world: World) -> None:
    amina, grace = world.clients
    amina.say("common")
    amina.sync()
    sent = amina.say("written once")
    rewound = world.copy(amina, "rewound")
    amina.sync()
    rewound.pull()
    assert rewound.count("SELECT count(*) FROM outbox WHERE id = ?", sent) == 0
    assert rewound.state(sent) == 3
    world.settle()
    assert grace.texts() == rewound.texts() == ["common", "written once"]


def test_a_parcel_that_comes_back_in_the_log_needs_no_acknowledgement(world: World) -> None:
    amina = world.clients[0]
    told = amina.say("the reply to this was lost")
    amina.seal()
    amina.push(acknowledge=False)
    assert amina.state(told) == 1
    amina.pull()
    assert amina.do(parcels.outgoing, 1 << 20) == []
    assert amina.state(told) == 3


# ---------------------------------------------------------------- control


def test_trust_survives_a_transaction_that_is_undone(world: World) -> None:
    late = world.computer(1, joined=False)
    late.join()
    statements = [*world.log.arrivals(world.office.trust.id, (Lane.CONTROL,)), *keys_of(world)]

    def undone(tx: object) -> None:
        parcels.apply(tx, statements)  # type: ignore[arg-type]
        raise KeyError

    with pytest.raises(KeyError):
        late.do(undone)
    assert late.do(lambda tx: tx.trust.head(world.circle)) is None
    late.receive(statements)
    assert late.do(lambda tx: tx.trust.head(world.circle)).seq == 0


def test_trust_is_the_same_after_a_restart(world: World) -> None:
    grace = world.clients[1]
    again = world.copy(grace, "restarted")
    assert again.do(lambda tx: tx.trust.head(world.circle)) == world.office.head
    assert again.do(lambda tx: control.replay(tx).roles(world.circle)) == dict(world.office.head.roles)
