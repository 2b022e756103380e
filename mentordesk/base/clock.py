# SPDX-License-Identifier: Apache-2.0
"""Time and randomness behind small protocols, so that a test can hold both."""

import builtins
import os
import time
from typing import Protocol


class Clock(Protocol):
    """Time as the programme knows it: the wall clock may be decades wrong, the monotonic one never jumps."""

    def now(self) -> int:
        """Wall clock, unix seconds."""
        ...

    def monotonic(self) -> float:
        """Seconds since some fixed moment, never going back."""
        ...


class SystemClock:
    """The computer's own clocks."""

    def now(self) -> int:
        """Wall clock, unix seconds."""
        return int(time.time())

    def monotonic(self) -> float:
        """Seconds since some fixed moment."""
        return time.monotonic()


class ManualClock:
    """A clock that moves only when told."""

    def __init__(self, now: int = 1_779_000_000) -> None:
        self._wall = float(now)
        self._steady = 0.0

    def now(self) -> int:
        """Wall clock, unix seconds."""
        return int(self._wall)

    def monotonic(self) -> float:
        """Seconds since this clock was made."""
        return self._steady

    def advance(self, seconds: float) -> None:
        """Let time pass on both clocks."""
        self._wall += seconds
        self._steady += seconds

    def set_wall(self, now: int) -> None:
        """Set the wall clock alone, as a person or a flat battery does (unix seconds)."""
        self._wall = float(now)


class Randomness(Protocol):
    """A source of random bytes."""

    def bytes(self, count: int) -> builtins.bytes:
        """`count` random bytes."""
        ...


class SystemRandomness:
    """The operating system's generator; the only one fit for keys."""

    def bytes(self, count: int) -> builtins.bytes:
        """`count` unpredictable bytes."""
        return os.urandom(count)


class SeededRandomness:
    """The same bytes for the same seed, for tests and replays; never for keys that matter."""

    def __init__(self, seed: int | str) -> None:
        import hashlib  # only tests and replays need it

        self._hash = hashlib.blake2b
        self._key = hashlib.blake2b(str(seed).encode(), digest_size=32).digest()
        self._block = 0
        self._left = b""

    def bytes(self, count: int) -> builtins.bytes:
        """The next `count` bytes of this seed's stream."""
        last = self._block + max(0, -(-(count - len(self._left)) // 64))
        numbers = (number.to_bytes(8, "little") for number in range(self._block, last))
        blocks = (self._hash(number, key=self._key, digest_size=64).digest() for number in numbers)
        whole, self._block = self._left + b"".join(blocks), last
        taken, self._left = whole[:count], whole[count:]
        return taken
