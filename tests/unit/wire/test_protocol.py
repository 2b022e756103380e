# SPDX-License-Identifier: Apache-2.0
"""docs/protocol.md is right: the code makes the bytes that it shows, and a reader written from it reads them.

The reader knows the page, hashes, libsodium and inflate; nothing of the programme.
"""
from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import nacl.bindings as sodium
import pytest

from tests.helpers.source import ROOT
from tests.unit.wire import example

PAGE = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
TEXTS = (ROOT / "mentordesk" / "resources" / "dictionary.txt").read_bytes()
LANE_OF_SLOT = (0, 0, 1, 2, 0, 1, 2)


def block(name: str) -> list[str]:
    """The lines of one example on the page."""
    found = re.search(rf"^```{name}\n(.*?)^```", PAGE, re.M | re.S)
    assert found, name
    return found[1].splitlines()


def shown(name: str) -> bytes:
    """The bytes of one example: what stands before two spaces."""
    return bytes.fromhex("".join(line.split("  ")[0] for line in block(name)))


def named(name: str) -> dict[str, bytes]:
    """A table of names and bytes."""
    found: dict[str, bytes] = {}
    last = ""
    for line in block(name):
        last = line[:17].strip() or last
        found[last] = found.get(last, b"") + bytes.fromhex(line[17:].split("  ")[0])
    return found


KNOWN = named("known")
FOLLOWS = named("follows")
DICTIONARY = TEXTS + shown("dictionary")


# ---------------------------------------------------------------- a reader


def h(label: str, data: bytes, size: int = 32, key: bytes = b"") -> bytes:
    person = label.encode().ljust(16, b"\0")
    return hashlib.blake2b(data, digest_size=size, key=key, person=person).digest()


def public(secret: bytes) -> bytes:
    return sodium.crypto_scalarmult_base(secret)


class Bytes:
    """Takes one field after the other."""

    def __init__(self, data: bytes) -> None:
        self.left = data

    def take(self, size: int) -> bytes:
        part, self.left = self.left[:size], self.left[size:]
        assert len(part) == size
        return part

    def varint(self) -> int:
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def varints(self, count: int) -> list[int]:
        return [self.varint() for _ in range(count)]

    def end(self) -> None:
        assert not self.left


@dataclass
class Envelope:
    """A head without its list, what it names, and what follows the tag."""

    head: Bytes
    tag: bytes
    blobs: list[bytes]


def link_key() -> bytes:
    shared = sodium.crypto_scalarmult(KNOWN["amina box"], public(KNOWN["server box"]))
    boxes = public(KNOWN["amina box"]) + public(KNOWN["server box"])
    return h("md1 link", KNOWN["programme"] + KNOWN["amina"] + boxes, 32, shared)


def read_envelope(label: str, bind: bytes, data: bytes, list_size: int) -> Envelope:
    """Check tag and hashes; the list of blobs has so many bytes at the end of the head."""
    body = Bytes(data)
    head = body.take(body.varint())
    tag = body.take(16)
    assert h(label, bind + head, 16, link_key()) == tag
    names = Bytes(head[-list_size:])
    blobs = []
    for _ in range(names.varint()):
        size, hash16 = names.varint(), names.take(16)
        blobs.append(body.take(size))
        assert h("md1 parcel hash", blobs[-1])[:16] == hash16
    names.end()
    body.end()
    return Envelope(Bytes(head[:-list_size]), tag, blobs)


def commitment(who: str) -> bytes:
    bound = KNOWN["programme"] + KNOWN["charter"] + KNOWN[who] + KNOWN[f"{who} writer"]
    return h("md1 commit", bound, 32, KNOWN[f"{who} key"])


def open_parcel(who: str, data: bytes) -> bytes:
    """The inflated body of somebody's second parcel of words."""
    parcel = Bytes(data)
    first, kid, n = parcel.take(1)[0], parcel.take(8), parcel.varint()
    assert (first, n) == (0x10 + 8 + 1, 2)
    assert kid == commitment(who)[:8]
    clear = data[: len(data) - len(parcel.left)]
    author = KNOWN[who] + KNOWN[f"{who} writer"] + commitment(who)
    bound = KNOWN["programme"] + KNOWN["circle"] + author + clear
    nonce = parcel.take(24)
    plain = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(parcel.left, bound, nonce, KNOWN[f"{who} key"])
    signature, body = plain[:64], plain[64:]
    signer = sodium.crypto_sign_seed_keypair(KNOWN[f"{who} seed"])[0]
    signed = bound + KNOWN[f"{who} before"] + body
    sodium.crypto_sign_open(signature + h("md1 parcel", signed, 64), signer)
    inflate = zlib.decompressobj(-15, DICTIONARY)
    return inflate.decompress(body) + inflate.flush()


