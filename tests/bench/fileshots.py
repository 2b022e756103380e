# SPDX-License-Identifier: Apache-2.0
"""Pictures of files: on messages in every state, in the composer, enlarged, and what the week cost."""
from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentordesk.storage.store import Tx
    from mentordesk.ui.thread.page import ThreadPage
    from tests.helpers.window import Sitting


def file_pages(sitting: Sitting) -> dict[str, Callable[[], object]]:
    """Name of a picture → what is shown on it."""
    return {
        "files-received": lambda: _received(sitting),
        "files-asked": lambda: _asked(sitting),
        "files-states": lambda: _states(sitting),
        "files-mine": lambda: _mine(sitting),
        "files-composer": lambda: _composer(sitting),
        "files-composer-asks": lambda: _composer_asks(sitting),
        "files-picture": lambda: _picture(sitting),
        "files-limit": lambda: _limit(sitting),
        "files-settings": lambda: _settings(sitting),
    }


def _talk(sitting: Sitting, topic: str, *said: tuple[str, str]) -> tuple[bytes, list[bytes]]:
    """A new thread with Grace; its id and its messages'."""
    run = sitting.desk.threads._runner
    names = [run.submit(partial(_say, topic, *one)).result() for one in said]
    row = sitting.desk.threads._reader.first("SELECT thread FROM messages WHERE id = ?", (names[0],))
    return row.thread, names


def _say(topic: str, author: str, text: str, tx: Tx) -> bytes:
    from tests.helpers.term import WITH_GRACE, say

    return say(tx, WITH_GRACE, author, topic, text)


def _show(sitting: Sitting, thread: bytes) -> ThreadPage:
    from mentordesk.ui.places import ThreadPlace
    from mentordesk.ui.thread.page import ThreadPage
    from tests.helpers.term import WITH_GRACE

    sitting.frame.banner.withdraw("told")
    sitting.frame.panel.hide()
    sitting.frame.go(ThreadPlace(WITH_GRACE, thread))
    sitting.settle()
    page = sitting.frame.page()
    assert isinstance(page, ThreadPage)
    return page


def _received(sitting: Sitting) -> None:
    from tests.helpers import papers

    picture = papers.picture_file(papers.lake())
    thread, (first, second) = _talk(
        sitting,
        "Photographs",
        ("grace", "This is the lake behind our house, in the evening. Which sentence would you begin with?"),
        ("grace", "And the page of rules for the essay. Read point 3 first."),
    )
    papers.put_on(sitting.desk, first, "evening at the lake.jpg", "image/jpeg", picture)
    papers.put_on(sitting.desk, second, "rules 2026.pdf", "application/pdf", papers.PDF * 900)
    _show(sitting, thread)


def _asked(sitting: Sitting) -> None:
    from mentordesk.storage.attachments import Wanted
    from mentordesk.ui.filewords import Deed
    from tests.helpers import papers

    thread, (first, second) = _talk(
        sitting, "A film of the pump", ("grace", "The whole film, if your line allows it."), ("grace", "")
    )
    film = papers.put_on(sitting.desk, first, "pump.mp4", "video/mp4", bytes(2_100_000))
    papers.only_part(sitting.desk, film, 0, Wanted.NOT_ASKED)
    papers.put_on(sitting.desk, second, "start me.exe", "application/x-msdownload", b"MZ" + bytes(90_000))
    page = _show(sitting, thread)
    page._files.do(page.view._thread.find(0).files[0], Deed.GET)  # type: ignore[union-attr]


