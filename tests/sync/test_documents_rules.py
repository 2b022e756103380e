# SPDX-License-Identifier: Apache-2.0
"""Documents: who may say what, ends of epochs, writers that change, versions that know less."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mentordesk.crypto.documentid import document_id
from mentordesk.crypto.statements import CutOff
from mentordesk.domain.ids import Lane
from mentordesk.domain.registers import (
    DOCUMENT_AWAY,
    DOCUMENT_CARD,
    DOCUMENT_EDITORS,
    OF_DOCUMENTS,
    REGISTERS,
    REVIEW_ANSWER,
    REVIEW_ASK,
    REVIEW_RETURN,
    Register,
)
from mentordesk.richtext.document import TextDocument
from mentordesk.storage import epochs, figures, outbox, parcels, texts
from mentordesk.storage.known import NEWEST
from mentordesk.storage.merge import MergeNote
from mentordesk.storage.parcels import Settled
from mentordesk.storage.reads import texts as reads
from mentordesk.storage.schema import Guard
from mentordesk.storage.texts import Counted, NewText
from mentordesk.wire.operations import KINDS, Text
from tests.helpers.pens import Pen, essay, look, read, summary
from tests.helpers.world import Client, World

OLD = replace(
    NEWEST,
    formats=2,
    kinds=KINDS - {7},
    registers=frozenset(REGISTERS) - {register.number for register in OF_DOCUMENTS},
)
REBUILD = "SELECT max(rebuild) FROM documents"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Three people in one circle; Brian is going to leave it."""
    world = World(tmp_path, 3)
    world.settle(2)
    yield world
    world.close()


@pytest.fixture
def mine(world: World) -> Pen:
    """Amina's essay, known to all."""
    pen = essay(world.clients[0], world.circle)
    pen.write("I want to be a nurse.")
    world.settle(2)
    return pen


def say(client: Client, *ops: Text) -> None:
    """Send operations as they are."""
    for op in ops:
        client.do(lambda tx, op=op: outbox.add(tx, client.world.circle, Lane.DOCUMENTS, op))
    client.sync()


def notes(client: Client) -> list[str]:
    """What is said beside the accepted parcels of documents."""
    rows = client.rows("SELECT code FROM entries WHERE lane = 2 AND state = 0 ORDER BY id")
    return [row.code for row in rows]


# ---------------------------------------------------------------- who may say what


def test_nobody_writes_as_another(world: World, mine: Pen) -> None:
    amina, grace, _ = world.clients
    copied = amina.rows("SELECT data, run, writer FROM texts WHERE document = ?", mine.document)[0]
    stranger = TextDocument.create(4711)
    stranger.insert(0, "not hers")
    data = stranger.own(0)[0].data
    say(
        grace,
        Text(b"copied_1", mine.document, copied.run, copied.writer, copied.data),
        Text(b"foreign1", mine.document, b"run4", b"", data),
        Text(b"garbage1", mine.document, b"run4", b"", b"no update at all"),
    )
    amina.sync()
    assert read(amina, mine.document) == "I want to be a nurse."
    assert notes(amina)[-1] in (MergeNote.FORBIDDEN, MergeNote.UNKNOWN)
    assert amina.count("SELECT count(*) FROM texts WHERE author = ?", grace.member) == 0


OWNERS: dict[Register, tuple[object, ...]] = {
    DOCUMENT_CARD: ("mine now",),
    DOCUMENT_AWAY: (1,),
    DOCUMENT_EDITORS: (b"",),
    REVIEW_ASK: (1, b"", 0, 0, 0, ""),
}


@pytest.mark.parametrize("register", OWNERS, ids=lambda register: str(register.field))
def test_only_the_owner_sets_what_is_the_owners(world: World, mine: Pen, register: Register) -> None:
    amina, grace, _ = world.clients
    (row,) = amina.rows("SELECT nonce FROM documents")
    for nonce in (row.nonce, b"whatever", b""):
        value = (nonce, *OWNERS[register])
        grace.do(lambda tx, value=value: outbox.edit(tx, world.circle, register, mine.document, value))
        grace.sync()
    amina.sync()
    fields = amina.rows("SELECT author FROM fields WHERE register = ?", register.number)
    assert {field.author for field in fields} <= {amina.member}
    assert summary(amina, mine.document).title == "Essay"


def test_a_review_is_given_back_by_the_reviewer_and_answered_by_the_owner(world: World, mine: Pen) -> None:
    amina, grace, brian = world.clients
    (row,) = amina.rows("SELECT nonce FROM documents")
    entity = mine.document + grace.member
    brian.do(lambda tx: outbox.edit(tx, world.circle, REVIEW_RETURN, entity, (1, 1, 1, 1, 1, 1)))
    grace.do(
        lambda tx: outbox.edit(tx, world.circle, REVIEW_ANSWER, entity, (row.nonce, 1, 1, 1, 1, 1, 1, 1, 1))
    )
    world.settle(2)
    number = "SELECT count(*) FROM fields WHERE register IN (10, 11) AND circle = ?"
    assert amina.count(number, world.circle) == 0


