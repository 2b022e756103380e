# SPDX-License-Identifier: Apache-2.0
"""The main window: header, left column, pages, and what frames them."""
