# SPDX-License-Identifier: Apache-2.0
"""The exception tree: what people can be told about, what bytes did, and what we did wrong.

    MentorDeskError
    ├── Trouble                      expected; has a code; ui/words.py turns it into a sentence
    │   ├── SignInTrouble            WrongPassphrase  NotEnoughMemory  ProfileUnknown
    │   ├── SlipTrouble              SlipInvalid(position)  SlipRefused(reason)
    │   ├── DiskTrouble              DiskFull  ReadOnlyFolder  DatabaseDamaged  DatabaseTooNew
    │   │                            AlreadyOpen  CipherMissing
    │   ├── StickTrouble             StickFull(needed, free)  StickReadOnly  StickGone  NotAFolder
    │   ├── LineTrouble              ServerUnreachable  NotOurServer  CertificateNotTrusted
    │   │                            SignInAgain  SlowDown  UpdateNeeded  AddressInvalid
    │   ├── TextTrouble              EmptyText  TooLarge(size, limit)
    │   ├── FileTrouble              FileTooLarge(size, limit)  TooManyFiles(limit)  FileNotHere
    │   │                            FileDamaged  FileDangerous  FileUnreadable  DictionaryUnfit(reason)
    │   ├── ImportTrouble            ImportTooLarge(size, limit)  ImportTooLong(limit)  ImportEmpty
    │   │                            ImportDamaged  ImportLocked  ImportUnsafe  ImportUnknown(kind)
    │   └── UsageTrouble             BadArgument(name)  NotFound(kind)  Occupied(name)  PolicyInvalid(name)
    ├── Refused                      bytes are not what they claim to be; quarantined, never shown
    │   └── Waiting                  … or lean on something not known yet: kept and tried again
    └── Bug                          a broken promise of our own; never caught to go on

A Trouble is caught narrowly at the edge that can act on it, a Refused where bytes come in, a Bug nowhere.
No message holds content: codes, counts and names of fields only.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar


class MentorDeskError(Exception):
    """Root of everything MentorDesk raises on purpose."""


class Bug(MentorDeskError):
    """A broken invariant: the programme is wrong, not the world."""


class Refused(MentorDeskError):
    """Bytes that are not what they claim to be; `code` says which check failed ("signature", "length", …)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Waiting(Refused):
    """Not yet: something that these bytes lean on is unknown; keep them and try again when more is known."""


class Trouble(MentorDeskError):
    """Something expected went wrong; `code` is stable, `facts` fill the sentence made from it."""

    code: ClassVar[str] = ""

    def __init__(self, **facts: str | int) -> None:
        super().__init__(self.code)
        self.facts: Mapping[str, str | int] = MappingProxyType(facts)


class SignInTrouble(Trouble):
    """Signing in did not work."""


class WrongPassphrase(SignInTrouble):
    """The passphrase does not open this profile."""

    code = "wrong_passphrase"


class NotEnoughMemory(SignInTrouble):
    """The key derivation could not get its memory; says nothing about the passphrase."""

    code = "not_enough_memory"


class ProfileUnknown(SignInTrouble):
    """No profile of that name on this computer."""

    code = "profile_unknown"


class SlipTrouble(Trouble):
    """A slip was not accepted."""


class SlipInvalid(SlipTrouble):
    """The code was mistyped; `position` is the first doubtful letter, from 1; 0 when nobody can tell.

    `suspects` are all letters of which one alone may be wrong; the fact of that name has spaces between.
    """

    code = "slip_invalid"

    def __init__(self, position: int = 0, suspects: Sequence[int] = ()) -> None:
        self.suspects = tuple(suspects) or ((position,) if position else ())
        super().__init__(position=position, suspects=" ".join(map(str, self.suspects)))
        self.position = position


class SlipRefused(SlipTrouble):
    """The server does not take this slip; `reason` is one of "used", "expired", "unknown"."""

    code = "slip_refused"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason


class DiskTrouble(Trouble):
    """The disk or what is stored on it."""


class DiskFull(DiskTrouble):
    """No room left; what was there before is still whole."""

    code = "disk_full"


class ReadOnlyFolder(DiskTrouble):
    """The data folder cannot be written."""

    code = "read_only_folder"


class DatabaseDamaged(DiskTrouble):
    """The database fails its checks."""

    code = "database_damaged"


class DatabaseTooNew(DiskTrouble):
    """A newer MentorDesk wrote this database."""

    code = "database_too_new"


class AlreadyOpen(DiskTrouble):
    """Another running MentorDesk holds this profile or data folder."""

    code = "already_open"


class CipherMissing(DiskTrouble):
    """The SQLite library at hand does not encrypt; nothing may be written with it."""

    code = "cipher_missing"


class StickTrouble(Trouble):
    """A stick, or another folder that carries; what was copied before stays, and all may be tried again."""


class StickFull(StickTrouble):
    """No room on the stick; `needed` and `free` in bytes."""

    code = "stick_full"

    def __init__(self, needed: int, free: int) -> None:
        super().__init__(needed=needed, free=free)
        self.needed = needed
        self.free = free


