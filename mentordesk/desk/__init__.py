# SPDX-License-Identifier: Apache-2.0
"""Everything a person can do, without a window."""
