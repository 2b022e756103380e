# SPDX-License-Identifier: Apache-2.0
"""`mentordesk window`: the window itself; what is called when nothing else is said."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from mentordesk.base.paths import find_places
from mentordesk.base.policy import machine_policy


def main(argv: Sequence[str], shown: Callable[[], None] | None = None) -> int:
    """Show the window until it is closed; 0. `shown` is called once it stands."""
    parser = argparse.ArgumentParser(prog="mentordesk window", description=__doc__)
    parser.add_argument("--home", type=Path, help="use this folder instead of the usual ones")
    parser.add_argument("--person", default="", help="the profile folder chosen on the sign-in page")
    parser.add_argument("--left", type=int, default=0, help="things that the person before left to be sent")
    options = parser.parse_args(argv)
    policy = machine_policy()
    places = find_places(options.home, policy_data=policy.data_folder)
    from mentordesk.ui.qt import load_qt

    load_qt()
    from mentordesk.app import App

    return App(places, policy, options.home, options.person, options.left).run(shown)
