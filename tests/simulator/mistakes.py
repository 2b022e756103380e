# SPDX-License-Identifier: Apache-2.0
"""Mistakes that others have made, each planted into a copy of the source; the simulator must see every one.

A mistake is a text and what stands in its place. Its `script` is a small schedule that shows it, and shows
nothing where it was not made; `./dev simulate --mistakes` looks for such schedules again.
"""
from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.simulator.steps import Step

HERE = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Mistake:
    """`right` stands once in `module`, and the simulator must see it when `wrong` stands there."""

    name: str
    module: str
    right: str
    wrong: str
    script: tuple[Step, ...]


MISTAKES = (
    Mistake(
        "a parcel is known by writer and number alone",
        "storage/parcels.py",
        """    hints = entries.joined_hints(arrival.prevs)
""",
        """    twin = "SELECT 1 FROM entries WHERE circle = ? AND lane = ? AND writer = ? AND n = ?"
    place = (arrival.circle, arrival.lane, writer, header.n)
    if writer and tx.conn.exec_driver_sql(twin, place).first():
        return
    place = (hash32, arrival.circle, arrival.lane)
    hints = entries.joined_hints(arrival.prevs)
""",
        (Step("clone", 0, 0, 1), Step("write", 0, 0, 0), Step("write", 4, 0, 0)),
    ),
    Mistake(
        "the server knows a parcel by writer and number alone",
        "server/pushes.py",
        """        fork = not brought and self._log.is_forked(place)
""",
        """        fork = False
        if self._log.at_place(place):
            return Taken(self._log.at_place(place)[0], key.circle)
""",
        (Step("clone", 0, 0, 1), Step("write", 0, 0, 0), Step("write", 4, 0, 0)),
    ),
    Mistake(
        "a cursor is one interval",
        "storage/cursors.py",
        """            out.append(part)
    return tuple(out)
""",
        """            out.append(part)
    total = sum(part.sum for part in out) % SUM_MODULUS
    return (Interval(out[0].low, out[-1].head, total),) if out else ()
""",
        (Step("circle", 0, 1, 0), Step("write", 0, 0, 0), Step("write", 1, 0, 0), Step("sync", 2, 2, 0)),
    ),
    Mistake(
        "nonces count",
        "crypto/parcel.py",
        "aead_seal(stream.key.key, signature + content, bound, rand)",
        'aead_seal(stream.key.key, signature + content, bound, lambda size: place.n.to_bytes(size, "big"))',
        (Step("clone", 0, 0, 1), Step("write", 0, 0, 0), Step("write", 4, 0, 0)),
    ),
    Mistake(
        "a number is given out before its entry is there",
        "server/log.py",
        """            self._db.run_many(_INSERT, self._staged)
        self._clear_staged()
""",
        """            late = self._staged[:1] if len(self._staged) > 1 else []
            self._db.run_many(_INSERT, self._staged[len(late) :])
            self._clear_staged()
            self._staged += late
            return
        self._clear_staged()
""",
        (
            Step("cut_up", 2, 0, 0),
            Step("write", 2, 0, 0),
            Step("write", 0, 0, 0),
            Step("server_crash", 0, 1, 1838),
            Step("server_crash", 2, 0, 0),
        ),
    ),
    Mistake(
        "a fork is written again",
        "storage/parcels.py",
        """    forks = [entries.find(tx, hash32) for hash32 in settled.forks]
""",
        """    forks = [entries.find(tx, hash32) for hash32 in settled.forks]
    for found in forks:
        if found is not None and found.lane == Lane.WORDS:
            for op in epochs._operations(tx, found):
                if op.__class__.__name__ == "Message":
                    from mentordesk.storage import writes

                    writes.send_message(tx, found.circle, op.thread, op.text)
""",
        (Step("clone", 0, 0, 1), Step("write", 0, 0, 0), Step("write", 4, 0, 0)),
    ),
    Mistake(
        "the cursor goes ahead of what it counts",
        "sync/exchange.py",
        """        for group in _groups(list(_arrivals(slots, reply))):
""",
        """        from mentordesk.crypto.parcel import parcel_hash

        for one in _arrivals(slots, reply):
            held = {one.seq: parcel_hash(one.data)}
            self._runner.call(lambda tx, one=one, held=held: cursors.add(tx, one.circle, one.lane, held))
        for group in _groups(list(_arrivals(slots, reply))):
""",
        (Step("write", 2, 0, 0), Step("sync", 2, 3, 0), Step("crash", 0, 1, 2)),
    ),
    Mistake(
        "an acknowledgement names no hash",
        "storage/parcels.py",
        """    hints = entries.joined_hints(arrival.prevs)
""",
        """    acked = "UPDATE entries SET covered = own WHERE (circle, lane, writer, n) = (?, ?, ?, ?)"
    tx.conn.exec_driver_sql(acked, (arrival.circle, arrival.lane, writer, header.n))
    hints = entries.joined_hints(arrival.prevs)
""",
        (
            Step("clone", 0, 0, 1),
            Step("write", 0, 0, 0),
            Step("write", 4, 0, 0),
            Step("sync", 0, 3, 0),
            Step("lost", 4, 0, 0),
            Step("sync", 4, 3, 0),
        ),
    ),
    Mistake(
        "delivered is a maximum",
        "storage/merge.py",
        """        _advance(tx, message, (told[message],))
""",
        """        thread, rank = tx.conn.exec_driver_sql(
            "SELECT thread, rank FROM messages WHERE id = ?", (message,)
        ).one()
        up_to = "SELECT id FROM messages WHERE thread = ? AND author = ? AND rank <= ?"
        for one in tx.conn.exec_driver_sql(up_to, (thread, tx.me.member, rank)).scalars().all():
            _advance(tx, one, (told[message],))
""",
        (
            Step("write", 0, 0, 0),
            Step("write", 3, 0, 0),
            Step("sync", 3, 3, 0),
            Step("sync", 2, 3, 0),
            Step("sync", 0, 3, 0),
        ),
    ),
    Mistake(
        "text of a document is not noted as sealed",
        "storage/outbox.py",
        """        "UPDATE texts SET entry = ? WHERE id = ? AND author = ? AND entry <= 0",
""",
        """        "UPDATE texts SET entry = 0 * ? WHERE id = ? AND author = ? AND entry <= 0",
""",
        (Step("essay", 0, 0, 0),),
    ),
)


