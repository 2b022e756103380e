# SPDX-License-Identifier: Apache-2.0
"""`./dev trace FILE [--json F]`: replays a recorded editing session; exit code 0 when it ends as recorded.

Writes one JSON object: text, equal (to the recorded end, in every replica), seconds, peak_mb (the process's),
history_bytes (the text with its whole history), exchange_bytes (all updates that were exchanged).
"""
from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.bench.replay import OutOfPlace, Replay
from tests.bench.session import Unreadable, read_session

NOT_EQUAL, NO_SESSION = 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Replay a session; 1: its end is another, 2: the file is no session."""
    parser = argparse.ArgumentParser(prog="trace", description="Replay a recorded editing session.")
    parser.add_argument("file", type=Path, help="a session as JSON, gzipped or not")
    parser.add_argument("--json", type=Path, metavar="F", help="write the report here instead of printing it")
    args = parser.parse_args(argv)
    try:
        report = replay(args.file)
        text = json.dumps(report, ensure_ascii=False) + "\n"
        if args.json:
            args.json.write_text(text, encoding="utf-8")
    except (Unreadable, OutOfPlace) as error:
        print(error, file=sys.stderr)
        return NO_SESSION
    except OSError as error:
        print(f"{error.filename} cannot be written: {error.strerror}.", file=sys.stderr)
        return NO_SESSION
    if args.json:
        report["text"] = f"{len(report['text'])} letters"
        text = json.dumps(report) + "\n"
    sys.stdout.write(text)
    return 0 if report["equal"] else NOT_EQUAL


def replay(path: Path) -> dict[str, Any]:
    """The report of one session. Unreadable and OutOfPlace where it is none."""
    session = read_session(path)
    began = time.perf_counter()
    outcome = Replay(session).run()
    return {
        "text": outcome.text,
        "equal": outcome.equal,
        "seconds": round(time.perf_counter() - began, 3),
        "peak_mb": peak_mb(),
        "history_bytes": outcome.history_bytes,
        "exchange_bytes": outcome.exchange_bytes,
    }


def peak_mb() -> float:
    """The most memory this process has had; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    unit = 1 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6, 1)


if __name__ == "__main__":
    sys.exit(main())
