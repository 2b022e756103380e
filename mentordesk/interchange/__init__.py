# SPDX-License-Identifier: Apache-2.0
"""In and out of the world's formats; no Qt, no SQL."""
