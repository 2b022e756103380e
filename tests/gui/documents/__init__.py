# SPDX-License-Identifier: Apache-2.0
"""Lists of documents, and what surrounds the text in the editor."""
