# SPDX-License-Identifier: Apache-2.0
"""The tray of a computer: sealed envelopes of its people, and those that a stick brought, for any line.

    tray/PROGRAMME/up      requests        left   what was put on a stick, and when
                   down    replies         via    what came from a stick, and when
                   server  where they go   tried  what the server did not take, and when
                                           done   what has been everywhere, and since when

A courier needs nobody signed in: what it must know about envelopes stands in marks, files of their names.
"""
from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mentordesk.base.files import FileOps
from mentordesk.sync.carriers.folder import PART, Look, Seen, Shelf
from mentordesk.sync.carriers.form import NAME_SIZE, PROGRAMME_SIZE

LEFT, VIA, TRIED, DONE = "left", "via", "tried", "done"
SERVER = "server"
MOST_BYTES = 16 << 20  # of envelopes that sticks may bring
_MOST_MARK = 12  # figures
_MOST_DONE = 1_000  # marks; a stick that comes back later than all these is carried once more
_MOST_SERVER = 4096
_SENDER = re.compile(r"[0-9a-f]{32}-([0-9a-f]{8})\b")


@dataclass(frozen=True, slots=True)
class ServerFile:
    """Where a programme's envelopes go."""

    addresses: tuple[str, ...]
    box: bytes


class Tray(Shelf):
    """The tray of one programme, `root` holding those of all."""

    def __init__(self, root: Path, programme: bytes, files: FileOps) -> None:
        super().__init__(root, files)
        self.programme8 = programme[:PROGRAMME_SIZE]
        self.own = self.folder(self.programme8)

    def look(self) -> Look:
        """What stands in this programme's part; what somebody else writes just now is left to them."""
        found = Shelf(self.own, self.files).look()
        found.seen = [one for one in found.seen if not one.path.name.endswith(PART)]
        return found

    def remove(self, seen: Iterable[Seen]) -> None:
        """These have done what they should."""
        for one in seen:
            self.files.remove(one.path)

    def remove_requests(self, names: Iterable[bytes], look: Look | None = None) -> None:
        """Take requests and their marks out."""
        requests = (look or self.look()).requests(self.programme8)
        for name in names:
            if name in requests:
                self.files.remove(requests[name].path)
            self.unmark(VIA, name)
            self.unmark(TRIED, name)

    # ------------------------------------------------------------------ marks
    def mark(self, kind: str, name: bytes, now: int) -> None:
        """Note of an envelope that it left, or came from a stick, at `now` (unix seconds); once."""
        folder = self.own / kind
        if not self.files.exists(folder / name.hex()):
            self.make(folder)
            self.files.write_atomic(folder / name.hex(), f"{max(now, 1)}".encode())

    def unmark(self, kind: str, name: bytes) -> None:
        """Forget that."""
        self.files.remove(self.own / kind / name.hex())

    def finish(self, names: Iterable[bytes], now: int) -> None:
        """These have been everywhere: whatever still stands on sticks, or comes back from one, is to go."""
        for name in names:
            self.mark(DONE, name, now)
            for kind in (LEFT, VIA, TRIED):
                self.unmark(kind, name)
        if len(self.files.names(self.own / DONE)) > _MOST_DONE:
            since = self.marks(DONE)
            for name in sorted(since, key=lambda name: since[name])[:-_MOST_DONE]:
                self.unmark(DONE, name)

    def marks(self, kind: str) -> dict[bytes, int]:
        """name → unix seconds."""
        found = {}
        for text in self.files.names(self.own / kind):
            if re.fullmatch(rf"[0-9a-f]{{{NAME_SIZE * 2}}}", text):
                said = self.files.read_plain(self.own / kind / text, _MOST_MARK) or b""
                found[bytes.fromhex(text)] = int(said) if said.isdigit() else 1
        return found

    def known(self, look: Look) -> set[bytes]:
        """Names of the requests that people of this computer made."""
        return (set(look.requests(self.programme8)) | set(self.marks(LEFT))) - set(self.marks(VIA))

    # ------------------------------------------------------------------ where to
    def tell_server(self, addresses: Iterable[str], box: bytes) -> None:
        """Keep where envelopes go, if it is new."""
        data = server_file(ServerFile(tuple(addresses), box))
        path = self.own / SERVER
        if self.files.read_plain(path, _MOST_SERVER) != data:
            self.make(self.own)
            self.files.write_atomic(path, data)

    def server(self) -> ServerFile | None:
        """Where envelopes go; None where nobody said it."""
        return read_server(self, self.programme8)


def server_file(server: ServerFile) -> bytes:
    """The bytes of the file `server`."""
    said: Mapping[str, object] = {"addresses": list(server.addresses), "server_box": server.box.hex()}
    return json.dumps(said).encode() + b"\n"


def read_server(shelf: Shelf, programme8: bytes) -> ServerFile | None:
    """The file `server` of a tray or a stick; None where there is none, or another thing of that name."""
    data = shelf.read_plain(shelf.folder(programme8) / SERVER, _MOST_SERVER)
    try:
        said = json.loads(data or b"")
        addresses = tuple(one for one in said["addresses"] if isinstance(one, str))
        return ServerFile(addresses, bytes.fromhex(said["server_box"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def trays(root: Path, files: FileOps) -> list[Tray]:
    """The trays of all programmes under `root`."""
    names = [name for name in files.names(root) if re.fullmatch(rf"[0-9a-f]{{{PROGRAMME_SIZE * 2}}}", name)]
    return [Tray(root, bytes.fromhex(name), files) for name in names]


def sender_of(seen: Seen) -> str:
    """What the files of one person's envelopes have in common; its own name where that was lost."""
    found = _SENDER.match(seen.path.name)
    return found[1] if found else seen.name.hex()


def people_of(found: Iterable[Seen]) -> int:
    """How many people made these, as far as the files' names still say it."""
    return len({sender_of(one) for one in found})
