# SPDX-License-Identifier: Apache-2.0
"""The sealed formats, version 1: bytes in, bytes out; the only package that knows libsodium."""
