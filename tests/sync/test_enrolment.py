# SPDX-License-Identifier: Apache-2.0
"""From a slip to keys, on a good line and on bad ones."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mentordesk.base.clock import SeededRandomness
from mentordesk.base.errors import (
    LineTrouble,
    NotOurServer,
    ServerUnreachable,
    SlipInvalid,
    SlipRefused,
    SlowDown,
    UpdateNeeded,
    WrongPassphrase,
)
from mentordesk.crypto import slipcode
from mentordesk.domain.ids import MemberId
from mentordesk.sync.enrolment import Enrolled, Enrolment, Slip, look_up_slip
from mentordesk.wire.answers import encode_answer, encode_busy
from mentordesk.wire.exchange import Answer
from tests.helpers.line import PAGE, Fault, Line
from tests.helpers.town import ADDRESS, Town, quick

PASSPHRASE = "mango river seven lamps"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A programme with a server."""
    town = Town(tmp_path)
    yield town
    town.close()


@pytest.fixture
def amina(town: Town) -> MemberId:
    """A person in a circle with Grace."""
    amina, grace = town.people("Amina Odhiambo", "Grace")
    town.circle([amina, grace])
    return amina


def enrolment(slip: Slip, passphrase: str = PASSPHRASE, seed: int = 7) -> Enrolment:
    """A person who sits down with a slip."""
    return Enrolment(slip, quick(passphrase, slipcode.second_secret(slip.code)), SeededRandomness(seed))


def enrol(town: Town, slip: Slip, passphrase: str = PASSPHRASE, seed: int = 7) -> Enrolled:
    """The whole way over the town's line."""
    return enrolment(slip, passphrase, seed).run(town.line.connect())


def test_slip_tells_programme_and_person(town: Town, amina: MemberId) -> None:
    slip = look_up_slip(town.line.connect(), town.slip(amina).lower().replace("-", " "))
    assert (slip.letter.programme_name, slip.letter.person_name) == ("Mentors of Kisumu", "Amina Odhiambo")
    assert slip.letter.addresses == (ADDRESS,)
    assert [name for _, name in slip.letter.people] == ["Grace"]
    assert not slip.used


def test_mistyped_slip_names_the_letter_and_asks_nobody(town: Town, amina: MemberId) -> None:
    code = town.slip(amina)
    wrong = code[:3] + ("7" if code[3] != "7" else "8") + code[4:]
    with pytest.raises(SlipInvalid) as caught:
        look_up_slip(town.line.connect(), wrong)
    assert caught.value.position > 0
    assert town.line.requests == []


def test_unknown_and_expired_slips(town: Town, amina: MemberId) -> None:
    with pytest.raises(SlipRefused) as caught:
        look_up_slip(town.line.connect(), slipcode.write(bytes(10)))
    assert caught.value.reason == "unknown"
    code = town.slip(amina)
    town.clock.advance(31 * 86_400)
    with pytest.raises(SlipRefused) as caught:
        look_up_slip(town.line.connect(), code)
    assert caught.value.reason == "expired"


def test_replaced_slip_is_unknown(town: Town, amina: MemberId) -> None:
    first = town.slip(amina)
    town.slip(amina)
    with pytest.raises(SlipRefused):
        look_up_slip(town.line.connect(), first)


def test_server_of_another_programme(town: Town, amina: MemberId, tmp_path: Path) -> None:
    other = Town(tmp_path / "other", seed=2)
    with pytest.raises(SlipRefused) as caught:
        look_up_slip(other.line.connect(), town.slip(amina))
    other.close()
    assert caught.value.reason == "unknown"


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (PAGE, NotOurServer),
        (b"", NotOurServer),
        (encode_answer(Answer.MALFORMED), NotOurServer),
        (encode_answer(Answer.OK, b"\0MDI1nothing of yours"), NotOurServer),
        (encode_busy(12), SlowDown),
        (encode_answer(Answer.UPDATE_NEEDED), UpdateNeeded),
        (b"MDR1\xfe", UpdateNeeded),
    ],
)
def test_other_answers_to_a_slip(
    town: Town, amina: MemberId, answer: bytes, trouble: type[LineTrouble]
) -> None:
    town.line.faults.append(Fault(answer=answer))
    with pytest.raises(trouble):
        look_up_slip(town.line.connect(), town.slip(amina))


