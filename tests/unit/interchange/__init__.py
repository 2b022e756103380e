# SPDX-License-Identifier: Apache-2.0
"""Tests of documents in and out of the world's formats."""
