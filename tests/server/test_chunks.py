# SPDX-License-Identifier: Apache-2.0
"""Chunks of files at the server: who may have them, what is kept of a broken line, and what is never kept."""
from __future__ import annotations

import errno
import os
import shutil
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mentordesk.crypto.filechunks import CHUNK, chunk_hash, seal_chunk
from mentordesk.crypto.parcel import parcel_hash
from mentordesk.crypto.primitives import Signer
from mentordesk.crypto.statements import Charter, Opening, make_statement
from mentordesk.domain.ids import NO_HASH, CircleId, Lane, Role
from mentordesk.server import blobs
from mentordesk.server.deadlines import Deadlines
from mentordesk.server.limits import NO_LIMITS
from mentordesk.server.service import Service, ServiceOptions
from mentordesk.wire.answers import decode_answer
from mentordesk.wire.exchange import Answer, RequestFlag
from mentordesk.wire.files import ChunkReply, ChunkRequest, FileFlag, Verb, open_reply, seal_request
from tests.helpers.caller import Caller
from tests.helpers.refusals import flips
from tests.server.school import School
from tests.server.test_service import ask

DAY = 86_400
KEY = bytes(32)
WHOLE = seal_chunk(KEY, 0, bytes(range(256)) * 256)[:CHUNK]
SMALL = seal_chunk(KEY, 1, b"a small chunk")
TRIES = 400


class Files:
    """A member's way to put and get chunks of one circle."""

    def __init__(self, caller: Caller, circle: CircleId) -> None:
        self.caller = caller
        self.circle = circle

    def request(self, verb: Verb, chunk: bytes, offset: int = 0, data: bytes = b"") -> tuple[bytes, bytes]:
        """(body, tag)."""
        most = len(chunk) - offset if verb is Verb.GET else 0
        member8, nonce = self.caller.me.member[:8], self.caller.rand.bytes(8)
        head = (member8, nonce, verb, self.circle, chunk_hash(chunk), len(chunk), offset, most)
        return seal_request(self.caller.link, ChunkRequest(*head), data)

    def _ask(self, body: bytes, tag: bytes) -> tuple[ChunkReply, bytes]:
        return open_reply(self.caller.link, tag, self.caller.post(body))

    def put(self, chunk: bytes, first: int = 0, last: int | None = None) -> ChunkReply:
        """Bring bytes first … last of a chunk."""
        return self._ask(*self.request(Verb.PUT, chunk, first, chunk[first:last]))[0]

    def stored(self, chunk: bytes) -> int:
        """How many bytes have come."""
        return self._ask(*self.request(Verb.PUT, chunk))[0].stored

    def get(self, chunk: bytes, offset: int = 0) -> tuple[int, bytes]:
        """(size, bytes from there on)."""
        reply, data = self._ask(*self.request(Verb.GET, chunk, offset))
        assert not reply.flags
        return reply.size, data

    def flags(self, verb: Verb, chunk: bytes) -> FileFlag:
        """What the server says besides numbers."""
        data = chunk if verb is Verb.PUT else b""
        return self._ask(*self.request(verb, chunk, data=data))[0].flags


@pytest.fixture
def pair(school: School) -> tuple[Files, Files]:
    """Two members of a circle."""
    circle, (amina, grace) = school.writers()
    return Files(amina, circle), Files(grace, circle)


def whole_files(school: School) -> list[Path]:
    return [path for path in school.folder.glob("chunks/??/*") if path.is_file()]


def beginnings(school: School) -> list[Path]:
    return list(school.folder.glob("chunks/part/*/*"))


# ---------------------------------------------------------------- whole


@pytest.mark.parametrize("chunk", [WHOLE, SMALL], ids=["whole", "small"])
def test_what_one_member_puts_the_other_gets(pair: tuple[Files, Files], chunk: bytes) -> None:
    amina, grace = pair
    assert amina.stored(chunk) == 0
    assert grace.get(chunk) == (0, b"")
    assert amina.put(chunk).stored == len(chunk)
    assert grace.get(chunk) == (len(chunk), chunk)
    assert grace.get(chunk, 10) == (len(chunk), chunk[10:])
    assert amina.put(chunk).stored == len(chunk)


