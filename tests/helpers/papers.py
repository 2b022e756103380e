# SPDX-License-Identifier: Apache-2.0
"""Pictures and files for messages, made here, and ways to put them on a desk in any state."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QLinearGradient, QPainter, QPolygonF

from mentordesk.crypto.filechunks import PLAIN
from mentordesk.desk.desk import Desk
from mentordesk.domain.files import FileId
from mentordesk.domain.ids import MessageId
from mentordesk.storage.attachments import Wanted
from mentordesk.storage.store import Tx

_ELSEWHERE = b"elsewher"
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def lake(width: int = 1_200, height: int = 900) -> QImage:
    """A lake with a hill behind it, in the evening."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    sky = QLinearGradient(0, 0, 0, height * 0.6)
    sky.setColorAt(0, QColor("#35507a"))
    sky.setColorAt(1, QColor("#f3b27a"))
    painter.fillRect(image.rect(), sky)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#fbe3a8"))
    painter.drawEllipse(QPointF(width * 0.7, height * 0.5), height * 0.07, height * 0.07)
    painter.setBrush(QColor("#3d4a3a"))
    hill = [(0.0, 0.6), (0.25, 0.35), (0.45, 0.52), (0.6, 0.42), (1.0, 0.6)]
    painter.drawPolygon(QPolygonF([QPointF(width * x, height * y) for x, y in hill]))
    water = QLinearGradient(0, height * 0.6, 0, height)
    water.setColorAt(0, QColor("#d99a6c"))
    water.setColorAt(1, QColor("#22384f"))
    painter.fillRect(0, round(height * 0.6), width, height, water)
    painter.end()
    return image


def picture_file(image: QImage, kind: str = "jpeg") -> bytes:
    """As a file of that kind."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(kind.encode())).write(image)
    return bytes(data.data())


def put_on(desk: Desk, message: MessageId, name: str, type: str, data: bytes) -> FileId:
    """A file on a message that is there already, all of it on this computer; its author is the message's."""
    circle, thread, author = _place_of(desk, message)
    file = desk.attachments.attach(circle, _ELSEWHERE, data, name, type).result()

    def work(tx: Tx) -> None:
        tx.conn.exec_driver_sql(
            """UPDATE attachments SET message = ?, thread = ?, author = ?, op = id, wanted = 0, sent = count
            WHERE id = ?""",
            (message, thread, author, file),
        )
        tx.conn.exec_driver_sql("DELETE FROM drafts WHERE thread = ?", (_ELSEWHERE,))

    desk.attachments._runner.submit(work).result()
    return file


def only_part(desk: Desk, file: FileId, moved: int, wanted: Wanted) -> None:
    """So many bytes of a file of somebody else are here, and this is wanted of it."""
    desk.attachments._runner.submit(
        lambda tx: tx.conn.exec_driver_sql(
            "UPDATE attachments SET got = ?, wanted = ? WHERE id = ?", (moved // PLAIN, int(wanted), file)
        )
    ).result()


def moving(desk: Desk, file: FileId, moved: int) -> None:
    """The line moves it just now."""
    only_part(desk, file, moved, Wanted.YES)
    line = desk.attachments._reader.moving
    line.file, line.bytes = file, moved % PLAIN


def _place_of(desk: Desk, message: MessageId) -> tuple[bytes, bytes, bytes]:
    row = desk.attachments._reader.first(
        "SELECT circle, thread, author FROM messages WHERE id = ?", (message,)
    )
    return row.circle, row.thread, row.author
