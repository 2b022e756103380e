# SPDX-License-Identifier: Apache-2.0
"""The sync chip and its panel: what waits, and how the line is."""
