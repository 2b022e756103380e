# SPDX-License-Identifier: Apache-2.0
"""Our first window, as `mentordesk window --home HOME` shows it; says its seconds of the processor."""
import sys
import time


def main() -> None:
    """Show the window, tell, end."""
    import mentordesk.__main__  # noqa: F401  what the command has imported by then
    from mentordesk.commands.window import show_window

    show_window(["--home", *sys.argv[1:]], _shown)


def _shown() -> None:
    print(time.process_time(), flush=True)
    from PySide6.QtCore import QCoreApplication

    QCoreApplication.quit()


if __name__ == "__main__":
    main()
