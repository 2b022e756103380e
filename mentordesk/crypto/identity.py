# SPDX-License-Identifier: Apache-2.0
"""What makes a member: the signing key, and a box key for each version of the certificate."""
from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mentordesk.crypto.primitives import KEY_SIZE, H, Rand, Signer, box_public, sized
from mentordesk.domain.ids import MEMBER_SIZE, CircleId, MemberId, WriterId


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """A member's secret keys; box keys (32 bytes) by certificate version, the highest being the newest."""

    member: MemberId
    signer: Signer
    boxes: Mapping[int, bytes]

    @property
    def version(self) -> int:
        """The newest certificate version, from 1."""
        return max(self.boxes)

    @property
    def box(self) -> bytes:
        """The box key of the newest certificate."""
        return self.boxes[self.version]

    @property
    def box_public(self) -> bytes:
        """Its public half."""
        return box_public(self.box)


def new_identity(member: MemberId, version: int, rand: Rand = os.urandom) -> Identity:
    """Fresh keys for one certificate version."""
    seed, box = rand(KEY_SIZE), rand(KEY_SIZE)
    return identity_of(member, seed, {version: box})


def identity_of(member: MemberId, seed: bytes, boxes: Mapping[int, bytes]) -> Identity:
    """From stored keys: the 32-byte signing seed and box keys by certificate version (at least one)."""
    if not boxes or min(boxes) < 1:
        raise ValueError("box keys are numbered from 1")
    checked = {version: sized(box, KEY_SIZE) for version, box in boxes.items()}
    return Identity(sized(member, MEMBER_SIZE), Signer.of(seed), MappingProxyType(checked))


def private_circle(member: MemberId) -> CircleId:
    """Id of a member's private circle, 16 bytes; it needs no charter."""
    return H("md1 private", sized(member, MEMBER_SIZE), 16)


def peer_id(author: MemberId, writer: WriterId, run: bytes) -> int:
    """CRDT peer (64 bits) of one run (4 random bytes): bound to the author in any order of arrival."""
    bound = sized(author, MEMBER_SIZE) + sized(writer, 8) + sized(run, 4)
    return int.from_bytes(H("md1 peer", bound, 8), "big")
