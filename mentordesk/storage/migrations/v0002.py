# SPDX-License-Identifier: Apache-2.0
"""Version 2: what a server may have lost, carriers, files on messages, messages taken back."""

STATEMENTS: tuple[str, ...] = ()
