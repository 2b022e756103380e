# SPDX-License-Identifier: Apache-2.0
"""Settings as the theme takes them."""

from __future__ import annotations

from mentordesk.base.options import DENSITY, TEXT_SIZE, THEME, Settings
from mentordesk.ui.theme.tokens import Density, Look, Scheme


def look_of(settings: Settings) -> Look:
    """Colours, density and text size as chosen."""
    return Look(Scheme(settings.get(THEME)), Density(settings.get(DENSITY)), settings.get(TEXT_SIZE))
