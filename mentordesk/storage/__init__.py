# SPDX-License-Identifier: Apache-2.0
"""One encrypted database per profile: the one writer, the reads, the search, the files around it."""
