# SPDX-License-Identifier: Apache-2.0
"""What ./dev runs around the programme; nothing here is shipped."""
