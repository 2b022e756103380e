# SPDX-License-Identifier: Apache-2.0
"""Who may speak with this server: members, invitations, and which lanes a member has."""
from __future__ import annotations

from dataclasses import dataclass

from mentordesk.base.errors import NotFound
from mentordesk.crypto.envelope import LinkEnds, server_link
from mentordesk.crypto.identity import private_circle
from mentordesk.crypto.primitives import box_public
from mentordesk.domain.ids import Lane, MemberId
from mentordesk.server.db import Database

_MAX_CACHED = 10_000


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """The programme that this server keeps; `box` is the server's secret box key."""

    id: bytes
    root: bytes
    box: bytes


@dataclass(frozen=True, slots=True)
class Slot:
    """A lane in a member's order; `left_at` is the last control entry to be seen, 0 = still in the circle."""

    circle: bytes
    lane: int
    left_at: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """A member with the key of the link and the lanes in slot order."""

    member: MemberId
    link: bytes
    slots: tuple[Slot, ...]
    box: bytes  # public, of the newest certificate


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """A slip's invitation as the server knows it."""

    key: bytes
    member: MemberId
    version: int
    expires: int
    used: bool
    letter: bytes


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What a first contact leaves with the server."""

    member: MemberId
    version: int
    box: bytes
    auth: bytes
    keybag: bytes
    keybag_version: int


def load_programme(db: Database) -> ProgrammeRow:
    """The programme of this database; NotFound when none was made."""
    row = db.one("SELECT id, root, server_box FROM programme")
    if row is None:
        raise NotFound("programme")
    return ProgrammeRow(*row)


class Accounts:
    """Members and slips; accounts are cached, since each costs a key agreement."""

    def __init__(self, db: Database, programme: ProgrammeRow) -> None:
        self._db = db
        self._programme = programme
        self._box_public = box_public(programme.box)
        self._links: dict[tuple[MemberId, bytes], bytes] = {}
        self._accounts: dict[bytes, Account] = {}

    @property
    def server_box(self) -> bytes:
        """The server's public box key."""
        return self._box_public

    @property
    def server_secret(self) -> bytes:
        """Opens what was sealed for the server by hand."""
        return self._programme.box

    def forget(self) -> None:
        """Drop what may have changed; links stay, they depend on nothing stored."""
        self._accounts.clear()

    def link(self, member: MemberId, box: bytes) -> bytes:
        """The key of the link with a member whose public box key is `box`."""
        known = self._links.get((member, box))
        if known is None:
            ends = LinkEnds(self._programme.id, member, box, self._box_public)
            known = server_link(self._programme.box, ends)
            if len(self._links) >= _MAX_CACHED:
                self._links.clear()
            self._links[member, box] = known
        return known

    def account(self, member8: bytes) -> Account | None:
        """The member whose id begins so."""
        known = self._accounts.get(member8)
        if known is None:
            row = self._db.one("SELECT member, box FROM members WHERE member8 = ?", member8)
            if row is None:
                return None
            known = Account(row[0], self.link(row[0], row[1]), self._slots(row[0]), row[1])
            if len(self._accounts) >= _MAX_CACHED:
                self._accounts.clear()
            self._accounts[member8] = known
        return known

    def _slots(self, member: MemberId) -> tuple[Slot, ...]:
        sql = "SELECT circle, left_at FROM memberships WHERE member = ? ORDER BY position"
        circles = [(private_circle(member), 0), *self._db.all(sql, member)]
        lanes = (Slot(circle, lane, left_at) for circle, left_at in circles for lane in Lane)
        return (Slot(self._programme.id, Lane.CONTROL), *lanes)

    def invitation(self, invite_id: bytes) -> InvitationRow | None:
        """A slip's invitation by its id."""
        return self._invitation("id", invite_id)

    def invitation_of_key(self, key: bytes) -> InvitationRow | None:
        """A slip's invitation by the key that signs with it."""
        return self._invitation("key", key)

    def _invitation(self, column: str, value: bytes) -> InvitationRow | None:
        sql = f"SELECT key, member, version, expires, used, letter FROM invitations WHERE {column} = ?"
        row = self._db.one(sql, value)
        return InvitationRow(row[0], row[1], row[2], row[3], bool(row[4]), row[5]) if row else None

    def add_invitation(self, invite_id: bytes, invitation: InvitationRow) -> None:
        """Keep a new slip's invitation; earlier unused ones for the same member end with it."""
        self._db.run("DELETE FROM invitations WHERE member = ? AND used = 0", invitation.member)
        row = (invitation.key, invitation.member, invitation.version, invitation.expires, invitation.letter)
        sql = "INSERT INTO invitations (id, key, member, version, expires, letter) VALUES (?, ?, ?, ?, ?, ?)"
        self._db.run(sql, invite_id, *row)

    def renew_invitation(self, member: MemberId, expires: int) -> bool:
        """Let a member's unused slip wait until then; False when there is none."""
        sql = "UPDATE invitations SET expires = ? WHERE member = ? AND used = 0 RETURNING id"
        return bool(self._db.all(sql, expires, member))

    def enrol(self, enrolled: Enrolled, key: bytes, now: int) -> None:
        """A slip was used: remember its member's keys and keybag."""
        self._db.run("UPDATE invitations SET used = 1 WHERE key = ?", key)
        self._db.run(
            "INSERT INTO members (member, member8, version, box, auth, keybag, keybag_version, since)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (member) DO UPDATE SET version = excluded.version,"
            " box = excluded.box, auth = excluded.auth, keybag = excluded.keybag,"
            " keybag_version = excluded.keybag_version",
            *(enrolled.member, enrolled.member[:8], enrolled.version, enrolled.box),
            *(enrolled.auth, enrolled.keybag, enrolled.keybag_version, now),
        )
        self._accounts.pop(enrolled.member[:8], None)

    def version(self, member: MemberId) -> int:
        """The version of the certificate with which a member has enrolled; 0 = not enrolled here."""
        row = self._db.one("SELECT version FROM members WHERE member = ?", member)
        return int(row[0]) if row else 0

    def keybag(self, member: MemberId) -> tuple[bytes, bytes] | None:
        """(auth key, keybag) of a member."""
        row = self._db.one("SELECT auth, keybag FROM members WHERE member = ?", member)
        return (row[0], row[1]) if row else None

    def members(self) -> list[MemberId]:
        """Everybody who has enrolled."""
        return [row[0] for row in self._db.all("SELECT member FROM members ORDER BY since, member")]
