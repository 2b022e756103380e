# SPDX-License-Identifier: Apache-2.0
"""Memory of the signed-in window with 100,000 messages, at rest, over an empty Qt window; prints JSON.

Both are processes of their own; the key derivation has run (it borrows 64 MB), a server is there.
"""
from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.bench.children import memory, report_of

MESSAGES = 100_000
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
        try:
            ours = report_of("tests.bench.memory", "seated", str(house.home(AMINA)), PASSPHRASE)
        finally:
            server.stop()
    empty = report_of("tests.bench.emptywindow", "memory")
    over = {name: round(ours[name] - empty[name], 1) for name in empty}
    tell({"messages": MESSAGES, "empty_mb": empty, "ours_mb": ours, "over_mb": over})


def _sit(home: Path, passphrase: str) -> None:
    from mentordesk.ui.qt import load_qt

    load_qt()
    from tests.bench.seated import Seated, tell

    seated = Seated(home)
    seated.sign_in(passphrase)
    seated.run(REST)
    found = memory()
    seated.close()
    tell(dict(found))


if __name__ == "__main__":
    main()
