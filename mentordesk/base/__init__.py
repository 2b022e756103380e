# SPDX-License-Identifier: Apache-2.0
"""What every layer stands on: errors, paths, options, policy, logs, clock, files."""
