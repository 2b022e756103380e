# SPDX-License-Identifier: Apache-2.0
"""MentorDesk: mentoring that works between two moments of a line."""
