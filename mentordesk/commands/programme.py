# SPDX-License-Identifier: Apache-2.0
"""`mentordesk programme`: make a programme, people, circles and slips, on the server's computer."""
from __future__ import annotations

import argparse
import getpass
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from mentordesk.base.errors import (
    BadArgument,
    DatabaseDamaged,
    DatabaseTooNew,
    DiskFull,
    NotFound,
    Occupied,
    ReadOnlyFolder,
    SlipRefused,
    Trouble,
    WrongPassphrase,
)
from mentordesk.base.files import SystemFiles
from mentordesk.domain.ids import MemberId, Role
from mentordesk.server.admin import SLIP_DAYS, Office, create_programme, open_programme
from mentordesk.server.office import Book, Person, open_book, seal_book

ROLES = {role.name.lower(): role for role in Role}
SHORTEST_PASSPHRASE = 12
_DAY = 86_400


class Mistake(Exception):
    """Something to tell the administrator in a sentence; nothing was changed."""


def main(argv: Sequence[str]) -> int:
    """One act of the office; 0 done, 1 told what is wrong."""
    options = _parser().parse_args(argv)
    try:
        act: Callable[[argparse.Namespace], None] = options.act
        act(options)
    except Mistake as mistake:
        print(mistake, file=sys.stderr)
        return 1
    except Trouble as trouble:
        print(_sentence(trouble, options), file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or options.data} cannot be used: {error.strerror}.", file=sys.stderr)
        return 1
    return 0


# ---------------------------------------------------------------- acts


def _new(options: argparse.Namespace) -> None:
    files = SystemFiles()
    _keep_apart(options)
    if files.exists(options.office):
        raise Mistake(f"{options.office} is there already. Choose another place for the office's file.")
    addresses = [_address(text) for text in options.address]
    passphrase = _passphrase(options, new=True)
    files.make_folder(options.office.parent)
    office = create_programme(options.data, options.name, addresses)
    try:
        files.write_atomic(options.office, seal_book(office.book, passphrase))
    finally:
        office.close()
    print(f"The programme “{office.book.name}” is made.")
    print(f"Its keys are in {options.office}. Without this file and its passphrase nobody can add people:")
    print("keep a copy of it somewhere else, and not on the server.")


def _person(options: argparse.Namespace) -> None:
    with _Desk(options) as office:
        for name in options.name:
            if office.book.find(name):
                raise Mistake(f"{name} is there already. Add something to tell the two apart.")
            office.add_person(name)
    print(f"Added: {', '.join(' '.join(name.split()) for name in options.name)}.")


def _circle(options: argparse.Namespace) -> None:
    with _Desk(options) as office:
        members = [_member(office.book, text) for text in options.member]
        if len({member for member, _ in members}) != len(members):
            raise Mistake("Somebody is named twice. Each member has one role in a circle.")
        if len(members) < 2:
            raise Mistake("A circle needs two people at least. Write each as NAME:ROLE.")
        name = options.name or ", ".join(text.rpartition(":")[0] for text in options.member)
        office.make_circle(members, name)
    print(f"The circle “{name}” is made, with {len(members)} people.")


def _slip(options: argparse.Namespace) -> None:
    with _Desk(options) as office:
        person = _one(office.book, options.person)
        until = int(time.time()) + options.days * _DAY
        if options.renew:
            office.renew_slip(person.member, options.days)
            print(f"The slip of {person.name} may be used until {_day(until)}.")
        else:
            print(slip_text(office.book, person, office.slip(person.member, options.days), until))


def _list(options: argparse.Namespace) -> None:
    with _Desk(options, change=False) as office:
        print(f"{office.book.name}   {' '.join(office.book.addresses)}")
        for state in office.people():
            enrolled = "signed in before" if state.enrolled else "not yet"
            circles = ", ".join(state.circles) or "no circle"
            print(f"  {state.person.name}   {enrolled}   {circles}")


def _day(moment: int) -> str:
    return time.strftime("%d %B %Y", time.gmtime(moment))


def slip_text(book: Book, person: Person, code: str, until: int) -> str:
    """A slip as it is handed out."""
    server = " or ".join(book.addresses)
    return "\n".join(
        [
            "",
            f"   {book.name} · slip for {person.name}",
            "",
            f"   1  Start MentorDesk and choose “I have a slip”. Server: {server}",
            f"   2  Type this code:  {code}",
            "   3  Choose a passphrase of four or five words that only you know.",
            "",
            "   Keep this slip: on another computer you need it again, together with your passphrase.",
            f"   Use it for the first time by {_day(until)}.",
            "",
        ]
    )


# ---------------------------------------------------------------- the office's file