def test_a_chunk_comes_in_parts_twice_and_overlapping(pair: tuple[Files, Files]) -> None:
    amina, grace = pair
    assert amina.put(WHOLE, 0, 1000).stored == 1000
    assert amina.put(WHOLE, 500, 2000).stored == 2000
    assert amina.put(WHOLE, 500, 800).stored == 2000
    assert amina.put(WHOLE, 9000, 9100).stored == 2000
    assert grace.get(WHOLE) == (0, b"")
    assert amina.put(WHOLE, 2000).stored == CHUNK
    assert grace.get(WHOLE) == (CHUNK, WHOLE)


def test_chunks_outlive_the_server(school: School, pair: tuple[Files, Files]) -> None:
    amina, grace = pair
    amina.put(WHOLE)
    amina.put(SMALL, 0, 20)
    school.restart()
    assert grace.get(WHOLE) == (CHUNK, WHOLE)
    assert amina.stored(SMALL) == 20


@pytest.mark.parametrize("wrong", [b"", b"x", b"y" * 100])
def test_what_is_not_what_its_name_says_is_thrown_away(
    school: School, pair: tuple[Files, Files], wrong: bytes
) -> None:
    amina, grace = pair
    body, tag = amina.request(Verb.PUT, SMALL, 0, (wrong + SMALL[len(wrong) :] + b"more")[: len(SMALL) + 4])
    reply, _ = open_reply(amina.caller.link, tag, school.post(body))
    assert reply.stored == (0 if wrong else len(SMALL))
    assert reply.flags == (FileFlag.WRONG if wrong else FileFlag(0))
    assert beginnings(school) == []
    assert amina.put(SMALL).stored == len(SMALL)
    assert grace.get(SMALL)[1] == SMALL


def test_a_chunk_that_the_disk_lost_can_be_brought_again(school: School, pair: tuple[Files, Files]) -> None:
    amina, grace = pair
    amina.put(WHOLE)
    (path,) = whole_files(school)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert grace.get(WHOLE) == (0, b"")
    assert grace.put(WHOLE).stored == CHUNK
    assert amina.get(WHOLE) == (CHUNK, WHOLE)


def test_a_chunk_that_cannot_be_read_just_now_is_not_given_up(
    school: School, pair: tuple[Files, Files], monkeypatch: pytest.MonkeyPatch, expected_warnings: list[str]
) -> None:
    amina, grace = pair
    amina.put(WHOLE)
    original = Path.read_bytes

    def too_many_open(path: Path) -> bytes:
        if "chunks" in path.parts:
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
        return original(path)

    expected_warnings.append("cannot receive %s")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", too_many_open)
        answer = decode_answer(school.post(grace.request(Verb.GET, WHOLE)[0]))
    assert answer is not None
    assert answer[0] is Answer.BUSY
    assert grace.get(WHOLE) == (CHUNK, WHOLE)


def test_who_asks_hears_of_a_chunk_that_is_only_in_the_books(
    school: School, pair: tuple[Files, Files]
) -> None:
    amina, grace = pair
    amina.put(WHOLE)
    (path,) = whole_files(school)
    path.unlink()
    assert amina.stored(WHOLE) == 0
    assert amina.put(WHOLE).stored == CHUNK
    assert grace.get(WHOLE) == (CHUNK, WHOLE)


def missing(files: Files, flags: RequestFlag = RequestFlag.REPAIRS, wait: int = 0) -> tuple[bytes, ...]:
    return files.caller.ask(flags=flags, extra=(wait, None)).reply.missing


