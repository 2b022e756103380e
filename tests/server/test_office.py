# SPDX-License-Identifier: Apache-2.0
"""The office: its book, its acts, and the commands that a person types."""
from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from mentordesk.base.clock import SeededRandomness
from mentordesk.base.errors import BadArgument, DatabaseDamaged, NotFound, Occupied, WrongPassphrase
from mentordesk.commands import serve
from mentordesk.commands.programme import main
from mentordesk.crypto import slipcode
from mentordesk.domain.ids import Role
from mentordesk.server.admin import create_programme, open_programme
from mentordesk.server.db import FILE_NAME
from mentordesk.server.office import Book, Cost, open_book, seal_book
from tests.server.school import School

CHEAP = Cost(passes=1, memory=8192)
Command = Callable[..., int]


def make_book() -> Book:
    return Book(bytes(16), bytes(32), bytes(32), "Bridge", ["http://x"])


def test_a_book_opens_with_its_passphrase_alone() -> None:
    sealed = seal_book(make_book(), "four quiet words here", cost=CHEAP)
    assert open_book(sealed, "four quiet words here", CHEAP) == make_book()
    with pytest.raises(WrongPassphrase):
        open_book(sealed, "four quiet words", CHEAP)


def test_no_altered_book_opens() -> None:
    sealed = seal_book(make_book(), "four quiet words here", cost=CHEAP)
    for place in range(0, len(sealed), 7):
        altered = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises((WrongPassphrase, DatabaseDamaged)):
            open_book(altered, "four quiet words here", CHEAP)
    with pytest.raises(DatabaseDamaged):
        open_book(b"", "any", CHEAP)


def test_a_folder_takes_one_programme(school: School) -> None:
    with pytest.raises(Occupied):
        create_programme(school.folder, "Another", [], SeededRandomness(2))


