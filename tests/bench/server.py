# SPDX-License-Identifier: Apache-2.0
"""Durable authenticated exchanges per second of a real server process, loaded from another; prints JSON.

    python -m tests.bench.server [--connections 64] [--seconds 8]

An exchange is an envelope with true cursors and one sealed parcel of 200 bytes, answered after the fsync.
"""
from __future__ import annotations

import argparse
import asyncio
import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mentordesk.base.clock import SystemClock, SystemRandomness
from mentordesk.crypto.envelope import Label, open_envelope, seal_envelope
from mentordesk.crypto.parcel import parcel_hash
from mentordesk.domain.ids import Role
from mentordesk.server.admin import create_programme
from mentordesk.server.db import FILE_NAME, Database
from mentordesk.server.door import Door
from mentordesk.wire.exchange import (
    SUM_MODULUS,
    RequestHead,
    ShortCursors,
    decode_reply_head,
    digest_of,
    encode_request_head,
    sum_of,
)
from tests.helpers.caller import Caller

ROOT = Path(__file__).resolve().parents[2]
LIMITS = {"exchanges_per_second": 3000, "rss_mb": 50}
_TEXT = 86  # bytes of operations: a sealed parcel of 200
_WORDS = 5  # the slot of the circle's words
_KIB = 1024
_HEADERS = b"POST /exchange HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"


@dataclass(slots=True)
class Load:
    """One connection's member: sealed parcels, and the cursor as far as it has come."""

    member: bytes
    link: bytes
    slots: list[tuple[bytes, int]]
    heads: list[tuple[int, int]]
    parcels: list[bytes]
    done: int = 0

    def request(self) -> tuple[bytes, bytes, bytes]:
        """(body, tag, parcel) of the next exchange."""
        parcel = self.parcels[self.done]
        parts = [(*slot, *head) for slot, head in zip(self.slots, self.heads, strict=True)]
        cursors = ShortCursors(tuple(head for head, _ in self.heads), digest_of(parts))
        part = encode_request_head(RequestHead(self.member[:8], os.urandom(8), cursors, budget=16))
        return *seal_envelope(self.link, Label.REQUEST, b"", part, [parcel]), parcel

    def take(self, tag: bytes, data: bytes, parcel: bytes) -> None:
        """Check the reply and move the cursor."""
        head = open_envelope(lambda _: self.link, Label.REPLY, tag, data, decode_reply_head).part
        before, total = self.heads[_WORDS]
        if head.flags or head.held != (before + 1,):
            raise SystemExit(f"unexpected reply: {head.flags!r} {head.held}")
        added = sum_of([parcel_hash(parcel)])
        self.heads[_WORDS] = (before + 1, (total + added) % SUM_MODULUS)
        self.done += 1


def prepare(folder: Path, members: int, parcels: int) -> list[Load]:
    """A programme with members, each in a circle of its own; parcels sealed ahead."""
    rand, clock = SystemRandomness(), SystemClock()
    office = create_programme(folder, "Bench", ["http://localhost"], rand, clock)
    people = [office.add_person(f"Member {number}") for number in range(members)]
    circles = [office.make_circle([(person, Role.MENTEE)]) for person in people]
    slips = [office.slip(person) for person in people]
    office.close()
    db = Database(folder)
    door = Door(db, clock, rand)
    loads = []
    for circle, slip in zip(circles, slips, strict=True):
        caller = Caller(slip, lambda body: door.handle(body)[1], rand)
        caller.enrol()
        caller.ask([caller.sender_key(circle)])
        heads = [(lane.head, lane.intervals[0].sum if lane.intervals else 0) for lane in caller.lanes()]
        sealed = [caller.parcel(circle, os.urandom(_TEXT)) for _ in range(parcels)]
        loads.append(Load(caller.me.member, caller.link, caller.slots(), heads, sealed))
    db.close()
    return loads


