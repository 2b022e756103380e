# SPDX-License-Identifier: Apache-2.0
"""People, computers, a server and everything that happens to them, in one thread and from one seed."""
