# SPDX-License-Identifier: Apache-2.0
"""Brings the translation sources up to the texts in the code: `python -m tools.translations`."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "mentordesk" / "resources" / "translations"


def update(sources: list[Path]) -> None:
    """Run lupdate over the window's code into these .ts files; locations would change at each edit."""
    code = sorted((ROOT / "mentordesk" / "ui").rglob("*.py")) + sorted((ROOT / "mentordesk").glob("app.py"))
    tool = Path(sys.executable).with_name("pyside6-lupdate")
    arguments = [*map(str, code), "-locations", "none", "-no-obsolete", "-silent", "-ts", *map(str, sources)]
    subprocess.run([str(tool), *arguments], check=True, cwd=ROOT, env=dict(os.environ, LC_ALL="C.UTF-8"))


def stale() -> list[str]:
    """Names of the .ts files that an update would change."""
    committed = sorted(FOLDER.glob("*.ts"))
    if not committed:
        return []
    with tempfile.TemporaryDirectory(dir=ROOT / ".venv") as scratch:
        copies = [Path(shutil.copy(source, scratch)) for source in committed]
        update(copies)
        pairs = zip(committed, copies, strict=True)
        return [source.name for source, copy in pairs if source.read_bytes() != copy.read_bytes()]


if __name__ == "__main__":
    update(sorted(FOLDER.glob("*.ts")))
