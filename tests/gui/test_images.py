# SPDX-License-Identifier: Apache-2.0
"""Pictures from outside: small, upright, without what they say about their maker, and never a danger."""

import struct
import zlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QImageWriter

from mentordesk.base.clock import SeededRandomness
from mentordesk.ui.images import (
    LONGEST_SIDE,
    MOST_BYTES,
    PictureDamaged,
    PictureTooLarge,
    Small,
    decoded,
    kind_of,
    shrunk,
    shrunk_image,
    without_remarks,
)

HEAD = bytes.fromhex("47494638396101000100800000000000ffffff")  # a GIF of one dot
DOT = bytes.fromhex("2c000000000100010000020244010000"[:-2])
CONTROL = bytes.fromhex("21f9040064000000")
REMARK = b"\x21\xfe\x04Hawa\x00"
PLACE = b"\x21\xff\x0bXMP DataXMP\x03GPS\x00"
LOOP = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"


def noise(width: int, height: int) -> QImage:
    """A picture that nothing makes small."""
    dots = SeededRandomness("noise").bytes(width * height * 4)
    return QImage(dots, width, height, width * 4, QImage.Format.Format_RGB32).copy()


def photograph(width: int, height: int) -> QImage:
    """Soft shapes, as photographs have."""
    return noise(max(width // 40, 2), max(height // 40, 2)).scaled(
        width, height, mode=Qt.TransformationMode.SmoothTransformation
    )


def file_of(image: QImage, kind: str, remark: str = "") -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind.encode()))
    if remark:
        writer.setText("Comment", remark)
    assert writer.write(image)
    return bytes(data.data())


def with_exif(jpeg: bytes, orientation: int, place: bytes) -> bytes:
    """A photograph as a telephone stores it: how it was held, and where."""
    entries = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff = b"MM\x00\x2a" + struct.pack(">IH", 8, 1) + entries + bytes(4) + place
    body = b"Exif\x00\x00" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def size_of(small: Small) -> tuple[int, int]:
    image = QImage.fromData(small.data)
    return image.width(), image.height()


def claiming(width: int, height: int) -> bytes:
    """A PNG of few bytes that says it has so many dots."""

    def chunk(name: bytes, body: bytes) -> bytes:
        check = zlib.crc32(name + body)
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(99)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "bmp"])
def test_a_photograph_becomes_small(kind: str) -> None:
    data = file_of(photograph(3_000, 2_000), kind)
    small = shrunk(data)
    assert len(small.data) <= MOST_BYTES
    assert small.before == len(data)
    assert size_of(small) == (LONGEST_SIDE, 1_066)
    assert small.kind == "jpeg"


def test_what_nothing_makes_small_gets_fewer_dots() -> None:
    small = shrunk(file_of(noise(1_200, 1_000), "jpeg"))
    assert len(small.data) <= MOST_BYTES
    width, height = size_of(small)
    assert 300 < width < 1_200
    assert abs(width / height - 1.2) < 0.02


