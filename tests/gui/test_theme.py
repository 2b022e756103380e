# SPDX-License-Identifier: Apache-2.0
"""The theme reaches palette, sheet, fonts and icons, and switches all of them."""

import re
from importlib import resources

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessibilityHints, QColor, QGuiApplication, QImage, QPalette, QTextLayout
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from mentordesk.ui.theme.icons import MIRRORED, Icons, app_icon
from mentordesk.ui.theme.palette import tokens_of
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import DARK, LIGHT, Density, Look, Scheme, contrast

SCRIPTS = {"Latin": "Habari ñ é", "Arabic": "شكرا", "Devanagari": "हिन्दी"}


def middle(button: QPushButton) -> str:
    """Colour of the button's ground, beside its words."""
    return button.grab().toImage().pixelColor(6, button.height() // 2).name().upper()


def test_all_colours_come_from_the_tokens(qapp: QApplication, theme: Theme) -> None:
    palette = qapp.palette()
    assert palette.color(QPalette.ColorRole.Window) == QColor(LIGHT.window)
    assert palette.color(QPalette.ColorRole.Text) == QColor(LIGHT.text)
    assert palette.color(QPalette.ColorRole.Link) == QColor(LIGHT.accent)


def test_a_switch_repaints_what_the_sheet_styles(qtbot: QtBot, theme: Theme) -> None:
    button = QPushButton("Send")
    button.setProperty("kind", "primary")
    qtbot.addWidget(button)
    button.resize(120, 36)
    assert middle(button) == LIGHT.accent
    with qtbot.waitSignal(theme.changed):
        theme.set_look(Look(Scheme.DARK))
    assert middle(button) == DARK.accent


def test_the_same_look_changes_nothing(qtbot: QtBot, theme: Theme) -> None:
    with qtbot.assertNotEmitted(theme.changed):
        theme.set_look(Look(Scheme.LIGHT))


def test_the_system_decides_until_the_person_does(theme: Theme) -> None:
    theme.set_look(Look(Scheme.SYSTEM))
    assert theme.tokens is LIGHT, "offscreen has no scheme: light"
    theme.set_look(Look(Scheme.DARK))
    assert theme.tokens is DARK


def test_text_size_and_density(qapp: QApplication, theme: Theme) -> None:
    assert (theme.font().pixelSize(), theme.font("body").pixelSize(), theme.row_height) == (13, 15, 64)
    theme.set_look(Look(Scheme.LIGHT, Density.COMPACT, 200))
    assert (theme.font().pixelSize(), theme.font("body").pixelSize(), theme.row_height) == (26, 30, 48)
    assert qapp.font().pixelSize() == 26


def test_high_contrast_is_made_of_the_system_colours_alone() -> None:
    system = QPalette()
    for role, colour in {
        QPalette.ColorRole.WindowText: "#ffff00",
        QPalette.ColorRole.Base: "#000000",
        QPalette.ColorRole.Window: "#000000",
        QPalette.ColorRole.Link: "#00ffff",
    }.items():
        system.setColor(role, QColor(colour))
    tokens = tokens_of(system)
    assert contrast(tokens.text, tokens.base) > 7
    assert (tokens.text, tokens.text3, tokens.accent) == ("#ffff00", "#ffff00", "#00ffff")


def test_high_contrast_leaves_everything_to_the_system(
    qapp: QApplication, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert qapp.styleSheet()
    monkeypatch.setattr(
        QAccessibilityHints, "contrastPreference", lambda hints: Qt.ContrastPreference.HighContrast
    )
    QGuiApplication.styleHints().accessibility().contrastPreferenceChanged.emit(
        Qt.ContrastPreference.HighContrast
    )
    assert qapp.styleSheet() == ""
    assert qapp.palette() == qapp.style().standardPalette()
    assert theme.tokens == tokens_of(qapp.palette())


@pytest.mark.parametrize("script", SCRIPTS)
def test_each_script_has_letters(theme: Theme, script: str) -> None:
    layout = QTextLayout(SCRIPTS[script], theme.font("body"))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    assert all(0 not in run.glyphIndexes() for run in layout.glyphRuns())


def test_the_sheet_is_short_and_names_no_colour() -> None:
    sheet = resources.files("mentordesk").joinpath("resources/style.qss").read_text("utf-8")
    assert len(sheet.splitlines()) <= 40
    assert re.findall(r"#[0-9a-fA-F]{3,}|rgb", sheet) == []


def image(theme: Theme, name: str, ratio: float = 1.0, token: str = "text") -> QImage:
    return theme.icons.pixmap(name, 24, token, ratio).toImage()


@pytest.mark.parametrize("name", Icons.names())
def test_each_icon_can_be_drawn(theme: Theme, name: str) -> None:
    drawn = image(theme, name, 1.5)
    assert (drawn.width(), drawn.height()) == (36, 36)
    shades = {drawn.pixelColor(x, y).alpha() for x in range(36) for y in range(36)}
    assert {0, 255} <= shades


def test_an_icon_takes_its_colour_from_the_tokens(theme: Theme) -> None:
    inked = [
        colour
        for x in range(24)
        for y in range(24)
        if (colour := image(theme, "close", token="accent").pixelColor(x, y)).alpha() == 255
    ]
    assert QColor(LIGHT.accent) in inked


def test_only_icons_with_a_direction_are_mirrored(qapp: QApplication, theme: Theme) -> None:
    names = ("send", "search")
    before = [image(theme, name) for name in names]
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    after = [image(theme, name) for name in names]
    assert after == [before[0].flipped(Qt.Orientation.Horizontal), before[1]]
    assert set(Icons.names()) >= MIRRORED


def test_an_icon_on_a_button_follows_the_theme(qtbot: QtBot, theme: Theme) -> None:
    button = QPushButton(theme.icons.icon("search", "text"), "")
    qtbot.addWidget(button)
    light = button.icon().pixmap(24, 24).toImage()
    theme.set_look(Look(Scheme.DARK))
    assert button.icon().pixmap(24, 24).toImage() != light


def test_an_unknown_icon_is_a_mistake(theme: Theme) -> None:
    with pytest.raises(FileNotFoundError):
        theme.icons.pixmap("no-such-icon", 24)


def test_the_programme_has_an_icon_of_its_own(qapp: QApplication) -> None:
    sizes = {size.width() for size in app_icon().availableSizes()}
    assert {16, 32, 48} <= sizes


def test_who_changes_a_font_changes_it_for_nobody_else(theme: Theme) -> None:
    theme.font("interface", bold=True).setUnderline(True)
    assert not theme.font("interface", bold=True).underline()