def test_who_put_a_chunk_is_told_that_it_is_lost_until_it_is_there_again(
    school: School, pair: tuple[Files, Files]
) -> None:
    amina, grace = pair
    amina.put(WHOLE)
    amina.put(SMALL)
    assert missing(amina) == ()
    (school.folder / "chunks" / chunk_hash(WHOLE)[:1].hex() / chunk_hash(WHOLE).hex()).unlink()
    assert grace.get(WHOLE) == (0, b"")
    assert missing(amina) == missing(amina) == (chunk_hash(WHOLE),)
    assert missing(grace) == ()
    assert missing(amina, RequestFlag(0)) == missing(amina, wait=10) == ()
    amina.put(WHOLE, 0, 1000)
    school.restart()
    assert missing(amina) == (chunk_hash(WHOLE),)
    assert amina.put(WHOLE, 1000).stored == CHUNK
    assert missing(amina) == ()
    assert grace.get(WHOLE) == (CHUNK, WHOLE)


def test_a_chunk_found_lost_by_who_put_it_is_told_until_it_is_there_again(
    school: School, pair: tuple[Files, Files]
) -> None:
    amina, grace = pair
    amina.put(WHOLE)
    (path,) = whole_files(school)
    path.unlink()
    assert amina.stored(WHOLE) == 0
    assert missing(amina) == (chunk_hash(WHOLE),)
    assert grace.put(WHOLE).stored == CHUNK
    assert missing(amina) == missing(grace) == ()


def test_nobody_is_told_of_more_than_64_lost_chunks_at_once_nor_of_the_same_ones_always(
    school: School, pair: tuple[Files, Files]
) -> None:
    amina, _ = pair
    chunks = [seal_chunk(KEY, index, bytes([index])) for index in range(70)]
    for chunk in chunks:
        amina.put(chunk)
    shutil.rmtree(school.folder / "chunks")
    for chunk in chunks:
        assert amina.stored(chunk) == 0
    told = [missing(amina) for _ in range(20)]
    assert {len(one) for one in told} == {64}
    assert {name for one in told for name in one} == {chunk_hash(chunk) for chunk in chunks}


def test_a_lost_chunk_is_not_asked_for_without_end(school: School, pair: tuple[Files, Files]) -> None:
    amina, grace = pair
    amina.put(WHOLE)
    (path,) = whole_files(school)
    path.unlink()
    assert grace.get(WHOLE) == (0, b"")
    school.clock.advance(blobs.MISSED - DAY)
    assert missing(amina) == (chunk_hash(WHOLE),)
    school.clock.advance(2 * DAY)
    assert missing(amina) == ()


def test_what_comes_while_a_chunk_is_kept_does_not_alter_it(
    school: School, pair: tuple[Files, Files], monkeypatch: pytest.MonkeyPatch
) -> None:
    amina, grace = pair
    amina.put(WHOLE, 0, 1000)
    (part,) = beginnings(school)
    original = os.fsync

    def meanwhile(descriptor: int) -> None:
        blobs.Landing(part, 10, CHUNK).write(b"of another connection")
        original(descriptor)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", meanwhile)
        assert amina.put(WHOLE, 1000).stored == CHUNK
    assert grace.get(WHOLE) == (CHUNK, WHOLE)
    assert beginnings(school) == []


# ---------------------------------------------------------------- who may


def test_another_circles_member_gets_nothing_and_puts_nothing(
    school: School, pair: tuple[Files, Files]
) -> None:
    amina, _ = pair
    amina.put(WHOLE)
    other_circle, (stranger, _) = school.writers()
    for verb in Verb:
        assert Files(stranger, amina.circle).flags(verb, WHOLE) is FileFlag.FORBIDDEN
    there = Files(stranger, other_circle)
    assert there.get(WHOLE) == (0, b"")
    assert there.stored(WHOLE) == 0
    assert there.put(WHOLE).stored == CHUNK
    assert there.get(WHOLE)[1] == WHOLE


