# SPDX-License-Identifier: Apache-2.0
"""The id of a document: whoever knows its nonce can check whose it is, and nobody can claim another's."""
from __future__ import annotations

from mentordesk.crypto.primitives import H
from mentordesk.domain.documents import NONCE_SIZE, DocumentId
from mentordesk.domain.ids import MemberId

DOCUMENT_SIZE = 8


def document_id(owner: MemberId, nonce: bytes) -> DocumentId:
    """The id of the document that `owner` made with this nonce (8 random bytes)."""
    return H("md1 document", owner + nonce, DOCUMENT_SIZE)


def is_owner(member: MemberId, nonce: bytes, document: DocumentId) -> bool:
    """Whether the document is this member's, proved by the nonce."""
    return len(nonce) == NONCE_SIZE and document_id(member, nonce) == document
