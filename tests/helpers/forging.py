# SPDX-License-Identifier: Apache-2.0
"""A member whose programme is not ours: updates of the right peer with anything in them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import loro

from mentordesk.domain.documents import DocumentId
from mentordesk.domain.ids import Lane
from mentordesk.richtext.engine import new_doc
from mentordesk.richtext.peers import peer_id
from mentordesk.storage import outbox
from mentordesk.storage.reads import texts
from mentordesk.wire.operations import Text
from tests.helpers.pens import Seated
from tests.helpers.person import Person

RUN = b"evil"
_BODY = "cid:root-body:Text"


def slip_in(person: Person, document: DocumentId, work: Callable[[Any], object]) -> None:
    """Change the engine's text in any way, not as suggestions; it goes with the next exchange."""
    doc, before = _opened(person, document, RUN)
    work(doc)
    doc.commit()
    _send(person, document, bytes(doc.export(loro.ExportMode.Updates(before))))


def slip_in_operation(person: Person, document: DocumentId, *contents: dict[str, Any]) -> None:
    """One change of the text with these operations, which the engine itself would never write."""
    doc, before = _opened(person, document, RUN)
    doc.get_text("body").insert(0, "-")
    doc.commit()
    made = json.loads(doc.export_json_updates(before, doc.oplog_vv))
    ops = [
        {"container": _BODY, "content": content, "counter": counter}
        for counter, content in enumerate(contents)
    ]
    made["changes"][0]["ops"] = ops
    carrier, _ = _opened(person, document, b"none")
    carrier.detach()  # it keeps what it cannot apply
    carrier.import_json_updates(json.dumps(made))
    _send(person, document, bytes(carrier.export(loro.ExportMode.Updates(before))))


def _opened(person: Person, document: DocumentId, run: bytes) -> tuple[Any, Any]:
    here, seated = texts.opened(person.opened.reader, document), Seated(person)
    doc = new_doc(peer_id(seated.member, seated.writer, run))
    for data in (here.cache, *(row.data for row in here.rows)):
        if data:
            doc.import_(data)
    return doc, doc.oplog_vv


def _send(person: Person, document: DocumentId, data: bytes) -> None:
    seated, circle = Seated(person), texts.home(person.opened.reader, document)
    assert circle is not None
    op = Text(RUN * 2, document, RUN, seated.writer, data)
    seated.do(lambda tx: outbox.add(tx, circle, Lane.DOCUMENTS, op))
