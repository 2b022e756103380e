# SPDX-License-Identifier: Apache-2.0
"""Our own stroke icons, tinted from tokens at device resolution and mirrored where direction matters."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QImageReader, QPainter, QPixmap

from mentordesk.base.paths import resource

MIRRORED = frozenset(
    {"back", "forward", "send", "sign-out", "undo", "redo", "thread", "thread-new", "draft"}
    | {"list", "numbers", "quote", "indent", "outdent"}
)
"""Icons that point along the line of reading."""

_KEPT = 256
_APP_SIZES = (16, 24, 32, 48, 64, 128)


def app_icon() -> QIcon:
    """The programme's own icon, for the window's frame, the task bar and notices."""
    data = QByteArray(resource("mentordesk.svg").read_bytes())
    icon = QIcon()
    for size in _APP_SIZES:
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer, QByteArray(b"svg"))
        reader.setScaledSize(QSize(size, size))
        icon.addPixmap(QPixmap.fromImage(reader.read()))
    return icon


class Icons:
    """Pixmaps and icons by name. `colour` gives #RRGGBB for a token's name, so a theme switch reaches all."""

    def __init__(self, colour: Callable[[str], str]) -> None:
        self._colour = colour
        self._sources: dict[str, str] = {}
        self._pixmaps: OrderedDict[tuple[str, int, str, float, bool], QPixmap] = OrderedDict()

    @staticmethod
    def names() -> list[str]:
        """All names, sorted."""
        folder = resource("icons")
        return sorted(entry.name[:-4] for entry in folder.iterdir() if entry.name.endswith(".svg"))

    def pixmap(self, name: str, size: int, token: str = "text2", ratio: float = 1.0) -> QPixmap:
        """The icon `size` device-independent pixels wide; raises FileNotFoundError for an unknown name."""
        right_to_left = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        mirrored = right_to_left and name in MIRRORED
        key = (name, size, self._colour(token), ratio, mirrored)
        found = self._pixmaps.get(key)
        if found is None:
            found = self._pixmaps[key] = self._draw(*key)
            if len(self._pixmaps) > _KEPT:
                self._pixmaps.popitem(last=False)
        else:
            self._pixmaps.move_to_end(key)
        return found

    def icon(self, name: str, token: str = "text2") -> QIcon:
        """An icon for buttons and actions; it follows theme, resolution and direction by itself."""
        return QIcon(_Engine(self, name, token))

    def _source(self, name: str) -> str:
        if name not in self._sources:
            file = resource("icons", f"{name}.svg")
            self._sources[name] = file.read_text("utf-8")
        return self._sources[name]

    def _draw(self, name: str, size: int, colour: str, ratio: float, mirrored: bool) -> QPixmap:
        # The image plug-in, not the QtSvg module: one import less before the first window.
        data = QByteArray(self._source(name).replace("currentColor", colour).encode())
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer, QByteArray(b"svg"))
        pixels = round(size * ratio)
        reader.setScaledSize(QSize(pixels, pixels))
        image = reader.read()
        pixmap = QPixmap.fromImage(image.flipped(Qt.Orientation.Horizontal) if mirrored else image)
        pixmap.setDevicePixelRatio(ratio)
        return pixmap


class _Engine(QIconEngine):
    """Asks Icons at each paint instead of keeping pixels."""

    def __init__(self, icons: Icons, name: str, token: str) -> None:
        super().__init__()
        self._icons = icons
        self._name = name
        self._token = token

    def clone(self) -> QIconEngine:
        return _Engine(self._icons, self._name, self._token)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio()
        size = min(rect.width(), rect.height())
        pixmap = self._pixmap(size, mode, ratio)
        corner = rect.topLeft() + QPoint((rect.width() - size) // 2, (rect.height() - size) // 2)
        painter.drawPixmap(corner, pixmap)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._pixmap(min(size.width(), size.height()), mode, 1.0)

    def scaledPixmap(  # noqa: N802 - Qt's name
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        # Qt passes the size in device pixels here.
        return self._pixmap(round(min(size.width(), size.height()) / scale), mode, scale)

    def _pixmap(self, size: int, mode: QIcon.Mode, ratio: float) -> QPixmap:
        token = "text3" if mode == QIcon.Mode.Disabled else self._token
        return self._icons.pixmap(self._name, size, token, ratio)
