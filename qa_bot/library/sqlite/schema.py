"""Define the tables of a library, and how older libraries get them."""

from __future__ import annotations

from qa_bot.library.sqlite.connections import Tables

SCHEMA_VERSION = 10

SCHEMA = """
CREATE TABLE manifest (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    id TEXT PRIMARY KEY, hash TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, published TEXT, source TEXT,
    authors TEXT NOT NULL, url TEXT, path TEXT, language TEXT,
    added_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), changed_at TEXT
) WITHOUT ROWID;
CREATE INDEX articles_by_day ON articles (published, source);
CREATE INDEX articles_by_source ON articles (source, published);
CREATE TABLE origins (
    origin TEXT PRIMARY KEY, article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX origins_by_article ON origins (article_id);
CREATE TABLE set_by_hand (
    article_id TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (article_id, field)
) WITHOUT ROWID;
CREATE TABLE collections (
    name TEXT NOT NULL COLLATE NOCASE, article_id TEXT NOT NULL, PRIMARY KEY (name, article_id)
) WITHOUT ROWID;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
    spans BLOB NOT NULL, vector BLOB NOT NULL, sentence_vectors BLOB NOT NULL
);
CREATE INDEX passages_by_article ON passages (article_id);
CREATE TABLE sums (
    passage_id INTEGER PRIMARY KEY REFERENCES passages ON DELETE CASCADE, sum INTEGER NOT NULL
);
CREATE TABLE sayings (
    article_id TEXT PRIMARY KEY REFERENCES articles ON DELETE CASCADE, spans BLOB NOT NULL, speakers TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE sketches (
    id INTEGER PRIMARY KEY, article_id TEXT NOT NULL UNIQUE REFERENCES articles ON DELETE CASCADE, size INTEGER NOT NULL
);
CREATE TABLE runs (
    run INTEGER NOT NULL, sketch INTEGER NOT NULL REFERENCES sketches ON DELETE CASCADE, PRIMARY KEY (run, sketch)
) WITHOUT ROWID;
CREATE INDEX runs_by_sketch ON runs (sketch);
CREATE TABLE versions (
    article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE, number INTEGER NOT NULL, id TEXT NOT NULL,
    hash TEXT NOT NULL, added_at TEXT NOT NULL, article BLOB NOT NULL, PRIMARY KEY (article_id, number)
) WITHOUT ROWID;
CREATE INDEX versions_by_id ON versions (id);
CREATE TABLE to_index (passage_id INTEGER PRIMARY KEY);
CREATE TABLE to_unindex (passage_id INTEGER PRIMARY KEY);
CREATE VIRTUAL TABLE keywords USING fts5 (title, text, tokenize = "unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE article_keywords USING fts5 (text, tokenize = "unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (keywords, row);
CREATE VIRTUAL TABLE occurrences USING fts5vocab (keywords, instance);
CREATE TRIGGER index_new AFTER INSERT ON passages BEGIN
    INSERT INTO to_index VALUES (new.id);
END;
CREATE TRIGGER unindex AFTER DELETE ON passages BEGIN
    DELETE FROM to_index WHERE passage_id = old.id;
    INSERT OR IGNORE INTO to_unindex VALUES (old.id);
    DELETE FROM keywords WHERE rowid = old.id;
    DELETE FROM article_keywords WHERE rowid = old.id;
END;
CREATE TABLE journal (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    action TEXT NOT NULL, article_id TEXT NOT NULL, origin TEXT
);
"""
"""An index spares a walk over rows that hold whole texts. The keywords of a whole article stand in `article_keywords`
under the id of its first passage. `occurrences` are the places of each word. What the index is still to be told stands
in tables of ids: to note it does not write the passages again. `sums` are checksums of the passages' rows.
`set_by_hand` is what a person set of an article (JSON), which may be gone until its file has been added again.
`sayings` are who says what in an article, and the words for those who speak; an article of an older library has none
until they are asked for. `runs` are the runs of words in the sketch of an article, `size` how many it has; those of an
older library are noted when something is next added. `versions` are what stood in an article's place before, under the
`id` that each had, with its content `hash` and all else as JSON, compressed by zlib; `changed_at` is when the text that
stands in `articles` took the place of another."""

