# SPDX-License-Identifier: Apache-2.0
"""Full-text search of messages in any script."""
