# SPDX-License-Identifier: Apache-2.0
"""Who is writing: people of this computer, slips, passphrases."""
