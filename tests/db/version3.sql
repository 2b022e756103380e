-- SPDX-License-Identifier: Apache-2.0
-- The schema of version 3 as released; never edited. Migrations are tested on databases made from it.
CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE contacts (member BLOB NOT NULL PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE circles (
        circle BLOB NOT NULL PRIMARY KEY, kind INTEGER NOT NULL CHECK (kind IN (0, 1, 2)),
        position INTEGER NOT NULL UNIQUE) STRICT, WITHOUT ROWID;
CREATE TABLE members (
        circle BLOB NOT NULL, member BLOB NOT NULL, role INTEGER NOT NULL,
        PRIMARY KEY (circle, member)) STRICT, WITHOUT ROWID;
CREATE TABLE cursors (
        circle BLOB NOT NULL, lane INTEGER NOT NULL, low INTEGER NOT NULL CHECK (low >= 0),
        head INTEGER NOT NULL CHECK (head >= low), sum BLOB NOT NULL CHECK (length(sum) = 8),
        PRIMARY KEY (circle, lane, low)) STRICT, WITHOUT ROWID;
CREATE TABLE entries (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, hash BLOB NOT NULL UNIQUE, circle BLOB NOT NULL,
        lane INTEGER NOT NULL, seq INTEGER NOT NULL DEFAULT 0,
        kind INTEGER NOT NULL CHECK (kind IN (1, 2, 9)),
        writer BLOB NOT NULL DEFAULT x'', n INTEGER NOT NULL DEFAULT 0, kid BLOB NOT NULL DEFAULT x'',
        prev BLOB NOT NULL DEFAULT x'', own INTEGER NOT NULL DEFAULT 0 CHECK (own IN (0, 1)),
        covered INTEGER NOT NULL DEFAULT 0 CHECK (covered IN (0, 1)),
        state INTEGER NOT NULL DEFAULT 0 CHECK (state IN (0, 1, 2, 3)), code TEXT NOT NULL DEFAULT '',
        data BLOB NOT NULL, arrived INTEGER NOT NULL, latest INTEGER NOT NULL DEFAULT 0, offer INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX entries_chain ON entries (circle, lane, writer, n);
CREATE INDEX entries_named ON entries (id) WHERE own = 1 AND covered = 0;
CREATE INDEX entries_waiting ON entries (id) WHERE state = 1;
CREATE INDEX entries_control ON entries (kid) WHERE kind = 2;
CREATE TABLE sender_keys (
        kid BLOB NOT NULL PRIMARY KEY, circle BLOB NOT NULL, author BLOB NOT NULL, version INTEGER NOT NULL,
        writer BLOB NOT NULL, epoch INTEGER NOT NULL, charter BLOB NOT NULL, commitment BLOB NOT NULL,
        key BLOB NOT NULL, mine INTEGER NOT NULL DEFAULT 0 CHECK (mine IN (0, 1))) STRICT, WITHOUT ROWID;
CREATE INDEX sender_keys_circle ON sender_keys (circle, epoch, writer);
CREATE TABLE outbox (
        seq INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, id BLOB NOT NULL UNIQUE, circle BLOB NOT NULL,
        lane INTEGER NOT NULL, register INTEGER NOT NULL DEFAULT 0, entity BLOB NOT NULL DEFAULT x'',
        data BLOB NOT NULL, time INTEGER NOT NULL, held_until INTEGER NOT NULL DEFAULT 0, held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1))) STRICT;
CREATE INDEX outbox_register ON outbox (circle, register, entity) WHERE register <> 0;
CREATE TABLE fields (
        circle BLOB NOT NULL, register INTEGER NOT NULL, entity BLOB NOT NULL, rank INTEGER NOT NULL,
        time INTEGER NOT NULL, op BLOB NOT NULL, author BLOB NOT NULL, value BLOB NOT NULL, writer BLOB NOT NULL DEFAULT x'',
        PRIMARY KEY (circle, register, entity)) STRICT, WITHOUT ROWID;
CREATE INDEX fields_register ON fields (register, entity);
CREATE TABLE history (
        op BLOB NOT NULL PRIMARY KEY, circle BLOB NOT NULL, register INTEGER NOT NULL, entity BLOB NOT NULL,
        rank INTEGER NOT NULL, time INTEGER NOT NULL, author BLOB NOT NULL, value BLOB NOT NULL,
        kept_at INTEGER NOT NULL, writer BLOB NOT NULL DEFAULT x'', told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1))) STRICT, WITHOUT ROWID;
