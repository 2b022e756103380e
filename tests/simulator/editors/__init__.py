# SPDX-License-Identifier: Apache-2.0
"""Random runs of two or three people in one document: real editor fields, real texts, pieces in any order."""
