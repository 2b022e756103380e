# SPDX-License-Identifier: Apache-2.0
"""The commands there are; a module is imported only when its command is called."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """A command's name, the module whose `main(argv) -> int` runs it, and one line about it."""

    name: str
    module: str
    help: str


WINDOW = Command("window", "mentordesk.commands.window", "open the window (the default)")

COMMANDS: tuple[Command, ...] = (
    WINDOW,
    Command("demo", "mentordesk.commands.demo", "two people, a server and a term of work, to look at"),
    Command("serve", "mentordesk.commands.serve", "run a server"),
    Command("programme", "mentordesk.commands.programme", "make a programme, people, circles and slips"),
    Command("courier", "mentordesk.commands.courier", "carry sealed envelopes on a stick or in a folder"),
    Command("doctor", "mentordesk.commands.doctor", "what this computer has; shows nothing anyone wrote"),
)


def find_command(name: str) -> Command | None:
    """The command of that name."""
    return next((command for command in COMMANDS if command.name == name), None)
