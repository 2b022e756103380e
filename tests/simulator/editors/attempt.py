# SPDX-License-Identifier: Apache-2.0
"""One run from beginning to end, and why it failed."""
from __future__ import annotations

import traceback
from collections.abc import Sequence

from mentordesk.ui.theme.theme import Theme
from tests.simulator.editors.doings import end_composing, play
from tests.simulator.editors.judge import Broken, judge_room, settle
from tests.simulator.editors.people import Room
from tests.simulator.steps import Step


def people_of(seed: int) -> int:
    """How many are in a run: two or three."""
    return 2 + seed % 2


def attempt(theme: Theme, seed: int, steps: Sequence[Step]) -> str:
    """Nothing when every promise held; otherwise which one broke, at which step."""
    room, at = Room(theme, seed, people_of(seed)), -1
    try:
        for step in steps:
            at += 1
            play(room, step)
        at += 1
        end_composing(room)
        settle(room)
        judge_room(room)
    except Broken as broken:
        return f"{broken} (step {at})"
    except Exception as error:  # a failure like any other: shrunk and told
        where = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {error} in {where.name}:{where.lineno} (step {at})"
    finally:
        room.close()
    return ""


def kind_of(why: str) -> str:
    """Which promise was broken, for shrinking: what is said before the colon."""
    return why.split(":")[0]
