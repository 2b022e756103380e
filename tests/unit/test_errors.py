# SPDX-License-Identifier: Apache-2.0
"""The exception tree: codes are stable and unique, messages hold no content."""

import re

from mentordesk.base import errors
from mentordesk.base.errors import (
    Bug,
    MentorDeskError,
    Refused,
    SlipInvalid,
    TooLarge,
    Trouble,
    trouble_codes,
)


def _kinds(kind: type[Trouble]) -> list[type[Trouble]]:
    return [kind, *(below for child in kind.__subclasses__() for below in _kinds(child))]


def test_each_code_belongs_to_one_trouble() -> None:
    codes = [kind.code for kind in _kinds(Trouble) if kind.code and kind.__module__ == errors.__name__]
    assert len(codes) == len(set(codes))
    assert set(codes) <= trouble_codes()


def test_codes_are_plain_words() -> None:
    assert [code for code in trouble_codes() if not re.fullmatch(r"[a-z]+(_[a-z]+)*", code)] == []


def test_every_error_of_the_module_is_drawn_in_its_tree() -> None:
    drawn = set(re.findall(r"\b[A-Z]\w+", errors.__doc__ or ""))
    declared = {name for name, kind in vars(errors).items() if isinstance(kind, type) and name[0] != "_"}
    assert {name for name in declared if issubclass(getattr(errors, name), Exception)} <= drawn


def test_trouble_refused_and_bug_are_kept_apart() -> None:
    kinds = (Trouble, Refused, Bug)
    assert all(issubclass(kind, MentorDeskError) for kind in kinds)
    assert [(a, b) for a in kinds for b in kinds if a is not b and issubclass(a, b)] == []


def test_facts_fill_the_sentence_and_the_message_is_the_code() -> None:
    trouble = TooLarge(2_000_000, 1_048_576)
    assert dict(trouble.facts) == {"size": 2_000_000, "limit": 1_048_576}
    assert (str(trouble), str(SlipInvalid(4))) == ("too_large", "slip_invalid")
