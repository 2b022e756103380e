# SPDX-License-Identifier: Apache-2.0
"""The encrypted database: schema, migrations, damage."""
