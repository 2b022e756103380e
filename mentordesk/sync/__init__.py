# SPDX-License-Identifier: Apache-2.0
"""Bringing parcels to the server and back: the engine, its exchanges, the line under them, enrolment."""
