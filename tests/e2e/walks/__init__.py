# SPDX-License-Identifier: Apache-2.0
"""The acceptance walks of the product, step by step, in the real window."""
