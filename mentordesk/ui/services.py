# SPDX-License-Identifier: Apache-2.0
"""What the window is given to work with; made in app.py, passed down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mentordesk.base.clock import Clock, Randomness
from mentordesk.base.options import Settings
from mentordesk.base.policy import Policy
from mentordesk.ui.background import AtOnce, Background
from mentordesk.ui.bridge import Bridge
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.words import Words

if TYPE_CHECKING:
    from mentordesk.desk.profiles import Entrance


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that is there before somebody has signed in."""

    theme: Theme
    words: Words
    bridge: Bridge
    background: Background | AtOnce
    clock: Clock
    rand: Randomness
    policy: Policy
    entrance: Callable[[], Entrance]  # imports what is heavy: call it in the background
    keep_settings: Callable[[Settings], None]  # for the sign-in page of the next start
