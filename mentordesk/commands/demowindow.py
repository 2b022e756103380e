# SPDX-License-Identifier: Apache-2.0
"""One of the demo's two windows: a process of its own, signed in by itself, on its half of the screen."""
from __future__ import annotations

from pathlib import Path

from mentordesk.base.paths import find_places
from mentordesk.base.policy import machine_policy
from mentordesk.commands.demoterm import MENTEE, PASSPHRASES
from mentordesk.ui.qt import load_qt


def show_window(who: str, home: Path) -> int:
    """Show it until it is closed."""
    load_qt()
    from mentordesk.app import App
    from mentordesk.ui.demo import fill_half

    app = App(find_places(home), machine_policy(), home)

    def begin() -> None:
        entrance = app.entrance_now()
        (person,) = entrance.people()
        app.enter(entrance.open(person.folder, PASSPHRASES[who]))
        fill_half(app.window, trailing=who != MENTEE)

    return app.run(begin)
