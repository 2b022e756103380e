# SPDX-License-Identifier: Apache-2.0
"""What pages read: functions over a read-only connection, giving domain objects."""
