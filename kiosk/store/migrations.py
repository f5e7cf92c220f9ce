"""The tables, as numbered steps: appended, never edited."""

import hashlib

from sqlite_utils import Database, Migrations

from kiosk.rules.searching import segmented

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


_STATUSES = (
    "'draft', 'review', 'recheck', 'passed', 'published', 'closed', 'archived', 'returned', 'withdrawn', 'replaced', 'discarded'"
)


@migrations()
def m003_versions(db: Database) -> None:
    """A notice becomes a number with its versions: a text that was handed in is never changed, another follows it.

    References are not enforced while steps are taken (`open_database`), so that tables can be put in each other's place.
    """
    db.execute(
        f"""
        CREATE TABLE versions (
            notice INTEGER NOT NULL REFERENCES notices (number),
            version INTEGER NOT NULL CHECK (version > 0),
            title TEXT NOT NULL,
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
            document_number TEXT,
            supervision_phone TEXT,
            screens TEXT,              -- JSON list of names; NULL means every screen
            seconds INTEGER CHECK (seconds > 0),
            priority TEXT NOT NULL CHECK (priority IN ('normal', 'pinned', 'urgent')),
            sources TEXT,              -- JSON list of file names, in order; NULL means none
            public_sources TEXT,       -- those of them that residents may fetch
            fingerprint TEXT NOT NULL, -- SHA-256 of the notice as a file, to know it again
            typed TEXT,                -- JSON: a draft's fields exactly as they were typed; NULL where the columns say it all
            revision INTEGER NOT NULL DEFAULT 1, -- goes up with every save and step; whoever changes it names the one they saw
            status TEXT NOT NULL CHECK (status IN ({_STATUSES})),
            since TEXT NOT NULL,       -- when it came to this status
            created_at TEXT NOT NULL,
            published_at TEXT,
            shows_from TEXT,           -- UTC, as are all instants here
            shows_until TEXT,          -- NULL means for as long as it stands
            review_due_at TEXT,        -- by when the review of what went up before it must follow; NULL when it has
            PRIMARY KEY (notice, version),
            CHECK (title <> '' OR status IN ('draft', 'discarded')),
            CHECK (status <> 'published' OR (published_at IS NOT NULL AND shows_from IS NOT NULL)),
            CHECK (shows_until IS NULL OR shows_from IS NOT NULL)
        ) STRICT
        """
    )
    kept = (
        "title, category, kind, body, html, item, period, period_last_on, responsible_unit, issued_on, effective_on, "
        "valid_until, objection_days, document_number, supervision_phone, screens, seconds, priority, sources, fingerprint, "
        "status, created_at, published_at, shows_from, shows_until"
    )
    db.execute(
        f"INSERT INTO versions (notice, version, since, {kept}) "
        f"SELECT number, 1, coalesce(published_at, created_at), {kept} FROM notices"
    )
    db.execute(
        """
        CREATE TABLE numbers (
            number INTEGER PRIMARY KEY,
            index_number TEXT UNIQUE,  -- NULL until published
            created_at TEXT NOT NULL
        ) STRICT
        """
    )
    db.execute("INSERT INTO numbers SELECT number, index_number, created_at FROM notices")
    db.execute("DROP TABLE notices")
    db.execute("PRAGMA legacy_alter_table = ON")  # the others go on referring to `notices`
    db.execute("ALTER TABLE numbers RENAME TO notices")
    db.execute("PRAGMA legacy_alter_table = OFF")
    db.execute("CREATE UNIQUE INDEX one_is_posted ON versions (notice) WHERE status = 'published'")
    db.execute(
        "CREATE UNIQUE INDEX one_is_open ON versions (notice) WHERE status IN ('draft', 'review', 'recheck', 'passed')"
    )
    db.execute("CREATE INDEX versions_by_end ON versions (status, shows_until)")
    db.execute("CREATE INDEX versions_by_period ON versions (category, status, period_last_on)")
    db.execute("CREATE INDEX versions_by_fingerprint ON versions (fingerprint)")