class _Desk:
    """The opened office; its file is written again when the act went well."""

    def __init__(self, options: argparse.Namespace, change: bool = True) -> None:
        self._options = options
        self._change = change

    def __enter__(self) -> Office:
        try:
            data = SystemFiles().read(self._options.office)
        except FileNotFoundError:
            raise Mistake(f"There is no office file at {self._options.office}.") from None
        self._passphrase = _passphrase(self._options)
        self._office = open_programme(self._options.data, open_book(data, self._passphrase))
        return self._office

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        try:
            if kind is None and self._change:
                sealed = seal_book(self._office.book, self._passphrase)
                SystemFiles().write_atomic(self._options.office, sealed)
        finally:
            self._office.close()


def _passphrase(options: argparse.Namespace, new: bool = False) -> str:
    if options.passphrase_file:
        try:
            return str(options.passphrase_file.read_text(encoding="utf-8")).strip()
        except (OSError, UnicodeDecodeError):
            raise Mistake(f"The passphrase file {options.passphrase_file} cannot be read.") from None
    if not sys.stdin.isatty():
        raise Mistake("Nobody is here to type the office's passphrase: use --passphrase-file.")
    first = getpass.getpass("The office's passphrase: ")
    if not new:
        return first
    if len(first) < SHORTEST_PASSPHRASE:
        raise Mistake(f"That is too short: at least {SHORTEST_PASSPHRASE} letters, better five words.")
    if getpass.getpass("The same again: ") != first:
        raise Mistake("The two are not the same. Nothing was made; try again.")
    return first


def _keep_apart(options: argparse.Namespace) -> None:
    data, office = options.data.resolve(), options.office.resolve()
    if data == office or data in office.parents:
        raise Mistake("The office's file must not lie in the server's folder: choose another place.")


# ---------------------------------------------------------------- what was typed


def _address(text: str) -> str:
    address = text.strip().rstrip("/")
    if not address.startswith(("http://", "https://")) or " " in address:
        raise Mistake(f"{text} is not an address of a server. It looks like https://desk.example.org")
    return address


def _one(book: Book, text: str) -> Person:
    found = book.find(text)
    if not found:
        known = ", ".join(person.name for person in book.people) or "nobody yet"
        raise Mistake(f"Nobody here is called {text}. People: {known}.")
    if len(found) > 1:
        raise Mistake(f"Several people are called {text}.")
    return found[0]


def _member(book: Book, text: str) -> tuple[MemberId, Role]:
    name, _, word = text.rpartition(":")
    role = ROLES.get(word.strip().lower())
    if not name or role is None:
        raise Mistake(f"Write NAME:ROLE instead of {text}; roles are {', '.join(ROLES)}.")
    return _one(book, name).member, role


def _sentence(trouble: Trouble, options: argparse.Namespace) -> str:
    sentences: dict[type[Trouble], str] = {
        WrongPassphrase: "This is not the passphrase of this office file. Nothing was changed.",
        DatabaseDamaged: f"{options.office} or the server's database is damaged.",
        NotFound: f"The programme of this office file is not in {options.data}.",
        Occupied: f"There is a programme in {options.data} already.",
        SlipRefused: "This person has no slip that waits to be used."
        if trouble.facts.get("reason") == "unknown"
        else "This person has signed in already and needs no new slip.",
        BadArgument: "The name is missing.",
        ReadOnlyFolder: f"{options.data} or {options.office} cannot be written by you.",
        DiskFull: "The disk is full. Make room and try again.",
        DatabaseTooNew: f"A newer MentorDesk wrote {options.data}. Use that one.",
    }
    return sentences.get(type(trouble)) or f"This did not work: {trouble.code.replace('_', ' ')}."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mentordesk programme", description=__doc__)
    acts = parser.add_subparsers(required=True, metavar="ACT")

    def act(name: str, run: Callable[[argparse.Namespace], None], about: str) -> argparse.ArgumentParser:
        one = acts.add_parser(name, help=about, description=about)
        one.set_defaults(act=run)
        one.add_argument("--data", type=Path, required=True, help="the server's folder")
        one.add_argument("--office", type=Path, required=True, help="the office's file, outside that folder")
        one.add_argument("--passphrase-file", type=Path, help="read the office's passphrase from here")
        return one

    new = act("new", _new, "make a programme")
    new.add_argument("name", help="what people call the programme")
    new.add_argument("--address", action="append", required=True, help="where computers find the server")
    person = act("person", _person, "add people")
    person.add_argument("name", nargs="+")
    circle = act("circle", _circle, "make a circle")
    circle.add_argument("--name", default="", help="what the office calls the circle; else its people")
    circle.add_argument("member", nargs="+", metavar="NAME:ROLE", help=f"roles: {', '.join(ROLES)}")
    slip = act("slip", _slip, "print a slip for one person")
    slip.add_argument("person")
    slip.add_argument("--days", type=int, default=SLIP_DAYS, help="how long it may wait for its first use")
    slip.add_argument("--renew", action="store_true", help="make none; let the last one wait that long")
    act("list", _list, "who is there, and in which circles")
    return parser
