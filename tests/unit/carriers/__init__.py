# SPDX-License-Identifier: Apache-2.0
"""Files, folders and trays of carriers."""