@migrations()
def m004_people(db: Database) -> None:
    db.execute(
        """
        CREATE TABLE people (
            person INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE CHECK (name <> ''),
            password TEXT NOT NULL,    -- scrypt, with its parameters and salt
            roles TEXT NOT NULL,       -- JSON list
            is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
            must_change_password INTEGER NOT NULL CHECK (must_change_password IN (0, 1)),
            created_at TEXT NOT NULL
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE sessions (
            digest TEXT PRIMARY KEY,   -- SHA-256 of the token that the browser holds
            person INTEGER NOT NULL REFERENCES people (person),
            started_at TEXT NOT NULL
        ) STRICT
        """
    )
    db.execute("CREATE INDEX sessions_by_person ON sessions (person)")
    db.execute(
        """
        CREATE TABLE authors (
            notice INTEGER NOT NULL,
            version INTEGER NOT NULL,
            person INTEGER NOT NULL REFERENCES people (person),
            PRIMARY KEY (notice, version, person),
            FOREIGN KEY (notice, version) REFERENCES versions (notice, version)
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE opinions (
            opinion INTEGER PRIMARY KEY,
            notice INTEGER NOT NULL,
            version INTEGER NOT NULL,
            person INTEGER REFERENCES people (person), -- NULL for the machine itself
            name TEXT NOT NULL,
            step TEXT NOT NULL,
            words TEXT NOT NULL,       -- '' where none were needed
            at TEXT NOT NULL,
            FOREIGN KEY (notice, version) REFERENCES versions (notice, version)
        ) STRICT
        """
    )
    db.execute("CREATE INDEX opinions_by_notice ON opinions (notice, version)")
    db.execute(
        """
        CREATE TABLE set_aside (       -- what somebody typed while somebody else saved
            text INTEGER PRIMARY KEY,
            notice INTEGER NOT NULL,
            version INTEGER NOT NULL,
            name TEXT NOT NULL,
            typed TEXT NOT NULL,       -- JSON, as in versions
            at TEXT NOT NULL,
            FOREIGN KEY (notice, version) REFERENCES versions (notice, version)
        ) STRICT
        """
    )
    db.execute("CREATE INDEX set_aside_by_notice ON set_aside (notice, version)")
    db.execute(
        """
        CREATE TABLE first_shown (     -- when a screen itself first said that it shows a version
            notice INTEGER NOT NULL,
            version INTEGER NOT NULL,
            screen TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (notice, version, screen),
            FOREIGN KEY (notice, version) REFERENCES versions (notice, version)
        ) STRICT
        """
    )
    db.execute("CREATE INDEX audit_by_notice ON audit (notice)")
    db.execute("CREATE INDEX audit_by_who ON audit (who)")
    db.execute("CREATE INDEX audit_by_deed ON audit (deed)")


@migrations()
def m005_open_hours(db: Database) -> None:
    db.execute("ALTER TABLE screens ADD COLUMN shape TEXT NOT NULL DEFAULT 'landscape' CHECK (shape IN ('landscape', 'portrait'))")
    db.execute("UPDATE screens SET shape = 'portrait' WHERE rotation IN (90, 270)")
    db.execute("ALTER TABLE screens ADD COLUMN opens_at TEXT")  # 08:00 in the village's time; NULL means at all hours
    db.execute("ALTER TABLE screens ADD COLUMN closes_at TEXT")


@migrations()
def m006_pictures_by_name(db: Database) -> None:
    """Which picture as shown was made of which original, so that a text can be rendered again while it is written."""
    db.execute(
        """
        CREATE TABLE picture_names (
            notice INTEGER NOT NULL REFERENCES notices (number),
            name TEXT NOT NULL,
            digest TEXT NOT NULL,
            extension TEXT NOT NULL,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            PRIMARY KEY (notice, name)
        ) STRICT
        """
    )


@migrations()
def m007_what_the_desk_looks_for(db: Database) -> None:
    db.execute("CREATE INDEX versions_to_review ON versions (review_due_at) WHERE review_due_at IS NOT NULL")
    db.execute("CREATE INDEX versions_by_last_day ON versions (period_last_on, notice) WHERE period_last_on IS NOT NULL")
    db.execute("CREATE INDEX objections ON opinions (notice) WHERE step = 'object'")


