# SPDX-License-Identifier: Apache-2.0
"""The commands of ./dev week, each a process, over a line with cuts and with kills in between."""
from __future__ import annotations

import contextlib
import io
import json
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mentordesk.commands.embedded import ServerProcess
from tests.bench import week
from tests.bench.weekdocuments import KINDS, courses
from tests.e2e.relay import Relay, Trap, Way
from tests.e2e.sessions import Say
from tests.e2e.village import Session, begin
from tests.helpers.processes import ROOT, run_python

GIVEN = ROOT / "tests" / "bench" / "given" / "school_week.json"
WORDS = "essay borehole ndiyo asante où être مرحبا شكرا école 水 🙂 hello please tomorrow draft page".split()
ENDINGS = ("", "", "", "\nand a second line", "\n\n  indented, after a blank line", "\ttabbed", " ")

Week = list[dict[str, Any]]


def made_week(seed: int) -> Week:
    """A week of another shape: three people, other threads, repeated texts, kinds that do not exist yet."""
    chance = random.Random(seed)
    time = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
    made: Week = []
    for number in range(chance.randint(60, 90)):
        time += timedelta(minutes=chance.choice([0, 1, 7, 300]))
        base = {"author": chance.choice(["zuri", "Élodie", "mr-ali"]), "time": f"{time:%Y-%m-%dT%H:%M:%SZ}"}
        if chance.random() < 0.1:
            made.append(base | {"kind": "sculpture", "clay": number})
            continue
        text = " ".join(chance.choices(WORDS, k=chance.choice([1, 2, 9, 40, 400])))
        thread = chance.choice(["main", "Fees", "Le stage d'été", "مقال"])
        made.append(base | {"kind": "message", "thread": thread, "text": text + chance.choice(ENDINGS)})
    return made + made_essay(chance, made)


def made_essay(chance: random.Random, said: Week) -> Week:
    """Documents: the one who speaks first writes, the others one after the other, then the first again."""
    owner, *mentors = dict.fromkeys(one["author"] for one in said)
    made: Week = []
    for title, writers in ((" My  essay 😀", [owner, *mentors, owner]), ("A list", [owner])):
        base = {"doc": title, "time": "2026-03-09T06:00:00Z"}
        text = "".join(f"{word} 👩‍👩‍👧 " for word in WORDS) + "\n\nthe end\n"
        made.append(base | {"author": owner, "kind": "doc_new", "title": title, "text": text})
        for author in writers:
            for _ in range(6):
                at = chance.randint(0, len(text))
                gone = min(chance.choice([0, 0, 3, 9]), len(text) - at)
                new = chance.choice([*WORDS, "\n"]) if not gone or chance.random() < 0.5 else ""
                text = text[:at] + new + text[at + gone :]
                edit = {"author": author, "kind": "doc_edit", "pos": at, "del": gone, "ins": new}
                made.append(base | edit)
    return made


def play(say: Say, words: list[str]) -> None:
    """The body of a process that runs one command: says its exit code and what it printed."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        code = week.main(words)
    say("code", code)
    say("out", out.getvalue())


class Player:
    """Calls the commands as a person at a terminal does."""

    def __init__(self, folder: Path, played: Path) -> None:
        self.home, self.data, self.week = folder / "home", folder / "data", played
        operations: Week = json.loads(played.read_text(encoding="utf-8"))
        self.authors = list(dict.fromkeys(one["author"] for one in operations))
        said = [one for one in operations if one["kind"] == "message"]
        self.said = Counter((one["author"], one["thread"], one["text"].strip()) for one in said)
        self.edits = Counter(one["author"] for one in operations if one["kind"] in KINDS)
        known = ("message", *KINDS)
        self.others = Counter(one["author"] for one in operations if one["kind"] not in known)
        self.documents = {one.title: one.texts[-1] for one in courses(operations)}

    def begin(self, command: str, who: str, *more: str) -> Session:
        """Start a command."""
        return begin(play, [command, "--home", str(self.home), "--as", who, *more])

    def call(self, command: str, who: str, *more: str) -> dict[str, Any]:
        """Run a command that must go well; what it prints."""
        session = self.begin(command, who, *more).ended_well()
        assert session.words("code") == [0]
        return read(session)

    def prepare(self) -> None:
        """A programme with everybody of the week, by the command line."""
        places = ("--home", str(self.home), "--data", str(self.data))
        done = run_python("-m", "tests.bench.week", "prepare", *places, str(self.week))
        assert done.returncode == 0, done.stderr[-2000:]
        assert json.loads(done.stdout)["people"] == self.authors
        secret = self.home / "week.secret"
        assert secret.stat().st_mode & 0o777 == 0o600

    def write(self, *options: str) -> None:
        """Everybody writes offline; the first is killed once and writes again."""
        self._killed_while_writing(self.authors[0])
        for who, said in self._all("write", *options, str(self.week)):
            mine = sum(count for (author, _, _), count in self.said.items() if author == who)
            assert said["written"] + said["already"] + said["later"] == mine + self.edits[who]
            assert said["skipped"] == self.others[who]
            assert said["refused"] == 0
        again = self.call("write", self.authors[-1], *options, str(self.week))
        assert again["written"] == 0

    def _all(self, command: str, *more: str) -> list[tuple[str, dict[str, Any]]]:
        """Everybody at once, each at a computer; what each command prints."""
        going = {who: self.begin(command, who, *more) for who in self.authors}
        return [(who, read(session.ended_well())) for who, session in going.items()]

    def _killed_while_writing(self, who: str) -> None:
        session = self.begin("write", who, str(self.week))
        while session.process.is_alive() and _size_of_log(self.home / who) < 100_000:
            continue
        session.kill()
        assert session.finish().killed

    def sync(self, who: str, relay: Relay, trap: Trap | None = None) -> None:
        """Exchange, perhaps over a line that is cut."""
        relay.set_trap(trap)
        assert self.call("sync", who, "--server", relay.url)["left"] == 0

    def killed_in_sync(self, who: str, relay: Relay, way: Way, after: int) -> None:
        """An exchange in which the process is killed when so many bytes have passed."""
        started: list[Session] = []
        relay.set_trap(Trap(way, after, lambda: started[0].kill()))
        started.append(self.begin("sync", who, "--server", relay.url))
        assert started[0].finish().killed

    def shown(self) -> dict[str, list[dict[str, str]]]:
        """The messages that each person sees; the documents must be as the week gives them."""
        everything = dict(self._all("show"))
        for said in everything.values():
            assert {one["title"]: one["text"] for one in said["documents"]} == self.documents
            assert [one["suggestions"] for one in said["documents"]] == [0] * len(self.documents)
        return {who: said["messages"] for who, said in everything.items()}


def _size_of_log(home: Path) -> int:
    return sum(path.stat().st_size for path in home.glob("profiles/*/desk.db-wal"))


def read(session: Session) -> dict[str, Any]:
    """The JSON object that a command printed."""
    found: dict[str, Any] = json.loads(session.words("out")[0])
    return found


@contextmanager
def served(player: Player) -> Iterator[Relay]:
    """A server over the player's data, behind a relay."""
    server = ServerProcess(player.data)
    try:
        with closing(Relay(server.address)) as relay:
            yield relay
    finally:
        server.stop()


