# SPDX-License-Identifier: Apache-2.0
"""The settings page: one control per declared option; a change counts at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QWidget

from mentordesk.base.options import OPTIONS, Choice, Number, Settings, Toggle
from mentordesk.domain.events import Event, SettingChanged, SyncChanged
from mentordesk.ui.context import Context, Page
from mentordesk.ui.parts import Column, Label, section
from mentordesk.ui.places import SettingsPlace
from mentordesk.ui.settings.computer import ComputerName
from mentordesk.ui.settings.spelling import SpellingSettings
from mentordesk.ui.settings.words import OptionWords
from mentordesk.ui.times import isolated
from mentordesk.ui.widgets.meter import DataMeter

AnyOption = Choice | Number | Toggle
_LEAST_WIDTH = 200
_MOST_LISTED = 30
_METER_WIDTH = 320


class SettingsPage(Page[SettingsPlace]):
    """Made from OPTIONS; the frame hears of a change like of any other event."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._option_words = OptionWords()
        self._showing = False
        self._show: dict[str, Callable[[Settings], None]] = {}
        self._first: QWidget | None = None
        column = Column(self.theme)
        told = self.tr("A change counts at once, for you on this computer.")
        column.body.addWidget(Label(self.theme, told, tone="text2").wrap())
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)  # room for any language and text size
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        column.body.addLayout(form)
        last = ""
        for option in OPTIONS:
            if option.section != last:
                title = section(self.theme, self._option_words.section(option.section))
                title.setContentsMargins(0, 12, 0, 0)
                form.addRow(title)
                last = option.section
            control = self._control(option)
            self._first = self._first or control
            form.addRow(Label(self.theme, self._option_words.name(option.name)), control)
        self._meter = DataMeter(self.theme, self.words)
        self._meter.go_on_asked.connect(self._go_on)
        self._meter.setMaximumWidth(self.theme.scaled(_METER_WIDTH))
        column.body.addWidget(self._meter)
        self.spelling = SpellingSettings(context)
        column.body.addWidget(self.spelling)
        self.computer = ComputerName(context)
        column.body.addWidget(self.computer)
        column.body.addStretch(1)
        self.pile.addWidget(column)

    def title(self) -> str:
        return self.tr("Settings")

    def show_place(self, place: SettingsPlace) -> None:
        super().show_place(place)
        self.spelling.refresh()

    def refresh(self) -> None:
        settings = self.context.desk.settings.get()
        self._showing = True
        for show in self._show.values():
            show(settings)
        self._showing = False
        self.computer.refresh()
        self._meter.show_usage(self.context.desk.connection.status(), self.context.desk.attachments.usage())

    def news(self, events: tuple[Event, ...]) -> None:
        if any(isinstance(event, SettingChanged | SyncChanged) for event in events):
            self.refresh()

    def _go_on(self) -> None:
        lifted = self.context.desk.attachments.lift_budget()
        self.context.services.bridge.then(lifted, lambda _: self.refresh())

    def take_focus(self) -> None:
        if self._first is not None:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _control(self, option: AnyOption) -> QWidget:
        match option:
            case Choice():
                control = self._choice(option)
            case Number():
                control = self._number(option)
            case Toggle():
                control = self._toggle(option)
        control.setAccessibleName(self._option_words.name(option.name))
        return control

    def _choice(self, option: Choice) -> QWidget:
        box = QComboBox()
        for value in option.values:
            box.addItem(self._option_words.value(option.name, value), value)
        box.setMinimumWidth(_LEAST_WIDTH)
        self._show[option.name] = lambda settings: box.setCurrentIndex(box.findData(settings.get(option)))
        box.currentIndexChanged.connect(lambda _: self._change(option, box.currentData()))
        return box

    def _number(self, option: Number) -> QWidget:
        box = QComboBox()
        for number in _offered(option):
            words = f"{QLocale().toString(number)} {option.unit}".strip()
            words = isolated(self.words.times.size(number * 1_000) if option.unit == "KB" else words)
            least = self._option_words.least(option.name) if number == option.low else ""
            box.addItem(least or words, number)
        box.setMinimumWidth(_LEAST_WIDTH)
        self._show[option.name] = lambda settings: box.setCurrentIndex(box.findData(settings.get(option)))
        box.currentIndexChanged.connect(lambda _: self._change(option, box.currentData()))
        return box

    def _toggle(self, option: Toggle) -> QWidget:
        box = QCheckBox()
        self._show[option.name] = lambda settings: box.setChecked(settings.get(option))
        box.toggled.connect(lambda on: self._change(option, on))
        return box

    def _change(self, option: AnyOption, value: str | int | bool) -> None:
        if self._showing or value is None:
            return
        changed = self.context.desk.settings.set(option, value)
        self.context.services.bridge.then(changed, lambda _: None)


def _offered(option: Number) -> list[int]:
    """All values, or where there are many: the least, then 1, 2, 5, 10, 20 … steps, and the default."""
    numbers = range(option.low, option.high + 1, option.step)
    if len(numbers) <= _MOST_LISTED:
        return list(numbers)
    steps = (option.step * digit * 10**power for power in range(10) for digit in (1, 2, 5))
    fitting = {number for number in steps if option.low < number <= option.high}
    return sorted({option.low, option.default, *fitting})