def test_who_left_the_circle_gets_nothing_more(school: School, pair: tuple[Files, Files]) -> None:
    amina, grace = pair
    amina.put(WHOLE)
    head = amina.caller.trust.head(amina.circle)
    assert head is not None
    roles = {amina.caller.me.member: head.roles[amina.caller.me.member]}
    charter = Charter(amina.circle, head.seq + 1, head.hash, head.epoch + 1, roles)
    school.office.announce(Signer.of(school.office.book.coordinator), charter)
    assert grace.flags(Verb.GET, WHOLE) is FileFlag.FORBIDDEN
    assert amina.get(WHOLE)[1] == WHOLE


def test_a_guardian_gets_files_once_words_were_opened(school: School) -> None:
    circle, (amina, _, guardian) = school.writers(Role.MENTEE, Role.MENTOR, Role.GUARDIAN)
    Files(amina, circle).put(WHOLE)
    theirs = Files(guardian, circle)
    assert theirs.flags(Verb.GET, WHOLE) is FileFlag.FORBIDDEN
    amina.ask([amina.parcel(circle, b"words")])
    opening = Opening(circle, NO_HASH, Lane.WORDS, 1, 1, 1)
    statement = make_statement(guardian.me.signer, guardian.trust.id, opening)
    school.post(guardian.request([statement])[0])
    assert theirs.get(WHOLE)[1] == WHOLE


def test_every_flipped_bit_of_a_request_is_refused(school: School, pair: tuple[Files, Files]) -> None:
    amina, _ = pair
    body, tag = amina.request(Verb.PUT, SMALL)
    for changed in flips(body):
        answer = decode_answer(school.post(changed))
        assert answer is not None
        assert answer[0] in (
            Answer.NOT_AUTHENTIC, Answer.MALFORMED, Answer.UPDATE_NEEDED, Answer.UNKNOWN_MEMBER
        )  # fmt: skip
    assert open_reply(amina.caller.link, tag, school.post(body))[0].stored == 0


def test_a_reply_belongs_to_its_request(pair: tuple[Files, Files]) -> None:
    amina, _ = pair
    body, tag = amina.request(Verb.PUT, SMALL)
    _, other = amina.request(Verb.PUT, SMALL)
    reply = amina.caller.post(body)
    assert open_reply(amina.caller.link, tag, reply)
    with pytest.raises(Exception, match="authenticator"):
        open_reply(amina.caller.link, other, reply)


# ---------------------------------------------------------------- how much


def test_a_member_puts_no_more_than_the_quota(tmp_path: Path) -> None:
    school = School(tmp_path / "small", replace(NO_LIMITS, stored=2 * CHUNK))
    circle, (caller, _) = school.writers()
    amina = Files(caller, circle)
    chunks = [seal_chunk(KEY, index, bytes(CHUNK - 40)) for index in range(3)]
    assert [amina.put(chunk).stored for chunk in chunks] == [CHUNK, CHUNK, 0]
    assert amina.flags(Verb.PUT, chunks[2]) is FileFlag.QUOTA
    assert amina.get(chunks[0])[1] == chunks[0]
    school.close()


def test_files_leave_room_for_words(tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free
    school = School(tmp_path / "small", replace(NO_LIMITS, spare=2 * free))
    circle, (caller, _) = school.writers()
    amina = Files(caller, circle)
    assert amina.flags(Verb.PUT, SMALL) is FileFlag.FULL
    assert amina.stored(SMALL) == 0
    head = caller.ask([caller.parcel(circle, b"words")]).head
    assert head is not None
    assert head.held
    assert beginnings(school) == []
    school.close()


def test_a_member_begins_no_end_of_chunks(school: School, pair: tuple[Files, Files]) -> None:
    amina, _ = pair
    for index in range(blobs.BEGINNINGS + 5):
        amina.put(seal_chunk(KEY, index, bytes(1000)), 0, 500)
    assert len(beginnings(school)) == blobs.BEGINNINGS


def test_beginnings_that_nobody_goes_on_with_are_let_go(school: School, pair: tuple[Files, Files]) -> None:
    amina, grace = pair
    amina.put(WHOLE)
    amina.put(SMALL, 0, 5)
    now = school.clock.now()
    for path in (*beginnings(school), *whole_files(school)):
        os.utime(path, (now, now))
    orphan = school.folder / "chunks" / "00" / ("00" * 16)
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"of no row")
    os.utime(orphan, (now, now))
    school.clock.advance(29 * DAY)
    grace.get(WHOLE)
    assert len(beginnings(school)) == 1
    assert not orphan.exists()
    school.clock.advance(2 * DAY)
    assert grace.get(WHOLE)[1] == WHOLE
    assert beginnings(school) == []


