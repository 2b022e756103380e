# SPDX-License-Identifier: Apache-2.0
"""What has not come yet, said plainly where it is missed."""

from __future__ import annotations

from mentordesk.domain.ids import CircleId
from mentordesk.storage.reads import missing as reads
from mentordesk.storage.reads.reader import Reader


class Missing:
    """Goes by itself as things arrive."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def bytes(self) -> int:
        """Bytes of words and documents that the server still has for this computer, as it said last."""
        return reads.coming(self._reader).bytes

    def bytes_for(self, circle: CircleId) -> int:
        """The same where some of it may belong to this circle; 0 where its words are whole."""
        coming = reads.coming(self._reader)
        return coming.bytes if circle in coming.circles else 0

    def gaps(self, circle: CircleId) -> int:
        """Parcels of this circle that are known to exist and that nobody has brought here."""
        return reads.gaps(self._reader, circle)
