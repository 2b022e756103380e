# SPDX-License-Identifier: Apache-2.0
"""One of everything that travels, with fixed bytes: what the frozen vectors are made of."""
from __future__ import annotations

from mentordesk.crypto.filechunks import seal_chunk
from mentordesk.sync.carriers import form
from mentordesk.wire import files
from mentordesk.wire.answers import (
    InvitationRequest,
    KeybagRequest,
    encode_answer,
    encode_busy,
    encode_invitation,
    encode_open_request,
    keybag_claim,
)
from mentordesk.wire.body import encode
from mentordesk.wire.exchange import (
    Agreed,
    Answer,
    Enrol,
    Hint,
    Interval,
    LaneCursor,
    LongCursors,
    Names,
    Push,
    Refusal,
    ReplyFlag,
    ReplyHead,
    RequestFlag,
    RequestHead,
    Run,
    cursors_of,
    encode_reply_head,
    encode_request_head,
)
from mentordesk.wire.operations import (
    Attach,
    Message,
    Operation,
    Retract,
    Seen,
    Set,
    Text,
    encode_one,
    set_register,
)

CIRCLE, OTHER = bytes(range(16)), bytes(range(16, 32))
MEMBER8, NONCE = b"member_8", b"nonce__8"
PREV = bytes(range(32))

LANES = (
    LaneCursor(CIRCLE, 0, (Interval(0, 2, 77),)),
    LaneCursor(OTHER, 0, (Interval(0, 300, 2**64 - 1),)),
    LaneCursor(OTHER, 1),
    LaneCursor(OTHER, 2),
)
PIECES = (*LANES[:2], LaneCursor(OTHER, 1, (Interval(0, 3, 5), Interval(7, 9, 6))), LANES[3])

LADDER = LaneCursor(OTHER, 1, (Interval(0, 2, 8), Interval(2, 4, 9), Interval(4, 5, 2**63)))

REQUESTS = {
    "plain": RequestHead(MEMBER8, NONCE, cursors_of(LANES), budget=64),
    "probe_in_pieces": RequestHead(MEMBER8, NONCE, cursors_of(PIECES), RequestFlag.PROBE | RequestFlag.LONG),
    "wait": RequestHead(MEMBER8, NONCE, cursors_of(LANES), RequestFlag.WAIT, wait=300),
    "enrol": RequestHead(
        MEMBER8,
        NONCE,
        cursors_of(()),
        RequestFlag.ENROL,
        enrol=Enrol(b"certificate", bytes(32), b"keybag"),
        budget=256,
    ),
    "ladder": RequestHead(
        MEMBER8,
        NONCE,
        LongCursors((*LANES[:2], LADDER)),
        RequestFlag.LONG | RequestFlag.REPAIRS | RequestFlag.HINTS,
        budget=24,
        hints=(Hint(1, PREV),),
    ),
}
REPLIES = {
    "nothing_new": ReplyHead(1_779_000_000),
    "everything": ReplyHead(
        1_779_000_000,
        (0, 12, 300),
        (Run(0, 3, 2), Run(5, 301, 1)),
        ReplyFlag(255 - ReplyFlag.KEYBAG),
        (1,),
        (CIRCLE,),
        (2, 5),
        (Hint(2, PREV),),
        (Refusal(0, Push.LATE),),
    ),
    "repair": ReplyHead(
        1_779_000_000,
        flags=ReplyFlag.MORE | ReplyFlag.AGREED | ReplyFlag.NAMES | ReplyFlag.LEFT,
        agreed=(Agreed(5, 4), Agreed(8, 0)),
        names=Names((Run(5, 5, 2), Run(8, 1, 1)), (CIRCLE, OTHER, NONCE * 2)),
        left=70_000,
    ),
    "missing": ReplyHead(1_779_000_000, flags=ReplyFlag.MISSING, missing=(CIRCLE, OTHER)),
}
CHUNKS = {
    "put": files.ChunkRequest(MEMBER8, NONCE, files.Verb.PUT, CIRCLE, OTHER, 65_536, 4096),
    "get": files.ChunkRequest(MEMBER8, NONCE, files.Verb.GET, CIRCLE, OTHER, 1000, 0, 24_576),
}
CHUNK_REPLIES = {
    "whole": files.ChunkReply(1_779_000_000, 65_536, 65_536),
    "quota": files.ChunkReply(1_779_000_000, 0, 0, files.FileFlag.QUOTA),
}
OPERATIONS: dict[str, Operation] = {
    "message": Message(b"message1", b"thread_1", 300, 299, 1_779_000_000, "Habari? كيف حالك؟"),
    "topic": set_register((b"operat_1", 1, b"thread_1", 1, 1_779_000_000), ("Essay",)),
    "card": set_register((b"operat_2", 2, CIRCLE, 2, 1_779_000_000), ("Amina", "Africa/Nairobi")),
    "draft": set_register((b"operat_3", 3, b"thread_1", 3, 1_779_000_000), (CIRCLE, "Essay", "I want")),
    "charter_head": set_register((b"operat_4", 4, CIRCLE, 0, 0), (7, PREV)),
    "seen": Seen(b"operat_5", b"message1message2", b"message1"),
    "computer": set_register((b"operat_6", 5, b"writer_1", 1, 1_779_000_000), ("PC-3",)),
    "attach": Attach(
        b"operat_7", b"message1", "Fees 2026.pdf", "application/pdf", 70_000, PREV, CIRCLE + OTHER
    ),
    "retract": Retract(b"operat_8", b"message1", 1_779_000_000),
    "document_card": set_register((b"operat_9", 6, b"document", 1, 1_779_000_000), (b"nonce__8", "Essay")),
    "document_away": set_register((b"operat10", 7, b"document", 1, 1_779_000_000), (b"nonce__8", 1)),
    "document_editors": set_register(
        (b"operat11", 8, b"document", 1, 1_779_000_000), (b"nonce__8", CIRCLE + OTHER)
    ),
    "review_ask": set_register(
        (b"operat12", 9, b"document", 1, 1_779_000_000),
        (b"nonce__8", 2, CIRCLE, 20_600, 20_597, 1_779_000_000, "Is the end clear?"),
    ),
    "review_return": set_register(
        (b"operat13", 10, b"document" + CIRCLE, 1, 1_779_000_000), (2, 18, 4, 3, 1, 1_779_000_000)
    ),
    "review_answer": set_register(
        (b"operat14", 11, b"document" + CIRCLE, 1, 1_779_000_000),
        (b"nonce__8", 2, 12, 3, 2, 4, 1, 1, 1_779_000_000),
    ),
    "document_moved": set_register((b"operat15", 12, b"document", 1, 1_779_000_000), (OTHER,)),
    "text": Text(b"operat16", b"document", b"run4", b"", b"update of one peer"),
    "text_of_another_writer": Text(b"operat17", b"document", b"run4", b"writer_1", b"update of one peer"),
}


