# SPDX-License-Identifier: Apache-2.0
"""The tables, as numbered migrations: never change one that was released, add another."""

# A log entry's id is its lane's number · 2^32 + seq, so that a lane's entries lie together; `total` is the
# running sum of the hashes, mod 2^64; `name` is a hash's first 8 bytes; both are stored signed. A chain is a
# writer in a lane; control entries have none (0).
_FIRST = (
    """CREATE TABLE programme (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        id BLOB NOT NULL CHECK (length(id) = 16),
        root BLOB NOT NULL CHECK (length(root) = 32),
        server_box BLOB NOT NULL CHECK (length(server_box) = 32)
    ) STRICT""",
    """CREATE TABLE members (
        member BLOB PRIMARY KEY CHECK (length(member) = 16),
        member8 BLOB NOT NULL UNIQUE CHECK (length(member8) = 8),
        version INTEGER NOT NULL,
        box BLOB NOT NULL CHECK (length(box) = 32),
        auth BLOB NOT NULL CHECK (length(auth) = 32),
        keybag BLOB NOT NULL,
        keybag_version INTEGER NOT NULL,
        since INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE invitations (
        id BLOB PRIMARY KEY CHECK (length(id) = 8),
        key BLOB NOT NULL UNIQUE CHECK (length(key) = 32),
        member BLOB NOT NULL CHECK (length(member) = 16),
        version INTEGER NOT NULL,
        expires INTEGER NOT NULL,
        used INTEGER NOT NULL DEFAULT 0 CHECK (used IN (0, 1)),
        letter BLOB NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE memberships (
        member BLOB NOT NULL CHECK (length(member) = 16),
        position INTEGER NOT NULL,
        circle BLOB NOT NULL CHECK (length(circle) = 16),
        left_at INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (member, position),
        UNIQUE (member, circle)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE lanes (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        circle BLOB NOT NULL CHECK (length(circle) = 16),
        lane INTEGER NOT NULL CHECK (lane IN (0, 1, 2)),
        UNIQUE (circle, lane)
    ) STRICT""",
    """CREATE TABLE log (
        id INTEGER PRIMARY KEY,
        name INTEGER NOT NULL,
        total INTEGER NOT NULL,
        chain INTEGER NOT NULL,
        n INTEGER NOT NULL,
        arrived INTEGER NOT NULL,
        data BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX log_name ON log (name)",
    "CREATE INDEX log_chain ON log (chain, n) WHERE chain > 0",
    """CREATE TABLE chains (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        lane INTEGER NOT NULL REFERENCES lanes (number),
        writer BLOB NOT NULL CHECK (length(writer) = 8),
        UNIQUE (lane, writer)
    ) STRICT""",
    """CREATE TABLE statements (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
        data BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE sender_keys (
        kid BLOB PRIMARY KEY CHECK (length(kid) = 8),
        circle BLOB NOT NULL CHECK (length(circle) = 16),
        author BLOB NOT NULL CHECK (length(author) = 16),
        writer BLOB NOT NULL CHECK (length(writer) = 8),
        charter BLOB NOT NULL CHECK (length(charter) = 32)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX sender_keys_writer ON sender_keys (writer)",
)

_SECOND: tuple[str, ...] = (
    # Entries (log ids) that somebody else than their author has brought, after this server had lost them.
    """CREATE TABLE reseeded (
        id INTEGER PRIMARY KEY,
        member BLOB NOT NULL CHECK (length(member) = 16)
    ) STRICT""",
    # Hashes that stand before an entry (log id) whose predecessor is not here.
    """CREATE TABLE hints (
        id INTEGER NOT NULL,
        prev BLOB NOT NULL CHECK (length(prev) = 32),
        PRIMARY KEY (id, prev)
    ) STRICT, WITHOUT ROWID""",
    # Chunks of files that are whole and durable under chunks/, each for the circle whose members may have it.
    """CREATE TABLE chunks (
        hash BLOB NOT NULL CHECK (length(hash) = 16),
        circle BLOB NOT NULL CHECK (length(circle) = 16),
        size INTEGER NOT NULL,
        member BLOB NOT NULL CHECK (length(member) = 16),
        time INTEGER NOT NULL,
        PRIMARY KEY (hash, circle)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX chunks_member ON chunks (member, size)",
    # Chunks that the disk has lost, and who had put them and is told so.
    """CREATE TABLE lost (
        hash BLOB NOT NULL CHECK (length(hash) = 16),
        circle BLOB NOT NULL CHECK (length(circle) = 16),
        member BLOB NOT NULL CHECK (length(member) = 16),
        time INTEGER NOT NULL,
        PRIMARY KEY (hash, circle)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX lost_member ON lost (member, hash)",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST, _SECOND)
