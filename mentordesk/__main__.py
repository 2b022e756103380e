# SPDX-License-Identifier: Apache-2.0
"""`python -m mentordesk [COMMAND] …`: finds the command, runs it, says what went wrong."""

import sys
from collections.abc import Sequence
from importlib import import_module

from mentordesk.base.errors import Trouble
from mentordesk.commands.table import COMMANDS, WINDOW, find_command


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the process's exit code: 0 done, 1 trouble, 2 not understood."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and arguments[0] in {"-h", "--help", "help"}:
        print(_usage())
        return 0
    if arguments and arguments[0] == "--version":
        print(_version())
        return 0
    command = WINDOW
    if arguments and not arguments[0].startswith("-"):
        named = find_command(arguments.pop(0))
        if named is None:
            print(_usage(), file=sys.stderr)
            return 2
        command = named
    return _run(command.module, arguments)


def _run(module: str, arguments: list[str]) -> int:
    try:
        result = import_module(module).main(arguments)
    except Trouble as trouble:
        facts = "".join(f", {name} {value}" for name, value in trouble.facts.items())
        print(f"mentordesk: {trouble.code.replace('_', ' ')}{facts}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return int(result)


def _usage() -> str:
    width = max(len(command.name) for command in COMMANDS)
    lines = [f"  {command.name:<{width}}  {command.help}" for command in COMMANDS]
    return "\n".join(["usage: mentordesk [COMMAND] [--help] …", "", *lines])


def _version() -> str:
    from mentordesk.commands.doctor import own_version

    return f"mentordesk {own_version()}"


if __name__ == "__main__":
    sys.exit(main())
