# SPDX-License-Identifier: Apache-2.0
"""The command line finds its commands, and says what went wrong without a traceback."""

import ast
import json
from pathlib import Path

import pytest

from mentordesk.__main__ import main
from mentordesk.commands.table import COMMANDS, find_command
from tests.helpers.processes import run_python
from tests.helpers.source import ROOT


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert [command.name for command in COMMANDS if f"  {command.name} " not in shown] == []


def test_an_unknown_command_is_not_understood(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sevre"]) == 2
    assert capsys.readouterr().err.startswith("usage:")


def test_the_version_is_the_projects(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert 'version = "' + capsys.readouterr().out.split()[1] + '"' in (ROOT / "pyproject.toml").read_text()


def test_each_command_has_a_main_with_one_argument() -> None:
    found = {command.name: ROOT / (command.module.replace(".", "/") + ".py") for command in COMMANDS}
    mains = {name: _main_of(path) for name, path in found.items()}
    assert mains == dict.fromkeys(found, 1)


def test_finding_a_command_imports_none() -> None:
    code = "import sys, mentordesk.__main__; print([m for m in sys.modules if m.startswith('mentordesk.')])"
    shown = ast.literal_eval(run_python("-c", code).stdout)
    assert sorted(shown) == [
        "mentordesk.__main__",
        "mentordesk.base",
        "mentordesk.base.errors",
        "mentordesk.commands",
        "mentordesk.commands.table",
    ]
    assert find_command("serve") is not None


def test_the_doctor_finds_what_mentordesk_needs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json", "--home", str(tmp_path)]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["missing"] == []
    assert report["cipher"]
    assert report["places"]["data"] == str(tmp_path)


def test_trouble_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "refuser.py").write_text(
        "from mentordesk.base.errors import SlipInvalid\ndef main(argv): raise SlipInvalid(4)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    from mentordesk.__main__ import _run

    assert _run("refuser", []) == 1
    assert capsys.readouterr().err == "mentordesk: slip invalid, position 4, suspects 4\n"


def _main_of(path: Path) -> int:
    """How many arguments the module's `main` takes; -1 without one."""
    if not path.exists():
        return -1
    mains = [node for node in ast.parse(path.read_text(encoding="utf-8")).body if _is_main(node)]
    return len(mains[0].args.args) if mains and isinstance(mains[0], ast.FunctionDef) else -1


def _is_main(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name == "main"
