# SPDX-License-Identifier: Apache-2.0
"""What languages are called, in themselves."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from mentordesk.ui.times import isolated


def language_name(stem: str) -> str:
    """ "en_GB" as "English (United Kingdom)"; a stem that names no language as it is."""
    parts = stem.replace("-", "_").split("_")
    locale = QLocale("_".join(parts[:2]))
    if locale.language() == QLocale.Language.C:
        return stem
    name = locale.nativeLanguageName() or QLocale.languageToString(locale.language())
    name = name[:1].upper() + name[1:]
    named = len(parts) > 1 and parts[1].isupper()
    territory = locale.nativeTerritoryName() if named else ""
    return isolated(f"{name} ({territory})" if territory else name)


def home_language() -> str:
    """The language of this computer and its country, as "en_GB"."""
    return QLocale.system().name()
