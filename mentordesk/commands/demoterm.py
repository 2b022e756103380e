# SPDX-License-Identifier: Apache-2.0
"""The demo's term of work: two people who have written to each other for two months."""
from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from mentordesk.base.clock import ManualClock, SystemClock
from mentordesk.commands.demoessay import Essay
from mentordesk.commands.embedded import Embedded, Newcomer, desk_entrance, open_at
from mentordesk.desk.connection import Dialler
from mentordesk.desk.desk import Desk
from mentordesk.domain.ids import CircleId, Role, ThreadId
from mentordesk.domain.messages import Message

MENTEE, MENTOR = "amina", "grace"
PASSPHRASES = {MENTEE: "mango river seven lamps", MENTOR: "bridge violin morning snow"}
PATIENCE = 60.0  # seconds
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Player:
    """One of the two: where the computer's files lie, and how to sign in."""

    key: str
    name: str
    home: Path
    passphrase: str

    def folder(self) -> Path:
        """The only profile on this computer."""
        (found,) = desk_entrance(self.home, SystemClock()).people()
        return found.folder

    def sit_down(self, address: str) -> Desk:
        """Sign in; the line leads to `address`."""
        clock = SystemClock()
        entrance = desk_entrance(self.home, clock, lambda known: Dialler([address], self.home, clock))
        return open_at(entrance, self.folder(), self.passphrase)


def load_term() -> dict[str, Any]:
    """People, threads, messages and the day that is played."""
    text = files("mentordesk").joinpath("resources/demo/term.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def play_term(root: Path, address: str) -> dict[str, Player]:
    """Make the programme in `root`/server and let both write the term; clients find it at `address`."""
    term = load_term()
    clock = ManualClock()
    clock.set_wall(_moment(term["messages"][0], -1))
    embedded = Embedded(root / "server", term["programme"], address, clock)
    people = {key: (one["name"], one["zone"]) for key, one in term["people"].items()}
    roles = {MENTEE: Role.MENTEE, MENTOR: Role.MENTOR}
    slips = embedded.invite({key: Newcomer(name, roles[key]) for key, (name, _) in people.items()})
    players = {
        key: Player(key, name, root / key, PASSPHRASES[key]) for key, (name, _) in people.items()
    }
    desks = {
        key: embedded.sit_down(one.home, slips[key], one.passphrase) for key, one in players.items()
    }
    for key, desk in desks.items():
        desk.people.set_card(*people[key]).result()
    _exchange(desks)
    essay = Essay(own_circle(desks[MENTEE]), term["essay"]["title"])
    everything = [*term["messages"], *term["essay"]["events"]]
    for event in sorted(everything, key=_moment):
        if "kind" in event:
            _play_essay(event, essay, desks, clock)
        else:
            _play(event, _topics(term), desks, clock)
    for desk in desks.values():
        desk.close()
    embedded.close()
    return players


def _play(
    message: dict[str, Any], topics: dict[str, str], desks: dict[str, Desk], clock: ManualClock
) -> None:
    """One message, read by both before the next is written; the newest stays unread."""
    for desk in desks.values():
        desk.threads.mark_read([one.id for one in all_messages(desk) if one.fresh]).result()
    clock.set_wall(_moment(message))
    desk, topic = desks[message["author"]], topics[message["thread"]]
    thread = thread_of(desk, topic)
    if thread is None:
        desk.threads.start(own_circle(desk), topic, message["text"]).result()
    else:
        desk.threads.send(own_circle(desk), thread, message["text"]).result()
    clock.advance(600)
    _exchange(desks)


def _play_essay(event: dict[str, Any], essay: Essay, desks: dict[str, Desk], clock: ManualClock) -> None:
    """Something about the essay; `alone`: the other writes before it has come."""
    clock.set_wall(_moment(event))
    essay.play(event, desks[event["author"]])
    clock.advance(600)
    if not event.get("alone"):
        _exchange(desks)


def _exchange(desks: dict[str, Desk]) -> None:
    for desk in [*desks.values(), *desks.values()]:
        desk.connection.bring_up_to_date(time.sleep, PATIENCE)


def _topics(term: dict[str, Any]) -> dict[str, str]:
    return {thread["key"]: thread["topic"] for thread in term["threads"]}


def topic_of(key: str) -> str:
    """A thread's topic by its key in the term."""
    return _topics(load_term())[key]


def _moment(message: dict[str, Any], days: int = 0) -> int:
    """Unix seconds of a message of the term, counted from today."""
    midnight = int(time.time()) // _DAY * _DAY
    hour, minute = message["at"].split(":")
    return midnight + (days - int(message["days_ago"])) * _DAY + int(hour) * 3600 + int(minute) * 60


def own_circle(desk: Desk) -> CircleId:
    """The only circle."""
    (circle,) = desk.people.circles()
    return circle.circle


def thread_of(desk: Desk, topic: str) -> ThreadId | None:
    """The thread with this topic."""
    return next((one.thread for one in desk.threads.list(own_circle(desk)) if one.topic == topic), None)


def all_messages(desk: Desk) -> Iterator[Message]:
    """Every message of the circle, thread by thread, in the order of the page."""
    for thread in sorted(desk.threads.list(own_circle(desk)), key=lambda one: one.thread):
        page = desk.threads.page(thread.thread)
        yield from page.rows(0, page.count())
