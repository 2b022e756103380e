# SPDX-License-Identifier: Apache-2.0
"""Recorded editing sessions: read, planned, replayed; what is none is told in a sentence."""
from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.bench import trace
from tests.bench.session import Patch, Txn, make_plan
from tests.helpers.processes import ROOT

GIVEN = ROOT / "tests" / "bench" / "given" / "traces"
ADDED = ["a", "word ", "\r\n", "\n", "😀", "👩‍👩‍👧", "नमस्ते", "مرحبا", "水", "é"]


def write(path: Path, session: dict[str, Any]) -> Path:
    path.write_bytes(gzip.compress(json.dumps(session).encode()))
    return path


def replayed(path: Path) -> dict[str, Any]:
    """The report as the command writes it."""
    report = path.with_suffix(".report")
    code = trace.main([str(path), "--json", str(report)])
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    assert (code == 0) == found["equal"]
    return found


def changed(chance: random.Random, text: str) -> tuple[list[list[Any]], str]:
    """Some patches of a text, and what it becomes."""
    patches = []
    for _ in range(chance.randint(1, 3)):
        at = chance.randint(0, len(text))
        removed = chance.randint(0, min(3, len(text) - at))
        added = chance.choice(ADDED) if not removed or chance.random() < 0.4 else ""
        patches.append([at, removed, added])
        text = text[:at] + added + text[at + removed :]
    return patches, text


def sequential(seed: int, start: str) -> dict[str, Any]:
    """One person's session; times and other fields stand beside the patches."""
    chance, text, txns = random.Random(seed), start, []
    for number in range(120):
        patches, text = changed(chance, text)
        txns.append({"time": "2021-05-12T04:01:04.000Z", "number": number, "patches": patches})
    return {"startContent": start, "endContent": text, "txns": txns}


class Several:
    """People who write at once, each in their own part of the text; so it is known what merging gives."""

    def __init__(self, seed: int, people: int, steps: int, goes_back: bool) -> None:
        self._chance = random.Random(seed)
        self._people = people
        self._txns: list[dict[str, Any]] = []
        self._states: list[dict[int, int]] = []  # after each transaction: part -> its newest transaction
        self._parts: list[str] = []  # after each transaction: its part of the text
        for _ in range(steps):
            self._step(goes_back)
        self._add(0, sorted(self._heads()), [])

    def session(self) -> dict[str, Any]:
        end = self._text(self._states[-1])
        agents = {"kind": "concurrent", "numAgents": self._people, "startContent": self._text({})}
        return agents | {"endContent": end, "txns": self._txns}

    def _step(self, goes_back: bool) -> None:
        agent = self._chance.randrange(self._people)
        own = [number for number, txn in enumerate(self._txns) if txn["agent"] == agent]
        known = set(own)
        for _ in range(self._chance.randint(0, 2)):
            known |= set(self._chance.sample(range(len(self._txns)), min(1, len(self._txns))))
        parts = [agent]
        if goes_back and own and self._chance.random() < 0.2:
            known = {self._chance.choice(own)}
            parts = [self._people + len(self._txns)]  # nobody else writes there
        self._add(agent, sorted(known), parts)

    def _add(self, agent: int, parents: list[int], parts: list[int]) -> None:
        state: dict[int, int] = {}
        for parent in parents:
            for part, newest in self._states[parent].items():
                state[part] = max(newest, state.get(part, -1))
        number, patches, text = len(self._txns), [], ""
        for part in parts:
            before = sum(len(self._part(one, state)) + 1 for one in range(part))
            patches, text = changed(self._chance, self._part(part, state))
            patches = [[before + at, removed, added, "a time"] for at, removed, added in patches]
            state[part] = number
        self._txns.append({"parents": parents, "agent": agent, "patches": patches})
        self._states.append(state)
        self._parts.append(text)

    def _heads(self) -> set[int]:
        named = {parent for txn in self._txns for parent in txn["parents"]}
        return set(range(len(self._txns))) - named

    def _part(self, part: int, state: dict[int, int]) -> str:
        return self._parts[state[part]] if part in state else "…"

    def _text(self, state: dict[int, int]) -> str:
        return "|".join(self._part(part, state) for part in range(self._people + 200))