def _states(sitting: Sitting) -> None:
    from mentordesk.storage.attachments import Wanted
    from tests.helpers import papers

    desk = sitting.desk
    thread, (message,) = _talk(sitting, "Worksheets", ("grace", "All worksheets of this month:"))
    sizes = {"fractions.pdf": 340_000, "letters.docx": 52_000, "water.xlsx": 410_000, "songs.mp3": 980_000,
             "الدرس الأول.pdf": 61_000}  # fmt: skip
    files = {
        name: papers.put_on(desk, message, name, "", papers.PDF + bytes(size)) for name, size in sizes.items()
    }
    papers.only_part(desk, files["letters.docx"], 0, Wanted.YES)
    papers.only_part(desk, files["water.xlsx"], 200_000, Wanted.PAUSED)
    papers.only_part(desk, files["songs.mp3"], 0, Wanted.NOT_ASKED)
    papers.moving(desk, files["fractions.pdf"], 120_000)
    _show(sitting, thread)


def _mine(sitting: Sitting) -> None:
    from tests.helpers import papers
    from tests.helpers.term import WITH_GRACE

    desk = sitting.desk
    thread, _ = _talk(sitting, "My drawing", ("grace", "I would like to see your drawing."))
    data = papers.picture_file(papers.lake(900, 1_200))
    desk.attachments.attach(WITH_GRACE, thread, data, "drawing.jpg", "image/jpeg").result()
    desk.attachments.attach(WITH_GRACE, thread, b"words" * 9_000, "what I thought.txt", "text/plain").result()
    desk.threads.send(WITH_GRACE, thread, "Here it is, with what I thought while I drew.").result()
    _show(sitting, thread)


def _composer(sitting: Sitting) -> None:
    from tests.helpers import papers

    thread, _ = _talk(sitting, "For Friday", ("grace", "Send me the pictures when you have them."))
    page = _show(sitting, thread)
    folder = Path(sitting.term.home) / "pictures"
    folder.mkdir(exist_ok=True)
    large = papers.picture_file(papers.lake(2_400, 1_800), "bmp")
    (folder / "evening at the lake.bmp").write_bytes(large)
    (folder / "notes of the week.docx").write_bytes(b"PK\x03\x04" + bytes(48_000))
    page.composer.set_text("Two pictures and my notes. The one of the lake is the better one.")
    page._attacher.add_paths(sorted(folder.iterdir()))


def _composer_asks(sitting: Sitting) -> None:
    page = sitting.frame.page()
    folder = Path(sitting.term.home) / "films"
    folder.mkdir(exist_ok=True)
    (folder / "pump.mp4").write_bytes(bytes(2_100_000))
    page._attacher.add_paths([folder / "pump.mp4"])  # type: ignore[attr-defined]


def _picture(sitting: Sitting) -> None:
    from mentordesk.ui.filewords import Deed
    from mentordesk.ui.places import ThreadPlace
    from tests.helpers.term import WITH_GRACE

    threads = sitting.desk.threads.list(WITH_GRACE)
    lake = next(one for one in threads if one.topic == "Photographs")
    sitting.frame.go(ThreadPlace(WITH_GRACE, lake.thread))
    sitting.settle()
    page = sitting.frame.page()
    page._files.do(page.view._thread.find(0).files[0], Deed.OPEN)  # type: ignore[attr-defined]


def _limit(sitting: Sitting) -> None:
    from mentordesk.base.options import DATA_BUDGET
    from mentordesk.storage import traffic
    from mentordesk.ui.places import TodayPlace

    page = sitting.frame.page()
    page.leave()
    run = sitting.desk.threads._runner
    limit = (DATA_BUDGET.name, "5000")  # not by the desk: a setting that changes makes the look the person's
    run.submit(lambda tx: tx.conn.exec_driver_sql("INSERT INTO settings VALUES (?, ?)", limit)).result()
    run.submit(lambda tx: traffic.add(tx, 700_000, 600_000)).result()
    run.submit(lambda tx: traffic.add(tx, 1_900_000, 2_400_000, files=True)).result()
    sitting.frame.go(TodayPlace())
    sitting.frame.open_panel()


def _settings(sitting: Sitting) -> None:
    from mentordesk.ui.places import SettingsPlace

    sitting.frame.panel.hide()
    sitting.frame.go(SettingsPlace())
