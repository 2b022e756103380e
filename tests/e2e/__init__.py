# SPDX-License-Identifier: Apache-2.0
"""Whole programmes and the walks of the product."""
