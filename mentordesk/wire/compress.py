# SPDX-License-Identifier: Apache-2.0
"""The preset dictionary of parcels."""
from __future__ import annotations

DICTIONARY: bytes = b""
