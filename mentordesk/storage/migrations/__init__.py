# SPDX-License-Identifier: Apache-2.0
"""Numbered steps from one schema to the next; a step that has been released never changes."""
