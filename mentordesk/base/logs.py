# SPDX-License-Identifier: Apache-2.0
"""Logs that cannot hold content: codes, numbers and names of places in the code, nothing a person wrote.

Our own log calls have a literal format (held by the house test) and short arguments without spaces; anything
else is replaced by its size. Of other libraries only the format is kept, of exceptions the type, the code and
where they passed, never their message: messages quote what was being handled.
"""

import enum
import logging
import re
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from mentordesk.base.errors import MentorDeskError

_OURS = "mentordesk"
_PLAIN = re.compile(r"[\w.:+/\-]{1,64}", re.ASCII)
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-+ #0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?[a-zA-Z]")
_KEEP_BYTES = 512 * 1024
_KEEP_FILES = 2


class PlainFormatter(logging.Formatter):
    """Writes a record without its content; leaves the record itself as it is for other handlers."""

    def __init__(self) -> None:
        super().__init__("%(asctime)sZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S")
        self.converter = time.gmtime

    def format(self, record: logging.LogRecord) -> str:
        """One line, and the places an exception passed below it."""
        clean = logging.LogRecord(
            record.name, record.levelno, record.pathname, record.lineno, _message(record), None, None
        )
        clean.created = record.created
        lines = [super().format(clean)]
        if record.exc_info and record.exc_info[1] is not None:
            lines += describe(record.exc_info[1])
        return "\n".join(lines)


def describe(error: BaseException) -> list[str]:
    """An exception without its message: type, code, and module:line of each place it passed, causes first."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = describe(cause) if cause is not None else []
    for frame in traceback.extract_tb(error.__traceback__):
        lines.append(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}")
    return [*lines, f"{type(error).__name__}{_code(error)}"]


def start_logging(path: Path) -> logging.Handler | None:
    """Write the log to `path`, rotating; None when the folder cannot be made, and then nothing is logged.

    The handler is returned so that its owner can hand it to `stop_logging`.
    """
    from logging.handlers import RotatingFileHandler  # slow to import: only where a log is written

    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            path, maxBytes=_KEEP_BYTES, backupCount=_KEEP_FILES, encoding="utf-8", delay=True
        )
    except OSError:
        return None
    handler.setFormatter(PlainFormatter())
    handler.setLevel(logging.INFO)
    handler.handleError = _ignore  # type: ignore[method-assign]  # a full disk must not stop the work
    root = logging.getLogger()
    root.addHandler(handler)
    logging.getLogger(_OURS).setLevel(logging.INFO)
    return handler


def stop_logging(handler: logging.Handler | None) -> None:
    """Close what `start_logging` opened."""
    if handler is not None:
        logging.getLogger().removeHandler(handler)
        handler.close()


def install_hooks(on_crash: Callable[[BaseException], None] | None = None) -> None:
    """Log what nobody caught, in any thread, and hand it to `on_crash`; its message is shown nowhere."""

    def main_hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _report(error.with_traceback(trace), on_crash)

    def thread_hook(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            _report(args.exc_value, on_crash)

    sys.excepthook = main_hook
    threading.excepthook = thread_hook


def _report(error: BaseException, on_crash: Callable[[BaseException], None] | None) -> None:
    logging.getLogger(_OURS).critical("uncaught", exc_info=error)
    if sys.stderr is not None:  # a windowed programme on Windows has none
        sys.stderr.write("\n".join(describe(error)) + "\n")
    if on_crash is not None:
        on_crash(error)


def _message(record: logging.LogRecord) -> str:
    template = record.msg if isinstance(record.msg, str) else f"<{type(record.msg).__name__}>"
    ours = record.name == _OURS or record.name.startswith(_OURS + ".")
    if not record.args:
        return template if ours else f"<{len(template)} letters>"
    if not ours:
        return _PLACEHOLDER.sub("…", template)
    arguments = record.args
    try:
        if isinstance(arguments, dict):
            return template % {name: _plain(value) for name, value in arguments.items()}
        return template % tuple(_plain(value) for value in arguments)
    except (TypeError, ValueError):
        return _PLACEHOLDER.sub("…", template)


def _plain(value: object) -> object:
    """A value as it may stand in a log."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, bytes | bytearray | memoryview):
        return f"<{len(value)} bytes>"
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) else f"<{len(value)} letters>"
    if isinstance(value, BaseException):
        return f"{type(value).__name__}{_code(value)}"
    return f"<{type(value).__name__}>"


def _code(error: BaseException) -> str:
    if isinstance(error, MentorDeskError):
        return f" {getattr(error, 'code', '')}".rstrip()
    if isinstance(error, OSError) and error.errno is not None:
        return f" {error.errno}"
    return ""


def _ignore(record: logging.LogRecord) -> None:
    """What cannot be logged is lost; there is nowhere to say so."""
