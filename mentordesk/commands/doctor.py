# SPDX-License-Identifier: Apache-2.0
"""`mentordesk doctor`: versions, places and room on this computer; nothing that anyone wrote."""

import argparse
import json
import locale
import platform
import sys
from collections.abc import Sequence
from importlib import import_module, metadata
from pathlib import Path

from mentordesk.base.errors import MentorDeskError, PolicyInvalid
from mentordesk.base.files import SystemFiles
from mentordesk.base.paths import Places, find_places
from mentordesk.base.policy import Policy, machine_policy

_LIBRARIES = (
    "PySide6_Essentials",
    "SQLAlchemy",
    "sqlcipher3",
    "PyNaCl",
    "msgspec",
    "requests",
    "platformdirs",
)
_SERVER_LIBRARIES = ("starlette", "uvicorn", "uvloop", "httptools")


def main(argv: Sequence[str]) -> int:
    """Print the report; 0 when MentorDesk can work here, 1 when something it needs is missing."""
    parser = argparse.ArgumentParser(prog="mentordesk doctor", description=__doc__)
    parser.add_argument("--home", type=Path, help="look at this home folder instead of the usual one")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(argv)
    report = examine(options.home)
    print(json.dumps(report, indent=1) if options.json else _as_text(report))
    return 1 if report["missing"] else 0


def examine(home: Path | None) -> dict[str, object]:
    """Everything the report says, as plain values."""
    policy, policy_state = _policy()
    places = find_places(home, policy_data=policy.data_folder)
    versions = {name: _version_of(name) for name in (*_LIBRARIES, *_SERVER_LIBRARIES)}
    cipher = _cipher_version()
    missing = [name for name in _LIBRARIES if versions[name] is None]
    return {
        "mentordesk": own_version(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "encoding": f"{sys.getfilesystemencoding()} {locale.getlocale()[0] or 'C'}",
        "libraries": versions,
        "cipher": cipher,
        "policy": policy_state,
        "places": _places(places),
        "missing": missing if cipher else [*missing, "database encryption"],
    }


def own_version() -> str:
    """MentorDesk's version: of the installed package, else of the source tree around this file."""
    installed = _version_of("mentordesk")
    if installed is not None:
        return installed
    import tomllib

    project = Path(__file__).resolve().parents[2] / "pyproject.toml"
    return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])


def _version_of(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def _cipher_version() -> str | None:
    """SQLCipher's version, or None where the library at hand writes plain text."""
    try:
        connection = import_module("sqlcipher3.dbapi2").connect(":memory:")
    except ImportError:
        return None
    try:
        row = connection.execute("PRAGMA cipher_version").fetchone()
    finally:
        connection.close()
    return str(row[0]) if row else None


def _policy() -> tuple[Policy, str]:
    try:
        policy = machine_policy()
    except PolicyInvalid as trouble:
        return Policy(), f"cannot be read: {trouble.facts['name']}"
    return policy, "none" if policy == Policy() else "set by this computer's administrator"


def _places(places: Places) -> dict[str, object]:
    files = SystemFiles()
    existing = next(folder for folder in (places.data, *places.data.parents) if folder.exists())
    try:
        free: object = files.free_bytes(existing) // 1_000_000
    except (OSError, MentorDeskError):
        free = None
    return {
        "data": str(places.data),
        "config": str(places.config),
        "log": str(places.log_file),
        "log_bytes": files.size(places.log_file),
        "profiles": len(files.names(places.profiles)),
        "free_MB": free,
    }


def _as_text(report: dict[str, object], indent: str = "") -> str:
    lines: list[str] = []
    for name, value in report.items():
        if isinstance(value, dict):
            lines += [f"{indent}{name}:", _as_text(value, indent + "  ")]
        else:
            shown = ", ".join(map(str, value)) or "nothing" if isinstance(value, list) else value
            lines.append(f"{indent}{name}: {'-' if shown is None else shown}")
    return "\n".join(lines)
