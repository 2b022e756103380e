# SPDX-License-Identifier: Apache-2.0
"""Tests of the editor and of what stands around it."""
