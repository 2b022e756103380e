# SPDX-License-Identifier: Apache-2.0
"""On a real X server: the system libraries ./dev installs are enough for a window that people can see."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

SHOW_A_WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication(sys.argv)
window = QWidget()
window.resize(300, 200)
window.show()
def look():
    if window.windowHandle().isExposed():
        print(app.platformName(), window.isVisible(), window.screen().size().width())
        app.quit()
timer = QTimer(interval=10)
timer.timeout.connect(look)
timer.start()
app.exec()
"""


@pytest.fixture
def display() -> Iterator[str]:
    """The name of an X display of 1366×768 that lasts as long as the test."""
    reading, writing = os.pipe()
    arguments = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(arguments, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as number:
        name = f":{number.readline().strip()}"
    yield name
    server.terminate()
    server.wait()


@pytest.mark.real
def test_a_window_is_shown_on_an_x_display(display: str) -> None:
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    done = subprocess.run(
        [sys.executable, "-c", SHOW_A_WINDOW], env=environment, capture_output=True, text=True, timeout=60
    )
    assert (done.stdout.split(), done.returncode) == (["xcb", "True", "1366"], 0), done.stderr
