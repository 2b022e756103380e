# SPDX-License-Identifier: Apache-2.0
"""Operations: known kinds are checked, unknown ones kept, anything malformed is refused."""
from __future__ import annotations

import zlib
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordesk.base.errors import Refused
from mentordesk.base.reader import prefixed
from mentordesk.domain.messages import MAX_MESSAGE_BYTES
from mentordesk.domain.registers import MAX_RANK, REGISTERS
from mentordesk.wire.body import decode, encode, join, pack
from mentordesk.wire.compress import DICTIONARY
from mentordesk.wire.operations import (
    MAX_OPERATIONS,
    Message,
    Operation,
    OperationCode,
    Seen,
    Set,
    Unknown,
    decode_one,
    encode_one,
    set_register,
    split_ids,
    values,
)
from tests.unit.wire.samples import OPERATIONS, plain

chance = Random(7)
ids = st.binary(min_size=8, max_size=8)
ranks = st.integers(0, MAX_RANK)
times = st.integers(0, 1 << 42)
messages = st.builds(Message, ids, ids, ranks, ranks, times, st.text(max_size=200))
seens = st.builds(Seen, ids, ids, st.just(b""))


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_comes_back(name: str) -> None:
    operation = OPERATIONS[name]
    assert plain(decode_one(encode_one(operation))) == plain(operation)


@given(st.lists(st.one_of(messages, seens), max_size=20))
def test_operations_encoded_one_by_one_join_to_the_same_bytes(operations: list[Operation]) -> None:
    assert join(encode_one(operation) for operation in operations) == encode(operations)
    assert decode(encode(operations)) == tuple(operations)


def test_a_register_gives_its_values_by_its_shape() -> None:
    for name, expected in {"topic": ("Essay",), "card": ("Amina", "Africa/Nairobi")}.items():
        operation = decode_one(encode_one(OPERATIONS[name]))
        assert isinstance(operation, Set)
        assert values(operation) == expected


def test_each_declared_register_travels() -> None:
    examples: dict[type, object] = {str: "text", bytes: b"bytes", int: 5}
    for register in REGISTERS.values():
        parts = tuple(examples[kind] for kind in register.shape)
        operation = decode_one(encode_one(set_register((bytes(8), register.number, b"e", 1, 2), parts)))
        assert isinstance(operation, Set)
        assert values(operation) == parts


def test_a_register_of_a_newer_version_has_no_values_yet() -> None:
    operation = set_register((bytes(8), 999, b"", 1, 1), ("anything",))
    assert values(operation) is None
    assert len(decode(encode([operation]))) == 1


def test_a_value_of_another_shape_is_refused() -> None:
    for parts in ((), ("one", "two"), (5,)):
        with pytest.raises(Refused) as refused:
            decode(encode([set_register((bytes(8), 1, b"", 1, 1), parts)]))
        assert refused.value.code == OperationCode.VALUE


def test_an_unknown_kind_is_kept_beside_known_ones() -> None:
    message = OPERATIONS["message"]
    raw = msgspec.msgpack.encode([77, b"operat_9", {"new": 1}])
    assert decode(join([encode_one(message), raw])) == (message, Unknown(77, b"operat_9", raw))


def test_what_a_newer_version_adds_to_a_known_kind_is_overlooked() -> None:
    longer = body(b"message1", [1, b"thread_1", 1, 0, 5, "text", "added later"])
    assert decode(longer) == (Message(b"message1", b"thread_1", 1, 0, 5, "text"),)
    alone = msgspec.msgpack.encode([1, b"message1", b"thread_1", 1, 0, 5, "text", "added later"])
    assert decode_one(alone) == Message(b"message1", b"thread_1", 1, 0, 5, "text")


def test_a_run_of_messages_says_what_changed() -> None:
    run = [Message(bytes([n]) * 8, b"thread_1", n, 1, 1000 + 60 * n, f"{n}") for n in (1, 2, 3)]
    assert encode(run) == body(
        b"".join(one.id for one in run),
        [1, b"thread_1", 1, 1, 1060, "1"],
        [1, None, 1, 0, 60, "2"],
        [1, None, 1, 0, 60, "3"],
    )


