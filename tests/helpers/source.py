# SPDX-License-Identifier: Apache-2.0
"""The project's own files and their syntax trees, for the house test."""

import ast
import functools
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GIVEN = "tests/bench/given/"  # material kept as it came

Sized = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file: its path from the project's folder, its lines and its tree."""

    path: str
    lines: tuple[str, ...]
    tree: ast.Module

    def within(self, *folders: str) -> bool:
        """Whether it lies in (or is) one of these."""
        return any(self.path == folder or self.path.startswith(folder + "/") for folder in folders)

    def definitions(self) -> Iterator[Sized]:
        """Every class and function, nested ones included."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Sized))

    def calls(self) -> Iterator[tuple[ast.Call, str]]:
        """Every call with the dotted name of what is called ("self.tr", "print", "?.close")."""
        return ((node, dotted(node.func)) for node in ast.walk(self.tree) if isinstance(node, ast.Call))


def dotted(node: ast.expr) -> str:
    """`a.b.c` for a chain of names; what is no name is "?"."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


@functools.cache
def project_files() -> tuple[str, ...]:
    """Paths of all files that are or would be committed."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(sorted(path for path in listing.stdout.split("\0") if (ROOT / path).is_file()))


@functools.cache
def own_modules() -> tuple[Module, ...]:
    """Every Python file written here."""
    paths = (path for path in project_files() if path.endswith(".py") and not path.startswith(GIVEN))
    return tuple(_load(path) for path in paths)


def product_modules() -> tuple[Module, ...]:
    """What is shipped."""
    return tuple(module for module in own_modules() if module.within("mentordesk"))


def _load(path: str) -> Module:
    text = (ROOT / path).read_text(encoding="utf-8")
    return Module(path, tuple(text.splitlines()), ast.parse(text, path))
