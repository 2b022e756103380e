# SPDX-License-Identifier: Apache-2.0
"""`mentordesk serve`: run the server of one programme."""
from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mentordesk.base.errors import BadArgument, NotFound, Occupied
from mentordesk.base.logs import PlainFormatter, start_logging, stop_logging

DEFAULT_LISTEN = "127.0.0.1:8740"


def main(argv: Sequence[str]) -> int:
    """Serve until SIGINT or SIGTERM; 0 after a clean end."""
    options = _parser().parse_args(argv)
    handler = start_logging(options.log) if options.log else _to_stderr()
    try:
        return _serve(options)
    finally:
        stop_logging(handler)


def _serve(options: argparse.Namespace) -> int:
    from mentordesk.server.limits import NO_LIMITS, Limits
    from mentordesk.server.service import Listen, Service, ServiceOptions

    host, port = parse_listen(options.listen)
    listen = Listen(host, port, options.certificate, options.key)
    limits = replace(NO_LIMITS if options.no_limits else Limits(), stored=options.file_quota * 1_000_000)

    def tell() -> None:
        scheme = "https" if options.certificate else "http"
        where = f"{scheme}://{_shown(host)}:{service.port}"
        print(f"MentorDesk serves at {where} (stop with Ctrl+C)", flush=True)

    try:
        service = Service(ServiceOptions(options.data, listen, options.port_file, limits), tell)
    except NotFound:
        print("There is no programme in this folder yet. Make one: mentordesk programme new", file=sys.stderr)
        return 1
    except Occupied:
        print(f"Something else listens at {options.listen} already.", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or options.data} cannot be used: {error.strerror}.", file=sys.stderr)
        return 1
    service.run()
    return 0


def parse_listen(text: str) -> tuple[str, int]:
    """(host, port) of HOST:PORT; an IPv6 host stands in brackets."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise BadArgument("--listen")
    return host.strip("[]"), int(port)


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _to_stderr() -> logging.Handler:
    handler = logging.StreamHandler()
    handler.setFormatter(PlainFormatter())
    handler.setLevel(logging.WARNING)
    logging.getLogger().addHandler(handler)
    return handler


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mentordesk serve", description="Run the server of one programme.")
    parser.add_argument("--data", type=Path, required=True, help="the server's folder")
    parser.add_argument("--listen", default=DEFAULT_LISTEN, metavar="HOST:PORT", help="port 0 = any free one")
    parser.add_argument("--port-file", type=Path, help="write the port here once requests are taken")
    parser.add_argument("--log", type=Path, help="write the log here instead of to the terminal")
    parser.add_argument("--certificate", type=Path, help="TLS certificate chain (PEM)")
    parser.add_argument("--key", type=Path, help="TLS private key (PEM)")
    parser.add_argument("--file-quota", type=int, default=500, metavar="MB", help="of files, for each member")
    parser.add_argument("--no-limits", action="store_true", help="no rate limits, for measurements")
    return parser
