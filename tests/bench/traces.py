# SPDX-License-Identifier: Apache-2.0
"""The given editing sessions replayed, each in a process of its own; bytes beside their text; JSON."""
from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.children import report_of

GIVEN = Path(__file__).parent / "given" / "traces"


def main() -> None:
    """Replay all of them."""
    report: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(GIVEN.glob("*.json.gz")):
            file = Path(folder) / "report.json"
            report_of("tests.bench.trace", str(path), "--json", str(file))
            found = json.loads(file.read_text(encoding="utf-8"))
            size = len(found.pop("text").encode())
            found["history_ratio"] = round(found["history_bytes"] / size, 2)
            found["exchange_ratio"] = round(found["exchange_bytes"] / size, 2)
            report[path.name.split(".")[0]] = found
    report["equal"] = all(one["equal"] for one in report.values())
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