@migrations()
def m008_originals_known_again(db: Database) -> None:
    """So that a file that is brought in a second time is noticed."""
    db.execute("CREATE INDEX originals_by_digest ON originals (digest)")


@migrations()
def m009_airings(db: Database) -> None:
    """What was shown: hour by hour and run by run at first, so that screens may say it again; then day by day."""
    db.execute(
        """
        CREATE TABLE airings (
            screen TEXT NOT NULL,
            run TEXT NOT NULL,         -- of the screen's page, from its opening to its closing
            hour TEXT NOT NULL,        -- UTC, 2026-11-25T08
            notice INTEGER NOT NULL,
            version INTEGER NOT NULL,
            seconds INTEGER NOT NULL CHECK (seconds BETWEEN 1 AND 3600),
            first_at TEXT NOT NULL,
            last_at TEXT NOT NULL,
            pages TEXT NOT NULL,       -- JSON list
            PRIMARY KEY (notice, hour, version, screen, run),
            FOREIGN KEY (notice, version) REFERENCES versions (notice, version)
        ) STRICT
        """
    )
    db.execute("CREATE INDEX airings_by_hour ON airings (hour)")
    db.execute(
        """
        CREATE TABLE airing_days (
            notice INTEGER NOT NULL,
            version INTEGER NOT NULL,
            screen TEXT NOT NULL,
            day TEXT NOT NULL,         -- in the village's time
            seconds INTEGER NOT NULL CHECK (seconds > 0),
            first_at TEXT NOT NULL,
            last_at TEXT NOT NULL,
            hours TEXT NOT NULL,       -- JSON list: 8 for 8:00 to 8:59 in the village's time
            pages TEXT NOT NULL,       -- JSON list
            PRIMARY KEY (notice, day, screen, version),
            FOREIGN KEY (notice, version) REFERENCES versions (notice, version)
        ) STRICT
        """
    )


@migrations()
def m010_what_was_posted_when(db: Database) -> None:
    """So that what a year's duties ask for costs no more when ten years lie behind it."""
    db.execute(
        """
        CREATE INDEX versions_by_publishing ON versions (published_at)
            WHERE item IS NOT NULL AND published_at IS NOT NULL
        """
    )


@migrations()
def m011_own_catalogue(db: Database) -> None:
    """What the village has changed in the disclosure catalogue, which goes on over what a newer product ships."""
    db.execute(
        """
        CREATE TABLE own_catalogue (
            code TEXT PRIMARY KEY CHECK (code <> ''),
            own TEXT NOT NULL,         -- JSON object: the columns that are the village's own
            shipped TEXT NOT NULL      -- JSON object: what was shipped in them then; {} for an item of the village's own
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE catalogue_seen (  -- the shipped catalogue as it was when somebody last looked at what is new
            one INTEGER PRIMARY KEY CHECK (one = 1),
            rows TEXT NOT NULL         -- JSON object of rows by code
        ) STRICT
        """
    )


@migrations()
def m014_publicity_records(db: Database) -> None:
    """What was handed out on paper, kept as it was; and what every screen has shown on a day, whichever notice it was."""
    db.execute(
        """
        CREATE TABLE publicity_records (
            record INTEGER PRIMARY KEY,
            code TEXT NOT NULL UNIQUE,     -- ABCD-EFGH-JKLM-NPQR, by which anybody can check it
            notice INTEGER NOT NULL REFERENCES notices (number),
            issued_at TEXT NOT NULL,
            issued_by TEXT NOT NULL,
            content TEXT NOT NULL,         -- canonical JSON
            digest TEXT NOT NULL,          -- SHA-256 of content; the audit log has it too
            head_entry INTEGER NOT NULL,   -- of the audit log before it; 0 for an empty one
            head_digest TEXT NOT NULL,
            form TEXT NOT NULL UNIQUE      -- of the form that asked for it: sent twice, it is one record
        ) STRICT
        """
    )
    db.execute("CREATE INDEX publicity_records_by_notice ON publicity_records (notice)")
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER publicity_records_refuse_{verb.lower()} BEFORE {verb} ON publicity_records "
            "BEGIN SELECT RAISE(ABORT, 'an issued record is never changed'); END"
        )
    db.execute("CREATE INDEX airing_days_by_screen ON airing_days (screen, day)")