@contextmanager
def planted(mistake: Mistake | None) -> Iterator[Path]:
    """A copy of the source with the mistake in it; AssertionError when the right text is not there once."""
    folder = Path(tempfile.mkdtemp(prefix="mistake-"))
    try:
        shutil.copytree(HERE / "mentordesk", folder / "mentordesk")
        (folder / "tests").symlink_to(HERE / "tests")
        if mistake is not None:
            path = folder / "mentordesk" / mistake.module
            text = path.read_text()
            assert text.count(mistake.right) == 1, f"{mistake.name}: the text to replace has changed"
            path.write_text(text.replace(mistake.right, mistake.wrong))
        yield folder
    finally:
        shutil.rmtree(folder)


def simulate(tree: Path, *arguments: str) -> tuple[int, str]:
    """Run the simulator of this repository with the source in `tree`, there; (exit code, what it said)."""
    ours = {"PYTHONPATH": str(tree), "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "tests.simulator", *arguments],
        cwd=tree, env=os.environ | ours, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def play(tree: Path, steps: Sequence[Step]) -> tuple[int, str]:
    """Play a script with the source in `tree`."""
    path = tree / "script.json"
    path.write_text(json.dumps({"seed": 0, "steps": steps}))
    return simulate(tree, "--script", str(path))


def search(seeds: int, first: int = 0) -> Iterator[tuple[Mistake, int, str]]:
    """For each mistake the exit code of so many seeds (1 = seen), and what was said, with a small script."""
    with planted(None) as clean:
        for mistake in MISTAKES:
            with planted(mistake) as tree:
                yield mistake, *_look_for(tree, clean, range(first, first + seeds))


def _look_for(tree: Path, clean: Path, seeds: range) -> tuple[int, str]:
    """The first seed that fails only where the mistake is."""
    while seeds:
        code, said = simulate(tree, "--seeds", str(len(seeds)), "--seed", str(seeds[0]), "--stop", "1")
        if code != 1:
            break
        seed = int(said.removeprefix("seed ").partition(":")[0])
        if simulate(clean, "--script", str(tree / f"simulate-{seed}.json"))[0] == 0:
            return code, said
        seeds = range(seed + 1, seeds.stop)
    return code, said
