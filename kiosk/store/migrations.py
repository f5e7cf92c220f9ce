"""The tables, as numbered steps: appended, never edited."""

from sqlite_utils import Database, Migrations

migrations = Migrations("kiosk")


@migrations()
def m001_the_board(db: Database) -> None:
    db.execute(
        """
        CREATE TABLE notices (
            number INTEGER PRIMARY KEY,
            title TEXT NOT NULL CHECK (title <> ''),
            category TEXT NOT NULL,
            kind TEXT NOT NULL,
            body TEXT NOT NULL,
            html TEXT NOT NULL,        -- rendered from body when it was saved; the only HTML ever shown
            item TEXT,
            period TEXT,
            period_last_on TEXT,       -- the period's last day, so that periods can be put in order
            responsible_unit TEXT,
            issued_on TEXT,
            effective_on TEXT,
            valid_until TEXT,          -- as the clerk wrote it; NULL means the law's days decide
            objection_days INTEGER CHECK (objection_days > 0),
            index_number TEXT UNIQUE,  -- NULL until published
            document_number TEXT,
            supervision_phone TEXT,
            screens TEXT,              -- JSON list of names; NULL means every screen
            seconds INTEGER CHECK (seconds > 0),
            priority TEXT NOT NULL CHECK (priority IN ('normal', 'pinned', 'urgent')),
            sources TEXT,              -- JSON list of file names, in order; NULL means none
            fingerprint TEXT NOT NULL, -- SHA-256 of the notice as a file, to know it again
            status TEXT NOT NULL,
            created_at TEXT NOT NULL,
            published_at TEXT,
            shows_from TEXT,           -- UTC, as are all instants here
            shows_until TEXT,          -- NULL means for as long as it stands
            CHECK (status <> 'published'
                   OR (published_at IS NOT NULL AND shows_from IS NOT NULL AND index_number IS NOT NULL)),
            CHECK (shows_until IS NULL OR shows_from IS NOT NULL)
        ) STRICT
        """
    )
    db.execute("CREATE INDEX notices_by_end ON notices (status, shows_until)")
    db.execute("CREATE INDEX notices_by_period ON notices (category, status, period_last_on)")
    db.execute("CREATE INDEX notices_by_fingerprint ON notices (fingerprint)")
    db.execute(
        """
        CREATE TABLE originals (
            notice INTEGER NOT NULL REFERENCES notices (number),
            name TEXT NOT NULL,        -- as the clerk's file was called
            digest TEXT NOT NULL,      -- SHA-256 of the file, which is kept under it
            size INTEGER NOT NULL CHECK (size >= 0),
            PRIMARY KEY (notice, name)
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE pictures (
            notice INTEGER NOT NULL REFERENCES notices (number),
            digest TEXT NOT NULL,      -- SHA-256 of the picture as shown, which names its address
            extension TEXT NOT NULL CHECK (extension IN ('png', 'jpg')),
            data BLOB NOT NULL,
            PRIMARY KEY (digest, notice)
        ) STRICT
        """
    )
    db.execute("CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")
    db.execute(
        """
        CREATE TABLE screens (
            name TEXT PRIMARY KEY,
            title TEXT NOT NULL,
            diagonal_inch REAL NOT NULL CHECK (diagonal_inch BETWEEN 10 AND 200),
            distance_m REAL NOT NULL CHECK (distance_m BETWEEN 0.5 AND 20),
            rotation INTEGER NOT NULL CHECK (rotation IN (0, 90, 180, 270)),
            slogans INTEGER NOT NULL CHECK (slogans IN (0, 1))
        ) STRICT
        """
    )


@migrations()
def m002_the_audit_log(db: Database) -> None:
    db.execute(
        """
        CREATE TABLE audit (
            entry INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            who TEXT NOT NULL,
            deed TEXT NOT NULL,
            notice INTEGER,
            facts TEXT NOT NULL,       -- JSON object
            previous TEXT NOT NULL,    -- digest of the entry before; '' for the first
            digest TEXT NOT NULL UNIQUE
        ) STRICT
        """
    )
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER audit_refuses_{verb.lower()} BEFORE {verb} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
        )
