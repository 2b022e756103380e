# SPDX-License-Identifier: Apache-2.0
"""Clients, lines and servers in one thread."""
