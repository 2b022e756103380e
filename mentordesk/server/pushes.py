# SPDX-License-Identifier: Apache-2.0
"""What members bring: each blob is looked at as far as that goes without a key, then appended to its lane."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from mentordesk.base.errors import Refused, Waiting
from mentordesk.crypto.blobs import BlobKind, blob_kind
from mentordesk.crypto.charters import Standing
from mentordesk.crypto.parcel import parcel_hash, read_header
from mentordesk.crypto.primitives import AEAD_SIZE, SIGNATURE_SIZE
from mentordesk.crypto.senderkeys import check_sender_key, parse_extra_seal
from mentordesk.crypto.statements import Certificate, parse_statement
from mentordesk.domain.ids import CircleId, Lane, MemberId
from mentordesk.server.db import Database
from mentordesk.server.log import MAX_FORKS, Log
from mentordesk.server.statements import Statements
from mentordesk.wire.exchange import MAX_BLOB, Push

_PARCEL_LANES = (Lane.WORDS, Lane.DOCUMENTS)
_MAX_CACHED_KEYS = 10_000
_ANOTHERS = "SELECT 1 FROM sender_keys WHERE writer = ? AND circle = ? AND author <> ?"


@dataclass(frozen=True, slots=True)
class Taken:
    """A blob now in the log; `fork` when another parcel stands at its place."""

    row: int
    circle: CircleId
    fork: bool = False


Result: TypeAlias = Taken | Push


@dataclass(frozen=True, slots=True)
class _Key:
    circle: CircleId
    author: MemberId
    writer: bytes
    charter: bytes


class Pushes:
    """Judges and appends what members push; inside the caller's transaction."""

    def __init__(self, db: Database, log: Log, statements: Statements) -> None:
        self._db = db
        self._log = log
        self._statements = statements
        self._keys: dict[bytes, _Key] = {}
        self._takers = {
            BlobKind.PARCEL: self._parcel,
            BlobKind.SENDER_KEY: self._sender_key,
            BlobKind.EXTRA_SEAL: self._extra_seal,
            BlobKind.STATEMENT: self._statement,
        }

    def forget(self) -> None:
        """Drop what is only in memory."""
        self._keys.clear()

    def take(self, member: MemberId, blob: bytes, now: int) -> Result:
        """Append a blob that is not held yet, or say why not."""
        if len(blob) > MAX_BLOB:
            return Push.TOO_LARGE
        taker = self._takers.get(blob_kind(blob))
        if taker is None:
            return Push.MALFORMED
        try:
            return taker(member, blob, now)
        except Waiting:
            return Push.UNKNOWN_SENDER_KEY
        except Refused:
            return Push.MALFORMED

    def _parcel(self, member: MemberId, blob: bytes, now: int) -> Result:
        header = read_header(blob)
        key = self._key(header.kid)
        if key is None:
            return Push.UNKNOWN_SENDER_KEY
        brought = key.author != member
        if brought and member not in self._statements.trust.roles(key.circle):
            return Push.NOT_A_MEMBER
        if header.lane not in _PARCEL_LANES or len(blob) < header.size + AEAD_SIZE + SIGNATURE_SIZE:
            return Push.MALFORMED
        hash32, trust = parcel_hash(blob), self._statements.trust
        where = (key.writer, header.lane)
        if trust.standing(key.charter, key.author, where, (header.n, hash32)) is Standing.LATE:
            return Push.LATE if member in trust.roles(key.circle) else Push.NOT_A_MEMBER
        lane = self._log.open_lane(key.circle, header.lane)
        place = (self._log.chain(lane, key.writer), header.n)
        if brought and len(self._log.at_place(place)) >= MAX_FORKS:
            return Push.MALFORMED  # nobody but its author shows that a parcel is one
        fork = not brought and self._log.is_forked(place)
        row = self._log.append(lane, blob, hash32, now, place)
        return self._noted(Taken(row, key.circle, fork), member if brought else None)

    def _noted(self, taken: Taken, bringer: MemberId | None) -> Taken:
        """`bringer` is not the author: who brings what this server had lost is remembered."""
        if bringer is not None and taken.row:
            self._log.brought(taken.row, bringer)
        return taken

    def _key(self, kid: bytes) -> _Key | None:
        known = self._keys.get(kid)
        if known is None:
            sql = "SELECT circle, author, writer, charter FROM sender_keys WHERE kid = ?"
            row = self._db.one(sql, kid)
            if row is not None:
                known = _Key(*row)
                self._remember(kid, known)
        return known

    def _remember(self, kid: bytes, key: _Key) -> None:
        if len(self._keys) >= _MAX_CACHED_KEYS:
            self._keys.clear()
        self._keys[kid] = key

    def _sender_key(self, member: MemberId, blob: bytes, now: int) -> Result:
        trust = self._statements.trust
        said, charter = check_sender_key(trust, blob)
        head = trust.head(charter.circle)
        if member not in trust.roles(charter.circle):
            return Push.NOT_A_MEMBER
        ended = head is not None and charter.epoch < head.epoch
        if head is None or (ended and not self._was_cut_off(charter.circle, said.writer)):
            return Push.LATE
        if self._key(said.kid) is not None:  # another announcement has this name already
            return Push.MALFORMED
        if self._db.one(_ANOTHERS, said.writer, charter.circle, said.author) is not None:
            return Push.NOT_ITS_AUTHOR  # whoever writes under it would take another's numbers
        key = _Key(charter.circle, said.author, said.writer, said.charter)
        sql = "INSERT INTO sender_keys (kid, circle, author, writer, charter) VALUES (?, ?, ?, ?, ?)"
        self._db.run(sql, said.kid, key.circle, key.author, key.writer, key.charter)
        self._remember(said.kid, key)
        bringer = None if said.author == member else member
        return self._noted(self._control(charter.circle, blob, now), bringer)

    def _was_cut_off(self, circle: CircleId, writer: bytes) -> bool:
        """Whether a charter names this writer's last parcel: then those before it may still come back."""
        charters = self._statements.trust.chain(circle)
        return any(place[0] == writer for charter in charters for place in charter.cuts)

    def _extra_seal(self, member: MemberId, blob: bytes, now: int) -> Result:
        kid, seal = parse_extra_seal(blob)
        key, trust = self._key(kid), self._statements.trust
        if key is None:
            return Push.UNKNOWN_SENDER_KEY
        charter = trust.charter(key.charter)
        if charter is None or member not in charter.roles:
            return Push.NOT_A_MEMBER
        named = trust.certificate(seal.member, seal.version) if seal.version else None
        if named is None or seal.member not in charter.roles:
            return Push.MALFORMED
        return self._control(key.circle, blob, now)

    def _statement(self, member: MemberId, blob: bytes, now: int) -> Result:
        """Whoever carries it: a statement counts by its signature, a certificate where a slip allows it."""
        statement = parse_statement(blob, self._statements.trust.id)
        if isinstance(statement.content, Certificate) and not self._statements.may_certify(statement, now):
            return Push.MALFORMED
        accepted = self._statements.accept(blob)
        if accepted.fresh:
            self._statements.publish(accepted, now)
        taken = Taken(self._log.find(parcel_hash(blob)[:16]), self._statements.trust.id)
        return self._noted(taken, member if accepted.fresh else None)

    def _control(self, circle: CircleId, blob: bytes, now: int) -> Taken:
        lane = self._log.open_lane(circle, Lane.CONTROL)
        return Taken(self._log.append(lane, blob, parcel_hash(blob), now), circle)