def test_an_id_belongs_to_who_made_it(world: World) -> None:
    amina, grace, _ = world.clients
    assert document_id(amina.member, b"nonce__8") != document_id(grace.member, b"nonce__8")


# ---------------------------------------------------------------- clones and other writers


def test_a_cloned_run_is_made_anew_everywhere_in_one_order(world: World, mine: Pen) -> None:
    """Two machines go on as one run: the same counters with other bytes."""
    amina, grace, brian = world.clients
    data = mine.text.own(0)
    twin = TextDocument.load(mine.text.own(0)[0].peer, [one.data for one in data])
    mine.text.insert(0, "One. ")
    twin.insert(0, "Two. ")
    since = data[-1].end
    for text, name in ((mine.text, b"of_one__"), (twin, b"of_two__")):
        (piece,) = text.own(since)
        say(amina, Text(name, mine.document, mine.typist.run, b"", piece.data))
    world.settle(2)
    assert [client.count(REBUILD) for client in (grace, brian)] == [1, 1]
    assert read(grace, mine.document) == read(brian, mine.document)
    again = world.computer(1)
    again.pull()
    assert read(again, mine.document) == read(brian, mine.document)


def test_a_new_writer_in_the_middle_of_a_sitting_changes_nothing(world: World, mine: Pen) -> None:
    amina, grace, _ = world.clients
    mine.write("Before. ")
    amina.do(lambda tx: tx.mint_writer())
    mine.write("After. ")
    amina.sync()
    mine.write("Later. ")
    world.settle(2)
    assert read(grace, mine.document) == mine.text.text()[:-1]
    assert grace.count(REBUILD) == 0


def test_text_that_is_sealed_again_stands_once(world: World, mine: Pen) -> None:
    amina, grace, _ = world.clients
    mine.write("Again. ")
    amina.seal()
    amina.push(acknowledge=False)  # it is there, whatever the server says
    (row,) = amina.rows("SELECT * FROM entries WHERE lane = 2 AND own = 1 AND covered = 0")
    amina.do(epochs.unseal, row)
    mine.write("More. ")
    world.settle(3)
    for client in (amina, grace):
        assert read(client, mine.document) == "More. Again. I want to be a nurse."
        assert client.count(REBUILD) == 0
        assert client.count("SELECT count(*) FROM outbox") == 0


# ---------------------------------------------------------------- the end of an epoch


def end_epoch(world: World, cuts: dict[tuple[bytes, int], CutOff]) -> None:
    """Brian leaves."""
    world.office.change(world.office.roles(*world.office.people[:2]), cuts)
    world.publish()


def chains(world: World) -> dict[tuple[bytes, int], CutOff]:
    """Everything that stands in the log now."""
    found: dict[tuple[bytes, int], CutOff] = {}
    amina = world.clients[0]
    for row in amina.rows(
        "SELECT writer, lane, n, hash FROM entries WHERE circle = ? AND kind = 1 ORDER BY n", world.circle
    ):
        found[row.writer, row.lane] = CutOff(row.n, row.hash)
    return found


@pytest.mark.parametrize("afterwards", [False, True])
def test_what_a_removed_member_wrote_late_is_kept_apart(world: World, mine: Pen, afterwards: bool) -> None:
    amina, grace, brian = world.clients
    cuts = chains(world)
    his = Pen(brian, mine.document)
    his.write("Too late. ")
    if not afterwards:
        end_epoch(world, cuts)
        amina.pull()
        grace.pull()
    brian.seal()
    brian.push()
    amina.sync()
    grace.sync()
    if afterwards:
        end_epoch(world, cuts)
        world.settle(2)
    for client in (amina, grace):
        assert read(client, mine.document) == "I want to be a nurse."
        with look(client) as reader:
            (late,) = reads.late(reader, mine.document)
            assert late.author == brian.member
            opened = reads.opened(reader, mine.document)
        whole = TextDocument.load(1, [*(row.data for row in opened.rows), late.data])
        assert whole.text() == "Too late. I want to be a nurse.\n"  # what leans on it could be read


def test_late_text_is_found_again_after_an_upgrade(world: World, mine: Pen) -> None:
    """A version that knew no documents held it back without looking into it."""
    amina, _, brian = world.clients
    end_epoch(world, chains(world))
    amina.pull()
    Pen(brian, mine.document).write("Too late. ")
    brian.seal()
    brian.push()
    amina.store.known = OLD
    amina.pull()
    assert amina.count("SELECT count(*) FROM texts WHERE late = 1") == 0
    amina.store.known = NEWEST
    amina.do(parcels.after_upgrade)
    amina.do(parcels.work)
    assert amina.count("SELECT count(*) FROM texts WHERE late = 1") == 1
    assert mine.again() == "I want to be a nurse."


def test_mine_beyond_a_cut_off_goes_again(world: World, mine: Pen) -> None:
    amina, grace, _ = world.clients
    cuts = chains(world)
    mine.write("Meanwhile. ")
    amina.seal()
    amina.push(acknowledge=False)
    end_epoch(world, cuts)
    world.settle(3)
    assert read(grace, mine.document) == read(amina, mine.document) == "Meanwhile. I want to be a nurse."
    with look(grace) as reader:
        assert reads.late(reader, mine.document) == ()


