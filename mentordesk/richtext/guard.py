# SPDX-License-Identifier: Apache-2.0
"""The engine's errors derive from BaseException: here they become ours, and nothing else is caught."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FunctionType
from typing import Any, TypeVar

from mentordesk.base.errors import Refused
from mentordesk.richtext.codes import TextCode

Kind = TypeVar("Kind")


@contextmanager
def guarded(code: TextCode) -> Iterator[None]:
    """Turn what the engine raises into Refused(code), and a panic of it into Refused(BROKEN)."""
    try:
        yield
    except (Exception, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a plain BaseException, or pyo3's PanicException
        panic = type(error) is not BaseException
        raise Refused(TextCode.BROKEN if panic else code) from None


def guards(kind: type[Kind]) -> type[Kind]:
    """Guard every public method and property of a class: an engine that failed once fails at each touch."""
    for name, made in list(vars(kind).items()):
        if name.startswith("_"):
            continue
        if isinstance(made, FunctionType):
            setattr(kind, name, _guarded(made))
        elif isinstance(made, property) and made.fget is not None:
            setattr(kind, name, property(_guarded(made.fget), made.fset, doc=made.__doc__))
    return kind


def _guarded(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def call(*args: Any, **named: Any) -> Any:
        with guarded(TextCode.BROKEN):
            return function(*args, **named)

    return call
