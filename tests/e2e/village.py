# SPDX-License-Identifier: Apache-2.0
"""Two people with a real server behind a relay; each session of theirs is a process that may be killed."""
from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from mentordesk.base.clock import SystemClock
from mentordesk.commands.embedded import Embedded, Newcomer, ServerProcess
from mentordesk.domain.ids import Role
from mentordesk.storage.keyslots import Derive
from tests.e2e import sessions
from tests.e2e.relay import Relay
from tests.e2e.sessions import Seat
from tests.helpers.town import quick

NOWHERE = ("127.0.0.1", 9)
PEOPLE = ("Amina", "Grace")
PATIENCE = 60.0  # seconds after which a session that says nothing is a failure

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(
    ["mentordesk.sync.transport", "tests.bench.week", "tests.e2e.sessions"]  # and what they import
)


@dataclass
class Session:
    """A process that acts for one person, and what it has said so far."""

    process: BaseProcess
    pipe: Connection
    said: list[tuple[Any, ...]] = field(default_factory=list)

    @property
    def killed(self) -> bool:
        """Whether it ended by kill -9."""
        return self.process.exitcode == -9

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()

    def hear(self) -> tuple[Any, ...] | None:
        """The next thing it says; None when it has ended."""
        assert self.pipe.poll(PATIENCE), "the session hangs"
        try:
            word: tuple[Any, ...] = self.pipe.recv()
        except (EOFError, ConnectionResetError):
            return None
        self.said.append(word)
        return word

    def hear_until(self, first: str) -> tuple[Any, ...]:
        """Listen until it says something that begins so."""
        while (word := self.hear()) is not None:
            if word[0] == first:
                return word
        raise AssertionError(f"ended without {first}: {self.said[-3:]}")

    def finish(self) -> Session:
        """Listen to its end."""
        while self.hear() is not None:
            continue
        self.process.join(PATIENCE)
        self.pipe.close()
        return self

    def ended_well(self) -> Session:
        """Listen to its end, which must be a good one."""
        self.finish()
        assert self.process.exitcode == 0, self.said[-3:]
        return self

    def words(self, first: str) -> list[Any]:
        """What followed this word, each time it was said."""
        return [word[1] for word in self.said if word[0] == first]


def begin(act: Callable[..., None], *arguments: object) -> Session:
    """Start a process: `act(say, *arguments)`, where `say` speaks to the session returned."""
    ours, theirs = _PROCESSES.Pipe(duplex=False)
    process = _PROCESSES.Process(target=sessions.run, args=(act, theirs, *arguments), daemon=True)
    process.start()
    theirs.close()
    return Session(process, ours)


class Village:
    """People in one circle, each at a computer of their own; server and line are real.

    `more`: people of a second circle; `derive_keys`: what a passphrase costs, nearly nothing unless said.
    """

    def __init__(
        self,
        folder: Path,
        names: Sequence[str] = PEOPLE,
        options: Sequence[str] = (),
        more: Sequence[str] = (),
        derive_keys: Derive = quick,
    ) -> None:
        self.data = folder / "server"
        self.homes = {who: folder / f"home {number}" for number, who in enumerate((*names, *more), 1)}
        self._derive = derive_keys
        self.relay = Relay(NOWHERE)
        self.server: ServerProcess | None = None
        self._options = ["--no-limits", *options]
        try:
            self.slips = self._invite(names, more)
            self.start_server()
        except BaseException:
            self.relay.close()
            raise

    def _invite(self, *circles: Sequence[str]) -> dict[str, str]:
        """A programme with its people, a mentee first in each circle; their slips."""
        embedded = Embedded(self.data, "Mentors of Kisumu", self.relay.url, SystemClock())
        slips: dict[str, str] = {}
        for names in filter(None, circles):
            roles = [Role.MENTEE, *(Role.MENTOR for _ in names[1:])]
            people = zip(names, roles, strict=True)
            slips |= embedded.invite({who: Newcomer(who, role) for who, role in people})
        embedded.close()
        return slips

    def enrol(self) -> Village:
        """Everybody sits down with a slip."""
        for who, slip in self.slips.items():
            sessions.enrol(self.seat(who), self.relay.url, slip)
        return self

    def start_server(self) -> None:
        """A new server process over the same data; the line leads there."""
        self.server = ServerProcess(self.data, self._options)
        self.relay.server = self.server.address

    def kill_server(self) -> None:
        """As a power cut does."""
        server, self.server = self.server, None
        if server is not None:
            server.kill()

    def stop_server(self) -> None:
        """As an administrator does."""
        server, self.server = self.server, None
        if server is not None:
            server.stop()

    def seat(self, who: str) -> Seat:
        """This person's computer."""
        return Seat(self.homes[who], derive=self._derive, name=who)

    def close(self) -> None:
        """End line and server."""
        self.relay.close()
        self.stop_server()
