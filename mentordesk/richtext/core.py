# SPDX-License-Identifier: Apache-2.0
"""One LoroDoc and its text in UTF-16 positions: what changes it goes through here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeAlias
from weakref import ref

import loro

from mentordesk.base.errors import Bug, Refused
from mentordesk.base.utf16 import units
from mentordesk.richtext.changes import Change, Insert, Keep, Step, changes_of, merged, restyled, steps_of
from mentordesk.richtext.codes import TextCode
from mentordesk.richtext.engine import Text, runs, to_points, to_units
from mentordesk.richtext.guard import guarded
from mentordesk.richtext.lens import Lens
from mentordesk.richtext.marks import BODY, Marks, marks_of, written
from mentordesk.richtext.mirror import Mirror
from mentordesk.richtext.records import Records
from mentordesk.richtext.updates import inspect

SYSTEM = "sys"  # origin of what undo leaves alone
Found: TypeAlias = tuple[int, int, str, Marks]  # start, end, letters as they stand in the engine, marks


def _teller(core: ref[Core]) -> Callable[[loro.DiffEvent], None]:
    """What the engine calls. It holds nothing: engine and Core would keep each other alive for ever."""

    def tell(event: loro.DiffEvent) -> None:
        known = core()
        if known is not None:
            known._happened(event)

    return tell


class Core:
    """The live document. It is never checked out; older states are forks."""

    def __init__(self, doc: loro.LoroDoc) -> None:
        self.doc = doc
        self.peer = int(doc.peer_id)
        self.text: Text = doc.get_text(BODY)
        self.records = Records(doc)
        self.lens = Lens(self.records)
        self.mirror = Mirror(self.text, self.lens)
        self.on_change: Callable[[list[Change]], None] | None = None
        self._quiet = 0
        self._batch = 0
        self._telling = False
        self._events: list[list[Step]] = []
        self._maps: set[str] = set()
        self._undo = loro.UndoManager(doc)
        self._undo.set_merge_interval(0)
        self._undo.set_max_undo_steps(1000)
        self._undo.add_exclude_origin_prefix(SYSTEM)
        self._grouped = False
        self._subscription = doc.subscribe_root(_teller(ref(self)))

    def _happened(self, event: loro.DiffEvent) -> None:
        steps, maps = steps_of(event)
        self._events.append(steps)
        self._maps |= maps

    # reading

    @property
    def length(self) -> int:
        """UTF-16 units, the last line end included."""
        return int(self.text.len_utf16)

    def check(self, start: int, end: int) -> None:
        """Bug unless [start, end) lies in the text."""
        if not 0 <= start <= end <= self.length:
            raise Bug("a range outside the text")

    def snap(self, position: int) -> int:
        """The nearest boundary of a character at or before `position`."""
        with guarded(TextCode.BROKEN):
            return to_units(self.text, to_points(self.text, position))

    def snap_up(self, position: int) -> int:
        """The nearest boundary of a character at or behind `position`."""
        down = self.snap(position)
        return down if down == position else down + 2

    def beside(self, start: int, end: int) -> tuple[list[Found], list[Found]]:
        """The runs right before `start` and right behind `end`, each of one character."""
        before = self.marks_at(self.snap(max(0, start - 1)), start)
        return before, self.marks_at(end, self.snap_up(min(end + 1, self.length)))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A range with whole characters, without the last line end."""
        self.check(start, end)
        last = self.length - 1
        return min(self.snap(start), last), min(self.snap_up(end), last)

    def place(self, at: int) -> int:
        """A place to insert: between characters, before the last line end."""
        self.check(at, at)
        return min(self.snap(at), self.length - 1)

    def marks_at(self, start: int, end: int) -> list[Found]:
        """Runs in [start, end) as they stand in the engine: (start, end, letters, marks)."""
        found, at = [], start
        if end > start:
            with guarded(TextCode.BROKEN):
                for letters, attributes in runs(self.text, start, end):
                    size = units(letters)
                    found.append((at, at + size, letters, marks_of(attributes)))
                    at += size
        return found

    # edits; each tells the mirror

    def insert(self, at: int, text: str) -> int:
        """Letters at a checked place; how many units."""
        text = written(text)
        size = units(text)
        if size:
            self._start_group()
            with guarded(TextCode.BROKEN):
                self.text.insert_utf16(at, text)
            self.mirror.touch(at, 0, size)
        return size

    def delete(self, start: int, end: int) -> None:
        """Take [start, end) out."""
        if end > start:
            self._start_group()
            with guarded(TextCode.BROKEN):
                self.text.delete_utf16(start, end - start)
            self.mirror.touch(start, end - start, 0)

    def mark(self, start: int, end: int, key: str, value: loro.LoroValue) -> None:
        """Set a mark, or take it off where `value` is None."""
        if end > start:
            self._start_group()
            with guarded(TextCode.BROKEN):
                if value is None:
                    self.text.unmark_utf16(start, end, key)
                else:
                    self.text.mark_utf16(start, end, key, value)
            self.mirror.touch(start, end - start, end - start)

    def commit(self, origin: str = "") -> None:
        """End the transaction; nothing is written to disk here."""
        with guarded(TextCode.BROKEN):
            if origin and self.doc.get_pending_txn_len():  # it would stick to the next edit
                self.doc.set_next_commit_origin(origin)
            self.doc.commit()

    @contextmanager
    def edit(self, origin: str = "") -> Iterator[None]:
        """What a person does at once: one transaction, told to the editor unless it is quiet."""
        if self._batch:
            yield
            return
        with self.telling():
            self._batch += 1
            if not origin:
                self._start_group()
            try:
                yield
            finally:
                self._batch -= 1
                self.commit(origin)

    @contextmanager
    def foreign(self) -> Iterator[None]:
        """What the engine changes by itself (an import, an undo): the mirror learns of it from the events."""
        with self.telling():
            self.commit()
            old, count = self.mirror.text(), len(self._events)
            self._maps.clear()
            try:
                yield
            finally:
                self.records.forget(self._maps)
                self._touch(old, merged(self._events[count:]))

    @contextmanager
    def telling(self) -> Iterator[None]:
        """All that happens inside is told to the editor at the end, as one list of changes."""
        if self._telling:
            yield
            return
        heard = self.on_change is not None and not self._quiet
        old = self.mirror.text() if heard else ""
        before = self.mirror.marked() if heard else {}
        generation = self.records.generation
        self._telling = True
        try:
            yield
        finally:
            self._telling = False
            steps, self._events = merged(self._events), []
            if heard:
                again = [] if generation == self.records.generation else self.mirror.redressed(before)
                self._tell(changes_of(steps or [("keep", len(old), "", False)], old, self.inserts), again)

    def _tell(self, changes: list[Change], again: Sequence[tuple[int, int]]) -> None:
        changes = restyled(changes, again, self.length)
        if self.on_change is not None and any(not isinstance(one, Keep) or one.restyled for one in changes):
            self.on_change(changes)

    def _touch(self, old: str, steps: Sequence[Step]) -> None:
        changed = [step[0] != "keep" or step[3] for step in steps]
        if True not in changed:
            return
        first = changed.index(True)
        last = len(changed) - changed[::-1].index(True)
        head = sum(step[1] for step in steps[:first])
        inside = steps[first:last]
        removed = sum(step[1] for step in inside if step[0] != "insert")
        start = units(old[:head])
        before = units(old[head : head + removed])
        grown = self.length - units(old)
        self.mirror.touch(start, before, before + grown)

    def inserts(self, start: int, end: int) -> Iterator[Insert]:
        """[start, end) as an editor takes it in; each line end by itself."""
        rows, starts = self.mirror.rows(), self.mirror.starts()
        for index in range(self.mirror.row_at(start), len(rows)):
            if starts[index] >= end:
                return
            for piece in self.mirror.pieces(rows[index]):
                text = clip(piece.text, starts[index] + piece.start, start, end)
                body, line = (text[:-1], "\n") if text.endswith("\n") else (text, "")
                if body:
                    yield Insert(body, piece.style)
                if line:
                    yield Insert(line, piece.style, rows[index].block)

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """The caller shows by itself what it does inside."""
        self._quiet += 1
        try:
            yield
        finally:
            self._quiet -= 1

    # undo

    def _start_group(self) -> None:
        if not self._grouped:
            self._grouped = True
            with guarded(TextCode.BROKEN):
                self._undo.group_start()

    def end_group(self) -> None:
        """What comes now is undone by itself."""
        if self._grouped:
            self.commit()
            self._grouped = False
            with guarded(TextCode.BROKEN):
                self._undo.group_end()

    @property
    def can_undo(self) -> bool:
        """Whether something of mine can be undone."""
        return bool(self._undo.can_undo())

    @property
    def can_redo(self) -> bool:
        """Whether something undone can be done again."""
        return bool(self._undo.can_redo())

    def undo(self, again: bool = False) -> bool:
        """Undo (or redo) the last group of my own edits; False when there is none."""
        self.end_group()
        with self.foreign(), guarded(TextCode.BROKEN):
            return bool(self._undo.redo() if again else self._undo.undo())

    # exchange

    def take(self, updates: Sequence[bytes]) -> bool:
        """Import; whether something waits for what is not here. Refused(SHAPE, SIZE, DAMAGED, BROKEN)."""
        if not updates:
            return False
        self.end_group()
        damaged: list[Refused] = []
        with self.foreign():
            for update in updates:  # not import_batch: it leaves the undo manager unusable
                try:
                    inspect(update)
                    with guarded(TextCode.DAMAGED):
                        self.doc.import_(update)
                except Refused as refused:
                    damaged.append(refused)
        if damaged:
            raise next((one for one in damaged if one.code == TextCode.BROKEN), damaged[0])
        return self.waiting()

    def waiting(self) -> bool:
        """Whether updates wait for a part that is not here."""
        with guarded(TextCode.BROKEN):
            return self.doc.export_pending_updates() is not None

    def snapshot(self) -> bytes:
        """The whole history and the state."""
        self.commit()
        with guarded(TextCode.BROKEN):
            return bytes(self.doc.export(loro.ExportMode.Snapshot()))

    def point(self, position: int) -> int:
        """UTF-16 units to code points."""
        with guarded(TextCode.BROKEN):
            return to_points(self.text, position)

    def fork(self, peer: int, counter: int) -> loro.LoroDoc:
        """The document as `peer` knew it right after its change `counter`. Refused(MISSING)."""
        self.commit()
        last = self.doc.oplog_vv.get_last(peer)
        if last is None or last < counter:
            raise Refused(TextCode.MISSING)
        with guarded(TextCode.MISSING):
            return self.doc.fork_at(loro.Frontiers.from_id(loro.ID(peer, counter)))


def clip(text: str, at: int, start: int, end: int) -> str:
    """The part of `text`, which stands at unit `at`, that lies in [start, end)."""
    if start <= at and at + units(text) <= end:
        return text
    head, tail = max(0, start - at), max(0, end - at)
    if text.isascii():
        return text[head:tail]
    raw = text.encode("utf-16-le", "surrogatepass")[2 * head : 2 * tail]
    return raw.decode("utf-16-le", "replace")
