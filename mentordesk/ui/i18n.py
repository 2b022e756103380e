# SPDX-License-Identifier: Apache-2.0
"""Languages of the window: the list, the translation files, the direction of reading."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QObject, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from mentordesk.base.paths import resource

SYSTEM = "system"
PSEUDO = "qps"
"""For tests: every sentence longer, between marks, so that clipped and untranslated words show."""

_OWN_NAMES = {"en": "English"}
_FILES = "mentordesk_{code}.qm"
_LONGER = str.maketrans("aeiouAEIOU", "áéíóúÁÉÍÓÚ")


def languages() -> tuple[tuple[str, str], ...]:
    """(code, own name) of each language there is, English first."""
    return tuple(_OWN_NAMES.items())


def best_of(wanted: list[str]) -> str:
    """The first language of the system's list that we have, else English; tags like sw-KE."""
    for tag in wanted:
        code = tag.replace("_", "-").split("-")[0].lower()
        if code in _OWN_NAMES:
            return code
    return "en"


class PseudoTranslator(QTranslator):
    """Answers every sentence with a longer, accented one; placeholders stay."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        if not text:
            return text
        parts = text.split("{")
        changed = [parts[0].translate(_LONGER)]
        for part in parts[1:]:
            name, _, rest = part.partition("}")
            changed.append("{" + name + "}" + rest.translate(_LONGER))
        return f"⟦{'{'.join(_joined(changed))}⟧"

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False


def _joined(parts: list[str]) -> list[str]:
    return [parts[0], *(part[1:] for part in parts[1:])]


class Translation(QObject):
    """The translator at work; `use` switches language and direction of the application."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._translator: QTranslator | None = None
        self._data = b""  # of the translator, which takes no copy
        self.code = "en"

    def use(self, code: str, right_to_left: bool | None = None) -> None:
        """Take a language: a code of `languages()`, SYSTEM or PSEUDO.

        Sentences made before stay as they are until their page makes them again (LanguageChange event).
        `right_to_left` overrides the language's own direction.
        """
        self.code = best_of(QLocale.system().uiLanguages()) if code == SYSTEM else code
        self.end()
        self._translator = self._load(self.code)
        if self._translator is not None:
            QCoreApplication.installTranslator(self._translator)
        locale = QLocale("en" if self.code == PSEUDO else self.code)
        QLocale.setDefault(locale)
        mirrored = locale.textDirection() == Qt.LayoutDirection.RightToLeft
        if right_to_left is not None:
            mirrored = right_to_left
        self._app.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight
        )

    def end(self) -> None:
        """Translate nothing any more; before the application ends."""
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator = None

    def _load(self, code: str) -> QTranslator | None:
        if code == PSEUDO:
            return PseudoTranslator(self)
        file = resource("translations", _FILES.format(code=code))
        # A source tree has no .qm before ./dev made them; English reads the same without.
        if not file.is_file():
            return None
        # By name, Qt maps the file, and an update that writes over it would end the programme.
        self._data = file.read_bytes()
        translator = QTranslator(self)
        return translator if translator.load(self._data) else None
