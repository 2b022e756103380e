# SPDX-License-Identifier: Apache-2.0
"""What the window is given to work with; made in app.py, passed down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mentordesk.base.clock import Clock, Randomness
from mentordesk.base.policy import Policy
from mentordesk.ui.background import AtOnce, Background
from mentordesk.ui.bridge import Bridge
from mentordesk.ui.theme.theme import Theme

if TYPE_CHECKING:
    from mentordesk.base.options import Settings
    from mentordesk.desk.profiles import Entrance
    from mentordesk.ui.words import Words


@dataclass(frozen=True)
class Services:
    """Everything that is there before somebody has signed in."""

    theme: Theme
    bridge: Bridge
    background: Background | AtOnce
    clock: Clock
    rand: Randomness
    policy: Policy
    entrance: Callable[[], Entrance]  # imports what is heavy: call it in the background
    make_words: Callable[[], Words]
    keep_settings: Callable[[Settings], None]  # for the sign-in page of the next start
    copies: Path  # readable copies that another programme shows; empty while nobody is signed in

    @property
    def dictionaries(self) -> Path:
        """Where added dictionaries lie, for everybody who uses this computer."""
        return self.copies.parent / "dictionaries"

    @cached_property
    def words(self) -> Words:
        """Sentences; the first window does without."""
        return self.make_words()
