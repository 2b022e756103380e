# SPDX-License-Identifier: Apache-2.0
"""Documents that exist are read for ever, and what a newer version adds is kept and shown as nothing."""

from __future__ import annotations

import json
from typing import Any

import loro
import pytest

from mentordesk.richtext.document import TextDocument
from mentordesk.richtext.updates import inspect
from tests.unit.richtext.golden import VECTORS, described
from tests.unit.richtext.pairs import bytes_of, opened


@pytest.fixture(scope="module", name="vectors")
def _vectors() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(VECTORS.read_text(encoding="utf-8"))
    return made


def updates(vectors: dict[str, Any], name: str) -> list[bytes]:
    return [bytes.fromhex(data) for data in vectors[name]]


def test_stored_updates_show_what_they_showed(vectors: dict[str, Any]) -> None:
    document = opened(11, updates(vectors, "updates"))
    assert described(document) == vectors["shown"]
    assert [inspect(data)[0].peer for data in updates(vectors, "updates")] == [1, 2, 3]
    assert described(opened(11, updates(vectors, "updates")[::-1])) == vectors["shown"]


def test_a_stored_cache_shows_what_it_showed(vectors: dict[str, Any]) -> None:
    assert described(opened(11, [], bytes.fromhex(vectors["snapshot"]))) == vectors["shown"]


def test_what_a_newer_version_adds_is_shown_as_nothing(vectors: dict[str, Any]) -> None:
    document = opened(12, updates(vectors, "updates") + updates(vectors, "newer"))
    assert described(document) == vectors["newer_shown"]
    for name in ("suggestions", "comments", "versions", "works"):
        assert vectors["newer_shown"][name] == vectors["shown"][name]


def test_what_a_newer_version_adds_is_kept(vectors: dict[str, Any]) -> None:
    document = opened(12, updates(vectors, "updates") + updates(vectors, "newer"))
    document.insert(4, "x")
    document.suggest_insert(9, "y")
    document.break_group()
    document.undo()
    again = opened(3, updates(vectors, "updates") + updates(vectors, "newer") + bytes_of(document))
    for copy in (document, again, TextDocument.load(99, [], again.snapshot())):
        marks = [delta.attributes or {} for delta in copy._core.text.to_delta()]
        assert {one.get("highlight") for one in marks} == {None, "yellow"}
        assert copy._core.doc.get_map("sug").get_value()["new:thing"] == {"v": 2, "more": [1, None, 2.5]}
        assert copy._core.doc.get_list("marks").get_value() == ["x"]
        assert isinstance(copy._core.doc.get_map("com").get_value()["c"], loro.ContainerID)
