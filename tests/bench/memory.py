# SPDX-License-Identifier: Apache-2.0
"""Memory of the signed-in window with 100,000 messages, at rest, over an empty Qt window; prints JSON.

Both processes live at the same time and are looked at from outside, so that what Qt shares counts alike in
both (`pss`). The key derivation has run (it borrows 64 MB), a server is there.
"""
from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.bench.children import memory_of, resting

MESSAGES = 100_000
EMPTY = "tests.bench.emptywindow"
REST = 4.0  # seconds


def main() -> None:
    """Measure both."""
    if sys.argv[1:2] == ["seated"]:
        _sit(Path(sys.argv[2]), sys.argv[3])
        return
    from tests.bench.household import AMINA, PASSPHRASE, make_household  # also the server: not in the window
    from tests.bench.seated import tell

    with tempfile.TemporaryDirectory() as folder:
        house = make_household(Path(folder), MESSAGES)
        server = house.serve()
        words = ("seated", str(house.home(AMINA)), PASSPHRASE)
        try:
            with resting(EMPTY, "rest") as theirs, resting("tests.bench.memory", *words) as ours:
                empty, full = memory_of(theirs), memory_of(ours)
        finally:
            server.stop()
    over = {name: round(full[name] - empty[name], 1) for name in empty}
    tell({"messages": MESSAGES, "empty_mb": empty, "ours_mb": full, "over_mb": over})


def _sit(home: Path, passphrase: str) -> None:
    from mentordesk.ui.qt import load_qt

    load_qt()
    from tests.bench.seated import Seated

    seated = Seated(home)
    seated.sign_in(passphrase)
    seated.run(REST)
    print("at rest", flush=True)
    seated.run(60)


if __name__ == "__main__":
    main()
