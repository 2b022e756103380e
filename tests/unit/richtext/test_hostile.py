# SPDX-License-Identifier: Apache-2.0
"""Bytes of others: looked at without the engine, refused with a code, and never more than refused."""

from __future__ import annotations

import resource
import subprocess
import sys

import loro
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordesk.base.errors import Refused
from mentordesk.richtext.codes import TextCode
from mentordesk.richtext.document import TextDocument
from mentordesk.richtext.engine import new_doc
from mentordesk.richtext.peers import peer_id
from mentordesk.richtext.updates import MAX_UPDATE, Span, inspect
from tests.unit.richtext.hostile import altered, sealed, story
from tests.unit.richtext.pairs import bytes_of, essay, opened, reviewers

BASE, UPDATE = story()
GIGABYTE = 1 << 30


def test_an_update_says_whose_changes_it_holds() -> None:
    amina = essay("The well is far. " * 900)
    for at in range(0, 15_000, 100):
        amina.insert(at, "one two three four five six seven eight nine ten")
    pieces = amina.own(0)
    assert len(pieces) > 1
    assert [inspect(piece.data) for piece in pieces] == [
        (Span(1, piece.start, piece.end),) for piece in pieces
    ]
    assert [piece.start for piece in pieces[1:]] == [piece.end for piece in pieces[:-1]]
    assert (pieces[0].start, pieces[-1].end) == (0, amina.own_end)
    grace, _ = reviewers(amina)
    start = grace.own_end
    grace.suggest_insert(5, "x")
    assert inspect(grace.own(start)[0].data) == (Span(2, 0, grace.own_end),)


def test_what_the_engine_says_of_an_update_is_the_same() -> None:
    first, second, doc = essay("One. " * 50), essay("Two."), new_doc(7)
    grace, _ = reviewers(first)
    grace.suggest_delete(3, 9)
    first.take(bytes_of(grace))
    first.insert(2, "more\nand more 😀")
    doc.import_(first.snapshot())
    everything = bytes(doc.export(loro.ExportMode.Updates(loro.VersionVector())))
    for data in (*bytes_of(first), *bytes_of(second), everything):
        meta = loro.LoroDoc.decode_import_blob_meta(data, True)
        ends = meta.partial_end_vv.to_spans().inner()
        assert {span.peer: (0, span.end) for span in inspect(data)} == ends


@given(st.binary(max_size=200))
def test_no_other_bytes_are_an_update(data: bytes) -> None:
    for candidate in (data, b"loro" + data, UPDATE[:22] + data, UPDATE + data if data else b""):
        with pytest.raises(Refused, match=TextCode.SHAPE):
            inspect(candidate)


@given(st.integers(0, len(UPDATE) - 1))
def test_a_cut_update_is_none(end: int) -> None:
    with pytest.raises(Refused):
        inspect(UPDATE[:end])


@given(st.integers(0, 2**32))
def test_altered_updates_are_read_or_refused(seed: int) -> None:
    try:
        spans = inspect(altered(UPDATE, seed))
    except Refused as refused:
        assert refused.code == TextCode.SHAPE
    else:
        assert all(0 <= span.start < span.end < 2**31 for span in spans)


def test_a_snapshot_or_too_much_is_no_update() -> None:
    with pytest.raises(Refused, match=TextCode.SHAPE):
        inspect(essay("One").snapshot())
    with pytest.raises(Refused, match=TextCode.SIZE):
        inspect(UPDATE + bytes(MAX_UPDATE))


def test_claims_that_ask_for_gigabytes_are_refused() -> None:
    body = UPDATE[22:]
    block = body[body[0] // 128 + 1 :] if body[0] < 128 else body[2:]
    huge = b"\xfe\xff\xff\xff\x0f"
    for at in range(5):  # the five numbers a block begins with
        claim = block[:at] + huge + block[at + 1 :]
        size = len(claim)
        prefix = bytes((size,)) if size < 128 else bytes((size & 127 | 128, size >> 7))
        try:
            spans = inspect(sealed(UPDATE[20:22] + prefix + claim))
        except Refused as refused:
            assert refused.code == TextCode.SHAPE
        else:
            assert spans, "Lamport times may be large: nothing is as long as they are"
            assert at in (2, 3)


def test_whatever_is_altered_inside_no_more_happens_than_a_refusal() -> None:
    """In a process that may have one gigabyte: an engine that asks for more would end it."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit.richtext.hostile", "0", "250"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (GIGABYTE, GIGABYTE)),
    )
    assert done.returncode == 0, done.stderr[-500:]
    ends = dict(part.split("=") for part in done.stdout.split())
    assert set(ends) <= {"taken", TextCode.SHAPE, TextCode.DAMAGED, TextCode.BROKEN}
    assert int(ends[TextCode.DAMAGED]) > 10


def test_a_damaged_update_keeps_no_other_out() -> None:
    amina = opened(1, BASE)
    bad = bytearray(UPDATE)
    bad[-1] ^= 1
    with pytest.raises(Refused, match=TextCode.DAMAGED):
        amina.take([bytes(bad), UPDATE])
    assert len(amina.suggestions()) == 1
    amina.insert(0, "Still here. ")
    assert amina.text().startswith("Still here. The well")


def test_a_damaged_cache_is_told_from_damaged_updates() -> None:
    cache = opened(1, BASE).snapshot()
    for broken in (cache[:-9], b"no", cache[:40] + b"x" + cache[41:]):
        with pytest.raises(Refused, match=TextCode.CACHE):
            TextDocument.load(1, BASE, broken)
    with pytest.raises(Refused, match=TextCode.SHAPE):
        TextDocument.load(1, [BASE[0][:50]])
    flipped = bytearray(BASE[0])
    flipped[-2] ^= 4
    with pytest.raises(Refused, match=TextCode.DAMAGED):
        TextDocument.load(1, [bytes(flipped)], b"")


def test_peers_are_made_of_author_writer_and_run() -> None:
    made = [
        (bytes((a,)) * 16, bytes((w,)) * 8, bytes((r,)) * 4) for a in (1, 2) for w in (1, 2) for r in (1, 2)
    ]
    peers = {peer_id(*parts) for parts in made}
    assert len(peers) == 8
    assert all(0 < peer < 2**64 - 1 for peer in peers)
    assert peer_id(b"a" * 16, b"w" * 8, b"run0") == 12080023070491983708