@migrations()
def m012_duties_at_the_desk(db: Database) -> None:
    db.execute(
        """
        CREATE TABLE duty_exemptions ( -- what there is nothing to post about, decided by the head
            item TEXT NOT NULL,
            period TEXT NOT NULL,      -- its code; '' for what has none
            words TEXT NOT NULL CHECK (words <> ''),
            name TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (item, period)
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE prepared_duties ( -- for which the machine has begun a draft: once, even if it is thrown away
            item TEXT NOT NULL,
            period TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (item, period)
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE calendar_feeds (
            person INTEGER PRIMARY KEY REFERENCES people (person),
            digest TEXT NOT NULL UNIQUE, -- SHA-256 of the secret in the address
            given_at TEXT NOT NULL
        ) STRICT
        """
    )
    db.execute("CREATE INDEX versions_by_item ON versions (item, period_last_on) WHERE item IS NOT NULL")


@migrations()
def m013_the_two_clocks(db: Database) -> None:
    """What was posted before this counts its days from its posting, as it did."""
    db.execute("ALTER TABLE versions ADD COLUMN clock_begun_at TEXT")  # NULL means its days count from shows_from
    db.execute("ALTER TABLE versions ADD COLUMN waits_for_proof INTEGER NOT NULL DEFAULT 0 CHECK (waits_for_proof IN (0, 1))")
    db.execute(
        """
        CREATE TABLE objections_received (
            objection INTEGER PRIMARY KEY,
            notice INTEGER NOT NULL,
            version INTEGER NOT NULL,
            received_at TEXT NOT NULL,
            words TEXT NOT NULL CHECK (words <> ''),
            way TEXT NOT NULL,         -- counter, telephone, box, other
            person TEXT NOT NULL,      -- who objected, for the desk alone; '' where they did not say
            is_late INTEGER NOT NULL CHECK (is_late IN (0, 1)),
            registered_by TEXT NOT NULL,
            form TEXT NOT NULL UNIQUE, -- of the form it was typed in: sent twice, it is one objection
            answer TEXT NOT NULL,      -- '' as long as it waits for one
            answered_by TEXT NOT NULL,
            answered_at TEXT,
            FOREIGN KEY (notice, version) REFERENCES versions (notice, version)
        ) STRICT
        """
    )
    db.execute("CREATE INDEX objections_by_notice ON objections_received (notice)")
    db.execute("CREATE INDEX objections_open ON objections_received (received_at) WHERE answered_at IS NULL")


@migrations()
def m018_running(db: Database) -> None:
    db.execute(
        """
        CREATE TABLE running (         -- one row for each stretch in which the server was on
            run INTEGER PRIMARY KEY,
            began_at TEXT NOT NULL,
            last_at TEXT NOT NULL      -- told every minute: what a power cut leaves of it
        ) STRICT
        """
    )
    db.execute("CREATE INDEX running_by_end ON running (last_at)")
    db.execute("CREATE INDEX running_by_beginning ON running (began_at)")
    db.execute(
        """
        CREATE TABLE clock_doubts (    -- when the machine's clock could not be believed
            doubt INTEGER PRIMARY KEY,
            began_at TEXT NOT NULL,
            ended_at TEXT,             -- NULL while nobody has settled it
            why TEXT NOT NULL,
            ahead_seconds INTEGER NOT NULL -- by which the clock was ahead of what was expected, or behind
        ) STRICT
        """
    )


