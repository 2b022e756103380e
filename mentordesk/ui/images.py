# SPDX-License-Identifier: Apache-2.0
"""Pictures from outside: made small and clean before they are attached, decoded within limits to be shown.

Nothing here touches a window; it may run in any thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageReader, QImageWriter, QPainter

from mentordesk.base.errors import Trouble

MOST_BYTES = 200_000
"""Bytes of a picture once it is attached."""
LONGEST_SIDE = 1_600
MOST_READ = 64 * 1024 * 1024
"""Bytes of a picture that is looked at at all."""

_MOST_DOTS = {"jpeg": 64_000_000}  # of one scan is decoded small at once; the others hold all dots
_MOST_DOTS_ELSE = 24_000_000
_MOST_SCANS = 50  # of a JPEG; programmes write up to 14, and each goes over all dots
_MOST_MEMORY_MB = 128
_QUALITIES = (85, 75, 60)
_SCALES = (1.0, 0.8, 0.64, 0.5, 0.4, 0.3, 0.2, 0.1)
_OPAQUE = 255
_SAMPLE = 64  # dots a side that tell a drawing from a photograph
_SIGNS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif", b"BM": "bmp"}


class PictureTrouble(Trouble):
    """A picture was not taken."""


class PictureDamaged(PictureTrouble):
    """It begins like a picture and cannot be read."""

    code = "picture_damaged"


class PictureTooLarge(PictureTrouble):
    """More dots than this computer should decode."""

    code = "picture_too_large"

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width=width, height=height)


@dataclass(frozen=True, slots=True)
class Small:
    """A picture as it may leave; `before` in bytes, `stopped`: only the first of moving ones is kept."""

    data: bytes
    kind: str  # "png", "jpeg" or "gif"
    before: int
    stopped: bool = False

    @property
    def type(self) -> str:
        """Its media type."""
        return f"image/{self.kind}"

    def named(self, name: str) -> str:
        """A file name with the ending that fits now."""
        stem, dot, ending = name.rpartition(".")
        fitting = {"jpeg": ("jpg", "jpeg"), "png": ("png",), "gif": ("gif",)}[self.kind]
        if dot and ending.lower() in fitting:
            return name
        return f"{stem if dot and stem else name}.{fitting[0]}"


def kind_of(first: bytes) -> str:
    """What a picture's first 16 bytes say that it is: png, jpeg, gif, webp, bmp; "" = no picture we show."""
    if first[:4] == b"RIFF" and first[8:12] == b"WEBP":
        return "webp"
    return next((kind for sign, kind in _SIGNS.items() if first.startswith(sign)), "")


def shrunk(data: bytes) -> Small:
    """A picture file upright, at most MOST_BYTES and LONGEST_SIDE, and without what it says about its maker.

    Small moving GIFs go on moving. Raises PictureDamaged or PictureTooLarge.
    """
    reader = _Reader(data)
    moving = reader.is_moving
    if moving and reader.kind == "gif" and len(data) <= MOST_BYTES:
        kept = without_remarks(data)
        if kept:
            return Small(kept, "gif", len(data))
    image = reader.read(QSize(LONGEST_SIDE, LONGEST_SIDE))
    return _smallest(image, len(data), moving)


def shrunk_image(image: QImage) -> Small:
    """The same for a picture without a file, as the clipboard has one; `before` is what its dots take."""
    if image.isNull():
        raise PictureDamaged
    return _smallest(_fitted(image, QSize(LONGEST_SIDE, LONGEST_SIDE)), image.sizeInBytes(), False)


def decoded(data: bytes, most: QSize) -> QImage:
    """A picture file upright, no larger than `most`; raises PictureDamaged or PictureTooLarge."""
    return _Reader(data).read(most)


