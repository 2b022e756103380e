# SPDX-License-Identifier: Apache-2.0
"""The engine's errors derive from BaseException: here they become ours, and nothing else is caught."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mentordesk.base.errors import Refused
from mentordesk.richtext.codes import TextCode


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
