# SPDX-License-Identifier: Apache-2.0
"""Names of options, their sections and values."""

from __future__ import annotations

from PySide6.QtCore import QObject


class OptionWords(QObject):
    """Every declared option has words here; a test walks over them."""

    def section(self, name: str) -> str:
        """The title of a group of options."""
        return {
            "look": self.tr("How it looks"),
            "language": self.tr("Language"),
            "writing": self.tr("Writing documents"),
            "line": self.tr("The line"),
        }[name]

    def name(self, option: str) -> str:
        """What the option is called."""
        return {
            "theme": self.tr("Colours"),
            "density": self.tr("Space between rows"),
            "text_size": self.tr("Size of text"),
            "language": self.tr("Language of MentorDesk"),
            "spelling": self.tr("Mark words that may be misspelled"),
            "data_budget": self.tr("Weekly limit: files stop there, words always go"),
        }[option]

    def least(self, option: str) -> str:
        """What a number's least value means; "" = what it says."""
        return {"data_budget": self.tr("No limit")}.get(option, "")

    def value(self, option: str, value: str) -> str:
        """One of an option's values."""
        return {
            ("theme", "system"): self.tr("As on this computer"),
            ("theme", "light"): self.tr("Light"),
            ("theme", "dark"): self.tr("Dark"),
            ("density", "comfortable"): self.tr("More"),
            ("density", "compact"): self.tr("Less"),
            ("language", "system"): self.tr("As on this computer"),
            ("language", "en"): "English",
        }[option, value]