class StickReadOnly(StickTrouble):
    """Nothing can be written on the stick."""

    code = "stick_read_only"


class StickGone(StickTrouble):
    """The stick was pulled out, or cannot be read any more."""

    code = "stick_gone"


class NotAFolder(StickTrouble):
    """What was named is no folder, or a link stands where a folder of ours should."""

    code = "not_a_folder"


class LineTrouble(Trouble):
    """The line or the server at its other end."""


class ServerUnreachable(LineTrouble):
    """Nobody answers at the server's address."""

    code = "server_unreachable"


class NotOurServer(LineTrouble):
    """Something answered that is not our server: a login page, a proxy, another programme."""

    code = "not_our_server"


class CertificateNotTrusted(LineTrouble):
    """The server's TLS certificate does not stand under what we trust."""

    code = "certificate_not_trusted"


class SignInAgain(LineTrouble):
    """The server no longer knows this profile's key."""

    code = "sign_in_again"


class SlowDown(LineTrouble):
    """The server asks to wait; `seconds` is how long."""

    code = "slow_down"

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds=seconds)
        self.seconds = seconds


class UpdateNeeded(LineTrouble):
    """The other end speaks a newer format that this programme does not know."""

    code = "update_needed"


class AddressInvalid(LineTrouble):
    """What was typed is not a server's address."""

    code = "address_invalid"


class TextTrouble(Trouble):
    """What was written cannot be taken as it is; the text is kept."""


class EmptyText(TextTrouble):
    """There is nothing to send."""

    code = "empty_text"


class TooLarge(TextTrouble):
    """More bytes than fit; `size` and `limit` in bytes."""

    code = "too_large"

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(size=size, limit=limit)
        self.size = size
        self.limit = limit


class FileTrouble(Trouble):
    """A file cannot be attached, read or opened."""


class FileTooLarge(FileTrouble):
    """More bytes than one file may have; `size` and `limit` in bytes."""

    code = "file_too_large"


class TooManyFiles(FileTrouble):
    """A message has as many files as it may have: `limit`."""

    code = "too_many_files"


class FileNotHere(FileTrouble):
    """Some of the file's bytes are not on this computer."""

    code = "file_not_here"


class FileDamaged(FileTrouble):
    """The bytes that came are not those that were attached; they are fetched again."""

    code = "file_damaged"


class FileDangerous(FileTrouble):
    """A file of a kind that the programme never opens; it can be saved."""

    code = "file_dangerous"


class FileUnreadable(FileTrouble):
    """What was to be attached is no file that can be read."""

    code = "file_unreadable"


class DictionaryUnfit(FileTrouble):
    """No dictionary is in the file; `reason` is "kind", "pair", "size", "name", "damaged" or "empty"."""

    code = "dictionary_unfit"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


class ImportTrouble(Trouble):
    """A file cannot become a document; the file is as it was, and nothing of it was fetched or kept."""


class ImportTooLarge(ImportTrouble):
    """More bytes than are read; `size` and `limit` in bytes."""

    code = "import_too_large"


class ImportTooLong(ImportTrouble):
    """More letters or paragraphs than a document can have; `limit` in letters."""

    code = "import_too_long"


class ImportEmpty(ImportTrouble):
    """The file has no bytes."""

    code = "import_empty"


class ImportDamaged(ImportTrouble):
    """The file is broken, cut off, or not what its name says."""

    code = "import_damaged"


class ImportLocked(ImportTrouble):
    """The file opens with a password only."""

    code = "import_locked"


class ImportUnsafe(ImportTrouble):
    """The file is made so that it would fill this computer's memory."""

    code = "import_unsafe"


class ImportUnknown(ImportTrouble):
    """A kind of file that is not read; `kind` is "doc", "rtf", "pages", "pdf" or "other"."""

    code = "import_unknown"


class UsageTrouble(Trouble):
    """A command or a call was asked for something that cannot be."""


class BadArgument(UsageTrouble):
    """The argument `name` has no usable value."""

    code = "bad_argument"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NotFound(UsageTrouble):
    """There is no such thing; `kind` is its noun ("circle", "thread", "profile", …)."""

    code = "not_found"

    def __init__(self, kind: str) -> None:
        super().__init__(kind=kind)


class Occupied(UsageTrouble):
    """The name or address `name` is taken."""

    code = "occupied"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class PolicyInvalid(UsageTrouble):
    """The computer's policy cannot be read; `name` is the setting, or "file" for all of it."""

    code = "policy_invalid"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


def trouble_codes() -> frozenset[str]:
    """Every code a Trouble can carry, subclasses declared elsewhere included."""
    return frozenset(kind.code for kind in _descendants(Trouble) if kind.code)


def _descendants(kind: type[Trouble]) -> Iterator[type[Trouble]]:
    for child in kind.__subclasses__():
        yield child
        yield from _descendants(child)
