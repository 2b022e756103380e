# SPDX-License-Identifier: Apache-2.0
"""What carries sealed envelopes by hand: the tray of a computer, sticks and folders, a courier."""
