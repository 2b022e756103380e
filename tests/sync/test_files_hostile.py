# SPDX-License-Identifier: Apache-2.0
"""A server with the right key that lies about files, full disks, lying members: words go on, all heals."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mentordesk.base.errors import (
    DiskFull,
    FileDangerous,
    FileTooLarge,
    FileUnreadable,
    TooManyFiles,
    Trouble,
)
from mentordesk.crypto.filechunks import CHUNK, chunk_hash, seal_chunk
from mentordesk.desk.attachments import clear_copies
from mentordesk.domain.events import FileChanged
from mentordesk.domain.files import MAX_FILE, MAX_FILES, FileState
from mentordesk.domain.ids import Lane
from mentordesk.storage import outbox
from mentordesk.sync.line import LineBroken
from mentordesk.wire.files import (
    ChunkReply,
    FileFlag,
    head_size,
    is_chunk_request,
    open_reply,
    seal_reply,
)
from mentordesk.wire.operations import Attach, Message
from tests.helpers.filing import CONTENT, attach, chunks_sent, files, move, read_only_file, states
from tests.helpers.town import Town
from tests.sync.conftest import Pair

Lie = Callable[[ChunkReply, bytes], tuple[ChunkReply, bytes]]
ALTERED = "a chunk came that is not what it should be"


class Lying:
    """While it is entered, each reply about a chunk is turned into another under the true key."""

    def __init__(self, town: Town, lie: Lie) -> None:
        self._town = town
        self._lie = lie
        self._honest = town.line.handle

    def __enter__(self) -> None:
        self._town.line.handle = self._handle

    def __exit__(self, *error: object) -> None:
        self._town.line.handle = self._honest

    def _handle(self, body: bytes) -> tuple[int, bytes]:
        status, answer = self._honest(body)
        if not is_chunk_request(body):
            return status, answer
        link, tag = self._town.link(body[2:10]), body[head_size(body) - 16 : head_size(body)]
        return status, seal_reply(link, tag, *self._lie(*open_reply(link, tag, answer)))


def other_chunk(reply: ChunkReply, data: bytes) -> tuple[ChunkReply, bytes]:
    return reply, seal_chunk(bytes(32), 0, bytes(max(0, len(data) - 40)))


LIES_DOWN: dict[str, Lie] = {
    "another chunk": other_chunk,
    "zeros": lambda reply, data: (reply, bytes(len(data))),
    "too small": lambda reply, data: (replace(reply, size=5), data[:5]),
    "too large": lambda reply, data: (replace(reply, size=CHUNK), data + bytes(CHUNK)),
    "nothing": lambda reply, data: (reply, b""),
    "not there": lambda reply, data: (replace(reply, size=0), b""),
    "forbidden": lambda reply, data: (replace(reply, flags=FileFlag.FORBIDDEN), data),
    "endless": lambda reply, data: (reply, data + bytes(3 << 20)),
    "one byte each": lambda reply, data: (reply, data[:1]),
}
QUIET = {"too small", "too large", "nothing", "not there", "forbidden", "endless", "one byte each"}


@pytest.mark.parametrize("name", LIES_DOWN)
def test_a_lie_about_a_chunk_keeps_nothing_wrong(
    pair: Pair, town: Town, name: str, expected_warnings: list[str], tmp_path: Path
) -> None:
    amina, grace = pair
    attach(amina, CONTENT[:1000])
    move(amina)
    if name not in QUIET:
        expected_warnings.append(ALTERED)
    with Lying(town, LIES_DOWN[name]):
        grace.sync()
        for _ in range(3):
            grace.engine.step()
        amina.desk.threads.start(amina.circle(), "Words", "go on").result()
        amina.sync()
        grace.sync()
    assert "go on" in grace.texts()
    for path in tmp_path.glob("grace/profiles/*/files/*"):
        assert path.stat().st_size <= CHUNK
        assert path.suffix == ".coming" or chunk_hash(path.read_bytes()).hex() == path.name
    move(grace)
    assert read_only_file(grace) == CONTENT[:1000]


LIES_UP: dict[str, Lie] = {
    "more than there is": lambda reply, data: (replace(reply, stored=CHUNK), data),
    "full": lambda reply, data: (replace(reply, stored=0, flags=FileFlag.FULL), data),
    "quota": lambda reply, data: (replace(reply, stored=0, flags=FileFlag.QUOTA), data),
    "forbidden": lambda reply, data: (replace(reply, stored=0, flags=FileFlag.FORBIDDEN), data),
    "wrong": lambda reply, data: (replace(reply, stored=0, flags=FileFlag.WRONG), data),
    "always nothing": lambda reply, data: (replace(reply, stored=0), data),
    "always one": lambda reply, data: (replace(reply, stored=1), data),
}


@pytest.mark.parametrize("name", LIES_UP)
def test_a_lie_about_what_was_sent_stops_no_words(pair: Pair, town: Town, name: str) -> None:
    amina, grace = pair
    attach(amina, CONTENT[:9000])
    with Lying(town, LIES_UP[name]):
        for _ in range(30):
            amina.engine.step()
            town.clock.advance(5)
        amina.desk.threads.start(amina.circle(), "Words", "go on").result()
        amina.sync()
    grace.sync()
    assert "go on" in grace.texts()
    move(amina)
    move(amina)
    move(grace)
    assert read_only_file(grace) == CONTENT[:9000]


@pytest.mark.parametrize("name", LIES_UP)
def test_a_server_that_takes_nothing_is_not_sent_the_same_for_ever(
    pair: Pair, town: Town, name: str
) -> None:
    amina, _ = pair
    attach(amina)
    with Lying(town, LIES_UP[name]):
        for _ in range(50):
            amina.engine.step()
            town.clock.advance(1)
    assert sum(map(len, town.line.requests)) < 3 * CHUNK


@pytest.mark.parametrize("name", LIES_DOWN)
def test_a_server_that_gives_nothing_is_not_asked_the_same_for_ever(
    pair: Pair, town: Town, name: str, expected_warnings: list[str]
) -> None:
    amina, grace = pair
    attach(amina)
    move(amina)
    if name not in QUIET:
        expected_warnings.append(ALTERED)
    with Lying(town, LIES_DOWN[name]):
        grace.sync()
        before = len(town.line.requests)
        for _ in range(50):
            grace.engine.step()
            town.clock.advance(1)
    assert len(town.line.requests) - before <= 8


NO_ROOM: dict[FileFlag, FileState] = {FileFlag.FULL: FileState.NO_ROOM, FileFlag.QUOTA: FileState.QUOTA}


def without_room(town: Town, flag: FileFlag) -> Lying:
    return Lying(town, lambda reply, data: (replace(reply, stored=0, flags=flag), data))


@pytest.mark.parametrize(("flag", "state"), NO_ROOM.items())
def test_a_server_without_room_is_said_and_asked_again_hours_later(
    pair: Pair, town: Town, flag: FileFlag, state: FileState
) -> None:
    amina, grace = pair
    attach(amina)
    amina.events.clear()
    with without_room(town, flag):
        move(amina)
        assert states(amina) == [state]
        shown = [event for event in amina.events if isinstance(event, FileChanged)]
        assert {event.file for event in shown} == {files(amina)[0].id}
        asked = len(chunks_sent(town))
        town.clock.advance(3 * 3600)
        for _ in range(5):
            amina.engine.step()
        assert len(chunks_sent(town)) == asked
    assert amina.desk.attachments.read(files(amina)[0].id) == CONTENT
    town.clock.advance(3600 + 300)
    for _ in range(10):
        amina.engine.step()
    assert states(amina) == [FileState.HERE]
    move(grace)
    assert read_only_file(grace) == CONTENT


@pytest.mark.parametrize(("flag", "state"), NO_ROOM.items())
def test_a_server_without_room_is_asked_at_once_when_somebody_tries_again(
    pair: Pair, town: Town, flag: FileFlag, state: FileState
) -> None:
    amina, _ = pair
    file = attach(amina)
    with without_room(town, flag):
        move(amina)
    assert states(amina) == [state]
    amina.desk.attachments.go_on(file).result()
    assert states(amina) == [FileState.WAITING]
    for _ in range(10):
        amina.engine.step()
    assert states(amina) == [FileState.HERE]


@pytest.mark.parametrize("answer", [b"", b"<html>", b"MDR1\x01", b"MDR1\x03", b"MDR1\x05\x0a", b"x" * 500])
def test_somebody_else_answering_stops_nothing_for_good(pair: Pair, town: Town, answer: bytes) -> None:
    amina, grace = pair
    attach(amina)
    amina.sync()
    honest = town.line.handle
    town.line.handle = lambda body: (200, answer) if is_chunk_request(body) else honest(body)
    for _ in range(5):
        amina.engine.step()
        town.clock.advance(20)
    town.line.handle = honest
    town.clock.advance(600)
    move(amina)
    move(grace)
    assert read_only_file(grace) == CONTENT


def test_a_line_that_never_lets_a_chunk_through_is_not_tried_without_end(pair: Pair, town: Town) -> None:
    amina, _ = pair
    attach(amina)
    amina.sync()
    honest = town.line.handle

    def dying(body: bytes) -> tuple[int, bytes]:
        if is_chunk_request(body) and len(body) > 1000:
            raise LineBroken(reason="cut")
        return honest(body)

    town.line.handle = dying
    town.line.requests.clear()
    began = town.clock.monotonic()
    for _ in range(150):
        town.clock.advance(max(1.0, amina.engine.step()))
    hours = (town.clock.monotonic() - began) / 3600
    assert sum(map(len, town.line.requests)) < (10 + 2 * hours) * CHUNK
    town.line.handle = honest
    move(amina)
    assert states(amina) == [FileState.HERE]


def test_a_proxy_that_takes_small_bodies_alone_lets_files_through(pair: Pair, town: Town) -> None:
    amina, grace = pair
    attach(amina)
    honest = town.line.handle
    town.line.handle = lambda body: (413, b"") if len(body) > 10_000 else honest(body)
    for _ in range(8):
        town.clock.advance(600)
        move(amina)
    move(grace)
    assert read_only_file(grace) == CONTENT


def test_a_stale_reply_is_not_believed(pair: Pair, town: Town) -> None:
    amina, grace = pair
    attach(amina)
    move(amina)
    grace.sync()
    grace.engine.step()
    stale = town.line.delivered[-1]
    honest = town.line.handle
    town.line.handle = lambda body: (200, stale) if is_chunk_request(body) else honest(body)
    grace.engine.step()
    town.line.handle = honest
    town.clock.advance(600)
    move(grace)
    assert read_only_file(grace) == CONTENT


# ---------------------------------------------------------------- the disk


@pytest.mark.parametrize("step", ["write", "rename", "fsync"])
def test_a_full_disk_refuses_a_file_and_keeps_the_draft(pair: Pair, step: str) -> None:
    amina, _ = pair
    circle, thread = amina.circle(), amina.desk.drafts.new_thread()
    shelf = amina.opened.reader.shelf
    shelf.files._before = _failing(step)
    with pytest.raises(DiskFull):
        amina.desk.attachments.attach(circle, thread, CONTENT, "essay").result()
    shelf.files._before = lambda name, path: None
    assert amina.desk.attachments.of_draft(thread) == []
    amina.desk.attachments.attach(circle, thread, CONTENT, "essay").result()
    assert len(amina.desk.attachments.of_draft(thread)) == 1


@pytest.mark.parametrize("step", ["write", "rename"])
def test_a_disk_that_fills_while_fetching_stops_no_words(pair: Pair, town: Town, step: str) -> None:
    amina, grace = pair
    attach(amina)
    move(amina)
    shelf = grace.opened.reader.shelf
    shelf.files._before = _failing(step)
    grace.sync()
    before = len(town.line.requests)
    for _ in range(20):
        grace.engine.step()
        town.clock.advance(1)
    assert len(town.line.requests) - before <= 2
    amina.desk.threads.start(amina.circle(), "Words", "go on").result()
    amina.sync()
    grace.sync()
    assert "go on" in grace.texts()
    shelf.files._before = lambda name, path: None
    move(grace)
    assert read_only_file(grace) == CONTENT


def _failing(step: str) -> Callable[[str, Path], None]:
    def before(name: str, path: Path) -> None:
        del path
        if name == step:
            raise OSError(28, "full")

    return before


# ---------------------------------------------------------------- limits


def test_what_is_too_large_too_many_or_no_file_is_refused(pair: Pair, tmp_path: Path) -> None:
    amina, _ = pair
    circle, thread = amina.circle(), amina.desk.drafts.new_thread()

    def trouble(source: Path | bytes) -> type[Trouble] | None:
        error = amina.desk.attachments.attach(circle, thread, source, "file").exception()
        return type(error) if isinstance(error, Trouble) else None

    (tmp_path / "big").write_bytes(bytes(MAX_FILE + 1))
    assert trouble(tmp_path / "big") is FileTooLarge
    assert trouble(bytes(MAX_FILE + 1)) is FileTooLarge
    assert trouble(tmp_path) is FileUnreadable
    assert trouble(tmp_path / "none") is FileUnreadable
    for _ in range(MAX_FILES):
        assert trouble(b"content") is None
    assert trouble(b"content") is TooManyFiles


# ---------------------------------------------------------------- members


def test_a_member_cannot_put_a_file_on_anothers_message(pair: Pair) -> None:
    amina, grace = pair
    amina.desk.threads.start(amina.circle(), "Mine", "my words").result()
    amina.sync()
    grace.sync()
    (message,) = grace.messages()
    chunk = seal_chunk(bytes(32), 0, b"not hers")
    forged = Attach(b"forged--", message.id, "x.pdf", "", 8, bytes(32), chunk_hash(chunk))
    circle = grace.circle()
    grace.opened.runner.call(lambda tx: outbox.add(tx, circle, Lane.WORDS, forged))
    for person in (grace, amina, grace):
        person.sync()
    assert files(amina) == files(grace) == []


def test_a_file_may_come_before_its_message_and_no_more_than_ten_count(pair: Pair) -> None:
    amina, grace = pair
    circle, thread = amina.circle(), b"thread--"
    names = [b"attach%02d" % number for number in range(MAX_FILES + 3)]
    chunk = seal_chunk(bytes(32), 0, b"x")
    rest = ("a\0", 1, bytes(32), chunk_hash(chunk))
    told = [Attach(name, b"message-", "../" + name.decode(), *rest) for name in names]

    def tell(tx: outbox.Tx) -> None:
        for one in told:
            outbox.add(tx, circle, Lane.WORDS, one)

    amina.opened.runner.call(tell)
    amina.sync()
    grace.sync()
    message = Message(b"message-", thread, 1, 0, 1_779_000_000, "late")
    amina.opened.runner.call(lambda tx: outbox.add(tx, circle, Lane.WORDS, message))
    amina.sync()
    grace.sync()
    assert [file.name for file in files(grace)] == ["_" + name.decode() for name in names[:MAX_FILES]]


def test_files_with_names_that_lead_elsewhere_are_saved_where_they_should(pair: Pair, tmp_path: Path) -> None:
    amina, grace = pair
    names = ("../../up.txt", "nul\0byte", "CON", "right\u202egnp.exe", "C:\\x\\y.txt", "." * 50, "x" * 4000)
    for name in names:
        attach(amina, name.encode("utf-8", "replace"), name)
    move(amina)
    move(grace)
    folder = tmp_path / "saved"
    folder.mkdir()
    for file in files(grace):
        path = grace.desk.attachments.export(file.id, folder)
        assert path.parent == folder
        assert path.read_bytes() == grace.desk.attachments.read(file.id)
    assert len(list(folder.iterdir())) == len(names)
    assert {path.name for path in tmp_path.iterdir()} == {"amina", "grace", "saved", "server"}


HIDDEN = {
    "mark behind it": "tool.exe\u202e",
    "soft hyphen": "tool.ex\u00ade",
    "private": "tool.exe\ue000",
    "cut off by the disk's limit": "\u0436" * 98 + ".exe" + "\u0436" * 18,
}


@pytest.mark.parametrize("name", HIDDEN)
def test_what_a_file_will_be_called_tells_whether_it_is_dangerous(pair: Pair, name: str) -> None:
    amina, grace = pair
    circle, rest = amina.circle(), ("", 0, bytes(32), b"")
    attach(amina, b"", HIDDEN[name])

    def tell(tx: outbox.Tx) -> None:
        outbox.add(tx, circle, Lane.WORDS, Attach(b"attach01", b"message-", HIDDEN[name], *rest))
        outbox.add(tx, circle, Lane.WORDS, Message(b"message-", b"thread--", 1, 0, 1_779_000_000, "Here"))

    amina.opened.runner.call(tell)
    amina.sync()
    grace.sync()
    assert [(file.name[-4:], file.dangerous) for file in files(grace)] == [(".exe", True)] * 2
    assert [file.dangerous for file in files(amina)][:1] == [True]


def test_dangerous_files_are_never_opened_and_copies_go(pair: Pair, tmp_path: Path) -> None:
    amina, grace = pair
    attach(amina, b"MZ\x90 not a picture", "picture.png")
    attach(amina, b"%PDF-1.7 words", "essay.pdf")
    attach(amina, b"echo", "run.bat")
    attach(amina, b"%PDF-1.7 words", "essay.odt")
    attach(amina, b"no pdf", "other.pdf")
    move(amina)
    grace.sync()
    assert [file.dangerous for file in files(grace)].count(True) == 1  # by their names
    move(grace)
    found = {file.name: file for file in files(grace)}
    assert {name: file.dangerous for name, file in found.items()} == {
        "picture.png": True, "essay.pdf": False, "run.bat": True, "essay.odt": False, "other.pdf": False
    }  # fmt: skip
    for name in ("picture.png", "run.bat", "other.pdf"):
        with pytest.raises(FileDangerous):
            grace.desk.attachments.open_copy(found[name].id, tmp_path / "copies")
    copy = grace.desk.attachments.open_copy(found["essay.pdf"].id, tmp_path / "copies")
    assert copy.read_bytes() == b"%PDF-1.7 words"
    assert copy.name == "essay.pdf"
    assert grace.desk.attachments.open_copy(found["essay.odt"].id, tmp_path / "copies").suffix == ".pdf"
    assert clear_copies(tmp_path / "copies")
    assert not copy.exists()
    assert states(grace) == [FileState.HERE] * 5
