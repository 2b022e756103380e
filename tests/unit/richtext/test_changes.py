# SPDX-License-Identifier: Apache-2.0
"""Many lists of changes become one that does the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mentordesk.richtext.changes import Insert, Keep, Remove, Step, changes_of, composed, merged, restyled
from tests.unit.richtext.replicas import units16

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("keep"), st.integers(1, 4), st.just(""), st.booleans()),
        st.tuples(st.just("remove"), st.integers(1, 4), st.just(""), st.just(False)),
        st.text("ab😀", min_size=1, max_size=3).map(lambda text: ("insert", len(text), text, False)),
    ),
    max_size=6,
)


def done(text: str, steps: list[Step]) -> str:
    """`text` after `steps`; what no step names stays."""
    made, at = "", 0
    for kind, count, new, _ in steps:
        made += new if kind == "insert" else text[at : at + count] if kind == "keep" else ""
        at += 0 if kind == "insert" else count
    return made + text[at:]


def fitting(text: str, steps: list[Step]) -> list[Step]:
    """As many of `steps` as `text` is long enough for."""
    made: list[Step] = []
    left = len(text)
    for step in steps:
        left -= 0 if step[0] == "insert" else step[1]
        if left < 0:
            break
        made.append(step)
    return made


@given(st.text("xyz🇰🇪", max_size=12), st.lists(STEPS, max_size=5))
def test_composed_steps_do_what_each_did_in_turn(text: str, lists: list[list[Step]]) -> None:
    now, events, one = text, [], list[Step]()
    for steps in lists:
        events.append(fitting(now, steps))
        now = done(now, events[-1])
        one = composed(one, events[-1])
    assert done(text, one) == now
    assert done(text, merged(events)) == now


@given(st.text("xyz🇰🇪", max_size=12), STEPS)
def test_changes_count_utf16_units(text: str, steps: list[Step]) -> None:
    steps = fitting(text, steps)
    new = done(text, steps)
    raw = new.encode("utf-16-le")

    def runs(start: int, end: int) -> list[Insert]:
        return [Insert(raw[2 * start : 2 * end].decode("utf-16-le"))]

    changes = changes_of(steps, text, lambda start, end: iter(runs(start, end)))
    made, at = b"", 0
    old = text.encode("utf-16-le")
    for change in changes:
        if isinstance(change, Insert):
            made += change.text.encode("utf-16-le")
        else:
            made += old[2 * at : 2 * (at + change.n)] if isinstance(change, Keep) else b""
            at += change.n
    assert (made + old[2 * at :]).decode("utf-16-le") == new


def test_ranges_to_be_read_again_stand_between_the_changes() -> None:
    changes = [Keep(2), Insert("😀"), Remove(3), Keep(2, restyled=True)]
    assert restyled(changes, [(1, 2), (7, 9)], 10) == [
        Keep(1),
        Keep(1, restyled=True),
        Insert("😀"),
        Remove(3),
        Keep(2, restyled=True),
        Keep(1),
        Keep(2, restyled=True),
        Keep(1),
    ]
    assert units16("😀") == 2
