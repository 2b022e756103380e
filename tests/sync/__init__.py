# SPDX-License-Identifier: Apache-2.0
"""Two sides and a line between them."""
