# SPDX-License-Identifier: Apache-2.0
"""Menus and keys: each action once, with the keys of the platform where it has some."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar, QWidget

Key = QKeySequence.StandardKey
Role = QAction.MenuRole
MOST_CIRCLES = 8  # Ctrl+2 … Ctrl+9


@dataclass(frozen=True, slots=True)
class Deeds:
    """What the actions do."""

    today: Callable[[], None]
    circle: Callable[[int], None]  # 0 = the first
    search: Callable[[], None]
    new_thread: Callable[[], None]
    new_document: Callable[[], None]
    fold_left: Callable[[], None]
    send: Callable[[], None]
    add_file: Callable[[], None]
    save: Callable[[], None]
    next_region: Callable[[], None]
    last_region: Callable[[], None]
    back: Callable[[], None]
    settings: Callable[[], None]
    lock: Callable[[], None]
    sign_out: Callable[[], None]
    quit: Callable[[], None]
    keys: Callable[[], None]
    connect: Callable[[], None]
    put_on_stick: Callable[[], None]
    take_from_stick: Callable[[], None]


class Actions(QObject):
    """All actions of an open desk, and the menu bar made of them."""

    def __init__(self, deeds: Deeds, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.today = self._make(self.tr("&Today"), deeds.today, "Ctrl+1")
        self.circles = [self._circle(deeds, place) for place in range(MOST_CIRCLES)]
        self.search = self._make(self.tr("&Search messages"), deeds.search, "Ctrl+K", Key.Find)
        self.new_thread = self._make(self.tr("&New thread"), deeds.new_thread, Key.New)
        self.new_document = self._make(self.tr("New d&ocument"), deeds.new_document, "Ctrl+Shift+D")
        self.send = self._make(self.tr("Sen&d the message"), deeds.send, "Ctrl+Return", "Ctrl+Enter")
        self.add_file = self._make(self.tr("Add a &file"), deeds.add_file, "Ctrl+Shift+A")
        self.save = self._make(self.tr("&Save"), deeds.save, Key.Save)
        self.next_region = self._make(self.tr("Next &part of the window"), deeds.next_region, "F6")
        self.last_region = self._make(self.tr("Part &before"), deeds.last_region, "Shift+F6")
        self.fold_left = self._make(self.tr("&Left column: names or pictures"), deeds.fold_left, "F9")
        self.back = self._make(self.tr("&Back"), deeds.back, Key.Back, "Esc")
        self.settings = self._make(
            self.tr("S&ettings"), deeds.settings, Key.Preferences, role=Role.PreferencesRole
        )
        self.connect_now = self._make(self.tr("&Connect now"), deeds.connect)
        self.put_on_stick = self._make(self.tr("&Put on a stick"), deeds.put_on_stick)
        self.take_from_stick = self._make(self.tr("Take &from a stick"), deeds.take_from_stick)
        self.lock = self._make(self.tr("&Lock"), deeds.lock, "Ctrl+L")
        self.sign_out = self._make(self.tr("Sign &out"), deeds.sign_out)
        self.quit = self._make(self.tr("&Close MentorDesk"), deeds.quit, Key.Quit, role=Role.QuitRole)
        self.keys = self._make(self.tr("&All keys"), deeds.keys, "F1")

    def fill(self, bar: QMenuBar) -> None:
        """Put the menus into the bar."""
        desk = bar.addMenu(self.tr("&Desk"))
        desk.addActions([self.settings, self.connect_now, self.put_on_stick, self.take_from_stick])
        desk.addSeparator()
        desk.addActions([self.lock, self.sign_out, self.quit])
        go = bar.addMenu(self.tr("&Go"))
        go.addAction(self.today)
        go.addActions(self.circles)
        go.addSeparator()
        go.addActions([self.search, self.back, self.next_region, self.last_region, self.fold_left])
        write = bar.addMenu(self.tr("&Write"))
        write.addActions([self.new_thread, self.new_document, self.add_file, self.send, self.save])
        bar.addMenu(self.tr("&Help")).addAction(self.keys)

    def under_name(self) -> list[QAction]:
        """What is offered under one's own name."""
        return [self.settings, self.put_on_stick, self.take_from_stick, self.lock, self.sign_out]

    def name_circles(self, names: list[str]) -> None:
        """Call the circle actions by their circles; those without one are not there."""
        for place, action in enumerate(self.circles):
            there = place < len(names)
            action.setVisible(there)
            action.setEnabled(there)
            action.setText(names[place].replace("&", "&&") if there else "")
        self.new_thread.setEnabled(bool(names))

    def with_keys(self) -> list[QAction]:
        """Every action that has keys, in the order of the page of keys."""
        made = [self.today, *self.circles, self.search, self.new_thread, self.new_document]
        made += [self.add_file, self.send, self.save]
        made += [self.next_region, self.last_region, self.fold_left, self.back]
        made += [self.settings, self.lock, self.quit, self.keys]
        return [action for action in made if action.isVisible() and action.shortcuts()]

    def _circle(self, deeds: Deeds, place: int) -> QAction:
        return self._make("", lambda: deeds.circle(place), f"Ctrl+{place + 2}")

    def _make(self, text: str, do: Callable[[], None], *keys: str | Key, role: Role = Role.NoRole) -> QAction:
        action = QAction(text, self._parent)
        action.setMenuRole(role)
        action.setShortcuts(_sequences(keys))
        action.triggered.connect(lambda: do())
        self._parent.addAction(action)
        return action


def _sequences(keys: tuple[str | Key, ...]) -> list[QKeySequence]:
    """The platform's keys for an action, ours where it has none."""
    found: list[QKeySequence] = []
    for key in keys:
        found += [QKeySequence(key)] if isinstance(key, str) else QKeySequence.keyBindings(key)[:1]
    return list(dict.fromkeys(found))