MIGRATIONS = {
    1: """
CREATE VIRTUAL TABLE article_keywords USING fts5 (text, tokenize = "unicode61 remove_diacritics 0");
INSERT INTO article_keywords (rowid, text)
    SELECT min(p.id), max(k.title) || ' ' || group_concat(k.text, ' ')
    FROM passages p JOIN keywords k ON k.rowid = p.id GROUP BY p.article_id;
CREATE INDEX articles_by_day ON articles (published, source);
CREATE INDEX articles_by_source ON articles (source, published);
DROP TRIGGER unindex;
CREATE TRIGGER unindex AFTER DELETE ON passages BEGIN
    INSERT OR IGNORE INTO to_unindex VALUES (old.id);
    DELETE FROM keywords WHERE rowid = old.id;
    DELETE FROM article_keywords WHERE rowid = old.id;
END;
UPDATE manifest SET value = '2' WHERE key = 'schema';
""",
    2: """
UPDATE manifest SET key = 'library' WHERE key = 'generation';
CREATE TABLE to_index (passage_id INTEGER PRIMARY KEY);
DROP INDEX passages_to_index;
ALTER TABLE passages DROP COLUMN indexed;
DROP TRIGGER unindex;
CREATE TRIGGER index_new AFTER INSERT ON passages BEGIN
    INSERT INTO to_index VALUES (new.id);
END;
CREATE TRIGGER unindex AFTER DELETE ON passages BEGIN
    DELETE FROM to_index WHERE passage_id = old.id;
    INSERT OR IGNORE INTO to_unindex VALUES (old.id);
    DELETE FROM keywords WHERE rowid = old.id;
    DELETE FROM article_keywords WHERE rowid = old.id;
END;
UPDATE manifest SET value = '3' WHERE key = 'schema';
""",
    3: """
CREATE VIRTUAL TABLE occurrences USING fts5vocab (keywords, instance);
UPDATE manifest SET value = '4' WHERE key = 'schema';
""",
    4: """
CREATE TABLE sums (
    passage_id INTEGER PRIMARY KEY REFERENCES passages ON DELETE CASCADE, sum INTEGER NOT NULL
);
INSERT INTO sums SELECT id, crc(article_id, spans, vector, sentence_vectors) FROM passages;
UPDATE manifest SET value = '5' WHERE key = 'schema';
""",
    5: """
CREATE TABLE set_by_hand (
    article_id TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (article_id, field)
) WITHOUT ROWID;
UPDATE manifest SET value = '6' WHERE key = 'schema';
""",
    6: """
CREATE TABLE collections (
    name TEXT NOT NULL COLLATE NOCASE, article_id TEXT NOT NULL, PRIMARY KEY (name, article_id)
) WITHOUT ROWID;
UPDATE manifest SET value = '7' WHERE key = 'schema';
""",
    7: """
CREATE TABLE sayings (
    article_id TEXT PRIMARY KEY REFERENCES articles ON DELETE CASCADE, spans BLOB NOT NULL, speakers TEXT NOT NULL
) WITHOUT ROWID;
UPDATE manifest SET value = '8' WHERE key = 'schema';
""",
    8: """
CREATE TABLE sketches (
    id INTEGER PRIMARY KEY, article_id TEXT NOT NULL UNIQUE REFERENCES articles ON DELETE CASCADE, size INTEGER NOT NULL
);
CREATE TABLE runs (
    run INTEGER NOT NULL, sketch INTEGER NOT NULL REFERENCES sketches ON DELETE CASCADE, PRIMARY KEY (run, sketch)
) WITHOUT ROWID;
CREATE INDEX runs_by_sketch ON runs (sketch);
UPDATE manifest SET value = '9' WHERE key = 'schema';
""",
    9: """
ALTER TABLE articles ADD COLUMN changed_at TEXT;
CREATE TABLE versions (
    article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE, number INTEGER NOT NULL, id TEXT NOT NULL,
    hash TEXT NOT NULL, added_at TEXT NOT NULL, article BLOB NOT NULL, PRIMARY KEY (article_id, number)
) WITHOUT ROWID;
CREATE INDEX versions_by_id ON versions (id);
UPDATE manifest SET value = '10' WHERE key = 'schema';
""",
}
"""What takes a library from a schema to the next, in one transaction."""

LIBRARY = Tables(
    SCHEMA_VERSION,
    SCHEMA,
    MIGRATIONS,
    remedy="restore a backup (qa-bot restore) or add an export (qa-bot add), into a new folder",
)
