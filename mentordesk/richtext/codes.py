# SPDX-License-Identifier: Apache-2.0
"""Why a text or a change of it is refused: stable codes."""

from __future__ import annotations

from enum import StrEnum


class TextCode(StrEnum):
    """What can be wrong with text, or with what is asked of it."""

    SHAPE = "text_shape"  # bytes that are no update
    SIZE = "text_size"  # more than one update may have
    DAMAGED = "text_damaged"  # an update that cannot be taken in
    CACHE = "text_cache"  # the cache alone is damaged: load again without it
    BROKEN = "text_broken"  # the open document cannot be used any more: load it again
    NOT_YOURS = "text_not_yours"
    NOT_OWNER = "text_not_owner"
    DECIDED = "text_decided"  # accepted or refused already
    UNKNOWN = "text_unknown"  # no suggestion, comment or version of that id
    IMPORTANT = "text_important"  # three are marked most important already
    MISSING = "text_missing"  # that state leans on a part that is not here
    NOT_AS_KEPT = "text_not_as_kept"  # a version's text is not the one that was kept
