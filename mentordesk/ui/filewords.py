# SPDX-License-Identifier: Apache-2.0
"""Files on messages in words: states, what can be done, how long it takes, what a week has cost."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from PySide6.QtCore import QObject

from mentordesk.domain.files import FileInfo, FileState, Usage
from mentordesk.domain.filetypes import suffix_of
from mentordesk.ui.times import Times, isolated

_MINUTE, _HOUR = 60, 3_600
_MANY_MINUTES = 100


class Deed(Enum):
    """What a person can do with a file on a message."""

    GET = "get"
    GET_ANYWAY = "get_anyway"
    PAUSE = "pause"
    GO_ON = "go_on"
    AGAIN = "again"
    OPEN = "open"
    OPEN_ANYWAY = "open_anyway"
    SAVE = "save"
    LEAVE = "leave"  # the question, not the file


class FileWords(QObject):
    """What the window says about files."""

    def __init__(self, times: Times, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._times = times

    # On a message

    def state(self, file: FileInfo) -> str:
        """Where it is on its way, with its size."""
        size = self._times.size(file.size)
        moved = self._times.moved(file.moved, file.size)
        match file.state:
            case FileState.HERE:
                return self.tr("Here, {size}").format(size=size)
            case FileState.NOT_FETCHED:
                return self.tr("Not here yet, {size}").format(size=size)
            case FileState.WAITING if file.mine and file.here:
                return self.tr("Goes when it connects, {size}").format(size=size)
            case FileState.WAITING:
                return self.tr("Comes by itself, {size}").format(size=size)
            case FileState.MOVING:
                return moved
            case FileState.PAUSED:
                return self.tr("Paused, {moved}").format(moved=moved)
            case FileState.OVER_BUDGET:
                return self.tr("Stopped at this week's limit, {moved}").format(moved=moved)
            case FileState.NO_ROOM | FileState.QUOTA | FileState.GONE:
                return self._not_at_server(file.state).format(size=size)

    def _not_at_server(self, state: FileState) -> str:
        if state is FileState.NO_ROOM:
            return self.tr("No room at the server, {size}")
        if state is FileState.QUOTA:
            return self.tr("Your room at the server is used up, {size}")
        return self.tr("Not at the server any more, {size}")

    def deed(self, deed: Deed, file: FileInfo) -> str:
        """The link on a file, and its line in the menu."""
        return {
            Deed.GET: self.tr("Get it, {size}").format(size=self._times.size(file.size)),
            Deed.GET_ANYWAY: self.tr("Get it anyway"),
            Deed.PAUSE: self.tr("Pause"),
            Deed.GO_ON: self.tr("Go on"),
            Deed.AGAIN: self.tr("Try again"),
            Deed.OPEN: self.tr("Open"),
            Deed.OPEN_ANYWAY: self.tr("Open all the same"),
            Deed.SAVE: self.tr("Save…"),
            Deed.LEAVE: self.tr("Leave it"),
        }[deed]

    def deed_in_menu(self, deed: Deed, file: FileInfo) -> str:
        """The same where several files may be meant."""
        return self.tr("{deed}: {name}").format(deed=self.deed(deed, file), name=isolated(file.name))

    def note(self, file: FileInfo) -> str:
        """What stands on a file that could do harm, or that the server does not take; "" on others."""
        notes = []
        if file.dangerous:
            notes.append(self.tr("This kind of file can harm a computer. Save it only if you expected it."))
        if file.state is FileState.NO_ROOM:
            notes.append(self.tr("The server has no room for this file just now. It stays safe here."))
        elif file.state is FileState.QUOTA:
            notes.append(self.tr("You have used your room for files at the server. It stays safe here."))
        return " ".join(notes)

    def spoken(self, file: FileInfo, deeds: tuple[Deed, ...] = ()) -> str:
        """A file as a screen reader says it, the first deed with its key."""
        parts = [self.tr("File {name}: {state}").format(name=isolated(file.name), state=self.state(file))]
        if note := self.note(file):
            parts.append(note)
        if deeds:
            parts.append(self.tr("Enter: {deed}").format(deed=self.deed(deeds[0], file)))
        return ". ".join(part.rstrip(".") for part in parts)

    # Asked

    def large(self, size: int, rate: float) -> str:
        """Before fetching: 2.1 MB: about 14 minutes on this line."""
        return self.tr("{size}: {time} on this line.").format(
            size=self._times.size(size), time=self.duration(size / rate)
        )

    def others_could_see(self) -> str:
        """Before another programme shows a file on a shared computer."""
        return self.tr("Another program opens it. Others at this computer could see it until you sign out.")

    def no_viewer(self) -> str:
        """The system has nothing that opens a file."""
        return self.tr("No program on this computer opens it. You can save it.")

    def saved(self, name: str, shared: bool) -> str:
        """A file stands where the person wanted it; on a shared computer others can read it there."""
        words = self.tr("Saved as {name}.")
        if shared:
            words = self.tr("Saved as {name}. Others at this computer can see it there.")
        return words.format(name=isolated(name))

    def not_saved(self) -> str:
        """The folder does not take it."""
        return self.tr("It could not be saved there. Choose another place.")

    def duration(self, seconds: float) -> str:
        """less than a minute, about 14 minutes, about 3 hours."""
        minutes = round(seconds / _MINUTE)
        if minutes < 1:
            return self.tr("less than a minute")
        if minutes <= _MANY_MINUTES:
            return self.tr("about %n minutes", "", minutes)
        return self.tr("about %n hours", "", round(seconds / _HOUR))

    # In the composer

    def add(self) -> str:
        """The composer's button."""
        return self.tr("Add a file")

    def take_off(self) -> str:
        """The link on a file that is in the draft."""
        return self.tr("Take off")

    def take_off_it(self, name: str) -> str:
        """The same for a screen reader."""
        return self.tr("Take off {name}").format(name=isolated(name))

    def kind(self, file: FileInfo) -> str:
        """In few letters: PDF, DOCX; "" where the name does not say."""
        return suffix_of(file.name).upper()

    def size(self, size: int, before: int = 0) -> str:
        """180 KB, was 2.4 MB after a picture was made smaller; 180 KB otherwise."""
        now = self._times.size(size)
        if before <= size:
            return now
        return self.tr("{now}, was {before}").format(before=self._times.size(before), now=now)

    def stopped(self) -> str:
        """Said of moving pictures of which only the first is kept."""
        return self.tr("It moves and is large: only its first picture is kept.")

    def cannot_open(self) -> str:
        """Said of a dangerous file while it is added."""
        return self.tr("Others can only save it, not open it here.")

    def said(self, text: str, files: Iterable[FileInfo]) -> str:
        """What a message or draft says in a list: its words, without any the names of its files."""
        return text or self.tr(", ").join(isolated(file.name) for file in files)

    def attached(self, count: int) -> str:
        """What a screen reader calls the list of files in the composer."""
        return self.tr("%n files on this message", "", count)

    def pasted(self) -> str:
        """The name of a picture that came from the clipboard, without its ending."""
        return self.tr("picture")

    def making_small(self) -> str:
        """While a picture is made smaller, or a file is put in its place."""
        return self.tr("Adding it…")

    def ask_to_send(self, name: str, size: int, rate: float) -> str:
        """Before a large file is added."""
        return self.tr("{name} is {size}: {time} on this line.").format(
            name=isolated(name), size=self._times.size(size), time=self.duration(size / rate)
        )

    def send_anyway(self) -> str:
        """A link: add the large file."""
        return self.tr("Send it anyway")

    def leave_out(self) -> str:
        """A link: do not add it."""
        return self.tr("Leave it out")

    def about(self, name: str, why: str) -> str:
        """A sentence about one of several files."""
        return self.tr("{name}: {why}").format(name=isolated(name), why=why)

    # The week

    def used(self, usage: Usage) -> str:
        """4.1 of 20.0 MB used, files: 3.2 MB."""
        files = self._times.size(usage.week_file_bytes)
        if not usage.budget:
            return self.tr("No limit. Files: {files}").format(files=files)
        used = self._times.moved(usage.week_bytes, usage.budget)
        return self.tr("{used} used. Files: {files}").format(used=used, files=files)

    def limit(self, usage: Usage) -> str:
        """What the limit means now; "" while there is room."""
        if usage.over:
            return self.tr("This week's limit is reached. Words still go; files wait.")
        if usage.lifted and 0 < usage.budget <= usage.week_bytes:
            return self.tr("This week's limit is reached. You let files go on.")
        return ""

    def go_on_this_week(self) -> str:
        """A link: files go although the limit is reached."""
        return self.tr("Let files go this week")
