# SPDX-License-Identifier: Apache-2.0
"""One module at a time, no window, no disk where it can be helped."""
