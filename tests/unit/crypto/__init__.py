# SPDX-License-Identifier: Apache-2.0
"""The sealed formats and the attacks on them."""
