# SPDX-License-Identifier: Apache-2.0
"""A real server process, killed without warning while members push: what it acknowledged is there."""
from __future__ import annotations

import http.client
import signal
import subprocess
import sys
import threading

from mentordesk.domain.ids import CircleId, Role
from tests.helpers.caller import Caller
from tests.helpers.processes import ROOT
from tests.server.school import School

ROUNDS = 3
ACKNOWLEDGED = 40  # before the kill


class Process:
    """`mentordesk serve` on a free port."""

    def __init__(self, school: School) -> None:
        command = [sys.executable, "-m", "mentordesk", "serve", "--data", str(school.folder), "--no-limits"]
        command += ["--listen", "127.0.0.1:0"]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True)
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline().split(" (")[0].rpartition(":")[2])

    def end(self, by: signal.Signals) -> tuple[int, str]:
        """(exit code, what it said on the terminal's error side)."""
        self.process.send_signal(by)
        _, errors = self.process.communicate()
        return self.process.returncode, errors


class Pusher:
    """A member who pushes until the line breaks; knows what was acknowledged, and what was not."""

    def __init__(self, caller: Caller, circle: CircleId, port: int, enough: threading.Semaphore) -> None:
        self.acknowledged: list[bytes] = []
        self.unsure: list[bytes] = []
        self._caller, self._circle, self._enough = caller, circle, enough
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        caller.post = self._post
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _post(self, body: bytes) -> bytes:
        self._connection.request("POST", "/exchange", body)
        return self._connection.getresponse().read()

    def _run(self) -> None:
        try:
            while True:
                parcel = self._caller.parcel(self._circle, b"text")
                self.unsure = [parcel]
                said = self._caller.ask([parcel])
                if said.reply.held[0]:
                    self.acknowledged.append(parcel)
                self.unsure = []
                self._enough.release()
        except (OSError, http.client.HTTPException):
            self._connection.close()


def test_what_was_acknowledged_survives_kill_9(school: School) -> None:
    circle, callers = school.writers(*[Role.MENTOR] * 4)
    acknowledged: list[tuple[Caller, bytes]] = []
    sent = 0
    for _ in range(ROUNDS):
        server, enough = Process(school), threading.Semaphore(0)
        pushers = [Pusher(caller, circle, server.port, enough) for caller in callers]
        for _ in range(ACKNOWLEDGED):
            enough.acquire()
        assert server.end(signal.SIGKILL)[0] == -signal.SIGKILL
        for pusher in pushers:
            pusher.thread.join()
        school.restart()
        for caller, pusher in zip(callers, pushers, strict=True):
            caller.post = school.post
            acknowledged += [(caller, parcel) for parcel in pusher.acknowledged]
            if pusher.unsure:
                assert caller.ask(pusher.unsure).reply.held[0]
            sent += len(pusher.acknowledged) + len(pusher.unsure)
    assert len(acknowledged) >= ROUNDS * ACKNOWLEDGED
    held = [caller.ask([parcel]).reply.held[0] for caller, parcel in acknowledged]
    assert sorted(set(held)) == sorted(held)
    assert all(held)
    lane = school.db.one("SELECT count(*) FROM log JOIN lanes ON log.id >> 32 = number WHERE lane = 1")
    assert lane == (sent,)


def test_a_server_that_is_asked_to_end_ends_cleanly_and_says_nothing(school: School) -> None:
    for by in (signal.SIGTERM, signal.SIGINT):
        server = Process(school)
        code, errors = server.end(by)
        assert (code, errors) == (0, "")
