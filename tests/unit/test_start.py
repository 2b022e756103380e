# SPDX-License-Identifier: Apache-2.0
"""What is imported before the first window: Qt's three modules, platformdirs and our own light ones."""

import ast

from tests.helpers.processes import run_python
from tests.helpers.source import ROOT

LAZY = frozenset(
    "sqlalchemy sqlcipher3 requests urllib3 keyring loro nacl msgspec starlette uvicorn "
    "docx lxml markdown_it hunspell asyncio http email ssl tomllib pydoc unittest".split(" ")
)
ENTRIES = ("mentordesk.__main__", "mentordesk.commands.window", "mentordesk.app")


def test_no_heavy_module_comes_before_the_window() -> None:
    there = [name for name in ENTRIES if (ROOT / (name.replace(".", "/") + ".py")).exists()]
    assert {name: _loaded(name) & LAZY for name in there} == dict.fromkeys(there, frozenset())


def test_of_qt_only_three_modules_come_before_the_window() -> None:
    there = [name for name in ENTRIES if (ROOT / (name.replace(".", "/") + ".py")).exists()]
    code = "print(sorted(m for m in sys.modules if m.startswith('PySide6.Qt')))"
    light = {"PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets"}
    shown = {name: set(ast.literal_eval(_run(name, code))) for name in there}
    assert {name: modules - light for name, modules in shown.items()} == {name: set() for name in there}


def _loaded(name: str) -> frozenset[str]:
    code = "print(sorted({m.split('.')[0] for m in sys.modules}))"
    return frozenset(ast.literal_eval(_run(name, code)))


def _run(name: str, code: str) -> str:
    done = run_python("-P", "-c", f"import sys, importlib; importlib.import_module({name!r}); {code}")
    assert done.returncode == 0, done.stderr
    return done.stdout
