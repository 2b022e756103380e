# SPDX-License-Identifier: Apache-2.0
"""Bad days of server and line, with real processes: nothing is lost, nothing comes twice, and it is said."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from mentordesk.base.errors import CertificateNotTrusted, ServerUnreachable, SlipRefused
from mentordesk.domain.connection import LineState
from tests.e2e import sessions, troubles
from tests.e2e.killing import KillPoint, enrol, look
from tests.e2e.relay import Trap, Way
from tests.e2e.sessions import Seat
from tests.e2e.village import PATIENCE, Session, Village, begin
from tests.helpers.certificate import write_certificate

PLACES = 8  # at which the server ends, each way
MANY = 10_000


def say(village: Village, who: str, *texts: str) -> Session:
    """A session in which somebody writes and exchanges."""
    return begin(sessions.write_and_sync, village.seat(who), "Essay", texts).ended_well()


def everybody_has(village: Village, written: list[str]) -> None:
    """All of it stands once on both sides, in the same order."""
    for who in ("Amina", "Grace", "Amina"):
        begin(sessions.look, village.seat(who)).ended_well()
    amina, grace = (
        begin(sessions.look, village.seat(who)).ended_well().words("messages")[0] for who in village.homes
    )
    assert amina == grace
    assert Counter(text for _, _, text in amina) == Counter(written)


@pytest.mark.parametrize("way", Way)
def test_server_ends_in_the_middle_of_an_exchange(village: Village, way: Way) -> None:
    written = ["at the very first", "before, first", "before, second"]
    say(village, "Amina", written[0])
    village.relay.forget()
    say(village, "Amina", *written[1:])
    whole = len(village.relay.passed[way])
    for number in range(PLACES):
        texts = [f"{way.value} {number}, {part}" for part in ("first", "second")]
        server = village.server
        assert server is not None
        end = server.process.kill if number % 4 else server.process.terminate
        village.relay.set_trap(Trap(way, 1 + whole * number // PLACES, end))
        going = begin(sessions.write_and_sync, village.seat("Amina"), "Essay", texts)
        assert village.relay.sprung.wait(PATIENCE)
        server.process.wait(PATIENCE)
        village.start_server()
        assert going.ended_well().words("line") == [LineState.UP_TO_DATE.value]
        written += texts
    everybody_has(village, written)


def test_ten_thousand_messages_at_once_over_a_line_that_breaks(village: Village) -> None:
    say(village, "Amina", "hello")
    begin(troubles.write_many, village.seat("Grace"), "Essay", MANY).ended_well()
    for touch in (60, 1500):
        assert begin(look, village.seat("Amina"), KillPoint("apply", touch)).finish().killed
    village.relay.set_trap(Trap(Way.DOWN, 50_000))
    found = begin(sessions.look, village.seat("Amina")).ended_well().words("messages")[0]
    assert village.relay.sprung.is_set()
    assert [text for _, _, text in found] == ["hello", *(troubles.numbered(n) for n in range(MANY))]
    states = begin(sessions.look, village.seat("Grace")).ended_well().words("states")[0]
    assert Counter(states.values()) == {"READ": MANY}


# ---------------------------------------------------------------- somebody else answers


class _Page(BaseHTTPRequestHandler):
    """A login page, whatever is asked."""

    status, words = 200, b"<html><form>Room number and name, please</form></html>"
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.status)
        self.send_header("Location", "http://login.hotel.example/")
        self.send_header("Content-Length", str(len(self.words)))
        self.end_headers()
        self.wfile.write(self.words)

    def log_message(self, format: str, *args: object) -> None:
        """Quietly."""


@contextmanager
def portal(status: int) -> Iterator[tuple[str, int]]:
    """A proxy that wants a login; its address."""
    handler = type("Page", (_Page,), {"status": status})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield ("127.0.0.1", server.server_port)
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("status", [200, 302, 403, 511])
def test_login_page_of_a_proxy_takes_nothing(village: Village, status: int) -> None:
    assert village.server is not None
    with portal(status) as address:
        village.relay.server = address
        met = begin(troubles.try_line, village.seat("Amina"), "behind a page").ended_well()
    assert met.said[-1] == ("line", LineState.PORTAL.value, "not_our_server", 1)
    assert met.words("states")[-1] == {"behind a page": "ON_THIS_COMPUTER"}
    village.relay.server = village.server.address
    everybody_has(village, ["behind a page"])


def test_server_of_another_programme_takes_nothing(village: Village, tmp_path: Path) -> None:
    assert village.server is not None
    other = Village(tmp_path / "other", ("Otieno", "Njeri"))
    try:
        assert other.server is not None
        village.relay.server = other.server.address
        met = begin(troubles.try_line, village.seat("Amina"), "not for you").ended_well()
        assert met.said[-1][1:] == (LineState.SIGN_IN_AGAIN.value, "sign_in_again", 1)
        with pytest.raises(SlipRefused):
            Seat(tmp_path / "new").entrance().look_up_slip(other.relay.url, village.slips["Amina"])
    finally:
        other.close()
    village.relay.server = village.server.address
    everybody_has(village, ["not for you"])


def test_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    certificate = write_certificate(tmp_path)
    village = Village(tmp_path, options=("--certificate", str(certificate), "--key", str(certificate)))
    try:
        secure = village.relay.url.replace("http:", "https:")
        seat = village.seat("Amina")
        with pytest.raises(CertificateNotTrusted):
            sessions.enrol(seat, secure, village.slips["Amina"])
        assert seat.entrance().people() == ()
        seat.home.mkdir(parents=True, exist_ok=True)
        (seat.home / "authority.pem").write_bytes(certificate.read_bytes())
        sessions.enrol(seat, secure, village.slips["Amina"])
        said = begin(troubles.try_line, seat, "sealed twice").ended_well().said[-1]
        assert said == ("line", LineState.UP_TO_DATE.value, "", 0)
    finally:
        village.close()


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "http://desk.invalid"])
def test_address_where_nobody_is(village: Village, tmp_path: Path, address: str) -> None:
    entrance = Seat(tmp_path / "new").entrance()
    with pytest.raises(ServerUnreachable):
        entrance.look_up_slip(address, village.slips["Amina"])
    assert entrance.people() == ()


# ---------------------------------------------------------------- clocks, newcomers


@pytest.mark.parametrize("year", [1970, 2098])
def test_clock_of_another_century(village: Village, year: int) -> None:
    wrong = Seat(village.homes["Amina"], troubles.clock_of(year))
    talk: list[tuple[Seat, str]] = [
        (wrong, "a question"), (village.seat("Grace"), "an answer"), (wrong, "thanks"),
    ]  # fmt: skip
    for seat, text in talk:
        begin(troubles.answer, seat, text).ended_well()
    everybody_has(village, [text for _, text in talk])
    seen = begin(troubles.times, village.seat("Grace")).ended_well().words("times")[0]
    assert [text for text, _ in seen] == [text for _, text in talk]
    assert abs(seen[2][1] - seen[1][1]) < 600  # corrected by what the server's replies teach


@pytest.mark.parametrize("year", [1970, 2098])
def test_slip_is_taken_whatever_the_clock_says(tmp_path: Path, year: int) -> None:
    village = Village(tmp_path)
    try:
        seat = Seat(village.homes["Amina"], troubles.clock_of(year))
        sessions.enrol(seat, village.relay.url, village.slips["Amina"])
        met = begin(troubles.try_line, seat, "from afar").ended_well()
        assert met.words("states")[-1] == {"from afar": "AT_THE_SERVER"}
    finally:
        village.close()


def sits_down_again(village: Village, who: str) -> None:
    """The same slip and passphrase lead in after all, and there is one profile."""
    again = begin(enrol, village.seat(who), village.relay.url, village.slips[who])
    assert again.ended_well().words("people") == [(who,)]


@pytest.mark.parametrize("way", Way)
def test_newcomer_cut_off_while_sitting_down_may_do_so_again(tmp_path: Path, way: Way) -> None:
    names = ("Amina", "Grace", "Joy", "Otieno", "Njeri")
    village = Village(tmp_path, names)
    try:
        for number, who in enumerate(names):
            going: list[Session] = []
            village.relay.set_trap(Trap(way, 60 + 280 * number, lambda going=going: going[0].kill()))  # type: ignore[misc]
            going.append(begin(enrol, village.seat(who), village.relay.url, village.slips[who]))
            assert going[0].finish().killed
            sits_down_again(village, who)
    finally:
        village.close()


def test_newcomer_killed_while_the_profile_is_made_may_sit_down_again(tmp_path: Path) -> None:
    first, *names = ("Amina", "Grace", "Joy", "Otieno", "Njeri", "Kamau")
    village = Village(tmp_path, (first, *names))
    try:
        whole = begin(enrol, village.seat(first), village.relay.url, village.slips[first]).ended_well()
        touches = whole.words("counts")[0]["create"]
        for number, who in enumerate(names):
            point = KillPoint("create", 1 + (touches - 1) * number // (len(names) - 1))
            killed = begin(enrol, village.seat(who), village.relay.url, village.slips[who], point)
            assert killed.finish().killed
            assert village.seat(who).entrance().people() == ()
            sits_down_again(village, who)
    finally:
        village.close()