@migrations()
def m016_the_archive(db: Database) -> None:
    """An index of the words of everything that was ever posted; who gave an index number; lists without the texts."""
    db.execute(
        """
        CREATE VIRTUAL TABLE archive_words USING fts5 ( -- segmented; no text is kept in it
            title, body, numbers, files, content = '', tokenize = 'ascii'
        )
        """
    )
    db.execute(
        """
        CREATE TABLE archive_places ( -- what is in the index
            place INTEGER PRIMARY KEY,  -- notice × 2^20 + version, as in archive_words
            digest TEXT NOT NULL        -- of what was put into the index
        ) STRICT
        """
    )
    # NULL where there is no number, and for those that were given before anybody kept by whom.
    db.execute("ALTER TABLE notices ADD COLUMN index_number_by TEXT CHECK (index_number_by IN ('board', 'file'))")
    db.execute(
        """
        UPDATE notices SET index_number_by = 'file' WHERE index_number IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM versions WHERE notice = number AND published_at IS NOT NULL)
        """
    )
    # Texts stand in the middle of a row, so that whoever wants the columns behind them reads all of it.
    db.execute(
        """
        CREATE INDEX versions_in_lists ON versions
            (notice, version, status, category, kind, item, period, published_at, shows_from)
        """
    )
    db.execute("CREATE INDEX versions_posted ON versions (shows_from, notice, version) WHERE published_at IS NOT NULL")
    posted = db.execute(
        """
        SELECT v.notice << 20 | v.version, v.title, v.body, coalesce(notices.index_number, '') || '|' ||
            coalesce(v.document_number, ''), replace(coalesce(v.sources, ''), '", "', '|')
        FROM versions v JOIN notices ON notices.number = v.notice WHERE v.published_at IS NOT NULL
        """
    )
    for place, *texts in posted:
        columns = [segmented(text) for text in texts]
        db.execute("INSERT INTO archive_words (rowid, title, body, numbers, files) VALUES (?, ?, ?, ?, ?)", [place, *columns])
        digest = hashlib.sha256("\0".join(columns).encode("utf-8")).hexdigest()[:32]
        db.execute("INSERT INTO archive_places VALUES (?, ?)", [place, digest])


@migrations()
def m015_screens_that_answer(db: Database) -> None:
    """Each screen with categories and slogans of its own; when one was out; and which devices its seconds come from."""
    for column in ("categories", "own_slogans"):  # JSON lists; an empty one means every category, the village's slogans
        db.execute(f"ALTER TABLE screens ADD COLUMN {column} TEXT NOT NULL DEFAULT '[]' CHECK (json_valid({column}))")
    db.execute("ALTER TABLE screens ADD COLUMN removed_at TEXT")  # NULL means it hangs
    db.execute(
        """
        CREATE TABLE screen_outages (
            screen TEXT NOT NULL,
            began_at TEXT NOT NULL,
            known_until TEXT NOT NULL, -- when it was last looked at, every few minutes
            ended_at TEXT,             -- NULL while it lasts
            cause TEXT NOT NULL CHECK (cause IN ('screen_dark')),
            PRIMARY KEY (screen, began_at),
            CHECK (ended_at IS NULL OR ended_at >= began_at)
        ) STRICT
        """
    )
    db.execute("CREATE UNIQUE INDEX one_outage_lasts ON screen_outages (screen) WHERE ended_at IS NULL")
    db.execute("CREATE INDEX screen_outages_by_end ON screen_outages (screen, ended_at)")
    db.execute(
        """
        CREATE TABLE screen_devices (
            screen TEXT NOT NULL,
            device TEXT NOT NULL,      -- SHA-256 of the key that the screen's page has made for itself
            is_ours INTEGER NOT NULL CHECK (is_ours IN (0, 1)),
            decided_at TEXT NOT NULL,
            decided_by TEXT NOT NULL,
            PRIMARY KEY (screen, device)
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE held_airings (    -- told by devices about which nobody has decided yet
            screen TEXT NOT NULL,
            device TEXT NOT NULL,
            run TEXT NOT NULL,
            hour TEXT NOT NULL,
            notice INTEGER NOT NULL,
            version INTEGER NOT NULL,
            seconds INTEGER NOT NULL CHECK (seconds BETWEEN 1 AND 3600),
            first_at TEXT NOT NULL,
            last_at TEXT NOT NULL,
            pages TEXT NOT NULL,       -- JSON list
            PRIMARY KEY (screen, device, hour, notice, version, run)
        ) STRICT
        """
    )
    db.execute("CREATE INDEX held_airings_by_hour ON held_airings (hour)")


