# SPDX-License-Identifier: Apache-2.0
"""What travels between a client and a server, and what a parcel holds: encode, decode, validate."""
