# SPDX-License-Identifier: Apache-2.0
"""Widgets and pages, without a display."""
