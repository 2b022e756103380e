# SPDX-License-Identifier: Apache-2.0
"""Contrast of the colour tables, computed as WCAG 2 says."""

import pytest

from mentordesk.ui.theme.tokens import DARK, LIGHT, Look, Tokens, contrast, luminance

TABLES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
PAPERS = ("base", "window", "sunken", "selection")


def ratio(tokens: Tokens, ink: str, paper: str) -> float:
    return contrast(getattr(tokens, ink), getattr(tokens, paper))


def test_black_on_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert luminance("#FFFFFF") == pytest.approx(1)


@TABLES
@pytest.mark.parametrize("paper", [*PAPERS, "raised"])
def test_text_is_easy_to_read(tokens: Tokens, paper: str) -> None:
    assert ratio(tokens, "text", paper) >= 7


@TABLES
@pytest.mark.parametrize("ink", ["text2", "text3", "accent", "insert", "delete"])
@pytest.mark.parametrize("paper", ["base", "raised", "window"])
def test_quiet_text_is_readable(tokens: Tokens, ink: str, paper: str) -> None:
    assert ratio(tokens, ink, paper) >= 4.5


@TABLES
@pytest.mark.parametrize("ink", ["text2", "text3"])
@pytest.mark.parametrize("paper", ["sunken", "selection"])
def test_quiet_text_is_readable_on_marked_rows(tokens: Tokens, ink: str, paper: str) -> None:
    assert ratio(tokens, ink, paper) >= 4.5


@TABLES
@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ("ok", "ok_soft"),
        ("warn", "warn_soft"),
        ("err", "err_soft"),
        ("info", "info_soft"),
        ("accent_on_soft", "accent_soft"),
        ("accent_fg", "accent"),
    ],
)
def test_status_is_readable_on_its_own_colour(tokens: Tokens, ink: str, paper: str) -> None:
    assert ratio(tokens, ink, paper) >= 4.5


@TABLES
@pytest.mark.parametrize("line", ["border_strong", "focus"])
@pytest.mark.parametrize("paper", ["base", "raised", "window"])
def test_edges_and_focus_can_be_seen(tokens: Tokens, line: str, paper: str) -> None:
    assert ratio(tokens, line, paper) >= 3


def test_dark_knows_that_it_is_dark() -> None:
    assert DARK.is_dark
    assert not LIGHT.is_dark


@pytest.mark.parametrize("percent", [99, 201])
def test_text_size_has_limits(percent: int) -> None:
    with pytest.raises(ValueError):
        Look(text_percent=percent)