# ---------------------------------------------------------------- the loading process
class _Client(asyncio.Protocol):
    """One connection: the next request goes out when the reply is in."""

    def __init__(self, load: Load, over: float) -> None:
        self.load = load
        self.over = over
        self.done = asyncio.get_running_loop().create_future()
        self.latencies: list[float] = []

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self._send()

    def _send(self) -> None:
        body, self.tag, self.parcel = self.load.request()
        self.sent, self.buffer = time.perf_counter(), b""
        self.transport.write(_HEADERS % len(body) + body)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, _, body = self.buffer.partition(b"\r\n\r\n")
        if not body or len(body) < int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]):
            return
        self.load.take(self.tag, body, self.parcel)
        self.latencies.append(time.perf_counter() - self.sent)
        if time.perf_counter() < self.over and self.load.done < len(self.load.parcels):
            self._send()
        else:
            self.transport.close()
            self.done.set_result(None)


async def _drive(loads: list[Load], port: int, seconds: float) -> dict[str, float]:
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    clients = [_Client(load, began + seconds) for load in loads]
    for client in clients:
        await loop.create_connection(lambda client=client: client, "127.0.0.1", port)  # type: ignore[misc]
    await asyncio.gather(*(client.done for client in clients))
    took = time.perf_counter() - began
    latencies = sorted(one for client in clients for one in client.latencies)
    return {
        "exchanges": len(latencies),
        "seconds": round(took, 2),
        "exchanges_per_second": round(len(latencies) / took),
        "median_ms": round(latencies[len(latencies) // 2] * 1000, 2),
        "p99_ms": round(latencies[len(latencies) * 99 // 100] * 1000, 2),
        "load_cpu_seconds": round(time.process_time(), 2),
    }


def drive(prepared: Path, port: int, seconds: float) -> None:
    """The loading process: prints its figures."""
    import uvloop

    loads = pickle.loads(prepared.read_bytes())
    print(json.dumps(uvloop.run(_drive(loads, port, seconds))))


# ---------------------------------------------------------------- the measuring process
def _status(pid: int) -> Mapping[str, float]:
    fields = dict(line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    ticks = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    cpu = (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")
    return {"rss_mb": int(fields["VmRSS"].split()[0]) / _KIB, "cpu_seconds": cpu}


def measure(connections: int = 64, seconds: float = 8.0) -> dict[str, object]:
    """Everything, as plain values."""
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "server"
        loads = prepare(data, connections, int(seconds * 9000 / connections))
        prepared = Path(name) / "loads"
        prepared.write_bytes(pickle.dumps(loads))
        port_file, before = Path(name) / "port", (data / FILE_NAME).stat().st_size
        command = [sys.executable, "-m", "mentordesk", "serve", "--data", str(data), "--no-limits"]
        command += ["--listen", "127.0.0.1:0", "--port-file", str(port_file)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as server:
            while not port_file.exists():
                time.sleep(0.05)
            idle = _status(server.pid)
            load = [sys.executable, "-m", "tests.bench.server", "--drive", str(prepared)]
            load += ["--port", port_file.read_text().strip(), "--seconds", str(seconds)]
            found = json.loads(subprocess.run(load, cwd=ROOT, capture_output=True, check=True).stdout)
            after = _status(server.pid)
            server.terminate()
        size = (data / FILE_NAME).stat().st_size
        return {
            **found,
            "server_cpu_seconds": round(after["cpu_seconds"] - idle["cpu_seconds"], 2),
            "rss_idle_mb": round(idle["rss_mb"], 1),
            "rss_mb": round(after["rss_mb"], 1),
            "stored_bytes_each": round((size - before) / max(1, found["exchanges"])),
            "parcel_bytes": len(loads[0].parcels[0]),
            "limits": LIMITS,
            "ok": found["exchanges_per_second"] >= LIMITS["exchanges_per_second"]
            and after["rss_mb"] <= LIMITS["rss_mb"],
        }


def main() -> None:
    """Measure and print, or drive the load."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--drive", type=Path)
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    if options.drive:
        drive(options.drive, options.port, options.seconds)
    else:
        print(json.dumps(measure(options.connections, options.seconds), indent=1))


if __name__ == "__main__":
    main()
