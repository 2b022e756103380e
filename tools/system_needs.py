# SPDX-License-Identifier: Apache-2.0
"""Prints the Debian packages this computer still lacks: `system_needs.py [qt] [x11] [display] [office] …`."""

import ctypes
import shutil
import sys
from pathlib import Path

LIBRARIES = {
    "qt": {
        "libGL.so.1": "libgl1",
        "libEGL.so.1": "libegl1",
        "libgthread-2.0.so.0": "libglib2.0-0",
        "libxkbcommon.so.0": "libxkbcommon0",
        "libfontconfig.so.1": "libfontconfig1",
        "libdbus-1.so.3": "libdbus-1-3",
    },
    "x11": {
        "libxcb-cursor.so.0": "libxcb-cursor0",
        "libxcb-icccm.so.4": "libxcb-icccm4",
        "libxcb-keysyms.so.1": "libxcb-keysyms1",
        "libxcb-shape.so.0": "libxcb-shape0",
        "libxcb-xkb.so.1": "libxcb-xkb1",
        "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    },
}
PROGRAMMES = {"display": {"Xvfb": "xvfb"}, "office": {"soffice": "libreoffice-writer-nogui"}}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
SCRIPTS = ("Noto*Arabic*", "Noto*Devanagari*")


def missing_packages(group: str) -> list[str]:
    """Packages of one group ("qt", "x11", "display", "office", "fonts") that are not there."""
    if group == "fonts":
        return [] if all(map(_has_font, SCRIPTS)) else ["fonts-noto-core"]
    libraries = [package for name, package in LIBRARIES.get(group, {}).items() if not _loads(name)]
    programmes = [package for name, package in PROGRAMMES.get(group, {}).items() if not shutil.which(name)]
    return libraries + programmes


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_font(pattern: str) -> bool:
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    return any(next(folder.rglob(pattern), None) for folder in folders if folder.is_dir())


if __name__ == "__main__":
    print(" ".join(package for group in sys.argv[1:] for package in missing_packages(group)))
