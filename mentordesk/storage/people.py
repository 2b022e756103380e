# SPDX-License-Identifier: Apache-2.0
"""The people of this computer as the sign-in page shows them; light, for the first window waits for it."""
from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from mentordesk.base.files import FileOps

HEADER, PERSON = "header", "person.json"


@dataclass(frozen=True, slots=True)
class ProfileInfo:
    """What the sign-in page shows of a person; anybody at this computer can read it."""

    folder: Path
    name: str
    programme: str
    addresses: tuple[str, ...]  # of the server
    created: int  # unix seconds


def list_people(root: Path, files: FileOps) -> tuple[ProfileInfo, ...]:
    """Everybody with a folder under `root`, by name; those of a broken-off enrolment are left out."""
    read = (_read(root / name, files) for name in files.names(root))
    found = (info for info in read if info is not None)
    return tuple(sorted(found, key=lambda info: (info.name.casefold(), info.folder)))


def _read(path: Path, files: FileOps) -> ProfileInfo | None:
    if not files.exists(path / HEADER):
        return None
    try:
        found = json.loads(files.read(path / PERSON))
        return ProfileInfo(
            path, str(found["name"]), str(found["programme"]), tuple(map(str, found["addresses"])),
            int(found["created"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        return ProfileInfo(path, path.name, "", (), 0)  # still there to be opened