def test_a_drawing_stays_sharp() -> None:
    drawing = QImage(400, 300, QImage.Format.Format_RGB32)
    drawing.fill(QColor("white"))
    for x in range(0, 400, 10):
        drawing.setPixelColor(x, x * 3 // 4, QColor("red"))
    small = shrunk(file_of(drawing, "png"))
    assert small.kind == "png"
    assert QImage.fromData(small.data).pixelColor(100, 75) == QColor("red")


def test_what_is_seen_through_stays_so() -> None:
    sign = QImage(64, 64, QImage.Format.Format_ARGB32)
    sign.fill(QColor(200, 0, 0, 100))
    small = shrunk(file_of(sign, "png"))
    assert QImage.fromData(small.data).pixelColor(5, 5).alpha() == 100


def test_the_place_and_the_maker_are_gone_and_the_picture_is_upright() -> None:
    held = with_exif(file_of(photograph(300, 200), "jpeg"), 6, b"GPS 1.2921 S 36.8219 E")
    small = shrunk(held)
    assert size_of(small) == (200, 300)
    assert b"GPS" not in small.data
    assert b"Exif" not in small.data


def test_remarks_in_a_png_are_gone() -> None:
    small = shrunk(file_of(photograph(300, 200), "png", "taken by Hawa"))
    assert b"Hawa" not in small.data
    assert not QImage.fromData(small.data).textKeys()


def test_what_hangs_behind_a_picture_is_gone() -> None:
    assert b"hidden" not in shrunk(file_of(photograph(300, 200), "jpeg") + b"hidden").data


def test_a_wide_picture_turned_is_measured_upright() -> None:
    held = with_exif(file_of(photograph(4_000, 1_000), "jpeg"), 6, b"")
    assert size_of(shrunk(held)) == (400, LONGEST_SIDE)


def test_a_small_moving_gif_goes_on_moving_without_remarks() -> None:
    moving = HEAD + LOOP + REMARK + PLACE + CONTROL + DOT + CONTROL + DOT + b"\x3b" + b"hidden"
    small = shrunk(moving)
    assert small.kind == "gif"
    assert not small.stopped
    assert small.data == HEAD + LOOP + CONTROL + DOT + CONTROL + DOT + b"\x3b"


def test_a_large_moving_gif_stands_still_and_says_so() -> None:
    padding = b"\x21\xfe" + (b"\xff" + bytes(255)) * 900 + b"\x00"
    small = shrunk(HEAD + padding + (CONTROL + DOT) * 2 + b"\x3b")
    assert small.stopped
    assert small.kind == "png"


@given(st.binary(max_size=60))
def test_no_bytes_break_the_reading_of_a_gif(rest: bytes) -> None:
    kept = without_remarks(HEAD + rest)
    assert kept == b"" or kept.endswith(b"\x3b")


@pytest.mark.parametrize("size", [(30_000, 30_000), (2_000_000_000, 1), (6_000, 6_000)])
def test_a_bomb_is_not_decoded(size: tuple[int, int]) -> None:
    with pytest.raises((PictureTooLarge, PictureDamaged)):
        shrunk(claiming(*size))


def test_a_jpeg_that_goes_over_its_dots_without_end_is_not_decoded() -> None:
    data = shrunk(file_of(photograph(400, 300), "jpeg")).data
    last = data[data.rindex(b"\xff\xda") : -2]
    assert not decoded(data, QSize(100, 100)).isNull()
    assert not decoded(data + last * 100, QSize(100, 100)).isNull()  # behind its end: anything
    with pytest.raises(PictureDamaged):
        decoded(data[:-2] + last * 100 + data[-2:], QSize(100, 100))


def test_a_jpeg_that_must_be_held_whole_may_have_fewer_dots() -> None:
    data = shrunk(file_of(photograph(400, 300), "jpeg")).data
    head = data.index(b"\xff\xc2") + 5  # a picture of several scans
    with pytest.raises(PictureTooLarge):
        decoded(data[:head] + struct.pack(">HH", 6000, 8000) + data[head + 4 :], QSize(100, 100))


def test_too_many_dots_are_told() -> None:
    with pytest.raises(PictureTooLarge) as told:
        shrunk(claiming(30_000, 20_000))
    assert told.value.facts == {"width": 30_000, "height": 20_000}


@pytest.mark.qt_log_ignore("JPEG")
@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "bmp"])
def test_a_damaged_picture_is_refused(kind: str) -> None:
    whole = file_of(photograph(300, 200), kind)
    with pytest.raises(PictureDamaged):
        shrunk(whole[:40])
    with pytest.raises(PictureDamaged):
        decoded(b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", QSize(9, 9))


@pytest.mark.parametrize("kind", ["jpeg", "png", "gif", "webp", "bmp"])
def test_kinds_are_known_by_their_first_bytes(kind: str) -> None:
    first = HEAD if kind == "gif" else file_of(photograph(8, 8), kind)
    assert kind_of(first[:16]) == kind
    assert kind in {bytes(form.data()).decode() for form in QImageReader.supportedImageFormats()}


@pytest.mark.parametrize(
    ("name", "kind", "wanted"),
    [
        ("well.png", "jpeg", "well.jpg"),
        ("well.JPEG", "jpeg", "well.JPEG"),
        ("well", "png", "well.png"),
        ("بئر.webp", "jpeg", "بئر.jpg"),
        (".png", "jpeg", ".png.jpg"),
    ],
)
def test_the_name_gets_the_ending_that_fits(name: str, kind: str, wanted: str) -> None:
    assert Small(b"", kind, 0).named(name) == wanted


def test_a_picture_of_the_clipboard_becomes_small() -> None:
    small = shrunk_image(photograph(2_500, 2_500))
    assert len(small.data) <= MOST_BYTES
    assert size_of(small) == (LONGEST_SIDE, LONGEST_SIDE)
    assert small.before == 2_500 * 2_500 * 4
    with pytest.raises(PictureDamaged):
        shrunk_image(QImage())


@pytest.mark.parametrize("most", [(240, 144), (100, 1_000), (5_000, 5_000)])
def test_a_picture_is_decoded_into_its_room(most: tuple[int, int]) -> None:
    image = decoded(file_of(photograph(800, 600), "jpeg"), QSize(*most))
    assert image.width() <= most[0]
    assert image.height() <= most[1]
    assert abs(image.width() / image.height() - 4 / 3) < 0.02


def test_shrinking_twice_changes_little() -> None:
    sizes = [len(shrunk(file_of(photograph(900, 900), "jpeg")).data)]
    again = shrunk(shrunk(file_of(photograph(900, 900), "jpeg")).data)
    sizes.append(len(again.data))
    assert all(abs(one - other) < one // 4 for one, other in pairwise(sizes))
