# SPDX-License-Identifier: Apache-2.0
"""Everything that the frozen vectors hold, made again from fixed chance.

`python -m tests.unit.crypto.vector_maker FILE` writes them, when a format is changed on purpose.
"""
from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from mentordesk.crypto import slipcode
from mentordesk.crypto.envelope import Label, member_link, seal_by_hand, seal_envelope
from mentordesk.crypto.identity import peer_id
from mentordesk.crypto.invitation import InvitationLetter, seal_invitation
from mentordesk.crypto.keybag import Keybag, seal_keybag
from mentordesk.crypto.localheader import LocalHeader, Slot, pack_header, seal_slot
from mentordesk.crypto.parcel import Place, parcel_hash, seal_body, stream_of
from mentordesk.crypto.passphrase import Derived, derive
from mentordesk.crypto.primitives import Rand, box_public
from mentordesk.crypto.senderkeys import extra_seal, make_sender_key
from mentordesk.crypto.statements import CutOff, Opening, make_statement
from mentordesk.crypto.trust import Programme
from mentordesk.domain.ids import NO_HASH, Lane, Role
from tests.helpers.programme import World, chance

CODE = chance(40)(10)
DICTIONARY = b"thank you for your message, see you at our meeting on Tuesday"
OPERATIONS = (b"op", b"thank you for your message, see you on Tuesday", b"hello " * 40)
BODIES = (  # as one deflate packed them once; another may pack otherwise, and all must unpack them
    (OPERATIONS[0], False),
    (bytes.fromhex("2b214233423500"), True),
    (bytes.fromhex("cb48cdc9c95718392400"), True),
)
LETTER = InvitationLetter(
    programme=bytes(range(16)),
    root=bytes(range(32)),
    server_box=bytes(range(32, 64)),
    member=bytes(range(64, 80)),
    version=1,
    programme_name="Kisumu mentors",
    person_name="Amina Odhiambo",
    addresses=("https://desk.example.org", "http://10.0.0.7:8080"),
    people=((bytes(16), "Grace"), (bytes([1]) * 16, "آمنة")),
)


@dataclass(frozen=True, slots=True)
class Made:
    """Bytes by name, and the world they come from; `then` is its state when the key was announced."""

    vectors: dict[str, bytes]
    world: World
    then: Programme


def make_all() -> Made:
    """All vectors, the same at every call."""
    rand = chance(41)
    world = World(3, enrolled=[0, 1], seed=42)
    made = _secrets(world, rand)
    sealed, then = _circle(world, rand)
    made |= sealed
    made |= _envelopes(world, [sealed["parcel.1"], sealed["parcel.2"]], rand)
    made |= {f"statement.{number:02}": data for number, data in enumerate(world.log)}
    return Made(made, world, then)


def _secrets(world: World, rand: Rand) -> dict[str, bytes]:
    me, second, database = world.people[0].me, slipcode.second_secret(CODE), chance(43)(32)
    derived = derive("wimbo la asubuhi", second)
    keybag = seal_keybag(derived.wrap, Keybag(3, me, world.root.public), rand)
    slots = (
        seal_slot(Slot.KEYBAG, me.box, me.member, database, 1, rand),
        seal_slot(Slot.PASSPHRASE, derived.local, me.member, database, rand=rand),
    )
    return {
        "slip.code": CODE,
        "slip.text": slipcode.write(CODE).encode(),
        "slip.second": second,
        "invitation": seal_invitation(CODE, LETTER, rand),
        **_derived(derived),
        "database_key": database,
        "keybag": keybag,
        "header": pack_header(LocalHeader(me.member, second, slots, keybag)),
    }


def _derived(keys: Derived) -> dict[str, bytes]:
    return {"derived.auth": keys.auth, "derived.wrap": keys.wrap, "derived.local": keys.local}


def _circle(world: World, rand: Rand) -> tuple[dict[str, bytes], Programme]:
    author, newcomer = world.people[0], world.people[2]
    announced, key = make_sender_key(world.trust, world.circle, author.me, author.writer, rand)
    world.enrol(newcomer)
    made = {"sender_key": announced, "extra_seal": extra_seal(world.trust, key, newcomer.id)}
    then = world.replayed()
    stream = stream_of(world.trust, key, Lane.WORDS)
    prev = NO_HASH
    for number, body in enumerate(BODIES, 1):
        data = seal_body(stream, author.me.signer, Place(number, prev), body, rand)
        made[f"parcel.{number}"] = data
        prev = parcel_hash(data)
    made["peer"] = peer_id(author.id, author.writer, b"run1").to_bytes(8, "big")
    roles = {author.id: Role.MENTEE, newcomer.id: Role.GUARDIAN}
    world.change(roles, {(author.writer, Lane.WORDS): CutOff(3, prev)})
    opening = Opening(world.circle, NO_HASH, Lane.WORDS, 0, 9, 3)
    world.add(make_statement(newcomer.me.signer, world.trust.id, opening))
    return made, then


def _envelopes(world: World, blobs: list[bytes], rand: Rand) -> dict[str, bytes]:
    key = member_link(world.people[0].me.box, world.ends())
    request, tag = seal_envelope(key, Label.REQUEST, b"", b"part", blobs)
    reply, _ = seal_envelope(key, Label.REPLY, tag, b"rest", blobs[:1], probe=True)
    by_hand = seal_by_hand(box_public(world.server), request, rand)
    return {"link": key, "request": request, "reply": reply, "by_hand": by_hand}


def main(target: Path) -> None:
    """Write the vectors as JSON of hexadecimal text."""
    lines = {name: data.hex() for name, data in sorted(make_all().vectors.items())}
    target.write_text(json.dumps(lines, indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
