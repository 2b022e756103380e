# SPDX-License-Identifier: Apache-2.0
"""The CRDT behind one adapter: documents, suggestions, comments, versions."""
