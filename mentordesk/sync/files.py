# SPDX-License-Identifier: Apache-2.0
"""Files on the line: one chunk a step, after the words; what broke off goes on where it stopped, both ways.

Small files before big ones, newest first. What the server has not got yet is asked for again later, ever less
often; that it is not there means nothing else. Where the server has no room, that is shown,
and tried again hours later.
"""
from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeAlias

from mentordesk.base.clock import Clock
from mentordesk.base.errors import DiskTrouble, LineTrouble, NotOurServer, Refused, UpdateNeeded
from mentordesk.crypto.filechunks import CHUNK, chunk_hash, chunk_size
from mentordesk.domain.events import Event, FileChanged
from mentordesk.domain.files import FileId, FileState
from mentordesk.storage import attachments, traffic
from mentordesk.storage.attachments import Move
from mentordesk.storage.reads.reader import Moving
from mentordesk.storage.shelf import Shelf
from mentordesk.storage.store import Runner, Tx
from mentordesk.sync.exchange import link_key, raise_answer
from mentordesk.sync.line import Connection, LineBroken, Meter, Received, RequestTooLarge
from mentordesk.wire.exchange import WireCode
from mentordesk.wire.files import ChunkReply, ChunkRequest, FileFlag, Verb, open_reply, seal_request

REST = 300.0  # seconds between looks when nothing is to be moved
LATER = 15.0  # seconds until a chunk is asked for again that is not there, then twice that
LATEST = 3600.0
NO_ROOM = 4 * 3600.0  # seconds until a server that had no room is asked again
_ASKED_FIRST = 4096  # bytes; where less would be sent, asking how much has come costs more than it saves
_SMALLEST = 4096  # bytes of a piece
_PATIENCE = 3  # breaks in a row
_SHOWN_EVERY = 0.25  # seconds between two reports of progress
_log = logging.getLogger(__name__)

Connect: TypeAlias = Callable[[], Connection]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be moved, in order; nothing while the week's bytes are used up."""

    moves: tuple[Move, ...]
    over: bool
    now: int


