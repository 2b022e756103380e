# SPDX-License-Identifier: Apache-2.0
"""The demo without windows: a day with messages and a document's review, each step as told."""
from __future__ import annotations

import json
from pathlib import Path

from tests.helpers.processes import run_python


def test_the_day_goes_as_told(tmp_path: Path) -> None:
    done = run_python("-m", "mentordesk", "demo", "--headless", "--once", "--out", str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert [step["step"] for step in report["steps"] if not step["ok"]] == []
    assert report["counts"]["amina"] == report["counts"]["grace"]
    assert report["counts"]["amina"]["documents"] == 1
    assert report["counts"]["amina"]["suggestions"] >= 12
    assert len(list(tmp_path.glob("*.png"))) == 7
