# SPDX-License-Identifier: Apache-2.0
"""Many events become few without losing news."""

from hypothesis import given
from hypothesis import strategies as st

from mentordesk.domain.connection import LineState, SyncStatus
from mentordesk.domain.events import (
    Alarm,
    CirclesChanged,
    DraftChanged,
    Event,
    MessagesArrived,
    SettingChanged,
    SyncChanged,
    ThreadChanged,
)
from mentordesk.ui.coalesce import coalesce

CIRCLE = b"c" * 16
IDS = st.sampled_from([b"thread-1", b"thread-2"])
MESSAGES = st.lists(st.binary(min_size=8, max_size=8), max_size=3).map(tuple)
EVENTS: st.SearchStrategy[list[Event]] = st.lists(
    st.one_of(
        st.builds(ThreadChanged, st.just(CIRCLE), IDS, MESSAGES),
        st.builds(MessagesArrived, st.just(CIRCLE), IDS, MESSAGES),
        st.builds(DraftChanged, st.just(CIRCLE), IDS),
        st.builds(SyncChanged, st.builds(SyncStatus, st.sampled_from(LineState), st.integers(0, 5))),
        st.builds(SettingChanged, st.sampled_from(["theme", "density"])),
        st.just(CirclesChanged()),
        st.builds(Alarm, st.sampled_from(["a", "b"])),
    )
)


@given(EVENTS)
def test_each_subject_comes_once(events: list[Event]) -> None:
    few = coalesce(events)
    threads = [event.thread for event in few if isinstance(event, ThreadChanged)]
    assert len(threads) == len(set(threads))
    assert len([event for event in few if isinstance(event, SyncChanged)]) <= 1
    assert {type(event) for event in few} == {type(event) for event in events}


@given(EVENTS)
def test_no_arrived_message_is_lost(events: list[Event]) -> None:
    def arrived(some: tuple[Event, ...] | list[Event]) -> set[bytes]:
        return {name for event in some if isinstance(event, MessagesArrived) for name in event.messages}

    assert arrived(coalesce(events)) == arrived(events)


@given(EVENTS)
def test_coalescing_twice_changes_nothing(events: list[Event]) -> None:
    assert coalesce(coalesce(events)) == coalesce(events)


def test_the_newest_state_of_the_line_wins() -> None:
    states = [SyncChanged(SyncStatus(LineState.WORKING)), SyncChanged(SyncStatus(LineState.UP_TO_DATE))]
    assert coalesce(states) == (states[1],)


def test_look_at_all_of_it_swallows_single_messages() -> None:
    some, whole = ThreadChanged(CIRCLE, b"thread-1", (b"message1",)), ThreadChanged(CIRCLE, b"thread-1")
    assert coalesce([some, whole]) == coalesce([whole, some]) == (whole,)
