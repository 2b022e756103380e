# SPDX-License-Identifier: Apache-2.0
"""The heads of one exchange: what a request asks and a reply answers, without the envelope around them."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum, IntFlag, StrEnum
from typing import TypeAlias

from mentordesk.base.errors import Refused
from mentordesk.base.reader import Reader, prefixed, varint
from mentordesk.crypto.primitives import H

VERSION = 1
MAX_BODY = 1 << 20  # bytes of a whole request or reply
MAX_BLOB = 64 * 1024  # bytes of one parcel or control blob
MAX_BLOBS = MAX_BODY // 18  # a list entry takes 18 bytes
MAX_WAIT = 300  # seconds of a long-poll
MAX_SEQ = (1 << 32) - 1  # the highest number of an entry in its lane
MAX_NAMES = 1024  # entries that one reply gives by name
MAX_MISSING = 64  # chunks of files that one reply says are lost
MAX_INTERVALS = 256  # of one lane's cursor: honest servers leave a handful, and all must fit into a request
SUM_MODULUS = 1 << 64


class WireCode(StrEnum):
    """Why a head is refused."""

    NEWER = "newer_format"  # a version or flag that this programme does not know
    INTERVALS = "cursor_intervals"
    COUNT = "count_too_high"
    FORM = "request_form"


class Answer(IntEnum):
    """The code of a plain answer."""

    OK = 0
    MALFORMED = 1
    UNKNOWN_MEMBER = 2
    NOT_AUTHENTIC = 3
    TOO_LARGE = 4
    BUSY = 5  # payload: varint seconds to wait
    UPDATE_NEEDED = 6
    SLIP_UNKNOWN = 7
    SLIP_EXPIRED = 8
    SLIP_USED = 9  # another certificate stands where this one wants to
    KEYBAG_REFUSED = 10  # wrong passphrase or slip, or no such member


class Push(IntEnum):
    """Why a named blob is not taken."""

    TOO_LARGE = 1
    UNKNOWN_SENDER_KEY = 2  # push control first
    NOT_ITS_AUTHOR = 3
    NOT_A_MEMBER = 4
    MALFORMED = 5
    LATE = 6  # its epoch has ended


class RequestFlag(IntFlag):
    """What a request's head carries."""

    PROBE = 1  # the named blobs are not in the body
    LONG = 2  # cursors written out
    WAIT = 4
    ENROL = 8
    KEYBAG_PUT = 16  # reserved
    REPAIRS = 32  # AGREED, NAMES, LEFT and MISSING are understood
    HINTS = 64


class ReplyFlag(IntFlag):
    """What a reply's head carries."""

    MORE = 1  # more is there than the budget took
    LONG_WANTED = 2  # the digest does not fit: send the cursors written out
    FORK = 4
    NEW_CIRCLES = 8
    HINTS = 16
    REPAIR = 32
    KEYBAG = 64  # reserved
    REFUSED = 128
    AGREED = 256
    NAMES = 512
    LEFT = 1024
    MISSING = 2048


NO_REQUEST_FLAGS = RequestFlag(0)
NO_REPLY_FLAGS = ReplyFlag(0)
_REQUEST_UNKNOWN = ~(127 - int(RequestFlag.KEYBAG_PUT))
_REPLY_UNKNOWN = ~(4095 - int(ReplyFlag.KEYBAG))
# Enum members are slow to combine, and every request is tested for these.
_LONG, _WAIT, _ENROL = int(RequestFlag.LONG), int(RequestFlag.WAIT), int(RequestFlag.ENROL)
_REPAIRS, _HINTS = int(RequestFlag.REPAIRS), int(RequestFlag.HINTS)


@dataclass(frozen=True, slots=True)
class Interval:
    """The entries low + 1 … head of a lane; `sum` of their hashes, mod 2^64."""

    low: int
    head: int
    sum: int


@dataclass(frozen=True, slots=True)
class LaneCursor:
    """What somebody holds of one lane: ascending intervals, which touch only where they are a ladder."""

    circle: bytes
    lane: int
    intervals: tuple[Interval, ...] = ()

    @property
    def head(self) -> int:
        """The highest number held; 0 = nothing."""
        return self.intervals[-1].head if self.intervals else 0


@dataclass(frozen=True, slots=True)
class ShortCursors:
    """A head per slot, each lane held from its first entry on, and one digest over everything."""

    heads: tuple[int, ...]
    digest: bytes  # 8 bytes


@dataclass(frozen=True, slots=True)
class LongCursors:
    """The cursors written out, in slot order."""

    lanes: tuple[LaneCursor, ...]


