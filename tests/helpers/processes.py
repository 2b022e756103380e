# SPDX-License-Identifier: Apache-2.0
"""Python in a process of its own, for what must be seen from outside."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run_python(*arguments: str, seconds: float = 120) -> subprocess.CompletedProcess[str]:
    """Run this environment's Python in the project's folder and wait; a failure is not raised."""
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=seconds
    )
