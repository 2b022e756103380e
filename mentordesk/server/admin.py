# SPDX-License-Identifier: Apache-2.0
"""What an administrator does on the server's computer: programme, people, circles, slips.

Everything is signed here with the office's keys and written straight into the server's database; a running
server notices. The server itself never has these keys.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from mentordesk.base.clock import Clock, Randomness, SystemClock, SystemRandomness
from mentordesk.base.errors import BadArgument, NotFound, Occupied, SlipRefused
from mentordesk.crypto import slipcode
from mentordesk.crypto.invitation import InvitationLetter, seal_invitation
from mentordesk.crypto.primitives import KEY_SIZE, Signer, box_public
from mentordesk.crypto.statements import Charter, Content, Coordinator, Invitation, ServerKey, make_statement
from mentordesk.domain.ids import MEMBER_SIZE, NO_HASH, CircleId, MemberId, Role
from mentordesk.server.accounts import Accounts, InvitationRow, ProgrammeRow, load_programme
from mentordesk.server.db import FILE_NAME, Database
from mentordesk.server.log import Log
from mentordesk.server.office import Book, CircleRecord, Person
from mentordesk.server.statements import Statements

SLIP_DAYS = 30
_DAY = 86_400
_PROGRAMME_SIZE = 16


@dataclass(frozen=True, slots=True)
class MemberState:
    """A line of the office's list."""

    person: Person
    enrolled: bool
    circles: tuple[str, ...]


def create_programme(
    data: Path,
    name: str,
    addresses: Sequence[str],
    rand: Randomness | None = None,
    clock: Clock | None = None,
) -> Office:
    """A new programme in an empty server folder; Occupied when there is one already.

    `addresses` are where clients find the server; they stand in every slip's invitation.
    """
    rand = rand or SystemRandomness()
    db = Database(data)
    if db.one("SELECT 1 FROM programme"):
        db.close()
        raise Occupied("programme")
    book = Book(
        programme=rand.bytes(_PROGRAMME_SIZE),
        root=rand.bytes(KEY_SIZE),
        coordinator=rand.bytes(KEY_SIZE),
        name=_spoken(name, "name"),
        addresses=list(addresses),
    )
    root, box = Signer.of(book.root), rand.bytes(KEY_SIZE)
    sql = "INSERT INTO programme (one, id, root, server_box) VALUES (1, ?, ?, ?)"
    db.run(sql, book.programme, root.public, box)
    office = Office(db, book, rand, clock or SystemClock())
    office.announce(root, Coordinator(Signer.of(book.coordinator).public), ServerKey(1, box_public(box)))
    return office


def open_programme(
    data: Path, book: Book, rand: Randomness | None = None, clock: Clock | None = None
) -> Office:
    """The office over an existing server folder; NotFound when the book belongs to another programme."""
    if not (data / FILE_NAME).exists():
        raise NotFound("programme")
    db = Database(data)
    try:
        office = Office(db, book, rand or SystemRandomness(), clock or SystemClock())
    except NotFound:
        db.close()
        raise
    return office