def test_a_session_of_one_ends_as_recorded(tmp_path: Path) -> None:
    for seed, start in enumerate(["", "", "Begun 😀\r\nalready", "one\n", "\n"]):
        session = sequential(seed, start)
        report = replayed(write(tmp_path / "session.json.gz", session))
        assert report["equal"]
        assert report["text"] == session["endContent"]
        assert set(report) == {"text", "equal", "seconds", "peak_mb", "history_bytes", "exchange_bytes"}
        assert report["history_bytes"] > 0
        assert report["exchange_bytes"] > 0


@pytest.mark.parametrize("goes_back", [False, True])
def test_a_session_of_several_ends_as_recorded(tmp_path: Path, goes_back: bool) -> None:
    for seed, people in enumerate((1, 2, 3, 5, 9)):
        session = Several(seed, people, 90, goes_back).session()
        assert replayed(write(tmp_path / "session.json.gz", session))["equal"], (seed, people)


def test_a_session_without_a_single_transaction(tmp_path: Path) -> None:
    for more in ({}, {"numAgents": 3}):
        session = {"startContent": "as it was", "endContent": "as it was", "txns": []}
        assert replayed(write(tmp_path / "session.json.gz", session | more))["equal"]


def test_another_end_is_told(tmp_path: Path) -> None:
    session = sequential(1, "")
    path = write(tmp_path / "session.json.gz", session | {"endContent": session["endContent"] + "."})
    report = replayed(path)
    assert (report["equal"], report["text"]) == (False, session["endContent"])


def test_the_given_session_of_two_ends_as_recorded() -> None:
    assert trace.replay(GIVEN / "friendsforever.json.gz")["equal"]


def _one(**txn: Any) -> dict[str, Any]:
    return {"numAgents": 1, "endContent": "", "txns": [{"patches": [], "parents": [], "agent": 0, **txn}]}


WRONG: dict[str, tuple[object, str]] = {
    "list": ([], "is no recorded session"),
    "nothing": ({}, "is no recorded session"),
    "no end": ({"txns": []}, "is no recorded session"),
    "patch": (_one(patches=[[0, 0]]), "transaction 0 has something else than"),
    "place": (_one(patches=[[-1, 0, "a"]]), "transaction 0 has something else than"),
    "true": (_one(patches=[[True, 0, "a"]]), "transaction 0 has something else than"),
    "number": (_one(patches=[[0, 0, 7]]), "transaction 0 has something else than"),
    "parent": (_one(parents=[0]), "transaction 0 names a parent that does not come before it"),
    "agent": (_one(agent=1), "transaction 0 is of an agent that there is not"),
    "beyond": (_one(patches=[[1, 0, "a"]]), "transaction 0: 1 is beyond the text"),
    "too much": (_one(patches=[[0, 0, "a"], [0, 2, ""]]), "transaction 0: 0 is beyond the text"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_session_is_told_in_a_sentence(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session, words = WRONG[name]
    path = tmp_path / "session.json.gz"
    path.write_bytes(gzip.compress(json.dumps(session).encode()))
    assert trace.main([str(path)]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said


DAMAGED: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda packed: packed[: len(packed) // 2],
    "changed": lambda packed: packed[:40] + bytes(20) + packed[60:],
    "no JSON": lambda packed: gzip.compress(b"{"),
    "half a letter": lambda packed: gzip.compress(json.dumps({"txns": [], "endContent": "\ud83d"}).encode()),
    "not UTF-8": lambda packed: gzip.compress(b'{"txns": [], "endContent": "\xff"}'),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_what_is_damaged_is_told(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "session.json.gz"
    path.write_bytes(DAMAGED[name](gzip.compress(json.dumps(sequential(1, "")).encode())))
    assert trace.main([str(path)]) == 2
    assert str(path) in capsys.readouterr().err


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert trace.main([str(tmp_path / "none.json.gz")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_an_agent_that_goes_back_gets_a_line_of_its_own() -> None:
    one = (Patch(0, 0, "a"),)
    txns = [Txn(one), Txn(one, (0,)), Txn(one, (0,)), Txn(one, (1, 2), 1)]
    plan = make_plan(txns)
    assert [move.line for move in plan.moves] == [0, 0, 1, 2]
    assert [move.needs for move in plan.moves] == [{}, {}, {0: 1}, {0: 2, 1: 1}]
    assert [move.told for move in plan.moves] == [True, True, True, True]
    assert plan.counts == {0: 2, 1: 1, 2: 1}