def unpack(data: Bytes) -> object:
    """As much of MessagePack as operations use."""
    first = data.take(1)[0]
    if first < 0x80:
        return first
    if first & 0xF0 == 0x90:
        return [unpack(data) for _ in range(first & 15)]
    if first & 0xE0 == 0xA0:
        return data.take(first & 31).decode()
    if first in (0xC4, 0xD9):
        part = data.take(data.take(1)[0])
        return part if first == 0xC4 else part.decode()
    assert first == 0xCE, hex(first)
    return int(struct.unpack(">I", data.take(4))[0])


def read_body(data: bytes) -> tuple[bytes, object]:
    """(apart, lean operations)."""
    body = Bytes(data)
    apart = body.take(body.varint())
    lean = unpack(body)
    body.end()
    return apart, lean


def circles() -> Iterator[bytes]:
    private = h("md1 private", KNOWN["amina"], 16)
    yield KNOWN["programme"]
    yield from [private] * 3
    yield from [KNOWN["circle"]] * 3


# ---------------------------------------------------------------- the tests


def test_the_programme_makes_the_bytes_that_the_page_shows() -> None:
    assert (shown("request").hex(), shown("reply").hex()) == tuple(one.hex() for one in example.exchange())


def test_what_the_page_says_follows_does() -> None:
    made = {
        "private circle": h("md1 private", KNOWN["amina"], 16),
        "link key": link_key(),
        "amina commitment": commitment("amina"),
        "grace commitment": commitment("grace"),
    }
    assert made == FOLLOWS
    frozen = re.search(r"BLAKE2b-128 \(plain, no key\) of all of it: `(\w+)`", PAGE)
    assert frozen
    assert hashlib.blake2b(DICTIONARY, digest_size=16).hexdigest() == frozen[1]


def test_a_reader_written_from_the_page_reads_the_request() -> None:
    request = read_envelope("md1 request", b"", shown("request"), 1 + 2 + 16)
    head = request.head
    assert head.take(1 + 8 + 8) == b"\1" + KNOWN["amina"][:8] + bytes(range(0xE0, 0xE8))
    assert (head.varint(), head.varint()) == (32, 24)
    heads = head.varints(head.varint())
    assert heads == [2, 2, 1, 0, 7, 3, 0]
    sums = [KNOWN["sums"][at : at + 8] for at in range(0, 56, 8)]
    lanes = zip(circles(), LANE_OF_SLOT, heads, sums, strict=True)
    held = b"".join(circle + bytes((lane, 0, seq)) + total for circle, lane, seq, total in lanes)
    assert head.take(8) == h("md1 cursors", held, 8)
    head.end()
    (parcel,) = request.blobs
    assert open_parcel("amina", parcel) == shown("amina-body")


def test_a_reader_written_from_the_page_reads_the_reply() -> None:
    tag = read_envelope("md1 request", b"", shown("request"), 19).tag
    reply = read_envelope("md1 reply", tag, shown("reply"), 1 + 2 + 16)
    head = reply.head
    assert (head.varint(), struct.unpack(">I", head.take(4))[0]) == (0, 1_779_000_060)
    assert head.varints(head.varint()) == [5]
    assert [head.varints(3) for _ in range(head.varint())] == [[5, 4, 1]]
    head.end()
    (parcel,) = reply.blobs
    assert open_parcel("grace", parcel) == shown("grace-body")


def test_a_reply_is_bound_to_its_request() -> None:
    with pytest.raises(AssertionError):
        read_envelope("md1 reply", bytes(16), shown("reply"), 19)


def test_the_operations_say_what_the_page_says() -> None:
    thread, told = bytes(range(0x40, 0x48)), bytes(range(0x48, 0x50))
    apart, lean = read_body(shown("amina-body"))
    assert apart == bytes(range(0x50, 0x60)) + told + told
    assert lean == [[1, thread, 4, 3, 1_779_000_000, "Asante sana, Grace! I read it."], [3, 1, 1]]
    apart, lean = read_body(shown("grace-body"))
    assert apart == bytes(range(0x60, 0x68))
    assert lean == [[1, thread, 3, 2, 1_778_913_600, "Karibu, Amina. How was the exam?"]]


def test_the_next_cursor_is_the_one_that_the_page_adds_up() -> None:
    parcels = [
        read_envelope("md1 request", b"", shown("request"), 19).blobs[0],
        read_envelope("md1 reply", shown("request")[55:71], shown("reply"), 19).blobs[0],
    ]
    before = int.from_bytes(KNOWN["sums"][40:48], "big")
    hashes = [int.from_bytes(h("md1 parcel hash", one)[:8], "big") for one in parcels]
    total = (before + sum(hashes)) % (1 << 64)
    assert f"= {total:016x}, and says so" in PAGE
