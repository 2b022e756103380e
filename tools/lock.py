# SPDX-License-Identifier: Apache-2.0
"""Makes requirements.lock from requirements.in: `python -m tools.lock`; needs uv on the path."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "requirements.in"
LOCK = ROOT / "requirements.lock"
_COMPILE = ["--universal", "--python-version=3.11", "--generate-hashes", "--no-header", "--no-annotate", "-q"]
_HOST = re.compile(r"://|^\s*-|@", re.MULTILINE)


def compile_into(target: Path) -> None:
    """Resolve over what `target` holds: versions in it stay unless requirements.in forbids them."""
    subprocess.run(["uv", "pip", "compile", *_COMPILE, str(SOURCE), "-o", str(target)], check=True, cwd=ROOT)


def host_lines() -> list[str]:
    """Lines of the lock that name a host or an index, or point at a file."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if _HOST.search(line.replace("--hash=", ""))]


def is_current() -> bool | None:
    """Whether compiling again changes nothing; None where there is no uv to ask."""
    if shutil.which("uv") is None:
        return None
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(shutil.copy(LOCK, scratch))
        compile_into(copy)
        return copy.read_bytes() == LOCK.read_bytes()


if __name__ == "__main__":
    compile_into(LOCK)
