# SPDX-License-Identifier: Apache-2.0
"""Tests of the encrypted database, its writes and reads."""
