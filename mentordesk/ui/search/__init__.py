# SPDX-License-Identifier: Apache-2.0
"""Finding messages by their words."""
