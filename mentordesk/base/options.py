# SPDX-License-Identifier: Apache-2.0
"""What a person can set, declared once; the settings page, its checks and the file are made from this."""

import json
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from mentordesk.base.errors import BadArgument
from mentordesk.base.files import FileOps

Value = TypeVar("Value", str, int, bool)


@dataclass(frozen=True, slots=True)
class Option(Generic[Value]):
    """One setting: its name in the file and in ui/words, the section it stands in, and its default."""

    name: str
    section: str
    default: Value

    @abstractmethod
    def read(self, raw: object) -> Value | None:
        """`raw` as this option's value, or None when it is none."""


@dataclass(frozen=True, slots=True)
class Choice(Option[str]):
    """One of a few words."""

    values: tuple[str, ...]

    def read(self, raw: object) -> str | None:
        """`raw` when it is one of the words."""
        return raw if isinstance(raw, str) and raw in self.values else None


@dataclass(frozen=True, slots=True)
class Number(Option[int]):
    """A whole number from `low` to `high`, `step` at a time; `unit` is shown after it."""

    low: int
    high: int
    step: int = 1
    unit: str = ""

    def read(self, raw: object) -> int | None:
        """`raw` when it is a whole number in range."""
        whole = isinstance(raw, int) and not isinstance(raw, bool)
        return raw if whole and isinstance(raw, int) and self.low <= raw <= self.high else None


@dataclass(frozen=True, slots=True)
class Toggle(Option[bool]):
    """Yes or no."""

    def read(self, raw: object) -> bool | None:
        """`raw` when it is yes or no."""
        return raw if isinstance(raw, bool) else None


THEME = Choice("theme", "look", "system", ("system", "light", "dark"))
DENSITY = Choice("density", "look", "comfortable", ("comfortable", "compact"))
TEXT_SIZE = Number("text_size", "look", 100, 100, 200, 10, "%")
LANGUAGE = Choice("language", "language", "system", ("system", "en"))
SPELLING = Toggle("spelling", "writing", True)
DATA_BUDGET = Number("data_budget", "line", 20_000, 0, 1_000_000, 1_000, "KB")  # a week's bytes; 0 = no limit

OPTIONS: tuple[Choice | Number | Toggle, ...] = (
    THEME,
    DENSITY,
    TEXT_SIZE,
    LANGUAGE,
    SPELLING,
    DATA_BUDGET,
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Chosen values; what nobody chose has its default, what a newer version wrote is kept."""

    chosen: Mapping[str, object] = field(default_factory=dict)

    def get(self, option: Option[Value]) -> Value:
        """The value in force."""
        value = option.read(self.chosen.get(option.name))
        return option.default if value is None else value

    def changed(self, option: Option[Value], value: Value) -> "Settings":
        """These settings with one value changed; BadArgument when it is out of range."""
        if option.read(value) is None:
            raise BadArgument(option.name)
        return Settings({**self.chosen, option.name: value})


def load_settings(files: FileOps, path: Path) -> Settings:
    """Settings from the file; defaults when there is none or it cannot be read."""
    try:
        stored = json.loads(files.read(path))
    except (OSError, ValueError):
        return Settings()
    return Settings(stored) if isinstance(stored, dict) else Settings()


def save_settings(files: FileOps, path: Path, settings: Settings) -> None:
    """Keep the settings; DiskFull or ReadOnlyFolder when it cannot be."""
    files.make_folder(path.parent)
    files.write_atomic(path, json.dumps(dict(settings.chosen), sort_keys=True, indent=1).encode() + b"\n")
