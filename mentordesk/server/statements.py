# SPDX-License-Identifier: Apache-2.0
"""The programme's statements: judged by the server's own trust, published where they concern somebody."""
from __future__ import annotations

from collections.abc import Iterator

from mentordesk.crypto.identity import private_circle
from mentordesk.crypto.parcel import parcel_hash
from mentordesk.crypto.statements import (
    Certificate,
    Charter,
    Coordinator,
    Invitation,
    Opening,
    ServerKey,
    Statement,
    parse_statement,
)
from mentordesk.crypto.trust import Accepted, Programme
from mentordesk.domain.ids import Lane as LaneName
from mentordesk.domain.ids import MemberId
from mentordesk.server.db import Database
from mentordesk.server.log import Log

_MAGIC = b"MDS1"
_INVITATION = b"MDS1I"


class Statements:
    """What the programme's root reaches, as far as this server was told."""

    def __init__(self, db: Database, log: Log, programme: bytes, root: bytes) -> None:
        self._db = db
        self._log = log
        self._ends = (programme, root)
        self._read = 0
        self.trust = Programme(programme, root)

    def reset(self) -> None:
        """Start again from what is stored: after a rollback."""
        self.trust = Programme(*self._ends)
        self._read = 0
        self.refresh()

    def refresh(self) -> None:
        """Take in what was stored since the last look."""
        sql = "SELECT number, data FROM statements WHERE number > ? ORDER BY number"
        for number, data in self._db.all(sql, self._read):
            self.trust.add(data, verified=True)
            self._read = number

    def may_certify(self, statement: Statement, now: int) -> bool:
        """Whether a certificate may count again though it does not come with its owner.

        It is held already, its slip may still be used, or the slip's invitation itself was brought by a
        member: then this server was set back to before the slip was made, and knows nothing about its end.
        """
        content = statement.content
        if not isinstance(content, Certificate):
            return False
        held = self.trust.certificate(content.member, content.version)
        if held is not None:
            return held.hash == statement.hash
        row = self._db.one("SELECT used, expires FROM invitations WHERE key = ?", statement.issuer)
        if row is not None:
            return not row[0] and now <= row[1]
        return self.was_brought(statement.issuer)

    def was_brought(self, key: bytes) -> bool:
        """Whether members, not the office, brought the invitation that names this key."""
        invited = self.trust.invitation(key)
        if invited is None:
            return False
        found = (data for data in self._credentials(invited.member) if data.startswith(_INVITATION))
        named = (data for data in found if parse_statement(data, self.trust.id).content == invited)
        return any(self._log.was_brought(parcel_hash(data)) for data in named)

    def accept(self, data: bytes) -> Accepted:
        """Judge one statement and store it if it is new; Refused and Waiting come from the trust."""
        accepted = self.trust.add(data)
        if accepted.fresh:
            sql = "INSERT INTO statements (hash, data) VALUES (?, ?)"
            self._read = self._db.run(sql, accepted.statement.hash, data)
        return accepted

    def publish(self, accepted: Accepted, now: int) -> None:
        """Append an accepted statement wherever it belongs, a charter after its members' credentials."""
        content, data = accepted.statement.content, accepted.statement.data
        if isinstance(content, Charter):
            for member in content.roles:
                self._join(member, content.circle)
                for earlier in self._credentials(member):
                    self._append(content.circle, earlier, now)
        for circle in self._circles(content):
            self._append(circle, data, now)
        if isinstance(content, Charter):
            self._leave(content)

    def _circles(self, content: object) -> list[bytes]:
        match content:
            case Coordinator() | ServerKey():
                return [self.trust.id]
            case Invitation() | Certificate():
                return [private_circle(content.member), *self.circles_of(content.member)]
            case Charter() | Opening():
                return [content.circle]
        return []

    def circles_of(self, member: MemberId) -> list[bytes]:
        """The circles that name a member now, in the order in which the member joined."""
        sql = "SELECT circle FROM memberships WHERE member = ? AND left_at = 0 ORDER BY position"
        return [row[0] for row in self._db.all(sql, member)]

    def _append(self, circle: bytes, data: bytes, now: int) -> None:
        lane, hash32 = self._log.open_lane(circle, LaneName.CONTROL), parcel_hash(data)
        if not self._log.holds(lane, hash32):
            self._log.append(lane, data, hash32, now)

    def _credentials(self, member: MemberId) -> Iterator[bytes]:
        """The member's invitations and certificates, in the order in which they came."""
        self._log.flush()
        lane = self._log.lane(private_circle(member), LaneName.CONTROL)
        if lane is not None:
            for entry in self._log.entries(lane, 1, lane.head):
                if entry.data.startswith(_MAGIC):
                    yield entry.data

    def _join(self, member: MemberId, circle: bytes) -> None:
        sql = "UPDATE memberships SET left_at = 0 WHERE member = ? AND circle = ? RETURNING position"
        if not self._db.all(sql, member, circle):
            count = "SELECT ?1, 1 + coalesce(max(position), 0), ?2 FROM memberships WHERE member = ?1"
            self._db.run(f"INSERT INTO memberships (member, position, circle) {count}", member, circle)

    def _leave(self, content: Charter) -> None:
        """Whom the charter in force does not name sees its circle's control up to here, and nothing else."""
        in_force = self.trust.roles(content.circle)
        lane = self._log.open_lane(content.circle, LaneName.CONTROL)
        rows = self._db.all("SELECT member FROM memberships WHERE circle = ? AND left_at = 0", content.circle)
        gone = [(lane.head, row[0], content.circle) for row in rows if row[0] not in in_force]
        self._db.run_many("UPDATE memberships SET left_at = ? WHERE member = ? AND circle = ?", gone)
