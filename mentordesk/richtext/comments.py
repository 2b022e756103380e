# SPDX-License-Identifier: Apache-2.0
"""Comments: two stable places, the quoted words, what was said and replied."""

from __future__ import annotations

import loro

from mentordesk.domain.texts import Comment, Standing
from mentordesk.richtext.codes import TextCode
from mentordesk.richtext.core import Core
from mentordesk.richtext.engine import to_points, to_units
from mentordesk.richtext.guard import guarded
from mentordesk.richtext.marks import shown
from mentordesk.richtext.records import COMMENTS, REPLIES, SAYS, Made, check_said, number
from mentordesk.richtext.reviewing import any_of
from mentordesk.richtext.rounds import Rounds
from mentordesk.richtext.standing import number_of, replies_to

MAX_QUOTE = 300  # letters that are kept of what a comment is about


class Comments:
    """Writes and lists comments."""

    def __init__(self, core: Core, rounds: Rounds) -> None:
        self._core = core
        self._rounds = rounds
        self._listed: tuple[tuple[int, int], tuple[Comment, ...]] | None = None
        self._cursors: dict[bytes, loro.Cursor] = {}

    def comment(self, start: int, end: int, text: str, now: int) -> str:
        """A comment on [start, end); on nothing: on the letter behind, or before the last line end."""
        core = self._core
        check_said(text)
        start, end = core.span(start, end)
        if start == end:
            start, end = (start, end + 1) if end < core.length else (start - 1, end)
            start, end = (
                core.snap(max(0, start)),
                core.length if end >= core.length else core.snap(end + 1) or end,
            )
        quote = core.text.slice_utf16(start, end)[:MAX_QUOTE]
        with guarded(TextCode.BROKEN):
            first = to_points(core.text, start)
            last = to_points(core.text, end) - 1
            head = core.text.get_cursor(first, loro.Side.Middle)
            tail = core.text.get_cursor(max(first, last), loro.Side.Middle)
        one = core.records.make(COMMENTS, head.encode(), tail.encode(), quote, now)
        core.records.put(SAYS, one, text)
        return one

    def reply(self, one: str, text: str, now: int) -> None:
        """Say something below a comment or suggestion; Refused(UNKNOWN)."""
        any_of(self._core, one)
        check_said(text)
        self._core.records.make(REPLIES, text, now, prefix=one + "/")

    def comments(self) -> tuple[Comment, ...]:
        """In text order; those without a place behind the others."""
        key = self._core.mirror.version, self._core.records.version
        if self._listed is None or self._listed[0] != key:
            made = self._core.records.things(COMMENTS).values()
            listed = [comment for comment in map(self._comment, made) if comment is not None]
            listed.sort(key=lambda one: (one.start < 0, one.start, one.end, one.time, one.id))
            self._listed = key, tuple(listed)
        return self._listed[1]

    def _comment(self, made: Made) -> Comment | None:
        if len(made.parts) < 4:
            return None
        head, tail, quote, time = made.parts[:4]
        if not (isinstance(head, bytes) and isinstance(tail, bytes)):
            return None
        if not isinstance(quote, str):
            return None
        records = self._core.records
        start, end, standing = self._place(head, tail, shown(quote))
        answer, words = records.answer_to(made.id)
        says = records.by(SAYS, made.id, made.author)
        back = self._rounds.state_of(made)
        return Comment(
            id=made.id,
            author=made.author or b"",
            start=start,
            end=end,
            quote=shown(quote),
            text=says if isinstance(says, str) else "",
            time=number(time),
            standing=standing,
            important=self._rounds.important(made),
            answer=answer,
            answer_words=words,
            returned=back is not None,
            round=number_of(self._rounds.first_of(made), 0),
            replies=replies_to(records, made.id),
            replied=records.replied(made),
        )

    def _place(self, head: bytes, tail: bytes, quote: str) -> tuple[int, int, Standing]:
        core = self._core
        try:
            with guarded(TextCode.UNKNOWN):
                first, _ = self._position(head)
                last, there = self._position(tail)
                start = to_units(core.text, first)
                end = to_units(core.text, last + there)
        except Exception:
            return -1, -1, Standing.GONE
        if start >= end:
            return -1, -1, Standing.GONE
        words = shown(core.text.slice_utf16(start, end))
        return start, end, Standing.FITS if words[:MAX_QUOTE] == quote else Standing.CHANGED

    def _position(self, data: bytes) -> tuple[int, bool]:
        """Where a letter stands, in code points, and whether it is still there."""
        cursor = self._cursors.get(data)
        if cursor is None:
            cursor = self._cursors[data] = loro.Cursor.decode(data)
        found = self._core.doc.get_cursor_pos(cursor)
        return found.current.pos, found.update is None
