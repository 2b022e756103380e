# SPDX-License-Identifier: Apache-2.0
"""A disk that fails when told to: at a step, or from a step on."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

from mentordesk.base.files import SystemFiles


class PowerCut(BaseException):
    """The process stops here. Not an Exception: nobody may catch it to go on."""


def failing_at(step: str, code: int = errno.ENOSPC) -> SystemFiles:
    """A disk where each `step` ("write", "fsync", "rename", …) fails with this errno."""

    def before(name: str, path: Path) -> None:
        if name == step:
            raise OSError(code, os.strerror(code))

    return SystemFiles(before)


def stopping_at(count: int) -> SystemFiles:
    """A disk in a computer that stops ahead of the `count`-th step, counted from 0."""
    return SystemFiles(_stopper(count))


def recording(steps: list[str]) -> SystemFiles:
    """A disk that notes the steps it takes."""
    return SystemFiles(lambda name, path: steps.append(name))


def _stopper(count: int) -> Callable[[str, Path], None]:
    left = iter(range(count))

    def before(name: str, path: Path) -> None:
        if next(left, None) is None:
            raise PowerCut

    return before
