"""The tables of the state. What has once been released is never edited: a change is one more migration."""

MIGRATIONS = (
    """
    CREATE TABLE url (          -- each address that was announced or captured, by what is the same for all its forms
        id INTEGER PRIMARY KEY,
        identity TEXT NOT NULL UNIQUE,
        site TEXT NOT NULL,
        url TEXT NOT NULL,      -- as it was first announced
        day TEXT NOT NULL,      -- the day it counts for, in the site's time zone: YYYY-MM-DD
        announced INTEGER,      -- NULL: no source has announced it
        published INTEGER,      -- as announced; of an article as its page says
        outcome TEXT NOT NULL DEFAULT 'missing' CHECK (outcome IN ('archived', 'refused', 'missing')),
        reason TEXT NOT NULL DEFAULT 'not asked for yet',
        answered INTEGER,
        run INTEGER,            -- of the last answer
        attempts INTEGER NOT NULL DEFAULT 0,  -- in a row that gave no answer: runs
        due INTEGER             -- when it is to be asked for; NULL: never again
    ) STRICT;
    CREATE INDEX url_by_day ON url (site, day);
    CREATE INDEX url_by_due ON url (site, due) WHERE due IS NOT NULL;

    CREATE TABLE source (
        id INTEGER PRIMARY KEY,
        site TEXT NOT NULL,
        name TEXT NOT NULL,     -- its kind and its address
        UNIQUE (site, name)
    ) STRICT;
    CREATE TABLE announcement (
        url INTEGER NOT NULL REFERENCES url,
        source INTEGER NOT NULL REFERENCES source,
        at INTEGER NOT NULL,    -- the first time
        PRIMARY KEY (url, source)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE run (          -- one run of one site
        id INTEGER PRIMARY KEY,
        site TEXT NOT NULL,
        run TEXT NOT NULL,
        started INTEGER NOT NULL,
        ended INTEGER,          -- NULL: it goes on, or was killed and is not mended yet
        how TEXT NOT NULL,      -- JSON: what it was asked to do
        reason TEXT NOT NULL DEFAULT '',      -- why it ended: finished, killed, blocked ...
        counts TEXT NOT NULL DEFAULT '{}',    -- JSON
        verdict TEXT,           -- of its health, once it is judged
        findings TEXT NOT NULL DEFAULT '[]',  -- JSON
        UNIQUE (site, run)
    ) STRICT;
    CREATE TABLE warc (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE reading (      -- a page of a source that a run has read
        warc INTEGER NOT NULL REFERENCES warc,
        offset INTEGER NOT NULL,
        run INTEGER NOT NULL REFERENCES run,
        source INTEGER NOT NULL REFERENCES source,
        url TEXT NOT NULL,
        at INTEGER NOT NULL,
        status INTEGER NOT NULL,
        entries INTEGER,        -- NULL: it could not be read
        fresh INTEGER NOT NULL, -- of the entries, articles that nothing had announced before
        PRIMARY KEY (warc, offset)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX reading_by_run ON reading (run, url);
    CREATE INDEX reading_by_source ON reading (source, at);
    CREATE TABLE capture (      -- a response to a request for an article
        warc INTEGER NOT NULL REFERENCES warc,
        offset INTEGER NOT NULL,
        url INTEGER NOT NULL REFERENCES url,
        run INTEGER NOT NULL REFERENCES run,
        record_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        status INTEGER NOT NULL,
        payload TEXT NOT NULL,  -- digest as in the WARC
        etag TEXT NOT NULL,
        last_modified TEXT NOT NULL,
        PRIMARY KEY (warc, offset)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX capture_by_url ON capture (url, at);
    CREATE INDEX capture_by_run ON capture (run);

    CREATE TABLE article (      -- an address whose page was an article
        url INTEGER PRIMARY KEY REFERENCES url,
        site TEXT NOT NULL,
        id TEXT NOT NULL,       -- 16 hex digits, of its newest version
        address TEXT NOT NULL,  -- where its first page stood the last time
        warc INTEGER NOT NULL REFERENCES warc,
        offset INTEGER NOT NULL,
        first_seen INTEGER NOT NULL,
        last_seen INTEGER NOT NULL,
        takedown INTEGER        -- when it was found gone; NULL: it is there
    ) STRICT;
    CREATE INDEX article_by_id ON article (id);
    CREATE INDEX article_by_time ON article (site, first_seen);
    CREATE TABLE version (
        url INTEGER NOT NULL REFERENCES article,
        number INTEGER NOT NULL,
        run INTEGER NOT NULL REFERENCES run,
        text BLOB NOT NULL,     -- digest
        title BLOB NOT NULL,    -- digest
        partial INTEGER NOT NULL,
        rules TEXT NOT NULL,    -- the rules by which the text was made
        file TEXT NOT NULL,     -- in the folder of the run
        address TEXT NOT NULL,
        warc INTEGER NOT NULL REFERENCES warc,
        offset INTEGER NOT NULL,
        first_seen INTEGER NOT NULL,
        last_seen INTEGER NOT NULL,
        PRIMARY KEY (url, number)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX version_by_run ON version (run);
    """,
)
"""The nth makes a file of `user_version` n out of one of n - 1."""
