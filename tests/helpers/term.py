# SPDX-License-Identifier: Apache-2.0
"""A believable term on one person's computer, written straight into a profile, for pages and pictures."""
from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from importlib import resources
from pathlib import Path
from typing import Any

from mentordesk.base.clock import ManualClock, SeededRandomness
from mentordesk.base.errors import ServerUnreachable
from mentordesk.base.files import SystemFiles
from mentordesk.crypto.identity import new_identity
from mentordesk.crypto.keybag import Keybag, seal_keybag
from mentordesk.desk.desk import Desk, open_desk
from mentordesk.desk.profiles import Entrance, Opened
from mentordesk.domain.ids import MemberId, Role
from mentordesk.domain.messages import Delivery, Draft
from mentordesk.domain.registers import PERSON_CARD, THREAD_TOPIC
from mentordesk.storage import rows, writes
from mentordesk.storage.files import Profiles
from mentordesk.storage.profile import Newcomer, Tools, create_profile
from mentordesk.storage.schema import CircleKind
from mentordesk.storage.store import InlineRunner, Publish, Tx
from mentordesk.wire.operations import set_register
from tests.helpers.profiles import PASSPHRASE, quick_derive

NOW = int(datetime(2026, 5, 12, 7, 42, tzinfo=UTC).timestamp())  # 10:42 in Nairobi
ME = b"amina nnnnnnnnnn"
GRACE, HADDAD, OKOTH = b"grace nnnnnnnnnn", b"haddad nnnnnnnnn", b"okoth nnnnnnnnnn"
BARAKA = b"baraka nnnnnnnnn"
WITH_GRACE, WITH_HADDAD, TEAM = b"circle of grace ", b"circle of haddad", b"circle of a team"
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Someone:
    """A member as the profile knows one."""

    member: MemberId
    name: str
    zone: str
    role: Role


AMINA = Someone(ME, "Amina Achieng", "Africa/Nairobi", Role.MENTEE)
PEOPLE = {
    "grace": Someone(GRACE, "Grace Wanjiku", "Europe/Paris", Role.MENTOR),
    "haddad": Someone(HADDAD, "يوسف حداد", "Africa/Algiers", Role.MENTOR),
    "okoth": Someone(OKOTH, "Ms Okoth", "Africa/Nairobi", Role.GUARDIAN),
    "baraka": Someone(BARAKA, "Baraka Juma", "Africa/Dar_es_Salaam", Role.MENTOR),
}
CIRCLES = (
    (WITH_GRACE, ("grace", "okoth")),
    (WITH_HADDAD, ("haddad",)),
    (TEAM, ("baraka", "grace", "okoth")),
)
ARABIC = (
    (
        9, "haddad", "اللغة العربية",
        "السلام عليكم يا أمينة. قرأت رسالتك الأولى، وخطك جميل. ما الكتاب الذي تقرئينه الآن؟",
    ),
    (8, "amina", "اللغة العربية", "وعليكم السلام. أقرأ قصة عن البئر والقرية، وفيها كلمات صعبة مثل «الخزّان»."),
    (3, "haddad", "اللغة العربية", "أحسنتِ! اكتبي لي خمس جمل عن القرية، ثم نقرؤها معًا."),
    (
        2, "haddad", "Le français",
        "Bonjour Amina ! Pour mardi, lis la page 12 et écris trois phrases sur ton école. À bientôt.",
    ),
)  # fmt: skip
TEAM_TALK = (
    (6, "baraka", "Kazi ya timu", "Habari Amina! Mradi wa maji unaendeleaje? Tutumie picha ya chujio."),
    (5, "amina", "Kazi ya timu", "Nzuri! Chujio linafanya kazi, maji ni safi kabisa."),
)  # fmt: skip


class NoLine:
    """A line that is never there."""

    def post(self, body: bytes, progress: object = None) -> object:
        """Nobody answers."""
        raise ServerUnreachable

    def close(self) -> None:
        """Nothing is open."""


def no_line(addresses: object) -> object:
    """Dials into nowhere."""
    return lambda timeout: NoLine()


@dataclass
class Term:
    """One computer with Amina's profile on it."""

    home: Path
    clock: ManualClock
    folder: Path
    tools: Tools

    def entrance(self, publish: Publish) -> Entrance:
        """The way in, with a quick key derivation and no line."""
        return Entrance(self.home, publish, self.tools, no_line, InlineRunner)  # type: ignore[arg-type]

    def opened(self, publish: Publish) -> Opened:
        """Amina signed in."""
        return self.entrance(publish).open(self.folder, PASSPHRASE)

    def desk(self, publish: Publish) -> Desk:
        """Amina's desk."""
        opened = self.opened(publish)
        return open_desk(opened.runner, opened.reader, opened.connection, opened.rand, opened.close)


def make_term(home: Path, full: bool = True) -> Term:
    """Amina's profile; without `full` nothing but circles and people."""
    clock = ManualClock(NOW)
    tools = Tools(SystemFiles(), clock, SeededRandomness("term"), quick_derive)
    identity = new_identity(ME, 1, tools.rand.bytes)
    derived = quick_derive(PASSPHRASE, bytes(16))
    keybag = seal_keybag(derived.wrap, Keybag(1, identity, bytes(32)), tools.rand.bytes)
    newcomer = Newcomer(
        identity, bytes(16), keybag, b"programme nnnnnn", bytes(32), bytes(32), "Lake Region Mentors",
        AMINA.name, ("https://desk.lake-region.example",), tuple((p.member, p.name) for p in PEOPLE.values()),
    )  # fmt: skip
    folder = create_profile(Profiles(home, tools.files), newcomer, derived, tools)
    term = Term(home, clock, folder, tools)
    opened = term.opened(lambda event: None)
    opened.runner.call(_join)
    if full:
        opened.runner.call(lambda tx: _write_term(tx, clock))
        opened.runner.call(_write_now)
    opened.close()
    return term


