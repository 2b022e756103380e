# SPDX-License-Identifier: Apache-2.0
"""Codes of troubles, alarms and recoveries as sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from PySide6.QtCore import QObject

from mentordesk.ui.times import Times, isolated

Facts: TypeAlias = Mapping[str, str | int]

_DAY = 86_400
_FEW = 4  # doubtful letters; with more one looks at all


class Troubles(QObject):
    """Codes of troubles, alarms and recoveries as sentences: what happened, what is safe, what to do next.

    `times` writes the days and sizes among the facts; without it they are left out.
    """

    def __init__(self, parent: QObject | None = None, times: Times | None = None) -> None:
        super().__init__(parent)
        self._times = times

    def sentence(self, code: str, facts: Facts) -> str:
        """The sentence of a code; a general one for a code from a newer version."""
        for table in self._tables():
            found = table(facts).get(code)
            if found is not None:
                return found
        return self.tr("Something went wrong. Your work is kept. ({code})").format(code=code)

    def known(self) -> frozenset[str]:
        """All codes that have a sentence of their own."""
        return frozenset(code for table in self._tables() for code in table({}))

    def _tables(self) -> Sequence[Callable[[Facts], dict[str, str]]]:
        asked = (self._sign_in, self._slip, self._disk, self._line, self._text, self._usage)
        return (*asked, self._file, self._dictionary, self._import, self._stick, self._recovered, self._alarm)

    def _sign_in(self, facts: Facts) -> dict[str, str]:
        return {
            "wrong_passphrase": self.tr(
                "That is not the passphrase. Try again; big and small letters count."
            ),
            "not_enough_memory": self.tr(
                "This computer is too full at the moment. Close other programs and try again."
            ),
            "profile_unknown": self.tr("Nobody with this name has signed in on this computer yet."),
        }

    def _slip(self, facts: Facts) -> dict[str, str]:
        suspects = str(facts.get("suspects", "")).split()
        mistyped = self.tr("Something in the code is not right. Check each letter.")
        if len(suspects) == 1:
            mistyped = self.tr("Check letter {position} of the code.").format(position=suspects[0])
        elif 1 < len(suspects) <= _FEW:
            numbers = self.tr(", ").join(suspects)
            mistyped = self.tr("One letter of the code is not right. Check letters {positions}.").format(
                positions=numbers
            )
        reasons = {
            "used": self.tr("This slip was used already. Ask for a new slip."),
            "expired": self.tr("This slip is too old. Ask for a new slip."),
        }
        unknown = self.tr("The server does not know this slip. Check the code and the server.")
        return {"slip_invalid": mistyped, "slip_refused": reasons.get(str(facts.get("reason")), unknown)}

    def _disk(self, facts: Facts) -> dict[str, str]:
        return {
            "disk_full": self.tr(
                "This computer's disk is full. What you wrote before is safe. "
                "Make room, then go on: your text is still here."
            ),
            "read_only_folder": self.tr(
                "MentorDesk may not write in its folder on this computer. Ask the person who looks after it."
            ),
            "database_damaged": self.tr(
                "Some of what was kept on this computer is damaged. "
                "What reached the server comes back from there."
            ),
            "database_too_new": self.tr(
                "A newer MentorDesk was used here. Install the newer one; nothing is lost."
            ),
            "already_open": self.tr("Your desk is open in another window already. Go on there."),
            "cipher_missing": self.tr(
                "MentorDesk is not installed completely on this computer. Ask the person who looks after it."
            ),
        }

    def _line(self, facts: Facts) -> dict[str, str]:
        return {
            "server_unreachable": self.tr("The server does not answer now. You can go on working."),
            "not_our_server": self.tr(
                "Another page answered, not our server. If this network asks you to sign in, "
                "do it in the web browser first."
            ),
            "certificate_not_trusted": self.tr(
                "We could not make sure that this is our server, so nothing was sent. "
                "Check the date and time of this computer."
            ),
            "sign_in_again": self.tr("The server asks you to sign in again. Your work is kept here."),
            "slow_down": self.tr("The server is busy. We try again soon."),
            "update_needed": self.tr(
                "The server speaks a newer language. Update MentorDesk; your work is kept here."
            ),
            "address_invalid": self.tr(
                "This is not a server address. An address looks like this: desk.school.org"
            ),
        }

    def _text(self, facts: Facts) -> dict[str, str]:
        empty = self.tr("There is nothing to send yet.")
        long = self.tr("This is too long for one message. Your text is kept. Send it in parts, please.")
        if self._times is not None and "size" in facts and "limit" in facts:
            long = self.tr(
                "This is {size}, too long for one message: up to {limit} fit. "
                "Your text is kept. Send it in parts, please."
            ).format(size=self._times.size(int(facts["size"])), limit=self._times.size(int(facts["limit"])))
        return {"empty_text": empty, "too_large": long, "message_empty": empty, "message_too_long": long}

    def _file(self, facts: Facts) -> dict[str, str]:
        large = self.tr("This file is too large to go with a message, so it was not added.")
        if self._times is not None and "size" in facts and "limit" in facts:
            large = self.tr(
                "This is {size}. Files of up to {limit} can go with a message, so it was not added. "
                "Send a smaller one, please."
            ).format(size=self._times.size(int(facts["size"])), limit=self._times.size(int(facts["limit"])))
        return {
            "file_too_large": large,
            "too_many_files": self.tr(
                "One message can have up to {count} files. Send the rest with the next one."
            ).format(count=facts.get("limit", "")),
            "file_not_here": self.tr("Some of this file is not on this computer yet. Get it first."),
            "file_damaged": self.tr("This file was damaged on this computer. It is fetched again."),
            "file_dangerous": self.tr(
                "MentorDesk does not open files of this kind: they can harm a computer. You can save it."
            ),
            "file_unreadable": self.tr("It cannot be read, so it was not added."),
            "picture_damaged": self.tr("This picture cannot be read; it may be damaged. It was not added."),
            "picture_too_large": self.tr(
                "This picture has too many dots for this computer, so it was not added. "
                "Make it smaller first, please."
            ),
        }

    def _dictionary(self, facts: Facts) -> dict[str, str]:
        """A file in which no dictionary is; its reason."""
        damaged = self.tr("This dictionary is damaged, or it is none. Get it once more, please.")
        said = {
            "kind": self.tr("Dictionaries are files that end in .oxt, .zip, .aff or .dic. Choose one."),
            "pair": self.tr("A dictionary is two files, .aff and .dic, side by side. One is not here."),
            "size": self.tr("This file is too large for a dictionary, so it was not taken."),
            "name": self.tr("The name of a dictionary says its language, like sw_KE.dic. This one does not."),
            "empty": self.tr("There is no dictionary for spelling in this file."),
        }
        return {"dictionary_unfit": said.get(str(facts.get("reason", "")), damaged)}

    def _import(self, facts: Facts) -> dict[str, str]:
        """Files that cannot become documents; facts: size and limit in bytes, kind of an unknown one."""
        large = self.tr("This file is too large to be made a document. Save a copy without pictures, please.")
        if self._times is not None and "size" in facts and "limit" in facts:
            large = self.tr(
                "This file is {size}; files of up to {limit} can be made a document. "
                "Save a copy without pictures and try that one, please."
            ).format(size=self._times.size(int(facts["size"])), limit=self._times.size(int(facts["limit"])))
        kinds = {
            "doc": self.tr("This is a file of an old kind. Save a copy as .docx in its own program, please."),
            "pages": self.tr("This is a Pages file. Export it as Word there, and try that one, please."),
            "pdf": self.tr("A PDF cannot be made a document. Take the file it was made from, please."),
        }
        other = self.tr("Files of this kind cannot be made a document. Save a copy as .docx first, please.")
        return {
            "import_too_large": large,
            "import_too_long": self.tr(
                "This text is too long for one document. Cut it into parts first, please."
            ),
            "import_empty": self.tr("This file is empty."),
            "import_damaged": self.tr(
                "This file is damaged, or it is not what its name says. "
                "Open it in its own program and save a copy, please."
            ),
            "import_locked": self.tr("This file needs its password. Save a copy without a password, please."),
            "import_unsafe": self.tr(
                "This file would fill the memory of this computer, so it was not opened. "
                "If it is your own, save a copy in its own program."
            ),
            "import_unknown": kinds.get(str(facts.get("kind", "")), other),
        }

    def _recovered(self, facts: Facts) -> dict[str, str]:
        """What was damaged and what became of it; facts: day (since 1970, of the copy), saved (things)."""
        copied = self.tr(
            "Something that was kept on this computer was damaged. The last copy is in its place."
        )
        if self._times is not None and "day" in facts:
            day = self._times.day(int(facts["day"]) * _DAY + _DAY // 2)
            copied = self.tr(
                "Something that was kept on this computer was damaged. The copy of {day} is in its place."
            ).format(day=isolated(day))
        empty = self.tr(
            "What was kept on this computer was damaged, and there was no good copy of it. "
            "The damaged file is kept."
        )
        saved, rest = int(facts.get("saved", 0)), self.tr("Please look whether what you wrote last is here.")
        if saved:
            rest = self.tr("%n things that had not left this computer are safe.", "", saved)
        back = self.tr("Everything that reached the server comes back with the next line.")
        return {
            "restored_from_backup": f"{copied} {rest} {back}",
            "started_empty": f"{empty} {rest} {back}",
        }

    def _alarm(self, facts: Facts) -> dict[str, str]:
        """What must not happen and did, and what the server does not take."""
        return {
            "certificate_conflict": self.tr(
                "Two computers say that they belong to the same person, and only one can be right. "
                "Tell your coordinator before you write anything private. Your work is safe."
            ),
            "charter_fork": self.tr(
                "There are two different lists of who is in one of your circles. "
                "Whoever was taken out of one of them gets nothing new. Tell your coordinator."
            ),
            "circle_contradicted": self.tr(
                "Your other computer knows something else about who is in a circle. "
                "What you write there waits here until this is clear. Tell your coordinator."
            ),
            "not_a_member": self.tr(
                "The server takes nothing from you for one of your circles now. "
                "What you wrote is kept here and goes when you are in the circle again. Ask your coordinator."
            ),
            "not_taken": self.tr(
                "The server did not take something that you wrote. It is kept on this computer. "
                "Tell your coordinator."
            ),
        }

    def _stick(self, facts: Facts) -> dict[str, str]:
        """Sticks and folders; facts of a full one: needed and free, in bytes."""
        full = self.tr("The stick is full. Make room on it, or take another one. Nothing is lost.")
        missing = int(facts.get("needed", 0)) - int(facts.get("free", 0))
        if self._times is not None and missing > 0:
            full = self.tr(
                "The stick is full: {size} more are needed. Make room on it, or take another one. "
                "Nothing is lost."
            ).format(size=self._times.size(missing))
        return {
            "stick_full": full,
            "stick_read_only": self.tr(
                "Nothing can be written on this stick. Look for a small switch at its side, "
                "or take another one."
            ),
            "stick_gone": self.tr(
                "The stick was taken out. Nothing is lost: put it in again, and try again."
            ),
            "not_a_folder": self.tr("There is no folder here any more. Choose another one."),
            "stick_stopped": self.tr(
                "Stopped. What has arrived is whole, and the rest is still where it was. You can go on later."
            ),
        }

    def _usage(self, facts: Facts) -> dict[str, str]:
        name = isolated(str(facts.get("name", "")))
        return {
            "bad_argument": self.tr("This does not fit here: {name}.").format(name=name),
            "not_found": self.tr("This is not there any more."),
            "occupied": self.tr("{name} is used already.").format(name=name),
            "policy_invalid": self.tr(
                "A setting of your school cannot be read: {name}. "
                "Tell the person who looks after the computers."
            ).format(name=name),
        }
