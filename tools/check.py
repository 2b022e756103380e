# SPDX-License-Identifier: Apache-2.0
"""`./dev check`: style, types, import rules, translations, lock and house rules; names what fails."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tools import lock, translations

ROOT = Path(__file__).resolve().parents[1]
_BIN = Path(sys.executable).parent


def main() -> int:
    """Run every check even when one fails; 0 when all hold."""
    failed = [name for name, check in CHECKS.items() if not _timed(name, check)]
    print(f"check: {', '.join(failed)} failed" if failed else "check: all hold")
    return 1 if failed else 0


def _timed(name: str, check: Callable[[], bool]) -> bool:
    start = time.monotonic()
    good = check()
    print(f"{'ok  ' if good else 'FAIL'} {name} ({time.monotonic() - start:.1f} s)", flush=True)
    return good


def _tool(name: str, *arguments: str) -> bool:
    """Run a tool of the environment; its output is shown only when it fails."""
    done = subprocess.run([str(_BIN / name), *arguments], cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        print(done.stdout + done.stderr)
    return done.returncode == 0


def _translations_fresh() -> bool:
    stale = translations.stale()
    if stale:
        print(f"not up to the texts in the code: {', '.join(stale)}; run python -m tools.translations")
    return not stale


def _lock_holds() -> bool:
    named = lock.host_lines()
    if named:
        print("the lock names a host or a file:", *named, sep="\n  ")
    current = lock.is_current()
    if current is None:
        print("     lock: not compiled again, there is no uv here")
    elif not current:
        print("the lock is not what requirements.in gives; run python -m tools.lock")
    return not named and current is not False


CHECKS: dict[str, Callable[[], bool]] = {
    "style": lambda: _tool("ruff", "check", "--quiet"),
    "types": lambda: _tool("mypy", "--no-error-summary"),
    "import rules": lambda: _tool("lint-imports", "--no-logo"),
    "translations": _translations_fresh,
    "lock": _lock_holds,
    "house rules": lambda: _tool("python", "-P", "-m", "pytest", "-q", "tests/unit/test_house.py"),
}

if __name__ == "__main__":
    sys.exit(main())
