# SPDX-License-Identifier: Apache-2.0
"""Sticks and folders that carry sealed envelopes: putting on, taking from, and what was done."""
