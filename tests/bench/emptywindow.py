# SPDX-License-Identifier: Apache-2.0
"""What Qt itself costs: import QtWidgets, show an empty window. Says its seconds of the processor, or memory.

    python -m tests.bench.emptywindow [memory]
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
    if sys.argv[1:] == ["memory"]:
        QTimer.singleShot(2000, _tell_memory)
    else:
        QTimer.singleShot(0, lambda: (print(time.process_time(), flush=True), app.quit()))
    app.exec()


def _tell_memory() -> None:
    import json

    from tests.bench.children import memory

    print(json.dumps(memory()))
    QApplication.quit()


if __name__ == "__main__":
    main()
