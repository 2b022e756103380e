# SPDX-License-Identifier: Apache-2.0
"""What pages would read of a client's database."""

from __future__ import annotations

from mentordesk.base.files import SystemFiles
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.shelf import Shelf
from tests.helpers.world import Client


def reader_of(client: Client) -> Reader:
    """A fresh look, which has kept nothing from before."""
    return Reader(client.store.conn, Shelf(client.folder / "files", SystemFiles()))
