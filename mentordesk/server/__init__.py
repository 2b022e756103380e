# SPDX-License-Identifier: Apache-2.0
"""The server: keeps sealed parcels, numbers them, hands them on; reads none of them."""
