-- What was done with evidence: appended, never changed; only their place in the evidence log is noted later.
CREATE TABLE act (
    number    INTEGER PRIMARY KEY,
    payload   BLOB NOT NULL,
    seal_key  BLOB NOT NULL CHECK (length(seal_key) = 32),
    log_index INTEGER UNIQUE
);
CREATE INDEX act_outbox ON act (number) WHERE log_index IS NULL;
