# SPDX-License-Identifier: Apache-2.0
"""Who has signed in on this computer before."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody who has signed in on this computer before."""

    folder: str
    name: str
    programme: str = ""
    server: str = ""  # where this person's desk connects to
