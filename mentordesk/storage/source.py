# SPDX-License-Identifier: Apache-2.0
"""Where operations that are merged come from."""
from __future__ import annotations

from dataclasses import dataclass

from mentordesk.domain.ids import CircleId, MemberId, WriterId
from mentordesk.domain.messages import Delivery


@dataclass(frozen=True, slots=True)
class Source:
    """The parcel from which operations come."""

    circle: CircleId
    author: MemberId
    entry: int  # entries.id
    writer: WriterId = b""
    delivery: Delivery = Delivery.AT_THE_SERVER  # how far what is mine in it has come at least
