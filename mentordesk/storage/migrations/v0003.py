# SPDX-License-Identifier: Apache-2.0
"""Version 3: documents, their texts, and what waits until it is given back."""

STATEMENTS: tuple[str, ...] = (
    "ALTER TABLE outbox ADD COLUMN held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1))",
    """CREATE TABLE documents (
        circle BLOB NOT NULL, document BLOB NOT NULL, owner BLOB NOT NULL, nonce BLOB NOT NULL,
        title TEXT NOT NULL, away INTEGER NOT NULL DEFAULT 0 CHECK (away IN (0, 1)),
        editors BLOB NOT NULL DEFAULT x'', changed INTEGER NOT NULL DEFAULT 0,
        changed_by BLOB NOT NULL DEFAULT x'', told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),
        rebuild INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (circle, document)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX documents_document ON documents (document)",
    """CREATE TABLE texts (
        rowid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name BLOB NOT NULL UNIQUE, id BLOB NOT NULL,
        circle BLOB NOT NULL, document BLOB NOT NULL, author BLOB NOT NULL, writer BLOB NOT NULL,
        run BLOB NOT NULL, peer BLOB NOT NULL CHECK (length(peer) = 8),
        start INTEGER NOT NULL CHECK (start >= 0), stop INTEGER NOT NULL CHECK (stop > start),
        data BLOB NOT NULL, entry INTEGER NOT NULL DEFAULT 0, arrived INTEGER NOT NULL,
        guard INTEGER NOT NULL CHECK (guard BETWEEN 0 AND 5),
        late INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1)),
        fresh INTEGER NOT NULL DEFAULT 0 CHECK (fresh IN (0, 1)),
        state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 5),
        state_time INTEGER NOT NULL DEFAULT 0) STRICT""",
    "CREATE INDEX texts_order ON texts (circle, document, peer, start, stop, late)",
    "CREATE INDEX texts_id ON texts (id)",
    "CREATE INDEX texts_fresh ON texts (circle, document) WHERE fresh = 1",
    "CREATE INDEX texts_entry ON texts (entry)",
    "CREATE INDEX texts_not_left ON texts (document) WHERE state = 1",
    "CREATE INDEX texts_author ON texts (circle, document, author, state)",
    """CREATE TABLE text_cache (
        document BLOB NOT NULL PRIMARY KEY, circle BLOB NOT NULL, snapshot BLOB NOT NULL,
        upto INTEGER NOT NULL) STRICT""",
    """CREATE TABLE document_places (
        document BLOB NOT NULL PRIMARY KEY, caret INTEGER NOT NULL DEFAULT 0,
        top INTEGER NOT NULL DEFAULT 0, words INTEGER NOT NULL DEFAULT 0,
        last_words TEXT NOT NULL DEFAULT '', held INTEGER NOT NULL DEFAULT 0,
        lacking INTEGER NOT NULL DEFAULT 0 CHECK (lacking IN (0, 1)),
        damaged INTEGER NOT NULL DEFAULT 0 CHECK (damaged IN (0, 1))) STRICT, WITHOUT ROWID""",
)
