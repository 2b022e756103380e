# SPDX-License-Identifier: Apache-2.0
"""`mentordesk window`: the window itself; what is called when nothing else is said."""

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mentordesk.base.paths import find_places
from mentordesk.base.policy import machine_policy


def main(argv: Sequence[str]) -> int:
    """Show the window until it is closed; 0."""
    return show_window(argv)


def show_window(argv: Sequence[str], shown: Callable[[], None] | None = None) -> int:
    """The same; `shown` is called once the window stands."""
    gc.disable()  # nothing made before the first window is garbage; the window collects again once it stands
    options = _options(argv)
    policy = machine_policy()
    places = find_places(options.home, policy_data=policy.data_folder)
    from mentordesk.ui.qt import load_qt

    load_qt()
    from mentordesk.app import App

    return App(places, policy, options.home, options.person, (options.left, options.left_files)).run(shown)


@dataclass
class Options:
    """What may be said after the command's name."""

    home: Path | None = None
    person: str = ""
    left: int = 0
    left_files: int = 0


def _options(argv: Sequence[str]) -> Options:
    """The usual few words without argparse, which would cost the first window 3 ms; else all of it."""
    if not argv:
        return Options()
    if len(argv) == 2 and argv[0] == "--home":
        return Options(home=Path(argv[1]))
    import argparse

    parser = argparse.ArgumentParser(prog="mentordesk window", description=__doc__)
    parser.add_argument("--home", type=Path, help="use this folder instead of the usual ones")
    parser.add_argument("--person", default="", help="the profile folder chosen on the sign-in page")
    parser.add_argument("--left", type=int, default=0, help="things that the person before left to be sent")
    parser.add_argument("--left-files", type=int, default=0, help="files of theirs not at the server yet")
    return parser.parse_args(argv, Options())
