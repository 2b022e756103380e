# SPDX-License-Identifier: Apache-2.0
"""The door, the log and their limits."""
