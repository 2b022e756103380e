# SPDX-License-Identifier: Apache-2.0
"""A document that nobody uses any more is given back to the system, with all that the engine holds."""

import gc
from weakref import ref

from mentordesk.richtext.document import TextDocument


def test_a_document_that_is_let_go_is_gone() -> None:
    first = TextDocument.create(5)
    first.insert(0, "words")
    document = TextDocument.load(6, [piece.data for piece in first.own(0)])
    document.take([piece.data for piece in first.own(0)])
    document.insert(0, "more ")
    document.undo()
    core = ref(document._core)
    del document
    gc.collect()
    assert core() is None