CREATE INDEX history_kept ON history (kept_at);
CREATE TABLE threads (
        thread BLOB NOT NULL PRIMARY KEY, circle BLOB NOT NULL, topic TEXT NOT NULL DEFAULT '',
        last_id BLOB NOT NULL DEFAULT x'', last_author BLOB NOT NULL DEFAULT x'',
        last_words TEXT NOT NULL DEFAULT '', last_time INTEGER NOT NULL DEFAULT 0,
        fresh INTEGER NOT NULL DEFAULT 0 CHECK (fresh >= 0),
        count INTEGER NOT NULL DEFAULT 0 CHECK (count >= 0),
        max_rank INTEGER NOT NULL DEFAULT 0, waiting_since INTEGER NOT NULL DEFAULT 0,
        base INTEGER NOT NULL DEFAULT 0,
        my_base INTEGER NOT NULL DEFAULT 0, my_rank INTEGER NOT NULL DEFAULT 0,
        my_id BLOB NOT NULL DEFAULT x'', moved INTEGER NOT NULL DEFAULT 0,
        version INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
CREATE INDEX threads_circle ON threads (circle);
CREATE TABLE messages (
        rowid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, id BLOB NOT NULL UNIQUE, circle BLOB NOT NULL,
        thread BLOB NOT NULL, base INTEGER NOT NULL, author BLOB NOT NULL, rank INTEGER NOT NULL,
        time INTEGER NOT NULL, text TEXT NOT NULL, state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 5),
        state_time INTEGER NOT NULL DEFAULT 0, entry INTEGER NOT NULL DEFAULT 0,
        fresh INTEGER NOT NULL DEFAULT 0 CHECK (fresh IN (0, 1)), arrived INTEGER NOT NULL, gone INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX messages_order ON messages (thread, base, author, rank, id);
CREATE INDEX messages_fresh ON messages (thread) WHERE fresh = 1;
CREATE INDEX messages_not_left ON messages (rowid) WHERE state < 3;
CREATE INDEX messages_entry ON messages (entry) WHERE state < 5;
CREATE TABLE receipts (
        message BLOB NOT NULL, member BLOB NOT NULL, kind INTEGER NOT NULL CHECK (kind IN (1, 2)),
        time INTEGER NOT NULL, PRIMARY KEY (message, member, kind)) STRICT, WITHOUT ROWID;
CREATE TABLE seen_due (
        message BLOB NOT NULL, kind INTEGER NOT NULL CHECK (kind IN (1, 2)), circle BLOB NOT NULL,
        PRIMARY KEY (message, kind)) STRICT, WITHOUT ROWID;
CREATE TABLE drafts (
        thread BLOB NOT NULL PRIMARY KEY, circle BLOB NOT NULL, topic TEXT NOT NULL DEFAULT '',
        text TEXT NOT NULL DEFAULT '', caret INTEGER NOT NULL DEFAULT 0, saved_at INTEGER NOT NULL DEFAULT 0,
        new_thread INTEGER NOT NULL DEFAULT 0 CHECK (new_thread IN (0, 1)),
        dirty INTEGER NOT NULL DEFAULT 0 CHECK (dirty IN (0, 1))) STRICT, WITHOUT ROWID;
CREATE TABLE settings (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE traffic (
        day INTEGER NOT NULL PRIMARY KEY, up INTEGER NOT NULL DEFAULT 0, down INTEGER NOT NULL DEFAULT 0,
        requests INTEGER NOT NULL DEFAULT 0, file_up INTEGER NOT NULL DEFAULT 0, file_down INTEGER NOT NULL DEFAULT 0, carried_up INTEGER NOT NULL DEFAULT 0, carried_down INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE VIRTUAL TABLE message_fts USING fts5(
        words, content='', contentless_delete=1,
        tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'", prefix='2 3');
CREATE TABLE attachments (
        id BLOB NOT NULL PRIMARY KEY, op BLOB NOT NULL, circle BLOB NOT NULL, thread BLOB NOT NULL,
        message BLOB NOT NULL, author BLOB NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,
        size INTEGER NOT NULL CHECK (size >= 0), key BLOB NOT NULL CHECK (length(key) = 32),
        chunks BLOB NOT NULL, count INTEGER NOT NULL, danger INTEGER NOT NULL CHECK (danger IN (0, 1)),
        wanted INTEGER NOT NULL DEFAULT 0 CHECK (wanted BETWEEN 0 AND 2),
        got INTEGER NOT NULL DEFAULT 0, sent INTEGER NOT NULL DEFAULT 0,
        position INTEGER NOT NULL, added INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX attachments_op ON attachments (op, circle, author) WHERE op <> x'';
CREATE INDEX attachments_message ON attachments (message);
CREATE INDEX attachments_draft ON attachments (thread) WHERE message = x'';
CREATE INDEX attachments_moving ON attachments (added) WHERE got < count OR sent < count;
CREATE TABLE retracts (
        message BLOB NOT NULL, circle BLOB NOT NULL, author BLOB NOT NULL, op BLOB NOT NULL,
        time INTEGER NOT NULL, entry INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (message, circle, author, op)) STRICT, WITHOUT ROWID;
CREATE INDEX retracts_entry ON retracts (entry);
CREATE TABLE late_kept (message BLOB NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE INDEX history_field ON history (register, entity);
CREATE INDEX entries_said ON entries (circle, lane, writer, seq, latest, state)
        WHERE latest > 0 AND seq > 0;
CREATE TABLE handed (
        name BLOB NOT NULL PRIMARY KEY, tag BLOB NOT NULL, made INTEGER NOT NULL, slots BLOB NOT NULL,
        named BLOB NOT NULL, cursors BLOB NOT NULL, sender TEXT NOT NULL,
        left_at INTEGER NOT NULL DEFAULT 0,
        current INTEGER NOT NULL DEFAULT 1 CHECK (current IN (0, 1))) STRICT, WITHOUT ROWID;
CREATE INDEX entries_offered ON entries (id) WHERE offer > 0;
CREATE TABLE documents (
        circle BLOB NOT NULL, document BLOB NOT NULL, owner BLOB NOT NULL, nonce BLOB NOT NULL,
        title TEXT NOT NULL, away INTEGER NOT NULL DEFAULT 0 CHECK (away IN (0, 1)),
        editors BLOB NOT NULL DEFAULT x'', changed INTEGER NOT NULL DEFAULT 0,
        changed_by BLOB NOT NULL DEFAULT x'', told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),
        rebuild INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (circle, document)) STRICT, WITHOUT ROWID;
CREATE INDEX documents_document ON documents (document);
CREATE TABLE texts (
        rowid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name BLOB NOT NULL UNIQUE, id BLOB NOT NULL,
        circle BLOB NOT NULL, document BLOB NOT NULL, author BLOB NOT NULL, writer BLOB NOT NULL,
        run BLOB NOT NULL, peer BLOB NOT NULL CHECK (length(peer) = 8),
        start INTEGER NOT NULL CHECK (start >= 0), stop INTEGER NOT NULL CHECK (stop > start),
        data BLOB NOT NULL, entry INTEGER NOT NULL DEFAULT 0, arrived INTEGER NOT NULL,
        guard INTEGER NOT NULL CHECK (guard BETWEEN 0 AND 5),
        late INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1)),
        fresh INTEGER NOT NULL DEFAULT 0 CHECK (fresh IN (0, 1)),
        state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 5),
        state_time INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX texts_order ON texts (circle, document, peer, start, stop, late);
CREATE INDEX texts_id ON texts (id);
CREATE INDEX texts_fresh ON texts (circle, document) WHERE fresh = 1;
CREATE INDEX texts_entry ON texts (entry);
CREATE INDEX texts_not_left ON texts (document) WHERE state = 1;
CREATE INDEX texts_author ON texts (circle, document, author, state);
CREATE TABLE text_cache (
        document BLOB NOT NULL PRIMARY KEY, circle BLOB NOT NULL, snapshot BLOB NOT NULL,
        upto INTEGER NOT NULL) STRICT;
CREATE TABLE document_places (
        document BLOB NOT NULL PRIMARY KEY, caret INTEGER NOT NULL DEFAULT 0,
        top INTEGER NOT NULL DEFAULT 0, words INTEGER NOT NULL DEFAULT 0,
        last_words TEXT NOT NULL DEFAULT '', held INTEGER NOT NULL DEFAULT 0,
        lacking INTEGER NOT NULL DEFAULT 0 CHECK (lacking IN (0, 1)),
        damaged INTEGER NOT NULL DEFAULT 0 CHECK (damaged IN (0, 1))) STRICT, WITHOUT ROWID;
PRAGMA user_version = 3;
