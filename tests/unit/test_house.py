# SPDX-License-Identifier: Apache-2.0
"""The house's rules, held over the syntax tree of every file written here."""

import ast
import importlib
import re
from collections.abc import Callable, Iterator

from mentordesk.base.errors import trouble_codes
from mentordesk.crypto.codes import ALARMS
from mentordesk.storage.entries import EntryCode
from mentordesk.storage.recovery import RecoveredCode
from mentordesk.ui.troubles import Troubles
from tests.helpers.source import GIVEN, ROOT, Module, own_modules, product_modules, project_files

MODULE_LINES = 500
CLASS_LINES = 300
FUNCTION_LINES = 50
LICENCE_LINE = "SPDX-License-Identifier: Apache-2.0"

_SPEAKS = ("mentordesk/commands", "mentordesk/__main__.py", "tools", "tests/bench")
_OWNS_TIME = ("mentordesk/base", "mentordesk/commands", "mentordesk/ui", "mentordesk/app.py")
_TIME_AND_CHANCE = re.compile(
    r"(time\.(time|time_ns|monotonic|sleep)|datetime\.(now|utcnow|today)|os\.urandom)$"
)
_LOG_METHODS = ("debug", "info", "warning", "error", "critical", "exception", "log")
_MACHINE_PATH = re.compile(r"(?<![\w./])/(?:work|tmp|root|farm|home|Users)/\w|\b[A-Z]:\\\\?Users", re.ASCII)
# One letter of each stands in brackets so that this file does not find itself.
_REGISTRY = re.compile(r"files[.]pythonhosted|pypi[.]org|registry[.]npmjs|deb[.]debian")
_LEFT_OVER = re.compile(
    r"\b(TO[D]O|FIX[M]E|X[X]X|H[A]CK)\b|mark[.](skip|xfail)|pytest[.](skip|xfail)[(]|"
    r"# type: [i]gnore(?!\[)|# n[o]qa(?!:)|NotImplemented[E]rror"
)
_SCRIPTS = ("dev", ".ci/run")


def test_no_module_class_or_function_is_too_long() -> None:
    assert list(_too_long()) == []


def test_each_module_names_its_licence_and_says_what_it_is() -> None:
    nameless = [module.path for module in own_modules() if module.lines[:1] != (f"# {LICENCE_LINE}",)]
    mute = [module.path for module in own_modules() if not (ast.get_docstring(module.tree) or "").strip()]
    assert (nameless, mute) == ([], [])


def test_scripts_name_their_licence() -> None:
    ours = [path for path in project_files() if path in _SCRIPTS or path.endswith((".cmd", ".sh"))]
    assert [
        path for path in ours if LICENCE_LINE not in (ROOT / path).read_text(encoding="utf-8")[:400]
    ] == []


def test_a_package_file_holds_only_its_sentence() -> None:
    packages = [module for module in own_modules() if module.path.endswith("__init__.py")]
    assert [module.path for module in packages if len(module.tree.body) != 1] == []


def test_only_commands_speak_on_the_terminal() -> None:
    assert _where(lambda name: name == "print", outside=_SPEAKS) == []


def test_time_and_chance_are_passed_in() -> None:
    assert _where(lambda name: _TIME_AND_CHANCE.search(name) is not None, outside=_OWNS_TIME) == []
    imported = [f"{module.path}: {name}" for module in product_modules() for name in _imports(module)]
    assert [line for line in imported if line.endswith((": random", ": secrets"))] == []


def test_a_log_line_is_written_in_the_code_and_filled_by_arguments() -> None:
    assert [where for module in product_modules() for where in _spliced_log_calls(module)] == []


def test_only_the_theme_sets_style_sheets() -> None:
    assert _where(lambda name: name.endswith(".setStyleSheet"), outside=("mentordesk/ui/theme",)) == []


def test_texts_are_translated_in_their_class() -> None:
    assert _where(lambda name: name.endswith(".tr") and name != "self.tr", outside=()) == []


def test_nothing_is_kept_in_global_variables() -> None:
    held = [
        f"{module.path}:{node.lineno}"
        for module in product_modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Global)
    ]
    assert held == []


def test_tests_use_our_modules_and_not_mocks_of_them() -> None:
    mocks = [module.path for module in own_modules() if "unittest.mock" in _imports(module)]
    patched = [
        f"{module.path}:{number}"
        for module in own_modules()
        for number, line in enumerate(module.lines, 1)
        if re.search(r"""setattr\(["']mentordesk[.]""", line)
    ]
    assert (mocks, patched) == ([], [])


def test_files_name_no_machine_no_registry_and_leave_nothing_over() -> None:
    assert list(_bad_lines()) == []


def test_every_trouble_has_words() -> None:
    for module in product_modules():
        if any("Trouble):" in line for line in module.lines):
            importlib.import_module(module.path.removesuffix(".py").replace("/", "."))
    assert sorted(trouble_codes() - Troubles().known()) == []


def test_every_alarm_and_every_recovery_has_words() -> None:
    told = {
        *map(str, ALARMS),
        *map(str, RecoveredCode),
        str(EntryCode.NOT_TAKEN),
        str(EntryCode.NOT_A_MEMBER),
    }
    assert sorted(told - Troubles().known()) == []


def _too_long() -> Iterator[str]:
    for module in own_modules():
        if len(module.lines) > MODULE_LINES:
            yield f"{module.path}: {len(module.lines)} lines"
        for node in module.definitions():
            size = (node.end_lineno or node.lineno) - node.lineno + 1
            if size > (CLASS_LINES if isinstance(node, ast.ClassDef) else FUNCTION_LINES):
                yield f"{module.path}:{node.lineno} {node.name}: {size} lines"


def _where(named: Callable[[str], bool], outside: tuple[str, ...]) -> list[str]:
    """Calls in shipped code, by the dotted name of what is called, outside the places allowed to."""
    return [
        f"{module.path}:{call.lineno} {name}"
        for module in product_modules()
        if not module.within(*outside)
        for call, name in module.calls()
        if named(name)
    ]


def _imports(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _spliced_log_calls(module: Module) -> Iterator[str]:
    for call, name in module.calls():
        owner, _, method = name.rpartition(".")
        if method in _LOG_METHODS and owner.lower().split(".")[-1].lstrip("_") in {"log", "logger"}:
            format_at = 1 if method == "log" else 0
            form = call.args[format_at] if len(call.args) > format_at else None
            if not (isinstance(form, ast.Constant) and isinstance(form.value, str)):
                yield f"{module.path}:{call.lineno}"


def _bad_lines() -> Iterator[str]:
    for path in project_files():
        if path.startswith(GIVEN):
            continue
        try:
            lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, 1):
            if _MACHINE_PATH.search(line) or _REGISTRY.search(line) or _LEFT_OVER.search(line):
                yield f"{path}:{number}: {line.strip()[:100]}"
