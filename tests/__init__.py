# SPDX-License-Identifier: Apache-2.0
"""Tests: statements about MentorDesk that a machine can check."""
