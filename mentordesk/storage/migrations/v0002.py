# SPDX-License-Identifier: Apache-2.0
"""Version 2: what a server may have lost, carriers, files on messages, messages taken back."""

STATEMENTS: tuple[str, ...] = (
    # Files on messages: message x'' = in a draft; got, sent = chunks here and at the server, of `count`;
    # sent -1 = all were there once, to be checked.
    """CREATE TABLE attachments (
        id BLOB NOT NULL PRIMARY KEY, op BLOB NOT NULL, circle BLOB NOT NULL, thread BLOB NOT NULL,
        message BLOB NOT NULL, author BLOB NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,
        size INTEGER NOT NULL CHECK (size >= 0), key BLOB NOT NULL CHECK (length(key) = 32),
        chunks BLOB NOT NULL, count INTEGER NOT NULL, danger INTEGER NOT NULL CHECK (danger IN (0, 1)),
        wanted INTEGER NOT NULL DEFAULT 0 CHECK (wanted BETWEEN 0 AND 2),
        got INTEGER NOT NULL DEFAULT 0, sent INTEGER NOT NULL DEFAULT 0,
        position INTEGER NOT NULL, added INTEGER NOT NULL) STRICT, WITHOUT ROWID""",
    "CREATE UNIQUE INDEX attachments_op ON attachments (op, circle, author) WHERE op <> x''",
    "CREATE INDEX attachments_message ON attachments (message)",
    "CREATE INDEX attachments_draft ON attachments (thread) WHERE message = x''",
    "CREATE INDEX attachments_moving ON attachments (added) WHERE got < count OR sent < count",
    "ALTER TABLE traffic ADD COLUMN file_up INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE traffic ADD COLUMN file_down INTEGER NOT NULL DEFAULT 0",
    # Messages taken back, messages that come late, what lost without having been seen.
    """CREATE TABLE retracts (
        message BLOB NOT NULL, circle BLOB NOT NULL, author BLOB NOT NULL, op BLOB NOT NULL,
        time INTEGER NOT NULL, entry INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (message, circle, author, op)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX retracts_entry ON retracts (entry)",
    "CREATE TABLE late_kept (message BLOB NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID",
    "ALTER TABLE messages ADD COLUMN gone INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE outbox ADD COLUMN held_until INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE fields ADD COLUMN writer BLOB NOT NULL DEFAULT x''",
    "ALTER TABLE history ADD COLUMN writer BLOB NOT NULL DEFAULT x''",
    "ALTER TABLE history ADD COLUMN told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1))",
    "CREATE INDEX history_field ON history (register, entity)",
    "ALTER TABLE entries ADD COLUMN latest INTEGER NOT NULL DEFAULT 0",
    """UPDATE entries SET latest = newest.time FROM
        (SELECT entry, max(time) AS time FROM messages WHERE entry > 0 GROUP BY entry) AS newest
        WHERE newest.entry = entries.id""",
    """CREATE INDEX entries_said ON entries (circle, lane, writer, seq, latest, state)
        WHERE latest > 0 AND seq > 0""",
    # Envelopes handed to carriers; left_at = when on a stick, current = in the tray.
    """CREATE TABLE handed (
        name BLOB NOT NULL PRIMARY KEY, tag BLOB NOT NULL, made INTEGER NOT NULL, slots BLOB NOT NULL,
        named BLOB NOT NULL, cursors BLOB NOT NULL, sender TEXT NOT NULL,
        left_at INTEGER NOT NULL DEFAULT 0,
        current INTEGER NOT NULL DEFAULT 1 CHECK (current IN (0, 1))) STRICT, WITHOUT ROWID""",
    "ALTER TABLE traffic ADD COLUMN carried_up INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE traffic ADD COLUMN carried_down INTEGER NOT NULL DEFAULT 0",
    # What a server has lost: entries of others (and statements) to be brought to it again; how often tried.
    "ALTER TABLE entries ADD COLUMN offer INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX entries_offered ON entries (id) WHERE offer > 0",
)
