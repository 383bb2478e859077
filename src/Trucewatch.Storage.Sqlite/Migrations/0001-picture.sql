-- The picture of one sector. Instants are microseconds since 1970-01-01T00:00:00Z.
CREATE TABLE progress (
    only_row      INTEGER PRIMARY KEY CHECK (only_row = 1),
    last_position INTEGER NOT NULL,
    last_fact     INTEGER NOT NULL
);
INSERT INTO progress (only_row, last_position, last_fact) VALUES (1, -1, 0);

-- Facts are appended, never changed; only their place in the evidence log is noted later.
-- The rows without a place are the outbox.
CREATE TABLE fact (
    number       INTEGER PRIMARY KEY,
    known_at_us  INTEGER NOT NULL,
    payload      BLOB NOT NULL,
    seal_key     BLOB NOT NULL CHECK (length(seal_key) = 32),
    log_index    INTEGER UNIQUE
);
CREATE INDEX fact_outbox ON fact (number) WHERE log_index IS NULL;

CREATE TABLE detection (
    id          INTEGER PRIMARY KEY,
    fact_number INTEGER NOT NULL REFERENCES fact (number)
);

-- The newest revision of each incident, for lists.
CREATE TABLE incident (
    id          TEXT PRIMARY KEY,
    fact_number INTEGER NOT NULL REFERENCES fact (number),
    is_open     INTEGER NOT NULL,
    severity    INTEGER NOT NULL,
    last_us     INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX incident_order ON incident (severity DESC, last_us DESC, id);

CREATE TABLE incident_revision (
    id          TEXT NOT NULL,
    revision    INTEGER NOT NULL,
    fact_number INTEGER NOT NULL REFERENCES fact (number),
    PRIMARY KEY (id, revision)
) WITHOUT ROWID;

CREATE TABLE feed (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE track (
    id            INTEGER PRIMARY KEY,
    scheme        INTEGER NOT NULL,
    number        INTEGER NOT NULL,
    text          TEXT,
    class         INTEGER NOT NULL,
    at_us         INTEGER NOT NULL,
    known_at_us   INTEGER NOT NULL,
    latitude_deg  REAL NOT NULL,
    longitude_deg REAL NOT NULL,
    east_m2       REAL NOT NULL,
    east_north_m2 REAL NOT NULL,
    north_m2      REAL NOT NULL,
    east_mps      REAL NOT NULL,
    north_mps     REAL NOT NULL,
    standing      INTEGER NOT NULL,
    feed          INTEGER NOT NULL REFERENCES feed (id),
    sequence      INTEGER NOT NULL,
    description   TEXT
);

-- Every state of every track, packed: one block a commit, fixed-size records (see TrackBlock).
CREATE TABLE track_block (
    last_position INTEGER PRIMARY KEY,
    from_us       INTEGER NOT NULL,
    to_us         INTEGER NOT NULL,
    records       BLOB NOT NULL
);

CREATE TABLE segment (
    digest         TEXT PRIMARY KEY,
    first_position INTEGER NOT NULL,
    last_position  INTEGER NOT NULL,
    payload        BLOB NOT NULL,
    seal_key       BLOB NOT NULL CHECK (length(seal_key) = 32),
    log_index      INTEGER UNIQUE
) WITHOUT ROWID;
CREATE INDEX segment_order ON segment (first_position);

CREATE TABLE segment_span (
    feed           TEXT NOT NULL,
    first_sequence INTEGER NOT NULL,
    last_sequence  INTEGER NOT NULL,
    digest         TEXT NOT NULL REFERENCES segment (digest),
    PRIMARY KEY (feed, first_sequence)
) WITHOUT ROWID;
