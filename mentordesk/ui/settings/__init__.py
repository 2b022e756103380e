# SPDX-License-Identifier: Apache-2.0
"""The settings page, made from the declared options."""
