# SPDX-License-Identifier: Apache-2.0
"""The demo's day: written without a line, delivered when it comes, answered, reviewed, cut, healed."""
from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from mentordesk.commands.demoessay import Essay
from mentordesk.commands.demoline import DemoLine
from mentordesk.commands.demoterm import (
    MENTEE,
    MENTOR,
    PATIENCE,
    Player,
    all_messages,
    load_term,
    own_circle,
    thread_of,
    topic_of,
)
from mentordesk.desk.desk import Desk
from mentordesk.domain.connection import LineState
from mentordesk.domain.documents import DocumentId
from mentordesk.domain.messages import Delivery, Draft

CUT_AFTER = 300  # bytes: inside the request that carries the last message
# (name of the picture, desk, topic of a thread or "" for Today or a document)
Look = Callable[[str, Desk, str | DocumentId], None]


@dataclass(frozen=True, slots=True)
class Step:
    """What happened: bytes on the line both ways, seconds, and whether it went as told."""

    step: str
    bytes: int
    seconds: float
    ok: bool


class Day:
    """Plays the steps in order; every check looks at what the pages show."""

    def __init__(
        self, players: dict[str, Player], line: DemoLine, say: Callable[[Step], None], look: Look
    ) -> None:
        self.steps: list[Step] = []
        self._plan = load_term()["day"]
        self._line = line
        self._say = say
        self._camera = look
        self._looked = 0.0  # seconds that pictures took; they are no part of a step
        self._desks = {key: player.sit_down(line.address) for key, player in players.items()}
        self._before = len(self._texts(MENTEE))
        self._essay = Essay(own_circle(self._desks[MENTEE]), load_term()["essay"]["title"])

    def play(self) -> None:
        """Everything, one step after the other."""
        for title, act in (
            ("Amina writes without a line, and leaves in the middle of a sentence", self._write_offline),
            ("The line comes: what she wrote leaves by itself", self._line_comes),
            ("Grace connects, reads and answers", self._reply),
            ("Amina gets the answer and sees that hers were read", self._answer_arrives),
            ("Grace reviews Amina's essay without a line, while Amina goes on writing in it", self._review),
            ("The line comes for both: each suggestion says whether it still fits", self._review_arrives),
            ("Amina accepts what fits; Grace sees her answers", self._answer_review),
            ("Amina writes again, and the line is cut in the middle of it", self._line_is_cut),
            ("The line comes back: it heals, and everything is there once", self._heal),
        ):
            began, self._looked = time.monotonic(), 0.0
            ok = act()
            seconds = time.monotonic() - began - self._looked
            traffic = self._line.take_traffic()
            step = Step(title, traffic.up + traffic.down, round(seconds, 3), ok)
            self.steps.append(step)
            self._say(step)

    def close(self) -> None:
        """Both sign out."""
        for desk in self._desks.values():
            desk.close()

    def report(self) -> dict[str, Any]:
        """`steps` and `counts`, as report.json holds them."""
        counts = {key: self._counts(desk) for key, desk in self._desks.items()}
        return {"steps": [asdict(step) for step in self.steps], "counts": counts}

    @staticmethod
    def _counts(desk: Desk) -> dict[str, int]:
        threads = desk.threads.list(own_circle(desk))
        documents = [desk.documents.written(one.id) for one in desk.documents.list(own_circle(desk))]
        return {
            "messages": sum(thread.count for thread in threads),
            "threads": len(threads),
            "documents": len(documents),
            "letters": sum(len(part.text) for one in documents for part in one.paragraphs),
            "suggestions": sum(len(one.suggestions) for one in documents),
            "comments": sum(len(one.comments) for one in documents),
        }

    # ------------------------------------------------------------------ steps
    def _write_offline(self) -> bool:
        desk = self._desks[MENTEE]
        for thread, text in self._plan["offline"]:
            self._send(MENTEE, thread, text)
        topic = topic_of("us")
        found = thread_of(desk, topic)
        assert found is not None
        draft = Draft(own_circle(desk), found, topic, self._plan["draft"], len(self._plan["draft"]))
        desk.drafts.save(draft).result()
        self._exchange(MENTEE, patience=0.1)
        offline = desk.connection.status().state is LineState.OFFLINE
        self._look("1-amina-today", desk, "")
        kept = desk.drafts.get(found)
        return offline and kept is not None and kept.text == draft.text and self._waiting(MENTEE) == 2

    def _line_comes(self) -> bool:
        self._line.come()
        self._exchange(MENTEE)
        self._line.go()
        sent = [one.delivery for one in all_messages(self._desks[MENTEE]) if one.mine][-2:]
        return self._waiting(MENTEE) == 0 and min(sent) >= Delivery.AT_THE_SERVER

    def _reply(self) -> bool:
        self._line.come()
        self._exchange(MENTOR)
        desk = self._desks[MENTOR]
        self._look("2-grace-today", desk, "")
        arrived = [one.text for one in all_messages(desk)]
        self._look("3-grace-thread", desk, topic_of("essay"))
        desk.threads.mark_read([one.id for one in all_messages(desk) if one.fresh]).result()
        self._send(MENTOR, *self._plan["reply"])
        self._exchange(MENTOR)
        self._line.go()
        return all(text in arrived for _, text in self._plan["offline"])

    def _answer_arrives(self) -> bool:
        self._line.come()
        self._exchange(MENTEE)
        self._line.go()
        desk = self._desks[MENTEE]
        self._look("4-amina-thread", desk, topic_of("essay"))
        mine = {one.text: one.delivery for one in all_messages(desk) if one.mine}
        read = all(mine[text] is Delivery.READ for _, text in self._plan["offline"])
        return read and self._plan["reply"][1] in self._texts(MENTEE)

    def _review(self) -> bool:
        plan, desk = self._plan["essay"], self._desks[MENTOR]
        self._essay.change(self._desks[MENTEE], [plan["amina"]])
        self._essay.review(desk, plan)
        held = self._essay.find(desk)
        self._look("5-grace-reviews", desk, self._essay.id(desk))
        self._essay.give_back(desk)
        return held is not None and held.held == len(plan["suggest"]) + len(plan["comment"])

    def _review_arrives(self) -> bool:
        self._line.come()
        for who in (MENTOR, MENTEE):
            self._exchange(who)
        self._line.go()
        desk = self._desks[MENTEE]
        with self._essay.open(desk) as writing:
            standings = {one.adds: one.standing.value for one in writing.text.suggestions()}
        self._look("6-amina-essay", desk, self._essay.id(desk))
        wanted: dict[str, str] = self._plan["essay"]["standings"]
        return wanted.items() <= standings.items()

    def _answer_review(self) -> bool:
        desk = self._desks[MENTEE]
        self._essay.answer(desk, self._plan["essay"])
        self._line.come()
        for who in (MENTEE, MENTOR):
            self._exchange(who)
        self._line.go()
        with self._essay.open(self._desks[MENTOR]) as theirs, self._essay.open(desk) as mine:
            same = theirs.text.paragraphs() == mine.text.paragraphs()
            same &= theirs.text.suggestions() == mine.text.suggestions()
        self._look("7-grace-today", self._desks[MENTOR], "")
        return same

    def _line_is_cut(self) -> bool:
        self._send(MENTEE, *self._plan["cut"])
        self._line.come(cut_after=CUT_AFTER)
        self._exchange(MENTEE, patience=0.1)
        self._line.go()
        return self._waiting(MENTEE) == 1 and self._plan["cut"][1] in self._texts(MENTEE)

    def _heal(self) -> bool:
        self._line.come()
        for who in (MENTEE, MENTOR, MENTEE):
            self._exchange(who)
        self._line.go()
        theirs, mine = self._texts(MENTOR), self._texts(MENTEE)
        written = len(self._plan["offline"]) + 2
        once = len(set(mine)) == len(mine) == self._before + written
        return once and mine == theirs and self._waiting(MENTEE) == self._waiting(MENTOR) == 0

    # ------------------------------------------------------------------ parts
    def _look(self, name: str, desk: Desk, shown: str | DocumentId) -> None:
        began = time.monotonic()
        self._camera(name, desk, shown)
        self._looked += time.monotonic() - began

    def _send(self, who: str, thread: str, text: str) -> None:
        desk = self._desks[who]
        found = thread_of(desk, topic_of(thread))
        assert found is not None
        desk.threads.send(own_circle(desk), found, text).result()

    def _exchange(self, who: str, patience: float = PATIENCE) -> None:
        self._desks[who].connection.bring_up_to_date(time.sleep, patience)

    def _waiting(self, who: str) -> int:
        return self._desks[who].connection.status().waiting

    def _texts(self, who: str) -> list[str]:
        return [message.text for message in all_messages(self._desks[who])]