def body(apart: bytes, *lean: object) -> bytes:
    """A body by hand."""
    return prefixed(apart) + msgspec.msgpack.encode(list(lean))


MESSAGE = [1, b"thread_1", 1, 1, 1, ""]
NAME = bytes(8)
MALFORMED = {
    "nothing": b"",
    "no list": b"\0\xc0",
    "an operation that is no list": body(NAME, 5),
    "no kind": body(NAME, []),
    "kind zero": body(NAME, [0]),
    "kind below zero": body(NAME, [-1]),
    "kind as text": body(NAME, ["1"]),
    "no id": body(b"", [9]),
    "half an id": body(bytes(7), [9]),
    "an id too many": body(NAME + NAME, MESSAGE),
    "message without text": body(NAME, MESSAGE[:-1]),
    "message without a thread": body(NAME, [1, None, 1, 1, 1, ""]),
    "short thread": body(NAME, [1, b"thread", 1, 1, 1, ""]),
    "rank too high": body(NAME, [1, b"thread_1", MAX_RANK + 1, 1, 1, ""]),
    "rank too high in two steps": body(NAME * 2, MESSAGE, [1, None, MAX_RANK, 0, 0, ""]),
    "base below zero": body(NAME, [1, b"thread_1", 1, -1, 1, ""]),
    "time below zero": body(NAME * 2, MESSAGE, [1, None, 1, 0, -2, ""]),
    "register too high": body(NAME, [2, 65536, b"", 1, 1, 0]),
    "long entity": body(NAME, [2, 999, bytes(33), 1, 1, 0]),
    "text as bytes": body(NAME, [1, b"thread_1", 1, 1, 1, b"text"]),
    "broken text": prefixed(NAME) + b"\x91\x96\x01\xc4\x08thread_1\x01\x01\x01\xa1\xff",
    "fewer ids than said": body(NAME + bytes(15), [3, 1, 1]),
    "more ids than said": body(NAME + bytes(24), [3, 1, 1]),
    "a number of ids below zero": body(NAME, [3, -1, 1]),
    "trailing bytes": encode([]) + b"\0",
    "a tower of lists": b"\0" + b"\x91" * 5000,
    "a list that claims to be endless": b"\0\xdd\xff\xff\xff\xff",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_content_is_refused(name: str) -> None:
    with pytest.raises(Refused):
        decode(MALFORMED[name])


@given(st.lists(st.one_of(messages, seens), max_size=20))
def test_a_packed_body_is_plain_deflate_with_the_dictionary(operations: list[Operation]) -> None:
    whole = encode(operations)
    inflate = zlib.decompressobj(-15, DICTIONARY)
    assert inflate.decompress(pack(whole)) == whole
    assert inflate.eof


def test_ids_are_stored_beside_what_packs_well() -> None:
    run = [Message(chance.randbytes(8), b"thread_1", n, 1, 1000 + n, "Asante sana!") for n in range(60)]
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, DICTIONARY)
    assert len(pack(encode(run))) < len(deflate.compress(encode(run)) + deflate.flush())


@given(st.binary(max_size=300))
def test_noise_is_refused_or_read_but_never_crashes(data: bytes) -> None:
    try:
        decode(data)
    except Refused:
        return


def test_a_text_is_bounded_in_bytes() -> None:
    fits = Message(bytes(8), bytes(8), 1, 1, 1, "ش" * (MAX_MESSAGE_BYTES // 2))
    assert decode(encode([fits])) == (fits,)
    with pytest.raises(Refused) as refused:
        decode(encode([Message(bytes(8), bytes(8), 1, 1, 1, "ش" * (MAX_MESSAGE_BYTES // 2) + "x")]))
    assert refused.value.code == OperationCode.TEXT


def test_a_parcel_holds_a_bounded_number_of_operations() -> None:
    one = encode_one(Seen(bytes(8), b"", b""))
    assert len(decode(join([one] * MAX_OPERATIONS))) == MAX_OPERATIONS
    with pytest.raises(Refused):
        decode(join([one] * (MAX_OPERATIONS + 1)))


def test_joined_ids_split_again() -> None:
    assert split_ids(b"message1message2") == [b"message1", b"message2"]
    assert split_ids(b"") == []
