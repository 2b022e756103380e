# SPDX-License-Identifier: Apache-2.0
"""Loads Qt once, without the import hook that comes with it."""

from __future__ import annotations

import builtins
from importlib import import_module


def load_qt() -> None:
    """Import the three Qt modules of the window; call before any other module of `ui`.

    PySide6 replaces builtins.__import__ to watch for switches that we do not use; with it in place every
    later import is slower and keeps its source in memory.
    """
    plain = builtins.__import__
    try:
        for name in ("QtCore", "QtGui", "QtWidgets"):
            import_module(f"PySide6.{name}")
    finally:
        builtins.__import__ = plain
