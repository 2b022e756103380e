# SPDX-License-Identifier: Apache-2.0
"""Tests of reviewing: the margin, the bar, asking, versions."""