class _Reader:
    """One picture file, its sizes checked before anything is decoded."""

    def __init__(self, data: bytes) -> None:
        self.kind = kind_of(data[:16])
        if not self.kind:
            raise PictureDamaged
        QImageReader.setAllocationLimit(_MOST_MEMORY_MB)
        self._bytes = QByteArray(data)  # of the buffer, which takes no copy
        self._buffer = QBuffer(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        # The kind is said: no other plug-in may try its luck with these bytes.
        self._reader = QImageReader(self._buffer, QByteArray(self.kind.encode()))
        self._reader.setAutoTransform(True)
        size = self._reader.size()
        if not size.isValid() or size.isEmpty():
            raise PictureDamaged
        scans = _scans(data) if self.kind == "jpeg" else 0
        if scans > _MOST_SCANS:
            raise PictureDamaged
        most = _MOST_DOTS_ELSE if scans > 1 else _MOST_DOTS.get(self.kind, _MOST_DOTS_ELSE)
        if size.width() * size.height() > most:
            raise PictureTooLarge(size.width(), size.height())
        self._size = size

    @property
    def is_moving(self) -> bool:
        """More than one picture, one after the other."""
        return self._reader.supportsAnimation() and self._reader.imageCount() > 1

    def read(self, most: QSize) -> QImage:
        """Upright and no larger than `most`."""
        turned = _is_turned(self._reader)
        room = most.transposed() if turned else most
        if self._size.width() > room.width() or self._size.height() > room.height():
            wanted = self._size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
            self._reader.setScaledSize(wanted.expandedTo(QSize(1, 1)))
        image = self._reader.read()
        if image.isNull():
            raise PictureDamaged
        return _fitted(image, most)


def _is_turned(reader: QImageReader) -> bool:
    return bool(reader.transformation() & type(reader.transformation()).TransformationRotate90)


def _fitted(image: QImage, most: QSize) -> QImage:
    if image.width() <= most.width() and image.height() <= most.height():
        return image
    wanted = image.size().scaled(most, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    return image.scaled(wanted, mode=Qt.TransformationMode.SmoothTransformation)


def _smallest(image: QImage, before: int, stopped: bool) -> Small:
    """The first of ever smaller ways to write it that is small enough; its dots alone go on."""
    see_through = _is_see_through(image)
    for scale in _SCALES:
        part = _fitted(image, image.size() * scale)
        for kind, data in _written(part, see_through):
            if len(data) <= MOST_BYTES:
                return Small(data, kind, before, stopped)
    raise PictureTooLarge(image.width(), image.height())


def _written(image: QImage, see_through: bool) -> Iterator[tuple[str, bytes]]:
    """Ways to write one size, best first: without loss where that may be small, then as a photograph."""
    lossless = b""
    if see_through or _is_drawn(image):
        lossless = _encoded(_bare(image, see_through), "png")
    if see_through and len(lossless) <= MOST_BYTES:
        yield "png", lossless
        return
    flat = _bare(image, False)
    for quality in _QUALITIES:
        photograph = _encoded(flat, "jpeg", quality)
        yield ("png", lossless) if 0 < len(lossless) <= len(photograph) else ("jpeg", photograph)


def _is_drawn(image: QImage) -> bool:
    """Few colours, as a drawing or a picture of a screen has; a photograph would only take time."""
    some = image.scaled(_SAMPLE, _SAMPLE).convertToFormat(QImage.Format.Format_RGB32)
    colours = memoryview(some.constBits()).cast("I")
    return len(set(colours)) < len(colours) // 4


def _bare(image: QImage, see_through: bool) -> QImage:
    """A copy of the dots alone, in the colours of every screen; without remarks, place, or colour profile."""
    if image.colorSpace().isValid():
        image = image.convertedToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    form = QImage.Format.Format_ARGB32 if see_through else QImage.Format.Format_RGB32
    made = QImage(image.size(), form)
    made.fill(Qt.GlobalColor.transparent if see_through else Qt.GlobalColor.white)
    painter = QPainter(made)
    painter.drawImage(0, 0, image)
    painter.end()
    return made


def _is_see_through(image: QImage) -> bool:
    if not image.hasAlphaChannel():
        return False
    alpha = image.convertToFormat(QImage.Format.Format_Alpha8)
    wide = alpha.width()
    step, dots = alpha.bytesPerLine(), bytes(alpha.constBits())
    return any(min(dots[top : top + wide]) < _OPAQUE for top in range(0, len(dots), step))


def _encoded(image: QImage, kind: str, quality: int = -1) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind.encode()))
    if kind == "jpeg":
        writer.setQuality(quality)
        writer.setOptimizedWrite(True)
        writer.setProgressiveScanWrite(True)
    if not writer.write(image):
        raise PictureDamaged
    return bytes(data.data())


# JPEG

_MARKER = re.compile(rb"\xff([\x01-\xcf\xd9-\xfe])")
_SCAN, _LAST = b"\xda", b"\xd9"


def _scans(data: bytes) -> int:
    """How often a JPEG goes over its dots: as often as it says, and each time may take a few bytes only."""
    scans, found = 0, _MARKER.search(data, 2)
    while found is not None and found[1] != _LAST and scans <= _MOST_SCANS:
        scans += found[1] == _SCAN
        size = int.from_bytes(data[found.end() : found.end() + 2], "big")
        found = _MARKER.search(data, found.end() + size)
    return scans


# GIF

_EXTENSION, _IMAGE, _END = 0x21, 0x2C, 0x3B
_REMARK, _APPLICATION = 0xFE, 0xFF
_LOOPS = b"NETSCAPE2.0"
_HEAD = 13
_TABLE = 0x80  # a table of colours follows


def without_remarks(data: bytes) -> bytes:
    """A GIF without comments and what programmes hide in it, and nothing after its end; b"" when damaged."""
    try:
        at = _HEAD + _table_size(data[10])
        kept = [data[:at]]
        while data[at] != _END:
            end = _block_end(data, at)
            if not _is_remark(data, at):
                kept.append(data[at:end])
            at = end
    except IndexError:
        return b""
    return b"".join([*kept, bytes([_END])])


def _table_size(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & _TABLE else 0


def _block_end(data: bytes, at: int) -> int:
    """Where the block at `at` ends; IndexError when it is none, or is cut off."""
    if data[at] == _EXTENSION:
        at += 2
    elif data[at] == _IMAGE:
        at += 11 + _table_size(data[at + 9])
    else:
        raise IndexError
    while data[at]:
        at += 1 + data[at]
    return at + 1


def _is_remark(data: bytes, at: int) -> bool:
    if data[at] != _EXTENSION:
        return False
    hidden = data[at + 1] == _APPLICATION and data[at + 3 : at + 14] != _LOOPS
    return hidden or data[at + 1] == _REMARK
