# SPDX-License-Identifier: Apache-2.0
"""The thread page: messages and composer."""