def everybody_sees_all(player: Player) -> set[str]:
    """The same in the same order, each message once; the states of what the first one said."""
    shown = player.shown()
    pages = [[(one["author"], one["thread"], one["text"]) for one in page] for page in shown.values()]
    assert all(page == pages[0] for page in pages)
    assert Counter(pages[0]) == player.said
    author = player.authors[0]
    return {one["state"] for one in shown[author] if one["author"] == author}


def test_who_is_not_there_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, file = tmp_path / "home", tmp_path / "week.json"
    as_nobody = ["--home", str(home), "--as", "Nobody"]

    def told(command: str, *words: str) -> str:
        assert week.main([command, *words]) == 1
        return capsys.readouterr().err

    assert told("show", *as_nobody) == f"No week is prepared in {home}. Do that first: ./dev week prepare\n"
    prepare = ["--home", str(home), "--data", str(tmp_path / "data"), str(file)]
    assert f"{file} cannot be used" in told("prepare", *prepare)
    file.write_text("{")
    assert told("prepare", *prepare) == f"{file} is no recorded week.\n"
    authors = [{"author": who, "kind": "sculpture"} for who in ("Amina", "Grace")]
    file.write_text(json.dumps(authors))
    assert week.main(["prepare", *prepare]) == 0
    for command in (["write", str(file)], ["show"], ["sync", "--server", "http://127.0.0.1:9"]):
        said = told(command[0], *as_nobody, *command[1:])
        assert said == "Nobody in this week is called Nobody. People: Amina, Grace.\n"


def test_given_week_with_kills(tmp_path: Path) -> None:
    player = Player(tmp_path, GIVEN)
    player.prepare()
    player.write()
    with served(player) as relay:
        places = ((Way.UP, 700), (Way.UP, 2000), (Way.DOWN, 30), (Way.DOWN, 60))
        for who, kills in zip(player.authors, (places, places[::2]), strict=True):
            for way, after in kills:
                player.killed_in_sync(who, relay, way, after)
            player.sync(who, relay)
        for who in player.authors:
            player.sync(who, relay)
    assert everybody_sees_all(player) == {"on their computer"}


@pytest.mark.parametrize("options", [(), ("--as-suggestions",)])
def test_another_week_over_a_line_that_is_cut(tmp_path: Path, options: tuple[str, ...]) -> None:
    played = tmp_path / "week.json"
    played.write_text(json.dumps(made_week(seed=1)), encoding="utf-8")
    player = Player(tmp_path, played)
    player.prepare()
    player.write(*options)
    cuts = iter([Trap(Way.UP, 900), None, Trap(Way.DOWN, 2500)])  # each costs the pause after a failure
    with served(player) as relay:
        for who in player.authors:
            cut = next(cuts)
            player.sync(who, relay, cut)
            assert relay.sprung.is_set() or not cut
        for who in player.authors:
            player.sync(who, relay)
    everybody_sees_all(player)
