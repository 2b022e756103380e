# SPDX-License-Identifier: Apache-2.0
"""Why sealed bytes are refused: stable codes, one enum per format; what is Waiting may be accepted later."""
from __future__ import annotations

from enum import StrEnum


class SealCode(StrEnum):
    """Primitives."""

    KEY = "key_length"
    SIGNATURE = "signature"
    LOW_ORDER = "low_order_key"
    SEAL = "seal"  # a sealed box that does not open
    AEAD = "aead"


class KeybagCode(StrEnum):
    """Keybags."""

    HEADER = "keybag_header"
    MEMBER = "keybag_of_another_member"
    ROLLBACK = "keybag_rollback"
    LOCKED = "keybag_locked"  # wrong passphrase or slip, or altered
    CONTENT = "keybag_content"


class HeaderCode(StrEnum):
    """The local header and its slots."""

    HEADER = "header_shape"
    SLOT = "slot_shape"
    LOCKED = "slot_locked"  # wrong key, or altered


class StatementCode(StrEnum):
    """Shape of clear signed statements, whoever signed them."""

    HEADER = "statement_header"
    UNKNOWN = "statement_unknown_type"
    PROGRAMME = "statement_of_another_programme"
    VERSION = "version_zero"
    MEMBER_TWICE = "member_twice"
    CUT_TWICE = "cut_twice"
    ROLE = "role_unknown"
    RANGE = "opening_range"


class TrustCode(StrEnum):
    """What the pinned root does not reach, or what contradicts it."""

    UNKNOWN_CHARTER = "unknown_charter"  # Waiting
    UNKNOWN_CERTIFICATE = "unknown_certificate"  # Waiting
    NOT_ROOT = "not_the_root"
    SERVER_ROLLBACK = "server_key_rollback"
    UNKNOWN_COORDINATOR = "unknown_coordinator"  # Waiting
    INVITATION_CONFLICT = "invitation_conflict"
    UNKNOWN_INVITATION = "unknown_invitation"  # Waiting
    NOT_INVITED = "certificate_not_invited"
    CERTIFICATE_CONFLICT = "certificate_conflict"  # alarm
    PRIVATE_CIRCLE = "private_circle"  # or the programme's own log: neither has charters
    CHARTER_GAP = "charter_gap"  # Waiting: its predecessor is unknown
    CHARTER_CHAIN = "charter_chain"
    CHARTER_FORK = "charter_fork"  # alarm; accepted, removals add up
    EPOCH = "charter_epoch"
    NOT_GUARDIAN = "not_a_guardian"
    OPENING_GAP = "opening_gap"  # Waiting: the opening before it is unknown
    OPENING_CHAIN = "opening_chain"
    CIRCLE_BEHIND = "circle_behind"  # Waiting: a newer charter was seen on another computer
    CIRCLE_CONTRADICTED = "circle_contradicted"  # alarm: another charter was seen there


ALARMS = frozenset({TrustCode.CERTIFICATE_CONFLICT, TrustCode.CHARTER_FORK, TrustCode.CIRCLE_CONTRADICTED})


class SenderKeyCode(StrEnum):
    """Sender keys."""

    HEADER = "sender_key_header"
    NOT_MEMBER = "author_not_a_member"
    NO_SEAL = "no_seal_for_me"  # Waiting: a supplementary seal may come
    UNEVEN = "uneven_seal"
    EXTRA = "extra_seal"


class ParcelCode(StrEnum):
    """Parcels."""

    HEADER = "parcel_header"
    LENGTH = "parcel_too_long"
    LOCKED = "parcel_locked"  # altered, or under another key, lane or place
    PREDECESSOR = "parcel_predecessor"  # Waiting: no candidate fits (or a co-member forged it)
    CONTENT = "parcel_content"
    INFLATED = "parcel_inflates_too_far"


class EnvelopeCode(StrEnum):
    """Online and by-hand envelopes."""

    AUTHENTICATOR = "authenticator"
    HAND = "hand_header"


class InvitationCode(StrEnum):
    """The sealed invitation."""

    HEADER = "invitation_header"
    LOCKED = "invitation_locked"  # another slip's, or altered
    CONTENT = "invitation_content"
