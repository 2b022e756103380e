# SPDX-License-Identifier: Apache-2.0
"""What reading costs in a profile of 100,000 messages; prints JSON.

    python -m tests.bench.storage [MESSAGES]

Times are milliseconds, the median of many; `ratio` is the same in units of one `SELECT 1` on the same
connection, which a slow or busy machine stretches alike.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from mentordesk.storage.profile import Profile
from mentordesk.storage.reads.circles import threads_of
from mentordesk.storage.reads.messages import ThreadPage
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.reads.today import today
from mentordesk.storage.search.query import search
from tests.helpers.bulk import make_profile
from tests.helpers.profiles import CIRCLE, THREAD, Desk, receive

PAGE = 50
LIMITS = {"page_anywhere": 1.0, "page_next": 1.0, "search_word": 5.0, "search_prefix": 5.0}


def milliseconds(work: Callable[[], object]) -> float:
    """One run."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def measured(works: Iterable[Callable[[], object]]) -> list[float]:
    """Each of the works once, in milliseconds, sorted."""
    return sorted(milliseconds(work) for work in works)


def pages(reader: Reader, count: int) -> dict[str, list[float]]:
    """Pages of the long thread: the first look, anywhere, one after another, after a change."""
    fresh = ThreadPage(reader, THREAD)
    opening = measured([lambda: (fresh.count(), fresh.rows(count - PAGE, PAGE))])
    jump = measured([lambda: fresh.rows(count // 2, PAGE)])
    places = [number * 7919 % (count - PAGE) for number in range(300)]
    for place in places:
        fresh.rows(place, 1)
    anywhere = measured(partial(fresh.rows, place + 3, PAGE) for place in places)
    onward = measured(partial(fresh.rows, place, PAGE) for place in range(0, min(15_000, count), PAGE))
    return {
        "page_first": opening,
        "jump_to_middle_cold": jump,
        "page_anywhere": anywhere,
        "page_next": onward,
    }


def searches(reader: Reader) -> dict[str, list[float]]:
    """First pages of rare and common words, whole and begun."""
    words = {
        "search_word": ("essay", "résumé", "rencana", "क़िताब", "شكرا"),
        "search_prefix": ("ess", "wat", "hisa", "motiv", "question"),
        "search_two_letters": ("es", "re", "mt"),
        "search_one_letter": ("e", "a"),
        "search_two_words": ("essay water", "mtihani ijumaa", "carta viernes"),
        "search_rare": ("99999", "41234", "Achieng 70"),
    }
    return {
        name: measured(partial(search, reader, word, 20) for word in some * 8) for name, some in words.items()
    }


def run(profile: Profile, count: int) -> dict[str, object]:
    """All measures, in one process and run."""
    reader = profile.reader()
    base = measured([lambda: reader.rows("SELECT 1")] * 500)
    found = {**pages(reader, count), **searches(reader)}
    found["today"] = measured([lambda: today(reader)] * 10)
    found["threads_of_circle"] = measured([lambda: threads_of(reader, CIRCLE)] * 5)
    arrival = partial(receive, text="Hello again", rank=count + 2, base=count + 1)
    found["one_message_arrives"] = measured([lambda: profile.store.transact(arrival)] * 20)
    unit = statistics.median(base)
    return {
        "messages": count,
        "select_1_ms": round(unit, 4),
        "measures": {name: _figures(times, unit) for name, times in found.items()},
        "limits_ms": LIMITS,
        "ok": all(statistics.median(found[name]) <= limit for name, limit in LIMITS.items()),
    }


def _figures(times: list[float], unit: float) -> dict[str, float]:
    median = statistics.median(times)
    return {
        "median_ms": round(median, 3),
        "p95_ms": round(times[int(len(times) * 0.95) - 1 if len(times) > 1 else 0], 3),
        "ratio": round(median / unit, 1),
    }


def main() -> None:
    """Make a profile in a temporary folder and measure it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as home:
        folder = make_profile(Path(home), count)
        with Desk(Path(home)).session(folder) as profile:
            print(json.dumps(run(profile, count), indent=1))


if __name__ == "__main__":
    main()