Cursors: TypeAlias = ShortCursors | LongCursors


@dataclass(frozen=True, slots=True)
class Enrol:
    """A first contact: the certificate (M statement), the key that asks for the keybag, the keybag."""

    certificate: bytes
    auth: bytes  # 32-byte Ed25519 public key
    keybag: bytes


@dataclass(frozen=True, slots=True)
class Hint:
    """A hash that stands before blob `index` in its writer's chain."""

    index: int
    prev: bytes  # 32 bytes


@dataclass(frozen=True, slots=True)
class RequestHead:
    """The fixed part of a request; the flags LONG, WAIT, ENROL and HINTS follow from the other fields."""

    member8: bytes
    nonce: bytes  # 8 random bytes
    cursors: Cursors
    flags: RequestFlag = NO_REQUEST_FLAGS
    wait: int = 0  # seconds; such a request names no blobs
    enrol: Enrol | None = None
    budget: int = 0  # KiB of blobs wanted in the reply
    hints: tuple[Hint, ...] = ()  # what stands before named blobs and is held by nobody here


@dataclass(frozen=True, slots=True)
class Run:
    """`count` blobs of the reply's list: the entries first, first + 1 … of a slot."""

    slot: int
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """A named blob that the server does not take; `code` is a Push number."""

    index: int
    code: int


@dataclass(frozen=True, slots=True)
class Agreed:
    """Both hold the same of the entries 1 … low of a slot, as far as the request's intervals go."""

    slot: int
    low: int


@dataclass(frozen=True, slots=True)
class Names:
    """Entries by name instead of by bytes: `hashes` (16 bytes each) of all entries of `runs`, in order."""

    runs: tuple[Run, ...] = ()
    hashes: tuple[bytes, ...] = ()

    def places(self) -> Iterator[tuple[int, int, bytes]]:
        """(slot, number in its lane, hash16) of each."""
        for (slot, seq), hash16 in zip(_places(self.runs), self.hashes, strict=True):
            yield slot, seq, hash16


@dataclass(frozen=True, slots=True)
class ReplyHead:
    """The fixed part of a reply; flags of optional parts follow from the parts.

    `new_circles` get the slots after the request's. Where the private circle leads them they are the whole
    list instead, in the server's order, and what is not among them has no slots.
    """

    time: int  # unix seconds at the server
    held: tuple[int, ...] = ()  # per named blob its number in its lane; 0 = not held
    runs: tuple[Run, ...] = ()
    flags: ReplyFlag = NO_REPLY_FLAGS
    forks: tuple[int, ...] = ()  # indexes of named blobs
    new_circles: tuple[bytes, ...] = ()
    repair: tuple[int, ...] = ()  # slots
    hints: tuple[Hint, ...] = ()
    refused: tuple[Refusal, ...] = ()
    agreed: tuple[Agreed, ...] = ()
    names: Names = Names()
    left: int = 0  # bytes of words and documents still to come besides this reply
    missing: tuple[bytes, ...] = ()  # hash16 of chunks that the member put and the server has lost

    def places(self) -> Iterator[tuple[int, int]]:
        """(slot, number in its lane) of each blob of the reply's list."""
        return _places(self.runs)


def _places(runs: Iterable[Run]) -> Iterator[tuple[int, int]]:
    for run in runs:
        for seq in range(run.first, run.first + run.count):
            yield run.slot, seq


def sum_of(hashes: Iterable[bytes]) -> int:
    """The sum that stands for a set of 32-byte hashes."""
    return sum(int.from_bytes(one[:8], "big") for one in hashes) % SUM_MODULUS


# ---------------------------------------------------------------- cursors


def fits_short(lanes: Iterable[LaneCursor]) -> bool:
    """Whether each lane is empty or one interval from its first entry."""
    return all(len(lane.intervals) < 2 and all(part.low == 0 for part in lane.intervals) for lane in lanes)


def digest(lanes: Iterable[LaneCursor]) -> bytes:
    """The 8 bytes that stand for short cursors."""
    held = ((lane, lane.intervals[0] if lane.intervals else Interval(0, 0, 0)) for lane in lanes)
    return digest_of((lane.circle, lane.lane, part.head, part.sum) for lane, part in held)


def digest_of(parts: Iterable[tuple[bytes, int, int, int]]) -> bytes:
    """The same from (circle, lane, head, sum) in slot order."""
    long = bytearray()
    for circle, lane, head, total in parts:
        long += circle + bytes((lane, 0)) + varint(head) + total.to_bytes(8, "big")
    return H("md1 cursors", bytes(long), 8)