def all_bytes() -> dict[str, bytes]:
    """Every sample as it travels."""
    found = {f"request.{name}": encode_request_head(head) for name, head in REQUESTS.items()}
    found |= {f"reply.{name}": encode_reply_head(head) for name, head in REPLIES.items()}
    found |= {f"operation.{name}": encode([operation]) for name, operation in OPERATIONS.items()}
    found |= {f"waiting.{name}": encode_one(operation) for name, operation in OPERATIONS.items()}
    found["operations"] = encode(list(OPERATIONS.values())[:6])
    found["operations.all"] = encode(list(OPERATIONS.values())[:9])
    found["operations.documents"] = encode(list(OPERATIONS.values())[9:])
    found |= {f"chunk.{name}": files.encode_request(request) for name, request in CHUNKS.items()}
    found |= {f"chunk_reply.{name}": files.encode_reply(reply) for name, reply in CHUNK_REPLIES.items()}
    found["chunk.sealed"] = seal_chunk(PREV, 1, b"plain bytes")
    found["carried.request"] = form.encode(form.request_of(CIRCLE, b"MDB1 sealed"))
    found["carried.reply"] = form.encode(form.Carried(form.Kind.REPLY, CIRCLE[:8], OTHER, b"MDB1 reply"))
    found["open.invitation"] = encode_open_request(InvitationRequest(b"invite_8"))
    found["open.keybag"] = encode_open_request(KeybagRequest(CIRCLE, OTHER, bytes(16), bytes(64)))
    found["open.keybag_claim"] = keybag_claim(CIRCLE, OTHER, PREV, bytes(16))
    found["answer.busy"] = encode_busy(300)
    found["answer.slip_used"] = encode_answer(Answer.SLIP_USED)
    found["answer.invitation"] = encode_invitation(True, b"sealed letter")
    return found


def plain(operation: Operation) -> object:
    """Something to compare: a Set's value as bytes."""
    if isinstance(operation, Set):
        return (operation.id, operation.register, operation.entity, operation.rank, bytes(operation.value))
    return operation