class FileMover:
    """Moves one profile's files; stepped on the engine's thread."""

    def __init__(
        self, runner: Runner, shelf: Shelf, moving: Moving, clock: Clock, publish: Callable[[Event], None]
    ) -> None:
        self._runner = runner
        self._shelf = shelf
        self._moving = moving
        self._clock = clock
        self._publish = publish
        self._later: dict[FileId, tuple[float, float]] = {}  # until when, and the pause after that one
        self._offset: dict[bytes, int] = {}  # bytes of a chunk of mine that the server has said it has
        self._sure: set[FileId] = set()  # files of mine of whose next chunk nothing has left yet
        self._holed: dict[FileId, int] = {}  # files that the server has lost chunks of, and how many it had
        self._farthest: dict[bytes, int] = {}  # bytes of a chunk that the server has ever said it has
        self._broken: dict[FileId, int] = {}  # how often in a row the line broke and nothing had moved
        self._piece = CHUNK  # bytes of one request; less where something on the way takes no more
        self._shown: Move | None = None
        self._shown_at = 0.0
        self._telling = False

    def ask_again(self, file: FileId = b"") -> None:
        """Do not wait any longer for this file, or for any; from any thread."""
        if self._telling:
            return  # what is heard is our own word
        if file:
            self._later.pop(file, None)
            self._moving.refused.pop(file, None)
        else:
            self._later.clear()

    def bring_again(self, missing: Collection[bytes]) -> None:
        """The server has lost these chunks: what follows them in files of mine is asked for as well."""
        try:
            files = self._runner.call(lambda tx: attachments.send_missing(tx, missing, self._shelf))
        except DiskTrouble as trouble:  # it is said again on the next connection
            _log.info("no chunk brought again: %s", trouble.code)
            return
        for file, had in files.items():
            self._holed[file] = max(had, self._holed.get(file, 0))
            self._sure.discard(file)
            self._later.pop(file, None)

    def turn(self, connect: Connect) -> float:
        """At most one chunk; the seconds until the next one is worth while. A LineTrouble when it broke."""
        plan = self._runner.call(self._plan)
        self._tell_plan(plan)
        now = self._clock.monotonic()
        waits = [(max(0.0, self._later.get(move.file, (0.0, 0.0))[0] - now), move) for move in plan.moves]
        ready = next((move for wait, move in waits if not wait), None)
        if ready is None:
            self._show(None, 0)
            return min([REST, *(wait for wait, _ in waits)])
        return self._move(ready, connect)

    # ------------------------------------------------------------------ planning
    def _plan(self, tx: Tx) -> _Plan:
        over = attachments.usage(tx.conn, tx.now()).over
        return _Plan(tuple(attachments.moves(tx)), over, tx.now())

    def _tell_plan(self, plan: _Plan) -> None:
        """Files that begin or end to wait for the budget look different."""
        self._moving.now = plan.now
        if plan.over != self._moving.over_budget:
            self._moving.over_budget = plan.over
            files = [move.file for move in plan.moves]
            self._runner.call(lambda tx: attachments.tell_all(tx, files))

    # ------------------------------------------------------------------ one chunk
    def _move(self, move: Move, connect: Connect) -> float:
        if self._moving.over_budget:
            self._show(None, 0)
            return REST
        self._show(move, 0)
        try:
            if move.up:
                self._put(move, connect)
            else:
                self._get(move, connect)
        except DiskTrouble as trouble:
            _log.info("no file kept: %s", trouble.code)
            self._show(None, 0)
            return REST
        except UpdateNeeded:  # a server that knows no files; words go on
            self._wait(move, LATEST)
            self._show(None, 0)
            return LATEST
        except LineTrouble as trouble:
            self._broke(move, trouble)
            raise
        return 0.0

    def _broke(self, move: Move, trouble: LineTrouble) -> None:
        """What breaks again and again and gets no further is tried ever less often, if it must in pieces."""
        if isinstance(trouble, RequestTooLarge):
            self._piece = max(_SMALLEST, self._piece // 2)
        self._broken[move.file] = self._broken.get(move.file, 0) + 1
        if self._broken[move.file] >= _PATIENCE:
            self._wait(move, LATER)

    def _got_further(self, move: Move) -> None:
        self._broken.pop(move.file, None)
        self._later.pop(move.file, None)

    def _put(self, move: Move, connect: Connect) -> None:
        chunk = self._shelf.get(move.hash16)
        if chunk is None and move.index < self._holed.get(move.file, 0):  # it may well be there
            self._runner.call(lambda tx: attachments.moved(tx, move))
            return
        if chunk is None:
            self._runner.call(lambda tx: attachments.recount(tx, move.file, self._shelf))
            return
        known = move.hash16 in self._offset or move.file in self._sure
        asks = move.checks or (not known and len(chunk) > _ASKED_FIRST)
        offset = self._offset.pop(move.hash16, 0)
        self._sure.discard(move.file)
        data = b"" if asks else chunk[offset : offset + self._piece]
        reply, _, _ = self._exchange(move, Verb.PUT, (len(chunk), offset, 0), data, connect)
        if self._is_refused(move, reply):
            return
        if reply.stored == len(chunk):
            if move.index + 1 >= self._holed.get(move.file, 0):
                self._sure.add(move.file)
            self._got_further(move)
            self._runner.call(lambda tx: attachments.moved(tx, move))
        elif move.checks:
            self._runner.call(lambda tx: attachments.send_again(tx, move.file))
        elif reply.stored > len(chunk):
            raise NotOurServer(reason="file_size")
        else:
            self._offset[move.hash16] = reply.stored
            if reply.stored > self._farthest.get(move.hash16, 0):
                self._farthest = {move.hash16: reply.stored}
                self._got_further(move)
            elif data:  # it takes nothing: not the same again soon
                self._wait(move, REST)

    def _is_refused(self, move: Move, reply: ChunkReply) -> bool:
        """Whether the server takes nothing of this file now; why is shown where a person can do something."""
        full, quota = reply.flags & FileFlag.FULL, reply.flags & FileFlag.QUOTA
        if full or quota:
            self._moving.refused[move.file] = FileState.QUOTA if quota else FileState.NO_ROOM
        else:
            self._moving.refused.pop(move.file, None)
        if reply.flags:
            self._wait(move, NO_ROOM if full or quota else LATER)
        return bool(reply.flags)

    def _get(self, move: Move, connect: Connect) -> None:
        size = chunk_size(move.size, move.index)
        begun = self._shelf.beginning(move.hash16)[:size]
        if len(begun) == size:
            self._arrived(move, begun)
            return
        if not self._shelf.has_room(size):
            self._wait(move, REST)
            return
        wanted = (size, len(begun), size - len(begun))
        reply, data, whole = self._exchange(move, Verb.GET, wanted, b"", connect)
        data = data[: size - len(begun)]
        if reply.flags or reply.size != size or not data:
            self._wait(move, LATER)
        elif len(begun) + len(data) == size:
            self._arrived(move, begun + data)
        else:
            self._broken.pop(move.file, None)
            self._shelf.keep_beginning(move.hash16, begun + data)
            if whole:  # an honest server gives all that it is asked for
                self._wait(move, LATER)
        if not whole:
            raise LineBroken(reason="cut")

    def _arrived(self, move: Move, chunk: bytes) -> None:
        """All bytes of a chunk are here: keep it if it is what its name says."""
        if chunk_hash(chunk) != move.hash16:
            _log.warning("a chunk came that is not what it should be")
            self._shelf.forget(move.hash16)
            self._wait(move, LATER)
            return
        self._shelf.put(move.hash16, chunk)
        self._runner.call(lambda tx: attachments.moved(tx, move, chunk))
        self._got_further(move)

    def _exchange(
        self, move: Move, verb: Verb, place: tuple[int, int, int], data: bytes, connect: Connect
    ) -> tuple[ChunkReply, bytes, bool]:
        """(reply, bytes after it, whether they ended by themselves); `place`: size, offset, most."""

        def build(tx: Tx) -> tuple[bytes, ChunkRequest]:
            head = (tx.me.member[:8], tx.rand.bytes(8), verb, move.circle, move.hash16)
            return link_key(tx), ChunkRequest(*head, *place)

        link, request = self._runner.call(build)
        body, tag = seal_request(link, request, data)
        meter = Meter(lambda: self._show(move, place[1] + (meter.up if move.up else meter.down)))
        try:
            received = connect().post(body, meter)
            reply, rest = _opened(link, tag, received)
        except LineTrouble:
            self._runner.call(lambda tx: traffic.add(tx, meter.up, meter.down, files=True))
            raise
        self._runner.call(lambda tx: traffic.add(tx, meter.up, meter.down, files=True))
        return reply, rest, received.whole

    def _wait(self, move: Move, pause: float) -> None:
        """Others first; this file again later, each time twice as late."""
        pause = max(pause, self._later.get(move.file, (0.0, 0.0))[1])
        self._later[move.file] = (self._clock.monotonic() + pause, min(pause * 2, LATEST))

    # ------------------------------------------------------------------ showing
    def _show(self, move: Move | None, moved: int) -> None:
        """What moves just now, told a few times a second."""
        before, self._shown = self._shown, move
        self._moving.file, self._moving.bytes = (move.file, moved) if move else (b"", 0)
        now, same = self._clock.monotonic(), move and before and move.file == before.file
        if same and now - self._shown_at < _SHOWN_EVERY:
            return
        self._shown_at = now
        self._telling = True
        for one in (None if same else before, move):
            if one is not None:
                self._publish(FileChanged(one.circle, one.thread, one.message, one.file))
        self._telling = False


def _opened(link: bytes, tag: bytes, received: Received) -> tuple[ChunkReply, bytes]:
    raise_answer(received)
    try:
        return open_reply(link, tag, received.data)
    except Refused as refused:
        if not received.whole:
            raise LineBroken(reason="cut") from refused
        if refused.code == WireCode.NEWER:
            raise UpdateNeeded from refused
        raise NotOurServer(reason=refused.code) from refused