def cursors_of(lanes: Sequence[LaneCursor], long: bool = False) -> Cursors:
    """The short form where it says everything and `long` is not asked for."""
    if long or not fits_short(lanes):
        return LongCursors(tuple(lanes))
    return ShortCursors(tuple(lane.head for lane in lanes), digest(lanes))


def encode_cursors(cursors: Cursors) -> bytes:
    """Either form; which one it is stands in the request's flags."""
    if isinstance(cursors, ShortCursors):
        heads = b"".join(varint(head) for head in cursors.heads)
        return varint(len(cursors.heads)) + heads + cursors.digest
    return varint(len(cursors.lanes)) + b"".join(_encode_lane(lane) for lane in cursors.lanes)


def _encode_lane(lane: LaneCursor) -> bytes:
    out = bytearray(lane.circle + bytes((lane.lane,)) + varint(len(lane.intervals)))
    for part in lane.intervals:
        out += varint(part.low) + varint(part.head - part.low) + part.sum.to_bytes(8, "big")
    return bytes(out)


def _decode_short(reader: Reader) -> ShortCursors:
    heads = tuple(reader.varint() for _ in _counted(reader))
    return ShortCursors(heads, reader.take(8))


def _decode_long(reader: Reader, ladders: bool) -> LongCursors:
    lanes = []
    for _ in _counted(reader):
        circle, lane = reader.take(16), reader.number(1)
        lanes.append(LaneCursor(circle, lane, tuple(_decode_intervals(reader, ladders))))
    return LongCursors(tuple(lanes))


def _decode_intervals(reader: Reader, ladders: bool) -> Iterator[Interval]:
    """`ladders`: intervals may touch."""
    before = -1
    for _ in _counted(reader):
        low, size, total = reader.varint(), reader.varint(), reader.number(8)
        if low < before or (low == before and not ladders) or not size:
            raise Refused(WireCode.INTERVALS)
        before = low + size
        yield Interval(low, before, total)


# ---------------------------------------------------------------- request


def encode_request_head(head: RequestHead) -> bytes:
    """The head without the envelope's list of blobs."""
    flags = head.flags
    if isinstance(head.cursors, LongCursors):
        flags |= RequestFlag.LONG
    if head.wait:
        flags |= RequestFlag.WAIT
    if head.enrol:
        flags |= RequestFlag.ENROL
    if head.hints:
        flags |= RequestFlag.HINTS
    out = bytes((VERSION,)) + head.member8 + head.nonce + varint(flags)
    if flags & RequestFlag.WAIT:
        out += varint(head.wait)
    if head.enrol:
        out += prefixed(head.enrol.certificate) + head.enrol.auth + prefixed(head.enrol.keybag)
    out += varint(head.budget) + encode_cursors(head.cursors)
    return out + _encode_hints(head.hints) if head.hints else out


def decode_request_head(reader: Reader) -> RequestHead:
    """Inverse of encode_request_head; stops where the list begins. Refused(NEWER): a later format."""
    if reader.number(1) != VERSION:
        raise Refused(WireCode.NEWER)
    member8, nonce, bits = reader.take(8), reader.take(8), reader.varint()
    if bits & _REQUEST_UNKNOWN:
        raise Refused(WireCode.NEWER)
    wait = reader.varint() if bits & _WAIT else 0
    enrol = Enrol(reader.prefixed(), reader.take(32), reader.prefixed()) if bits & _ENROL else None
    budget = reader.varint()
    cursors = _decode_long(reader, bool(bits & _REPAIRS)) if bits & _LONG else _decode_short(reader)
    hints = _decode_hints(reader) if bits & _HINTS else ()
    return RequestHead(member8, nonce, cursors, RequestFlag(bits), wait, enrol, budget, hints)


# ---------------------------------------------------------------- reply


def encode_reply_head(head: ReplyHead) -> bytes:
    """The head without the envelope's list of blobs."""
    flags = head.flags
    middle = b""
    if head.forks:
        flags |= ReplyFlag.FORK
        middle += _numbers(head.forks)
    if head.new_circles:
        flags |= ReplyFlag.NEW_CIRCLES
        middle += varint(len(head.new_circles)) + b"".join(head.new_circles)
    if head.repair:
        flags |= ReplyFlag.REPAIR
        middle += _numbers(head.repair)
    out = _numbers(head.held) + middle + varint(len(head.runs))
    out += b"".join(varint(run.slot) + varint(run.first) + varint(run.count) for run in head.runs)
    if head.hints:
        flags |= ReplyFlag.HINTS
        out += _encode_hints(head.hints)
    if head.refused:
        flags |= ReplyFlag.REFUSED
        out += varint(len(head.refused))
        out += b"".join(varint(one.index) + varint(one.code) for one in head.refused)
    more, repair = _encode_repair(head)
    return varint(flags | more) + head.time.to_bytes(4, "big") + out + repair


