# SPDX-License-Identifier: Apache-2.0
"""Random runs of two and three editors in one document: a short slice of `./dev editors`."""
from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.simulator.editors.attempt import attempt
from tests.simulator.editors.doings import schedule
from tests.simulator.editors.people import make_theme

SEEDS = 60


def test_everybody_ends_with_the_same_document_and_sees_it(qapp: QApplication) -> None:
    theme = make_theme()
    try:
        failures = {seed: attempt(theme, seed, schedule(seed)) for seed in range(SEEDS)}
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        theme.deleteLater()
    assert {seed: why for seed, why in failures.items() if why} == {}
