# SPDX-License-Identifier: Apache-2.0
"""A programme made in one go: an office, people with slips in one circle, and a door without a socket."""
from __future__ import annotations

import platform
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mentordesk.base.clock import Clock, SystemRandomness
from mentordesk.base.errors import ServerUnreachable
from mentordesk.base.files import SystemFiles
from mentordesk.desk.connection import Dial
from mentordesk.desk.desk import Desk, open_desk
from mentordesk.desk.profiles import Entrance
from mentordesk.domain.events import Event
from mentordesk.domain.ids import Role
from mentordesk.server.admin import create_programme
from mentordesk.server.db import Database
from mentordesk.server.door import Door
from mentordesk.storage.profile import Tools
from mentordesk.storage.store import InlineRunner
from mentordesk.sync.line import Meter, Received

PATIENCE = 30.0  # seconds for a server to start


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person that the office adds."""

    name: str
    role: Role


class NoSocket:
    """The server's door as a connection in the same thread; closes with nothing."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def post(self, body: bytes, meter: Meter) -> Received:
        """The door's answer, always whole."""
        meter.sent(len(body))
        _, reply = self._door.handle(body)
        meter.received(len(reply))
        return Received(reply, True)

    def close(self) -> None:
        """Nothing to let go of."""


class Embedded:
    """A new programme in `data`, served in this thread for as long as its people settle in."""

    def __init__(self, data: Path, name: str, address: str, clock: Clock) -> None:
        self._clock = clock
        self._rand = SystemRandomness()
        self._office = create_programme(data, name, [address], self._rand, clock)
        self._address = address
        self._db = Database(data)
        self._door = Door(self._db, clock, self._rand)

    def close(self) -> None:
        """Leave the data to a real server."""
        self._office.close()
        self._db.close()

    def invite(self, people: Mapping[str, Newcomer]) -> dict[str, str]:
        """Put everybody into one circle; the slips by the same keys."""
        members = {key: self._office.add_person(one.name) for key, one in people.items()}
        self._office.make_circle([(members[key], one.role) for key, one in people.items()])
        return {key: self._office.slip(member) for key, member in members.items()}

    def sit_down(self, home: Path, slip: str, passphrase: str) -> Desk:
        """Enrol at a computer whose home is given; the desk writes on this thread."""
        entrance = desk_entrance(home, self._clock, lambda addresses: self.dial)
        opened = entrance.enrol(entrance.look_up_slip(self._address, slip), passphrase)
        return open_desk(opened.runner, opened.reader, opened.connection, opened.rand, opened.close)

    def dial(self, timeout: float) -> NoSocket:
        """A connection to the door."""
        del timeout
        return NoSocket(self._door)


def desk_entrance(
    home: Path,
    clock: Clock,
    dialling: Callable[[Sequence[str]], Dial] | None = None,
    publish: Callable[[Event], None] = lambda event: None,
) -> Entrance:
    """The way in without threads: for players that act through a desk as the window does."""
    tools = Tools(SystemFiles(), clock, SystemRandomness(), host=platform.node())
    return Entrance(home, publish, tools, dialling, InlineRunner)


def open_at(entrance: Entrance, folder: Path | str, passphrase: str) -> Desk:
    """Sign in and sit down."""
    opened = entrance.open(folder, passphrase)
    return open_desk(opened.runner, opened.reader, opened.connection, opened.rand, opened.close)


class ServerProcess:
    """A real server over a data folder, on a free port of this computer."""

    def __init__(self, data: Path, options: Sequence[str] = ()) -> None:
        port_file = data / "port"
        port_file.unlink(missing_ok=True)
        words = ["serve", "--data", str(data), "--listen", "127.0.0.1:0", "--port-file", str(port_file)]
        words += options
        whole = [sys.executable, "-m", "mentordesk", *words]
        self.process = subprocess.Popen(whole, stdout=subprocess.DEVNULL)
        self.address = ("127.0.0.1", self._wait_for(port_file))

    def _wait_for(self, port_file: Path) -> int:
        """The port, once the server has said it."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            if port_file.exists() and (text := port_file.read_text().strip()):
                return int(text.rsplit(":", 1)[-1])
            time.sleep(0.02)
        self.process.kill()
        self.process.wait()
        raise ServerUnreachable(reason="start")

    @property
    def url(self) -> str:
        """Where clients find it."""
        host, port = self.address
        return f"http://{host}:{port}"

    def stop(self) -> int:
        """End it as an administrator does; its exit code."""
        self.process.terminate()
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        self.process.wait()