def _encode_repair(head: ReplyHead) -> tuple[ReplyFlag, bytes]:
    """What only who said REPAIRS is told."""
    flags, out = NO_REPLY_FLAGS, b""
    if head.agreed:
        flags |= ReplyFlag.AGREED
        out += varint(len(head.agreed))
        out += b"".join(varint(one.slot) + varint(one.low) for one in head.agreed)
    if head.names.runs:
        flags |= ReplyFlag.NAMES
        out += varint(len(head.names.runs))
        out += b"".join(varint(run.slot) + varint(run.first) + varint(run.count) for run in head.names.runs)
        out += b"".join(head.names.hashes)
    if head.left:
        flags |= ReplyFlag.LEFT
        out += varint(head.left)
    if head.missing:
        flags |= ReplyFlag.MISSING
        out += varint(len(head.missing)) + b"".join(head.missing)
    return flags, out


def decode_reply_head(reader: Reader) -> ReplyHead:
    """Inverse of encode_reply_head; stops where the list begins. Refused(NEWER): a later format."""
    bits = reader.varint()
    if bits & _REPLY_UNKNOWN:
        raise Refused(WireCode.NEWER)
    flags, time = ReplyFlag(bits), reader.number(4)
    held = _read_numbers(reader)
    if any(seq > MAX_SEQ for seq in held):
        raise Refused(WireCode.COUNT)
    forks = _read_numbers(reader) if flags & ReplyFlag.FORK else ()
    circles = tuple(reader.take(16) for _ in _counted(reader)) if flags & ReplyFlag.NEW_CIRCLES else ()
    repair = _read_numbers(reader) if flags & ReplyFlag.REPAIR else ()
    runs = _decode_runs(reader, MAX_BLOBS)
    hints = _decode_hints(reader) if flags & ReplyFlag.HINTS else ()
    refused: tuple[Refusal, ...] = ()
    if flags & ReplyFlag.REFUSED:
        refused = tuple(Refusal(reader.varint(), reader.varint()) for _ in _counted(reader))
    agreed: tuple[Agreed, ...] = ()
    if flags & ReplyFlag.AGREED:
        agreed = tuple(Agreed(reader.varint(), reader.varint()) for _ in _counted(reader))
    names = _decode_names(reader) if flags & ReplyFlag.NAMES else Names()
    left = reader.varint() if flags & ReplyFlag.LEFT else 0
    missing = _decode_missing(reader) if flags & ReplyFlag.MISSING else ()
    return ReplyHead(
        time, held, runs, flags, forks, circles, repair, hints, refused, agreed, names, left, missing
    )  # fmt: skip


def _decode_runs(reader: Reader, most: int) -> tuple[Run, ...]:
    runs = tuple(Run(reader.varint(), reader.varint(), reader.varint()) for _ in _counted(reader))
    if sum(run.count for run in runs) > most or any(run.first + run.count - 1 > MAX_SEQ for run in runs):
        raise Refused(WireCode.COUNT)
    return runs


def _decode_names(reader: Reader) -> Names:
    runs = _decode_runs(reader, MAX_NAMES)
    return Names(runs, tuple(reader.take(16) for _ in range(sum(run.count for run in runs))))


def _decode_missing(reader: Reader) -> tuple[bytes, ...]:
    count = _counted(reader)
    if len(count) > MAX_MISSING:
        raise Refused(WireCode.COUNT)
    return tuple(reader.take(16) for _ in count)


def _encode_hints(hints: Sequence[Hint]) -> bytes:
    return varint(len(hints)) + b"".join(varint(hint.index) + hint.prev for hint in hints)


def _decode_hints(reader: Reader) -> tuple[Hint, ...]:
    return tuple(Hint(reader.varint(), reader.take(32)) for _ in _counted(reader))


def _numbers(values: Sequence[int]) -> bytes:
    return varint(len(values)) + b"".join(varint(value) for value in values)


def _read_numbers(reader: Reader) -> tuple[int, ...]:
    return tuple(reader.varint() for _ in _counted(reader))


def _counted(reader: Reader) -> range:
    count = reader.varint()
    if count > len(reader.data) - reader.at:  # everything counted takes a byte at least
        raise Refused(WireCode.COUNT)
    return range(count)