# ---------------------------------------------------------------- versions


def test_an_older_version_keeps_what_it_does_not_know_and_the_rest_of_it(world: World) -> None:
    amina, grace, _ = world.clients
    grace.store.known = OLD
    mine = essay(amina, world.circle)
    mine.write("I want to be a nurse.")
    amina.say("in the same parcel as the card")
    amina.sync()
    grace.sync()
    assert grace.texts() == ["in the same parcel as the card"]
    assert grace.count("SELECT count(*) FROM texts") == 0
    grace.store.known = NEWEST
    assert parcels.was_older(grace.store)
    grace.do(parcels.after_upgrade)
    grace.sync()
    while grace.do(parcels.work).more:
        pass
    assert read(grace, mine.document) == "I want to be a nurse."
    assert summary(grace, mine.document).title == "Essay"


# ---------------------------------------------------------------- saving


def test_a_save_that_begins_below_what_is_sealed_is_told_where_to_begin(world: World) -> None:
    amina = world.clients[0]
    mine = essay(amina, world.circle)
    mine.write("one ")
    end = mine.text.own_end
    amina.seal()
    mine.text.insert(0, "two ")
    pieces = [NewText(one.start, one.end, one.data) for one in mine.text.own(0)]
    answer = amina.do(texts.append, mine.document, mine.typist, pieces)
    assert (answer.done, answer.since) == (False, end)
    pieces = [NewText(one.start, one.end, one.data) for one in mine.text.own(answer.since)]
    assert amina.do(texts.append, mine.document, mine.typist, pieces).done


def test_the_chip_counts_a_document_once_and_nothing_that_is_held_or_private(world: World, mine: Pen) -> None:
    amina, grace, _ = world.clients

    def waiting(client: Client) -> int:
        return figures._waiting(client.store.conn)

    before = waiting(amina)
    mine.write("a")
    mine.write("b")
    essay(amina, None).write("private")
    assert waiting(amina) == before + 1
    Pen(grace, mine.document, held=True).write("held")
    assert waiting(grace) == 0


def test_what_the_programme_died_with_is_tried_alone_then_set_aside(world: World, mine: Pen) -> None:
    _, grace, _ = world.clients
    with look(grace) as reader:
        rows = [row.rowid for row in reads.opened(reader, mine.document).rows]
    assert rows
    grace.do(texts.trying, rows)  # and it dies
    assert grace.do(texts.begin, mine.document) == 0
    with look(grace) as reader:
        suspects = reads.opened(reader, mine.document).rows
    assert {row.guard for row in suspects} == {Guard.SUSPECT}
    for row in suspects[1:]:
        grace.do(texts.trying, [row.rowid])
        grace.do(texts.trusted, [row.rowid])
    grace.do(texts.trying, [suspects[0].rowid])  # and it dies again
    assert grace.do(texts.begin, mine.document) == 1
    with look(grace) as reader:
        assert len(reads.opened(reader, mine.document).rows) == len(rows) - 1
    grace.do(texts.after_upgrade)
    with look(grace) as reader:
        assert len(reads.opened(reader, mine.document).rows) == len(rows)


def test_a_cache_stands_for_what_is_in_it(world: World, mine: Pen) -> None:
    _, grace, _ = world.clients
    with look(grace) as reader:
        opened = reads.opened(reader, mine.document)
    text = TextDocument.load(1, [row.data for row in opened.rows])
    grace.do(texts.trusted, [row.rowid for row in opened.rows])
    grace.do(texts.keep_cache, mine.document, text.snapshot(), opened.upto)
    mine.write("New. ")
    world.settle(2)
    with look(grace) as reader:
        again = reads.opened(reader, mine.document)
        news = reads.news(reader, mine.document, opened.upto, opened.rebuild)
    assert [row.data for row in again.rows] == [row.data for row in news.rows]
    assert len(news.rows) == 1
    assert not news.again
    whole = TextDocument.load(2, [row.data for row in again.rows], again.cache)
    assert whole.text() == "New. I want to be a nurse.\n"


def test_places_and_counts_are_kept(world: World, mine: Pen) -> None:
    amina = world.clients[0]
    amina.do(texts.keep_place, mine.document, 7, 3)
    amina.do(texts.keep_counts, mine.document, Counted(5, "a nurse.", 2, True))
    found = summary(amina, mine.document)
    assert (found.words, found.last_words, found.held, found.missing) == (5, "a nurse.", 2, True)


def test_a_settled_text_is_at_the_server(world: World, mine: Pen) -> None:
    amina = world.clients[0]
    mine.write("x")
    amina.seal()
    (row,) = amina.rows("SELECT hash FROM entries WHERE lane = 2 AND covered = 0 AND own = 1")
    amina.do(parcels.settle, Settled([(row.hash, 99)]))
    assert summary(amina, mine.document).delivery == 3
