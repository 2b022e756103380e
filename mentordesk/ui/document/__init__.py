# SPDX-License-Identifier: Apache-2.0
"""A document: writing, reviewing, versions, sharing."""