class Office:
    """A programme's administration; holds its keys, so it never runs inside the server."""

    def __init__(self, db: Database, book: Book, rand: Randomness, clock: Clock) -> None:
        self.book = book
        self._db = db
        self._rand = rand
        self._clock = clock
        self._programme = self._own_programme()
        self._coordinator = Signer.of(book.coordinator)
        self._log = Log(db)
        self._accounts = Accounts(db, self._programme)
        self._statements = Statements(db, self._log, self._programme.id, self._programme.root)
        self._statements.refresh()

    def close(self) -> None:
        """Let go of the database."""
        self._db.close()

    @property
    def root(self) -> bytes:
        """The programme's public root key, which clients pin."""
        return self._programme.root

    @property
    def server_box(self) -> bytes:
        """The server's public box key."""
        return self._accounts.server_box

    def _own_programme(self) -> ProgrammeRow:
        found = load_programme(self._db)
        if found.id != self.book.programme or found.root != Signer.of(self.book.root).public:
            raise NotFound("programme")
        return found

    # ------------------------------------------------------------ acts
    def add_person(self, name: str) -> MemberId:
        """Somebody new; only the office knows the name until a slip is used."""
        person = Person(self._rand.bytes(MEMBER_SIZE), _spoken(name, "name"))
        self.book.people.append(person)
        return person.member

    def make_circle(self, members: Iterable[tuple[MemberId, Role]], name: str = "") -> CircleId:
        """A new circle with its first charter."""
        named = list(members)
        roles = dict(named)
        if not roles or len(roles) != len(named):
            raise BadArgument("members")
        for member in roles:
            self._person(member)
        circle = self._rand.bytes(MEMBER_SIZE)
        charter = Charter(circle, 0, NO_HASH, 1, MappingProxyType(roles))
        self.announce(self._coordinator, charter)
        self.book.circles.append(CircleRecord(circle, " ".join(name.split())))
        return circle

    def slip(self, member: MemberId, days: int = SLIP_DAYS) -> str:
        """A new slip's code, 18 letters in three groups; an earlier unused one of this person ends."""
        person = self._person(member)
        self._statements.refresh()
        if self._statements.trust.newest_version(member):
            raise SlipRefused("used")
        version = 1
        code = slipcode.new_code(self._rand.bytes)
        key = Signer.of(slipcode.invite_seed(code)).public
        letter = seal_invitation(code, self._letter(person, version), self._rand.bytes)
        expires = self._clock.now() + days * _DAY
        with self._writing():
            self._publish(self._coordinator, Invitation(key, member, version))
            row = InvitationRow(key, member, version, expires, False, letter)
            self._accounts.add_invitation(slipcode.invite_id(code), row)
        return slipcode.write(code)

    def renew_slip(self, member: MemberId, days: int = SLIP_DAYS) -> None:
        """Let the slip that was handed out last wait so many days more; SlipRefused where none is unused."""
        with self._writing():
            if not self._accounts.renew_invitation(member, self._clock.now() + days * _DAY):
                raise SlipRefused("unknown")

    def announce(self, signer: Signer, *contents: Content) -> None:
        """Sign and publish statements in one transaction."""
        with self._writing():
            for content in contents:
                self._publish(signer, content)

    # ------------------------------------------------------------ looks
    def people(self) -> list[MemberState]:
        """Everybody, in the order in which they were added, as the server knows them now."""
        self._statements.refresh()
        return [self._state(person) for person in self.book.people]

    def _state(self, person: Person) -> MemberState:
        names = {record.circle: record.name for record in self.book.circles}
        circles = self._statements.circles_of(person.member)
        enrolled = self._accounts.keybag(person.member) is not None
        return MemberState(person, enrolled, tuple(names.get(one) or one.hex()[:8] for one in circles))

    def fellows(self, member: MemberId) -> list[Person]:
        """The people of a member's circles, without the member."""
        self._statements.refresh()
        trust = self._statements.trust
        found = {one for circle in self._statements.circles_of(member) for one in trust.roles(circle)}
        return [person for person in self.book.people if person.member in found - {member}]

    # ------------------------------------------------------------ inner
    def _person(self, member: MemberId) -> Person:
        person = self.book.person(member)
        if person is None:
            raise NotFound("person")
        return person

    def _letter(self, person: Person, version: int) -> InvitationLetter:
        fellows = tuple((fellow.member, fellow.name) for fellow in self.fellows(person.member))
        return InvitationLetter(
            programme=self._programme.id,
            root=self.root,
            server_box=self.server_box,
            member=person.member,
            version=version,
            programme_name=self.book.name,
            person_name=person.name,
            addresses=tuple(self.book.addresses),
            people=fellows,
        )

    def _publish(self, signer: Signer, content: Content) -> None:
        data = make_statement(signer, self._programme.id, content)
        self._statements.publish(self._statements.accept(data), self._clock.now())

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            with self._db.transaction():
                self._log.forget()  # the server may have appended meanwhile
                self._statements.refresh()
                yield
                self._log.flush()
        except BaseException:
            self._log.forget()
            self._statements.reset()
            raise


def _spoken(text: str, what: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise BadArgument(what)
    return name
