# SPDX-License-Identifier: Apache-2.0
"""What Qt itself costs: import QtWidgets, show an empty window; says its seconds of the processor.

    python -m tests.bench.emptywindow [rest]     rest: say so after two seconds, and stay
"""
import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget


def main() -> None:
    """Show the window, tell, end."""
    app = QApplication(sys.argv[:1])
    window = QWidget()
    window.resize(1100, 680)
    window.show()
    if sys.argv[1:] == ["rest"]:
        QTimer.singleShot(2000, lambda: print("at rest", flush=True))
    else:
        QTimer.singleShot(0, lambda: (print(time.process_time(), flush=True), app.quit()))
    app.exec()


if __name__ == "__main__":
    main()