def test_new_person_gets_keys_of_their_own(town: Town, amina: MemberId) -> None:
    slip = look_up_slip(town.line.connect(), town.slip(amina))
    enrolled = enrol(town, slip)
    assert enrolled.fresh
    assert enrolled.identity.member == amina
    assert [state.enrolled for state in town.office.people()] == [True, False]


def test_second_computer_gets_the_same_keys(town: Town, amina: MemberId) -> None:
    code = town.slip(amina)
    first = enrol(town, look_up_slip(town.line.connect(), code))
    slip = look_up_slip(town.line.connect(), code)
    assert slip.used
    second = enrol(town, slip, seed=8)
    assert not second.fresh
    assert second.identity == first.identity
    assert second.keybag == first.keybag


def test_second_computer_with_another_passphrase(town: Town, amina: MemberId) -> None:
    code = town.slip(amina)
    enrol(town, look_up_slip(town.line.connect(), code))
    slip = look_up_slip(town.line.connect(), code)
    with pytest.raises(WrongPassphrase):
        enrol(town, slip, "another passphrase entirely")
    assert enrol(town, slip).identity.member == amina


@pytest.mark.parametrize(
    "fault", [Fault(cut_down=0), Fault(cut_down=20), Fault(drop=True), Fault(twice=True)]
)
def test_lost_replies_are_asked_for_again(town: Town, amina: MemberId, fault: Fault) -> None:
    slip = look_up_slip(town.line.connect(), town.slip(amina))
    person = enrolment(slip)
    town.line.faults.append(fault)
    if fault.twice:
        enrolled = person.run(town.line.connect())
    else:
        with pytest.raises(ServerUnreachable):
            person.run(town.line.connect())
        enrolled = person.run(town.line.connect())
    assert enrolled.fresh
    again = enrol(town, look_up_slip(town.line.connect(), slipcode.write(slip.code)))
    assert again.identity == enrolled.identity


def test_programme_ended_after_a_lost_reply(town: Town, amina: MemberId) -> None:
    slip = look_up_slip(town.line.connect(), town.slip(amina))
    town.line.faults.append(Fault(cut_down=0))
    with pytest.raises(ServerUnreachable):
        enrol(town, slip)
    enrolled = enrol(town, slip, seed=9)  # new keys, which the server does not take: those made first count
    assert not enrolled.fresh
    assert enrolled.identity.member == amina


def test_slip_used_by_somebody_else_meanwhile(town: Town, amina: MemberId) -> None:
    slip = look_up_slip(town.line.connect(), town.slip(amina))
    enrol(town, slip, "the quicker one")
    with pytest.raises(WrongPassphrase):
        enrol(town, slip, seed=9)


def test_every_cut_of_an_enrolment_can_be_repeated(town: Town) -> None:
    sizes = _bytes_of_an_enrolment(town)
    for cut in range(0, sizes[0], 41):
        _survives(town, Fault(cut_up=cut))
    for cut in range(0, sizes[1], 13):
        _survives(town, Fault(cut_down=cut))


def _bytes_of_an_enrolment(town: Town) -> tuple[int, int]:
    (person,) = town.people("First")
    enrol(town, look_up_slip(town.line.connect(), town.slip(person)))
    return len(town.line.requests[-1]), len(town.line.replies[-1])


def _survives(town: Town, fault: Fault) -> None:
    (person,) = town.people("Next")
    slip = look_up_slip(town.line.connect(), town.slip(person))
    attempt = enrolment(slip)
    town.line.faults.append(fault)
    with pytest.raises(ServerUnreachable):
        attempt.run(town.line.connect())
    assert attempt.run(town.line.connect()).identity.member == person


def test_page_of_a_portal_is_never_an_enrolment(town: Town, amina: MemberId) -> None:
    slip = look_up_slip(town.line.connect(), town.slip(amina))
    town.line.faults.append(Fault(answer=PAGE))
    with pytest.raises(NotOurServer):
        enrol(town, slip)
    assert [state.enrolled for state in town.office.people()] == [False, False]


def test_line_down(town: Town, amina: MemberId) -> None:
    code = town.slip(amina)
    town.line.up = False
    with pytest.raises(ServerUnreachable):
        look_up_slip(town.line.connect(), code)
    assert Line(town.door.handle).requests == []
