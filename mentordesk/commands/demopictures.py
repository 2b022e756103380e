# SPDX-License-Identifier: Apache-2.0
"""Pictures of the demo's day: the real window around a desk, drawn offscreen."""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mentordesk.base.paths import find_places
from mentordesk.base.policy import Policy
from mentordesk.commands.demoterm import own_circle, thread_of
from mentordesk.domain.documents import DocumentId
from mentordesk.ui.qt import load_qt

if TYPE_CHECKING:
    from mentordesk.desk.desk import Desk


class Pictures:
    """Takes PNG pictures into `folder`; the window keeps its own few files in `home`."""

    def __init__(self, folder: Path, home: Path) -> None:
        load_qt()
        from mentordesk.ui.demo import application

        self._folder = folder
        self._home = home
        self._qt = application()
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, name: str, desk: Desk, shown: str | DocumentId) -> None:
        """The Today page of this desk (""), the thread with a topic, or a document."""
        from mentordesk.app import App
        from mentordesk.ui.demo import picture
        from mentordesk.ui.places import DocumentPlace, ThreadPlace

        app = App(find_places(self._home), Policy(), self._home)
        window = app.make_window(self._qt)
        window.show()
        window.open_desk(desk)
        thread = thread_of(desk, shown) if isinstance(shown, str) else None
        if isinstance(shown, bytes) and window.frame is not None:
            window.frame.go(DocumentPlace(own_circle(desk), shown))
        elif thread is not None and window.frame is not None:
            window.frame.go(ThreadPlace(own_circle(desk), thread))
        picture(window, self._folder / f"{name}.png")
        window.close()
        app.close_down()
        self._qt.processEvents()