def test_a_book_of_another_programme_does_not_fit(school: School, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        open_programme(school.folder, make_book())
    with pytest.raises(NotFound):
        open_programme(tmp_path / "nowhere", school.office.book)


def test_a_circle_needs_known_people_each_once(school: School) -> None:
    person = school.office.add_person("Amina")
    with pytest.raises(BadArgument):
        school.office.make_circle([])
    with pytest.raises(BadArgument):
        school.office.make_circle([(person, Role.MENTEE), (person, Role.MENTOR)])
    with pytest.raises(NotFound):
        school.office.make_circle([(bytes(16), Role.MENTEE)])


def test_the_list_shows_who_has_signed_in(school: School) -> None:
    school.pair()
    school.office.add_person("Joseph")
    states = [(state.person.name, state.enrolled, state.circles) for state in school.office.people()]
    assert states == [
        ("Person 0", True, ("Circle",)),
        ("Person 1", True, ("Circle",)),
        ("Joseph", False, ()),
    ]


def test_an_office_opened_again_goes_on_where_it_was(school: School) -> None:
    person = school.office.add_person("Amina")
    office = open_programme(school.folder, school.office.book, school.rand, school.clock)
    office.make_circle([(person, Role.MENTEE)], "Alone")
    office.close()
    assert [state.circles for state in school.office.people()] == [("Alone",)]


def test_the_server_knows_no_name(school: School) -> None:
    person = school.office.add_person("Amina Achieng")
    school.office.make_circle([(person, Role.MENTEE)], "Her circle")
    school.newcomer(person).enrol()
    stored = b"".join(path.read_bytes() for path in school.folder.iterdir())
    for word in (b"Amina", b"Her circle", b"Mentors of Kisumu"):
        assert word not in stored


# ---------------------------------------------------------------- commands


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Runs `mentordesk programme` over one office."""
    secret = tmp_path / "secret"
    secret.write_text("four quiet words here\n")

    def run(act: str, *arguments: str) -> int:
        places = ["--data", str(tmp_path / "server"), "--office", str(tmp_path / "office" / "book")]
        return main([act, *arguments, *places, "--passphrase-file", str(secret)])

    return run


def test_an_administrator_makes_a_programme_and_hands_out_a_slip(
    command: Command, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert command("new", "Mentors of Kisumu", "--address", "https://desk.example.org/") == 0
    assert command("person", "Amina", "Grace Wanjiru") == 0
    assert command("circle", "amina:mentee", "Grace Wanjiru:mentor", "--name", "Her circle") == 0
    capsys.readouterr()
    assert command("slip", "Amina") == 0
    slip = capsys.readouterr().out
    code = re.search(r"\w{6}-\w{6}-\w{6}", slip)
    assert code is not None
    assert len(slipcode.parse(code.group())) == 10
    assert "https://desk.example.org\n" in slip
    assert command("list") == 0
    assert "Grace Wanjiru   not yet   Her circle" in capsys.readouterr().out
    assert (tmp_path / "office" / "book").stat().st_mode & 0o077 == 0
    assert (tmp_path / "server" / FILE_NAME).exists()


MISTAKES = {
    "Nobody here is called Bob. People: Amina.": ["slip", "Bob"],
    "Write NAME:ROLE instead of Amina:boss": ["circle", "Amina:boss"],
    "Somebody is named twice.": ["circle", "Amina:mentee", "Amina:mentor"],
    "A circle needs two people at least.": ["circle", "Amina:mentee"],
    "amina is there already. Add something to tell the two apart.": ["person", "amina"],
    "is there already": ["new", "Again", "--address", "https://x"],
}


def test_each_mistake_is_told_in_a_sentence_and_changes_nothing(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    command("new", "Mentors", "--address", "http://127.0.0.1:8740")
    command("person", "Amina")
    command("list")
    before = capsys.readouterr().out.splitlines()[-1]
    for answer, words in MISTAKES.items():
        assert command(*words) == 1
        assert answer in capsys.readouterr().err
    command("list")
    assert capsys.readouterr().out.splitlines()[-1] == before


def test_mistakes_before_there_is_an_office(
    command: Command, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert command("list") == 1
    assert "There is no office file" in capsys.readouterr().err
    assert command("new", "X", "--address", "desk.example.org") == 1
    assert "is not an address of a server" in capsys.readouterr().err
    inside = ["--data", str(tmp_path), "--office", str(tmp_path / "in" / "book")]
    assert main(["new", "X", "--address", "http://x", *inside]) == 1
    assert "must not lie in the server's folder" in capsys.readouterr().err


def test_a_wrong_passphrase_is_told(
    command: Command, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    command("new", "Mentors", "--address", "http://x")
    (tmp_path / "secret").write_text("another one entirely")
    assert command("person", "Amina") == 1
    assert "This is not the passphrase of this office file." in capsys.readouterr().err


def test_a_folder_that_cannot_be_used_is_told_in_a_sentence(
    command: Command, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Nobody can be kept from reading or writing as root, so a file or a folder stands in the way."""
    data = tmp_path / "server"
    data.write_text("a file")
    assert command("new", "Mentors", "--address", "http://x") == 1
    assert f"{data} cannot be used: " in capsys.readouterr().err
    data.unlink()
    (data / FILE_NAME).mkdir(parents=True)
    assert command("new", "Mentors", "--address", "http://x") == 1
    assert f"{data} or {tmp_path / 'office' / 'book'} cannot be written by you." in capsys.readouterr().err
    (data / FILE_NAME).rmdir()
    assert command("new", "Mentors", "--address", "http://x") == 0
    data.rename(tmp_path / "elsewhere")
    for missing in (lambda: None, lambda: data.write_text("a file")):
        missing()
        assert command("person", "Amina") == 1
        assert f"The programme of this office file is not in {data}." in capsys.readouterr().err


def test_a_database_that_is_none_or_too_new_is_told(
    command: Command, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert command("new", "Mentors", "--address", "http://x") == 0
    stored = tmp_path / "server" / FILE_NAME
    with closing(sqlite3.connect(stored)) as database:
        database.execute("PRAGMA user_version = 99")
    assert command("list") == 1
    assert "A newer MentorDesk wrote" in capsys.readouterr().err
    stored.write_bytes(b"not a database at all" * 500)
    assert command("list") == 1
    assert "is damaged." in capsys.readouterr().err


def test_an_office_file_or_a_passphrase_that_cannot_be_read_is_told(
    command: Command, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "office" / "book").mkdir(parents=True)
    assert command("list") == 1
    assert f"{tmp_path / 'office' / 'book'} cannot be used: " in capsys.readouterr().err
    (tmp_path / "secret").write_bytes(b"\xff\xfe")
    (tmp_path / "office" / "book").rmdir()
    assert command("new", "Mentors", "--address", "http://x") == 1
    assert "cannot be read." in capsys.readouterr().err


def test_the_server_says_that_its_folder_cannot_be_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "server"
    data.write_text("a file")
    assert serve.main(["--data", str(data), "--listen", "127.0.0.1:0"]) == 1
    assert f"{data} cannot be used: " in capsys.readouterr().err
