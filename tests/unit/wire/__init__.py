# SPDX-License-Identifier: Apache-2.0
"""Tests of the wire: heads, plain answers, operations, the dictionary."""