def _join(tx: Tx) -> None:
    for position, (circle, names) in enumerate(CIRCLES, 2):
        place = (circle, int(CircleKind.CIRCLE), position)
        tx.conn.exec_driver_sql("INSERT INTO circles VALUES (?, ?, ?)", place)
        for someone in (AMINA, *(PEOPLE[name] for name in names)):
            row = (circle, someone.member, int(someone.role))
            tx.conn.exec_driver_sql("INSERT INTO members VALUES (?, ?, ?)", row)
            card = (someone.name, someone.zone)
            set_field(tx, circle, PERSON_CARD.number, someone.member, someone.member, card)


def set_field(
    tx: Tx, circle: bytes, register: int, entity: bytes, author: bytes, value: tuple[object, ...]
) -> None:
    """A field as a merged parcel sets it."""
    operation = set_register((tx.rand.bytes(8), register, entity, 1, NOW - 90 * DAY), value)
    raw = bytes(operation.value)
    rows.set_field(tx, circle, register, entity, 1, operation.time, operation.id, author, raw)


def _write_term(tx: Tx, clock: ManualClock) -> None:
    term = json.loads(resources.files("mentordesk").joinpath("resources/demo/term.json").read_text("utf-8"))
    topics = {thread["key"]: thread["topic"] for thread in term["threads"]}
    said: list[tuple[Any, ...]] = [
        (NOW - message["days_ago"] * DAY + _of_day(message["at"]), WITH_GRACE, message["author"],
         topics[message["thread"]], message["text"])
        for message in term["messages"]
    ]  # fmt: skip
    said += [(NOW - days * DAY + 1800, WITH_HADDAD, *rest) for days, *rest in ARABIC]
    said += [(NOW - days * DAY - 3600, TEAM, *rest) for days, *rest in TEAM_TALK]
    for time, circle, author, topic, text in sorted(said):
        clock.set_wall(time)
        say(tx, circle, author, topic, text)
    clock.set_wall(NOW)
    tx.conn.exec_driver_sql("UPDATE messages SET fresh = 0 WHERE time < ?", (NOW - 4 * DAY,))


def _of_day(at: str) -> int:
    """Seconds from the present time of day to another, written hours:minutes in Nairobi."""
    hours, minutes = at.split(":")
    return (int(hours) - 10) * 3600 + (int(minutes) - 42) * 60


def say(tx: Tx, circle: bytes, author: str, topic: str, text: str) -> bytes:
    """A message as a merged parcel stores it, after all that is there; its id."""
    thread = blake2b(topic.encode() + circle, digest_size=8).digest()
    member = ME if author == "amina" else PEOPLE[author].member
    known = tx.conn.exec_driver_sql("SELECT 1 FROM threads WHERE thread = ?", (thread,)).first()
    if known is None:
        set_field(tx, circle, THREAD_TOPIC.number, thread, member, (topic,))
    name = tx.rand.bytes(8)
    rank, base = tx.conn.exec_driver_sql(
        """SELECT coalesce(max(rank), 0) + 1, coalesce(max(CASE WHEN author = ? THEN base ELSE rank END), 0)
        FROM messages WHERE thread = ?""",
        (member, thread),
    ).one()
    new = rows.NewMessage(name, circle, thread, member, rank, base, tx.now(), text, entry=1)
    rows.insert_message(tx, new, Delivery.READ)
    if member == ME:
        readers = tx.conn.exec_driver_sql("SELECT member FROM members WHERE circle = ?", (circle,)).scalars()
        tx.conn.exec_driver_sql(
            "INSERT INTO receipts (message, member, kind, time) VALUES (?, ?, 2, ?)",
            [(name, reader, tx.now()) for reader in readers if reader not in (ME, OKOTH)],
        )
    return name


def _write_now(tx: Tx) -> None:
    """This morning: two messages without a line, one half-written, one new thread begun."""
    wanted = "SELECT thread FROM threads WHERE topic = 'Scholarship essay'"
    essay = tx.conn.exec_driver_sql(wanted).scalar_one()
    last = tx.conn.exec_driver_sql(
        "SELECT id FROM messages WHERE thread = ? AND author = ? ORDER BY rank DESC LIMIT 1", (essay, ME)
    ).scalar_one()
    tx.conn.exec_driver_sql("UPDATE messages SET state = ? WHERE id = ?", (int(Delivery.AT_THE_SERVER), last))
    writes.send_message(
        tx, WITH_GRACE, essay,
        "Here is the part that I like least, the ending: \"Eight days is not a long time for a pump. "
        "For Njeri it was a term of fractions.\" I do not know if it is too much.",
    )  # fmt: skip
    writes.save_draft(
        tx, Draft(WITH_GRACE, essay, "", "The ending is still weak. I want to say that Njeri", caret=50)
    )
