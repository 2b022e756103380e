# SPDX-License-Identifier: Apache-2.0
"""`./dev shots DIR`: pictures of every page in light, dark, mirrored and at 150 %, at two sizes of screen."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["TZ"] = "Africa/Nairobi"

if TYPE_CHECKING:
    from mentordesk.ui.signin.page import SignIn
    from mentordesk.ui.theme.theme import Theme
    from tests.bench.documentshots import DocumentShots
    from tests.helpers.window import Sitting

WIDE, SMALL = (1366, 690), (1024, 660)  # what a task bar leaves of 1366×768, and of 1024×700


@dataclass(frozen=True, slots=True)
class Way:
    """One way of looking at every page."""

    name: str
    size: tuple[int, int] = WIDE
    dark: bool = False
    mirrored: bool = False
    percent: int = 100


WAYS = (
    Way("light"),
    Way("light-1024", SMALL),
    Way("dark", dark=True),
    Way("mirrored", mirrored=True),
    Way("mirrored-1024", SMALL, mirrored=True),
    Way("text-150", percent=150),
    Way("text-150-1024", SMALL, percent=150),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Take all pictures; prints how many."""
    parser = argparse.ArgumentParser(prog="./dev shots", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--only", default="", help="only pages whose names begin so")
    parser.add_argument("--way", choices=[way.name for way in WAYS], help="only this way of looking")
    options = parser.parse_args(argv)
    if hasattr(time, "tzset"):
        time.tzset()
    from mentordesk.ui.qt import load_qt

    load_qt()
    from tests.bench.documentshots import DocumentShots

    count = 0
    with tempfile.TemporaryDirectory() as made:
        documents = DocumentShots(Path(made))
        for way in WAYS:
            if options.way in (None, way.name):
                count += take_all(options.folder / way.name, way, options.only, documents)
    print(f"{count} pictures in {options.folder}")
    return 0


def take_all(folder: Path, way: Way, only: str, documents: DocumentShots) -> int:
    """Every page one way, or those whose names begin with `only`; how many."""
    folder.mkdir(parents=True, exist_ok=True)
    with _theme(way) as theme, tempfile.TemporaryDirectory() as home:
        count = _sign_in_pages(folder, way, theme, only)
        for name, full in (("", True), ("first-day-", False)):
            count += _desk_pages(folder, way, theme, Path(home) / (name or "full"), full, only)
        theme.set_look(_look(way))
        count += documents.take(folder, theme, way.size, only)
    return count


@contextmanager
def _theme(way: Way) -> Iterator[Theme]:
    from PySide6.QtWidgets import QApplication

    from mentordesk.ui.i18n import Translation
    from mentordesk.ui.theme.theme import Theme

    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    translation = Translation(application)  # "1 envelope", not "1 envelopes"
    translation.use("en", right_to_left=way.mirrored)
    theme = Theme(application, _look(way))
    yield theme
    theme.deleteLater()
    translation.end()


def _look(way: Way):  # type: ignore[no-untyped-def]
    from mentordesk.ui.theme.tokens import Density, Look, Scheme

    return Look(Scheme.DARK if way.dark else Scheme.LIGHT, Density.COMFORTABLE, way.percent)


# Before signing in


def _sign_in_pages(folder: Path, way: Way, theme: Theme, only: str) -> int:
    from mentordesk.base.clock import ManualClock
    from mentordesk.ui.frame.window import MainWindow
    from mentordesk.ui.signin.known import KnownPerson
    from tests.helpers.term import NOW
    from tests.helpers.window import make_services

    names = ("Amina Achieng", "Baraka Juma", "Hawa Mwangi", "يوسف حداد")
    people = [KnownPerson(name, name, "Lake Region Mentors") for name in names]
    window = MainWindow(make_services(theme, ManualClock(NOW)), people, names[0])
    window.resize(*way.size)
    window.show()
    page = window.sign_in
    shots: dict[str, Callable[[], None]] = {
        "signin-people": lambda: page.set_line(False),
        "signin-left-safe": lambda: page.set_left_safe(1),
        "signin-wrong": lambda: _wrong_passphrase(page),
        "signin-slip": lambda: page._show_slip(),
        "signin-check": lambda: _mistyped(page),
        "signin-choose": lambda: _choose(page),
        "signin-opening": lambda: page._show_opening(),
    }
    shots = {name: show for name, show in shots.items() if name.startswith(only)}
    for name, show in shots.items():
        show()
        _settle()
        window.grab().save(str(folder / f"{name}.png"))
    window.close()
    window.deleteLater()
    _settle()
    return len(shots)


def _wrong_passphrase(page: SignIn) -> None:
    from mentordesk.base.errors import WrongPassphrase

    page._people._passphrase.set_text("amber fox river eight")
    page._not_signed_in(WrongPassphrase())


def _mistyped(page: SignIn) -> None:
    from mentordesk.base.errors import SlipInvalid

    page._slip._server.setText("desk.lake-region.example")
    page._slip._code.fill("7K2M9XQ47TABCDEFGH")
    page._slip_refused(SlipInvalid(4))


def _choose(page: SignIn) -> None:
    page._choose.begin("Amina Achieng", "Lake Region Mentors", is_new=True)
    page._choose._take_offered()
    page.setCurrentWidget(page._choose)


# At the desk


def _desk_pages(folder: Path, way: Way, theme: Theme, home: Path, full: bool, only: str) -> int:
    from tests.helpers.term import make_term
    from tests.helpers.window import Sitting

    term = make_term(home, full)
    sitting = Sitting(term, theme, way.size)
    theme.set_look(_look(way))
    pages = _full_pages(sitting) if full else _first_day(sitting)
    shots = {name: show for name, show in pages.items() if name.startswith(only)}
    for name, show in shots.items():
        show()
        sitting.settle()
        _settle()
        sitting.window.grab().save(str(folder / f"{name}.png"))
    sitting.close()
    _settle()
    return len(shots)


def _full_pages(sitting: Sitting) -> dict[str, Callable[[], object]]:
    from mentordesk.ui import places
    from tests.bench.fileshots import file_pages
    from tests.bench.pastshots import past_pages
    from tests.bench.stickshots import stick_pages
    from tests.helpers.term import TEAM, WITH_GRACE, WITH_HADDAD

    frame, desk = sitting.frame, sitting.desk
    topics = {t.topic: t for circle in (WITH_GRACE, WITH_HADDAD, TEAM) for t in desk.threads.list(circle)}
    essay, arabic = topics["Scholarship essay"], topics["اللغة العربية"]
    return {
        "today": lambda: frame.go(places.TodayPlace()),
        "circle": lambda: frame.go(places.CirclePlace(WITH_GRACE)),
        "thread": lambda: frame.go(places.ThreadPlace(WITH_GRACE, essay.thread)),
        "thread-arabic": lambda: frame.go(places.ThreadPlace(WITH_HADDAD, arabic.thread)),
        "thread-new": lambda: frame.go(places.NewThreadPlace(TEAM)),
        "search": lambda: _search(sitting, "pump"),
        "search-nothing": lambda: _search(sitting, "xylophone"),
        "settings": lambda: frame.go(places.SettingsPlace()),
        "banner": lambda: frame.teller.tell("Already saved, 10:42"),
        "status": lambda: _panel(sitting),
        **file_pages(sitting),
        **past_pages(sitting),
        **stick_pages(sitting),  # last: days pass
    }


def _first_day(sitting: Sitting) -> dict[str, Callable[[], object]]:
    from mentordesk.ui import places
    from tests.helpers.term import WITH_GRACE

    frame = sitting.frame
    return {
        "first-day-today": lambda: frame.go(places.TodayPlace()),
        "first-day-circle": lambda: frame.go(places.CirclePlace(WITH_GRACE)),
        "first-day-thread": lambda: frame.go(places.NewThreadPlace(WITH_GRACE)),
        "first-day-status": lambda: _panel(sitting),
    }


def _panel(sitting: Sitting) -> None:
    from mentordesk.ui.places import TodayPlace

    sitting.frame.banner.withdraw("told")
    sitting.frame.go(TodayPlace())
    sitting.frame.open_panel()


def _search(sitting: Sitting, words: str) -> None:
    from mentordesk.ui.places import SearchPlace

    sitting.frame.header.search.setFocus()
    sitting.frame.header.search.setText(words)
    sitting.frame.go(SearchPlace(words))


def _settle() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    for _ in range(4):
        QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


if __name__ == "__main__":
    sys.exit(main())