@migrations()
def m020_catalogue_reasons(db: Database) -> None:
    """Why a village asks for less than the shipped catalogue, and what it has declined to take in place of an own item."""
    db.execute("ALTER TABLE own_catalogue ADD COLUMN reason TEXT NOT NULL DEFAULT ''")  # empty: nobody has said why
    # JSON object: the item that is shipped under the code of an own one, which was to stay; {} while nobody has decided
    db.execute("ALTER TABLE own_catalogue ADD COLUMN declined TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(declined))")


@migrations()
def m021_questions(db: Database) -> None:
    """What residents ask, and what became of it."""
    db.execute(
        """
        CREATE TABLE questions (
            question INTEGER PRIMARY KEY,
            sort TEXT NOT NULL CHECK (sort IN ('question', 'opinion', 'topic')),
            way TEXT NOT NULL CHECK (way IN ('online', 'counter', 'telephone', 'box')),
            arrived_at TEXT NOT NULL,
            due_on TEXT NOT NULL,
            state TEXT NOT NULL CHECK (
                state IN ('received', 'registered', 'review', 'recheck', 'passed', 'answered', 'refused', 'joined')
            ),
            revision INTEGER NOT NULL DEFAULT 1,
            code_digest TEXT UNIQUE,     -- SHA-256 of the code the asker follows it by; NULL once the words are deleted
            likeness TEXT NOT NULL,      -- SHA-256 of the bare words, to know the same again; '' once they are deleted
            notice INTEGER REFERENCES notices (number), -- NULL for what is about none
            words TEXT NOT NULL,         -- personal numbers masked; '' once they are deleted
            name TEXT NOT NULL,          -- '' where it was not given or has been deleted; so is the telephone
            telephone TEXT NOT NULL,
            assigned_to INTEGER REFERENCES people (person),
            asked TEXT NOT NULL DEFAULT '', -- in plain words, for everybody
            reply TEXT NOT NULL DEFAULT '',
            answered_at TEXT,            -- NULL while no reply is public
            answer_notice INTEGER REFERENCES notices (number), -- NULL unless a notice is the reply
            refusal TEXT,                -- NULL unless it is refused
            refusal_words TEXT NOT NULL DEFAULT '',
            joined_to INTEGER REFERENCES questions (question), -- NULL unless it is joined to that one
            closed_at TEXT,              -- NULL while the asker still waits
            satisfaction TEXT CHECK (satisfaction IN ('satisfied', 'mostly', 'not')), -- NULL where the asker has not said
            rated_at TEXT,
            contact_purged_at TEXT,      -- NULL while name and telephone may still be there
            words_purged_at TEXT,
            CHECK ((state = 'answered') = (answered_at IS NOT NULL)),
            CHECK ((state = 'refused') = (refusal IS NOT NULL)),
            CHECK ((state = 'joined') = (joined_to IS NOT NULL)),
            CHECK (joined_to IS NULL OR joined_to <> question)
        ) STRICT
        """
    )
    is_open = "state IN ('received', 'registered', 'review', 'recheck', 'passed')"
    db.execute(f"CREATE INDEX questions_open ON questions (due_on) WHERE {is_open}")
    db.execute("CREATE INDEX questions_answered ON questions (answered_at) WHERE state = 'answered'")
    db.execute("CREATE INDEX questions_about ON questions (notice, answered_at) WHERE state = 'answered'")
    db.execute("CREATE INDEX questions_alike ON questions (likeness)")
    db.execute("CREATE INDEX questions_joined ON questions (joined_to) WHERE joined_to IS NOT NULL")
    db.execute("CREATE INDEX questions_arrived ON questions (arrived_at)")
    db.execute("CREATE INDEX questions_closed ON questions (closed_at) WHERE words_purged_at IS NULL")
    db.execute(
        """
        CREATE TABLE question_steps (
            step INTEGER PRIMARY KEY,
            question INTEGER NOT NULL REFERENCES questions (question),
            deed TEXT NOT NULL,
            person INTEGER REFERENCES people (person), -- NULL for what no person of the desk did
            name TEXT NOT NULL,
            words TEXT NOT NULL,         -- of an opinion or a reason; '' without
            at TEXT NOT NULL
        ) STRICT
        """
    )
    db.execute("CREATE INDEX question_steps_of ON question_steps (question)")
