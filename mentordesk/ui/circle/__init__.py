# SPDX-License-Identifier: Apache-2.0
"""One circle: its people and its threads."""
