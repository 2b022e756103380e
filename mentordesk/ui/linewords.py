# SPDX-License-Identifier: Apache-2.0
"""The line and what waits for it, in words: the chip, the panel, files that are still to go up."""

from __future__ import annotations

from PySide6.QtCore import QObject

from mentordesk.domain.connection import LineState, SyncStatus
from mentordesk.ui.times import Times
from mentordesk.ui.troubles import Troubles


class LineWords(QObject):
    """What the window says about the line to the server."""

    def __init__(self, times: Times, troubles: Troubles, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._times, self._troubles = times, troubles

    def chip(self, status: SyncStatus) -> str:
        """The sync chip's few words."""
        if status.state is LineState.OFFLINE and status.waiting:
            return self.tr("Offline, %n waiting", "", status.waiting)
        if status.state is LineState.UP_TO_DATE and status.waiting:
            return self.tr("%n waiting", "", status.waiting)
        if status.state is LineState.WORKING and status.total_bytes:
            return self.tr("Sending {done} of {total}").format(
                done=self._times.kilobytes(status.done_bytes), total=self._times.size(status.total_bytes)
            )
        return self._line_words()[status.state]

    def _line_words(self) -> dict[LineState, str]:
        return {
            LineState.UP_TO_DATE: self.tr("Up to date"),
            LineState.OFFLINE: self.tr("Offline"),
            LineState.WORKING: self.tr("Connecting…"),
            LineState.WAITING_TO_RETRY: self.tr("Couldn't connect"),
            LineState.PORTAL: self.tr("Couldn't connect"),
            LineState.SIGN_IN_AGAIN: self.tr("Sign in again"),
            LineState.UPDATE_NEEDED: self.tr("Update needed"),
            LineState.TROUBLE: self.tr("Couldn't connect"),
        }

    def chip_widest(self) -> list[str]:
        """The longest things the chip says, to fix its width."""
        numbers = self.tr("Sending {done} of {total}").format(done="888", total=self._times.size(888_000))
        return [*self._line_words().values(), self.tr("Offline, %n waiting", "", 88), numbers]

    def sentence(self, status: SyncStatus) -> str:
        """The state of the line as a sentence, for the panel."""
        if status.state is LineState.TROUBLE and status.code:
            return self._code(status.code)
        return {
            LineState.UP_TO_DATE: self._all_left(status),
            LineState.OFFLINE: self.tr("Not connected. You can work."),
            LineState.WORKING: self.tr("Sending and fetching now."),
            LineState.WAITING_TO_RETRY: self._code(status.code or "server_unreachable"),
            LineState.PORTAL: self._code("not_our_server"),
            LineState.SIGN_IN_AGAIN: self._code("sign_in_again"),
            LineState.UPDATE_NEEDED: self._code("update_needed"),
            LineState.TROUBLE: self.tr("Something went wrong. Your work is kept."),
        }[status.state]

    def last_contact(self, status: SyncStatus) -> str:
        """When this computer last reached the server."""
        if not status.last_contact:
            return self.tr("No contact with the server yet")
        return self.tr("Last contact: {moment}").format(moment=self._times.moment(status.last_contact))

    def traffic(self, status: SyncStatus) -> str:
        """Bytes of this week."""
        return self.tr("This week: {up} sent, {down} received").format(
            up=self._times.size(status.week_up), down=self._times.size(status.week_down)
        )

    def last_exchange(self, status: SyncStatus) -> str:
        """Bytes, requests and seconds of the last series of exchanges; "" when there was none."""
        if not status.requests:
            return ""
        return self.tr(
            "Last time: {up} sent, {down} received; requests: {requests}, seconds: {seconds}"
        ).format(
            up=self._times.size(status.last_up),
            down=self._times.size(status.last_down),
            requests=status.requests,
            seconds=max(1, round(status.seconds)),
        )

    def carrying(self, status: SyncStatus) -> str:
        """What of others waits on this computer for a line, or went with it just now; "" when nothing."""
        if not status.carrying and status.carried:
            return self.tr("%n envelopes of others went along. Their answers wait here.", "", status.carried)
        if not status.carrying:
            return ""
        return self.tr(
            "Carrying %n envelopes of others. They go with the line; nobody here can read them.",
            "",
            status.carrying,
        )

    def on_stick(self, count: int) -> str:
        """How many messages of mine are on their way on a stick; "" when none is."""
        return self.tr("On a stick, on the way: %n", "", count) if count else ""

    def waiting(self, status: SyncStatus) -> str:
        """What has not left this computer, in numbers."""
        if not status.waiting and not status.last_contact:
            return self.tr("Nothing waits to leave this computer.")
        if not status.waiting:
            return self._all_left(status)
        return self.tr("Not left this computer yet: {count} ({size})").format(
            count=status.waiting, size=self._times.size(status.waiting_bytes)
        )

    def _all_left(self, status: SyncStatus) -> str:
        if status.files_up:
            return self.tr("All words have left this computer.")
        return self.tr("Everything has left this computer.")

    def files_up(self, count: int) -> str:
        """How many files of mine are still to go up, which only one's own line does; "" when none."""
        if not count:
            return ""
        return self.tr(
            "%n files are not at the server yet. They go on when you are signed in and connected.", "", count
        )

    def _code(self, code: str) -> str:
        return self._troubles.sentence(code, {})
