# SPDX-License-Identifier: Apache-2.0
"""Telling apart what stands in a log by its first bytes."""
from __future__ import annotations

from enum import Enum


class BlobKind(Enum):
    """What a blob claims to be; nothing is checked."""

    PARCEL = "parcel"
    STATEMENT = "statement"
    SENDER_KEY = "sender_key"
    EXTRA_SEAL = "extra_seal"
    UNKNOWN = "unknown"  # a newer version's: kept and handed on


def blob_kind(data: bytes) -> BlobKind:
    """The kind that the first bytes name."""
    if data[:4] == b"MDS1":
        return BlobKind.STATEMENT
    if data[:4] == b"MDK1":
        return BlobKind.SENDER_KEY
    if data[:1] == b"X":
        return BlobKind.EXTRA_SEAL
    return BlobKind.PARCEL if data and data[0] >> 4 == 1 else BlobKind.UNKNOWN
