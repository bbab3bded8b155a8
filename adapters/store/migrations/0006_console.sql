-- Who may use the console, what they are logged in with, and what they did there.
-- password: argon2id; empty for those who log in elsewhere (origin "oidc").
-- kommuner: JSON; empty means all of them.
CREATE TABLE users (
    id {key} PRIMARY KEY,
    name TEXT NOT NULL,
    origin TEXT NOT NULL,
    password TEXT,
    roles TEXT NOT NULL,
    kommuner TEXT,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT
);

-- sha256: of the token that the browser holds.
CREATE TABLE sessions (
    sha256 {key} PRIMARY KEY,
    user_id {key} NOT NULL,
    csrf TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);

CREATE INDEX sessions_user ON sessions (user_id);

CREATE INDEX sessions_seen ON sessions (seen_at);

-- Tries to log in that have not succeeded, for a while.
CREATE TABLE login_tries (
    seq {never_again},
    user_id {key} NOT NULL,
    address {key} NOT NULL,
    at BIGINT NOT NULL
);

CREATE INDEX login_tries_at ON login_tries (at);

CREATE INDEX login_tries_user ON login_tries (user_id, at);

CREATE INDEX login_tries_address ON login_tries (address, at);

-- Logins that are under way at another server (OIDC). browser: sha256 of what that browser holds.
CREATE TABLE oidc_logins (
    state {key} PRIMARY KEY,
    browser {key} NOT NULL,
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    onward TEXT NOT NULL,
    at BIGINT NOT NULL
);

-- sha256: of the previous row's, and of everything else in this one.
CREATE TABLE audit (
    seq BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    who {key} NOT NULL,
    did {key} NOT NULL,
    about {key} NOT NULL,
    why TEXT NOT NULL,
    previous TEXT NOT NULL,
    sha256 TEXT NOT NULL
);

CREATE INDEX audit_who ON audit (who, seq);

CREATE INDEX audit_about ON audit (about, seq);
