# SPDX-License-Identifier: Apache-2.0
"""Nouns and rules of mentoring, pure: no files, no sockets, no window."""