@pytest.mark.parametrize("step", ["open", "write", "fsync", "replace"])
def test_a_full_disk_loses_nothing_and_is_said(
    school: School, pair: tuple[Files, Files], step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    amina, grace = pair
    amina.put(WHOLE, 0, 1000)
    original = getattr(os, step)

    def full(*args: object, **others: object) -> object:
        if step == "open" and "chunks" not in str(args[0]):
            return original(*args, **others)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, step, full)
        reply = amina.put(WHOLE, 1000)
        assert reply.stored < CHUNK or reply.flags is FileFlag.FULL
    assert grace.get(WHOLE) == (0, b"")
    assert amina.put(WHOLE, 1000).stored == CHUNK
    assert grace.get(WHOLE)[1] == WHOLE


# ---------------------------------------------------------------- over sockets


@pytest.fixture
def service(school: School) -> Iterator[Service]:
    """A running server that gives a silent line up after half a second."""
    running = Service(ServiceOptions(school.folder, limits=NO_LIMITS, deadlines=Deadlines(quiet=0.5)))
    running.start()
    yield running
    running.stop()


def send_part(service: Service, body: bytes, size: int) -> socket.socket:
    """The first bytes of a request."""
    line = socket.create_connection(("127.0.0.1", service.port))
    line.sendall(b"POST /exchange HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body))
    line.sendall(body[:size])
    return line


def stored_at_last(files: Files, chunk: bytes, size: int) -> int:
    """How much has come, asked until it is so much."""
    return next((found for _ in range(TRIES) if (found := files.stored(chunk)) >= size), -1)


@pytest.mark.parametrize("size", [1, 5000, CHUNK - 1])
@pytest.mark.parametrize("hangs", [False, True], ids=["breaks", "hangs"])
def test_what_came_before_the_line_broke_is_kept_at_once(
    school: School, pair: tuple[Files, Files], service: Service, size: int, hangs: bool
) -> None:
    amina, grace = pair
    for one in pair:
        one.caller.post = lambda body: ask(service.port, body).body
    body, _ = amina.request(Verb.PUT, WHOLE, 0, WHOLE)
    line = send_part(service, body, len(body) - CHUNK + size)
    if not hangs:
        line.close()
    assert stored_at_last(amina, WHOLE, size) == size
    assert amina.put(WHOLE, size).stored == CHUNK
    assert grace.get(WHOLE) == (CHUNK, WHOLE)
    line.close()


def test_a_body_without_end_is_cut_short(school: School, pair: tuple[Files, Files], service: Service) -> None:
    amina, _ = pair
    body, _ = amina.request(Verb.PUT, WHOLE, 0, WHOLE)
    endless = body + bytes(900_000)
    answer = ask(service.port, endless)
    assert answer.status == 200
    assert sum(path.stat().st_size for path in (*beginnings(school), *whole_files(school))) <= CHUNK


def test_nothing_that_is_not_a_members_is_written(school: School, service: Service) -> None:
    body = bytes((100, 2)) + bytes(5000)
    assert ask(service.port, body).body == b"MDR1\x02"
    assert not (school.folder / "chunks").exists()


def test_a_restored_server_without_its_chunks_says_so(school: School, pair: tuple[Files, Files]) -> None:
    amina, grace = pair
    amina.put(WHOLE)
    shutil.rmtree(school.folder / "chunks")
    school.restart()
    assert grace.get(WHOLE) == (0, b"")
    assert amina.put(WHOLE).stored == CHUNK
    assert parcel_hash(WHOLE)[:16] != chunk_hash(WHOLE)
