# SPDX-License-Identifier: Apache-2.0
"""Words that may stand nowhere, and looking for them in whatever form they could have taken."""
from __future__ import annotations

import base64
import json
import logging
import os
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from mentordesk.base.logs import describe, install_hooks, start_logging, stop_logging
from mentordesk.domain.messages import Draft
from mentordesk.storage.search.fold import fold
from tests.e2e import sessions
from tests.e2e.sessions import PATIENCE, Say, Seat, circle_of, messages, signed_in, sync, talk

MESSAGE = "Zanzibarquokka Ñandúwombat"
ARABIC = "زرافةقرمزية"
TOPIC = "Flamingoyurt"
DRAFT = "Pangolinéclair"
QUERY = "Okapimandolin"
REPLY = "Axolotlsamovar"
FILE_NAME = "Narwhalzither"
FILE_CONTENT = "Quetzaltambourine"
CANARIES = {
    **{f"message {word}": word for word in MESSAGE.split()},
    "message in Arabic": ARABIC,
    "topic": TOPIC,
    "draft": DRAFT,
    "search": QUERY,
    "reply": REPLY,
    "file name": FILE_NAME,
    "file content": FILE_CONTENT,
    "passphrase": sessions.PASSPHRASE,
}
DRAFT_THREAD = b"draft  0"
_TELLING = 8  # letters of base64


def forms(word: str) -> Iterator[bytes]:
    """A word in every form in which a programme might have written it."""
    spellings = {word, word.lower(), word.upper(), word.casefold(), word.title(), fold(word)}
    spellings |= {unicodedata.normalize(form, one) for form in ("NFC", "NFD") for one in tuple(spellings)}
    for one in sorted(spellings):
        yield from (json.dumps(one)[1:-1].encode(), ascii(one)[1:-1].encode(), quote(one).encode())
        for code in ("utf-8", "utf-16-le", "utf-16-be"):
            yield from _written(one.encode(code))


def _written(data: bytes) -> Iterator[bytes]:
    """Bytes as they are, in base64 at any place of a longer text, and in hexadecimal digits."""
    yield data
    yield data.hex().encode()
    for shift in range(3):
        whole = base64.b64encode(bytes(shift) + data)
        shape = whole[(shift * 8 + 5) // 6 : len(whole) - 4]
        if len(shape) >= _TELLING:  # shorter ones stand in any sealed bytes by chance
            yield shape


def found_in(places: Mapping[str, bytes], canaries: Mapping[str, str]) -> list[str]:
    """Which canary stands where."""
    looked_for = {name: set(forms(word)) for name, word in canaries.items()}
    return [
        f"{name} in {place}"
        for place, data in places.items()
        for name, shapes in looked_for.items()
        if any(shape in data for shape in shapes)
    ]


def files_under(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, with its name: names may hold words as well."""
    return {
        str(path.relative_to(folder)): path.name.encode() + b"\n" + path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# ---------------------------------------------------------------- what people do, with everything logged
def logged(say: Say, seat: Seat, act: Callable[..., None]) -> None:
    """Act with logs at their most talkative, errors and temporary files kept in the home folder."""
    temporary = seat.home / "temporary"
    temporary.mkdir(parents=True, exist_ok=True)
    os.environ.update(dict.fromkeys(("TMPDIR", "SQLITE_TMPDIR"), str(temporary)))
    errors = os.open(seat.home / "errors", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(errors, 2)
    handler = start_logging(seat.home / "logs" / "mentordesk.log")
    assert handler is not None
    handler.setLevel(logging.DEBUG)
    for name in (None, "mentordesk", "sqlalchemy.engine", "sqlalchemy.pool", "urllib3"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    install_hooks()
    act(say, seat)
    stop_logging(handler)


def amina(say: Say, seat: Seat) -> None:
    """Write everything, search, fail with the words in hand, and stay until killed."""
    with signed_in(seat) as desk:
        circle, thread = circle_of(desk), desk.drafts.new_thread()
        for place in (thread, DRAFT_THREAD):
            desk.attachments.attach(circle, place, FILE_CONTENT.encode(), f"{FILE_NAME}.pdf").result()
        desk.threads.start(circle, TOPIC, f"{MESSAGE} {ARABIC}", thread).result()
        desk.drafts.save(Draft(circle_of(desk), DRAFT_THREAD, TOPIC, DRAFT, new_thread=True)).result()
        sync(say, desk, seat)
        desk.connection.bring_files(seat.clock.pause, PATIENCE)
        desk.search.find(QUERY)
        hits = len(desk.search.find(MESSAGE.split()[0]))
        _fail()
        say("hits", hits)
        say("waiting for the end")
        while True:
            seat.clock.pause(100)


def _fail() -> None:
    """An error that quotes what was being handled, in each way in which it may come to light."""
    log = logging.getLogger("mentordesk.canaries")
    try:
        raise ValueError(MESSAGE, DRAFT)
    except ValueError as error:
        log.exception("failed with %s at %s", MESSAGE, {"text": DRAFT})
        logging.getLogger("foreign").error(f"quoting {MESSAGE}")
        os.write(2, "\n".join(describe(error)).encode() + b"\n")


def grace(say: Say, seat: Seat) -> None:
    """Read, answer, and sign out in order, which makes a backup."""
    with signed_in(seat) as desk:
        sync(say, desk, seat)
        desk.connection.bring_files(seat.clock.pause, PATIENCE)
        found = messages(desk)
        say("read", [one.text for one in found])
        say("files", [desk.attachments.read(file.id).decode() for one in found for file in one.files])
        desk.threads.mark_read([one.id for one in found]).result()
        talk(desk, TOPIC, REPLY)
        sync(say, desk, seat)
