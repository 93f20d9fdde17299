"""The tables of the Connect model."""

TABLES = """
CREATE TABLE connect_connectors (
    id INTEGER PRIMARY KEY,
    cluster TEXT NOT NULL,
    name TEXT NOT NULL,
    config TEXT NOT NULL,
    created REAL NOT NULL,
    appears REAL NOT NULL,
    offsets_from REAL NOT NULL,
    topics_from REAL NOT NULL DEFAULT 0,
    deleted REAL,
    rehearsal TEXT
);
CREATE UNIQUE INDEX connect_living ON connect_connectors (cluster, name) WHERE deleted IS NULL;
CREATE TABLE connect_changes (
    id INTEGER PRIMARY KEY,
    connector INTEGER NOT NULL,
    task INTEGER,
    state TEXT NOT NULL,
    trace TEXT,
    at REAL NOT NULL
);
CREATE INDEX connect_changes_of ON connect_changes (connector, at);
CREATE TABLE connect_offsets (
    cluster TEXT NOT NULL,
    name TEXT NOT NULL,
    partition TEXT NOT NULL,
    offset TEXT NOT NULL,
    PRIMARY KEY (cluster, name, partition)
);
"""
