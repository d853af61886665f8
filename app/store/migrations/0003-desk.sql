-- The desk: agencies, who works there, their keys, and what is under way between them. Each table belongs to one agency
-- by its first column, and row-level security compares that with the agency of the transaction. Nothing here shows a
-- name: agencies, teams and workers have theirs sealed under a key that the agency's own people hold.

CREATE TABLE clew.agency (
  agency_id uuid PRIMARY KEY,
  code text NOT NULL UNIQUE CHECK (code ~ '^[b-df-hj-km-np-tv-xz2-9]{8}$'),
  profile text NOT NULL,
  roster_key text NOT NULL,
  backup_recipient text NOT NULL
);
COMMENT ON TABLE clew.agency IS 'An agency of this node.';
COMMENT ON COLUMN clew.agency.agency_id IS 'Random id; leads every key of what is the agency''s.';
COMMENT ON COLUMN clew.agency.code IS 'Eight random letters and digits that stand after the @ of its sign-in names.';
COMMENT ON COLUMN clew.agency.profile IS 'Sealed under the agency''s key: its name.';
COMMENT ON COLUMN clew.agency.roster_key IS 'Public key (Ed25519) with which the keys of its workers are signed.';
COMMENT ON COLUMN clew.agency.backup_recipient IS 'Public half (age) of the key for backups, whose other half was shown once and is kept off the node.';

CREATE TABLE clew.agency_mandate (
  agency_id uuid NOT NULL REFERENCES clew.agency,
  mandate text NOT NULL CHECK (mandate IN ('identification', 'asylum', 'immigration-enforcement', 'police',
    'labour-inspection', 'health', 'legal-aid', 'shelter', 'child-protection', 'coordination')),
  since timestamptz NOT NULL,
  PRIMARY KEY (agency_id, mandate)
);
COMMENT ON TABLE clew.agency_mandate IS 'What an agency is there for. Set by two people; the policy reads it.';
COMMENT ON COLUMN clew.agency_mandate.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.agency_mandate.mandate IS 'One of ten words.';
COMMENT ON COLUMN clew.agency_mandate.since IS 'When the second person confirmed it.';

CREATE TABLE clew.law_approval (
  agency_id uuid NOT NULL REFERENCES clew.agency,
  law_hash text NOT NULL CHECK (law_hash ~ '^[0-9a-f]{64}$'),
  at timestamptz NOT NULL,
  PRIMARY KEY (agency_id, law_hash)
);
COMMENT ON TABLE clew.law_approval IS 'The law that an agency has approved, by two people.';
COMMENT ON COLUMN clew.law_approval.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.law_approval.law_hash IS 'SHA-256 of the law, in hexadecimal, as every assessment shows it.';
COMMENT ON COLUMN clew.law_approval.at IS 'When the second person confirmed it.';

CREATE TABLE clew.worker (
  agency_id uuid NOT NULL REFERENCES clew.agency,
  worker_id uuid NOT NULL,
  name_hash bytea NOT NULL CHECK (octet_length(name_hash) = 32),
  recipient text NOT NULL,
  verify_key text NOT NULL,
  roster_signature text,
  standing text NOT NULL CHECK (standing IN ('invited', 'in', 'left')),
  profile text NOT NULL,
  secret_box text NOT NULL,
  kdf text NOT NULL,
  salt text NOT NULL,
  code_step bigint NOT NULL DEFAULT 0,
  session_epoch integer NOT NULL DEFAULT 1 CHECK (session_epoch >= 1),
  PRIMARY KEY (agency_id, worker_id),
  UNIQUE (agency_id, name_hash),
  CHECK (standing <> 'in' OR roster_signature IS NOT NULL)
);
COMMENT ON TABLE clew.worker IS 'Whoever signs in at the desk. A row stays when the worker leaves, so that history keeps its author.';
COMMENT ON COLUMN clew.worker.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.worker.worker_id IS 'Random id; the journal names a worker by it.';
COMMENT ON COLUMN clew.worker.name_hash IS 'SHA-256 over the sign-in name. Who has it can try names.';
COMMENT ON COLUMN clew.worker.recipient IS 'Public half (age) of the key to which things are sealed for this worker.';
COMMENT ON COLUMN clew.worker.verify_key IS 'Public half (Ed25519) of the key with which this worker signs.';
COMMENT ON COLUMN clew.worker.roster_signature IS 'The agency''s signature over both public keys; none until an administrator has let the worker in.';
COMMENT ON COLUMN clew.worker.standing IS 'invited: has joined and waits to be let in; in; left.';
COMMENT ON COLUMN clew.worker.profile IS 'Sealed: the worker''s name. Under the agency''s key; under that of the invitation until let in.';
COMMENT ON COLUMN clew.worker.secret_box IS 'Sealed under a key made of the passphrase: the private keys, the second factor, the agency''s pinned public key.';
COMMENT ON COLUMN clew.worker.kdf IS 'How the passphrase is made a key, such as argon2id:65536:3:1.';
COMMENT ON COLUMN clew.worker.salt IS 'Random salt of that, base64url.';
COMMENT ON COLUMN clew.worker.code_step IS 'The half minute of the last code that signed in, so that no code is used twice.';
COMMENT ON COLUMN clew.worker.session_epoch IS 'Sessions of an earlier epoch are over.';

CREATE TABLE clew.worker_role (
  agency_id uuid NOT NULL,
  worker_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('screener', 'case-worker', 'guardian', 'lawyer', 'health', 'decision-maker',
    'panel-member', 'supervisor', 'coordinator', 'auditor', 'administrator')),
  PRIMARY KEY (agency_id, worker_id, role),
  FOREIGN KEY (agency_id, worker_id) REFERENCES clew.worker
);
COMMENT ON TABLE clew.worker_role IS 'What a worker does. The policy reads it.';
COMMENT ON COLUMN clew.worker_role.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.worker_role.worker_id IS 'The worker.';
COMMENT ON COLUMN clew.worker_role.role IS 'One of eleven words.';

CREATE TABLE clew.team (
  agency_id uuid NOT NULL REFERENCES clew.agency,
  team_id uuid NOT NULL,
  profile text NOT NULL,
  PRIMARY KEY (agency_id, team_id)
);
COMMENT ON TABLE clew.team IS 'People of an agency who work together.';
COMMENT ON COLUMN clew.team.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.team.team_id IS 'Random id.';
COMMENT ON COLUMN clew.team.profile IS 'Sealed under the agency''s key: its name.';

CREATE TABLE clew.team_member (
  agency_id uuid NOT NULL,
  team_id uuid NOT NULL,
  worker_id uuid NOT NULL,
  deputy_for uuid,
  PRIMARY KEY (agency_id, team_id, worker_id),
  FOREIGN KEY (agency_id, team_id) REFERENCES clew.team,
  FOREIGN KEY (agency_id, worker_id) REFERENCES clew.worker,
  FOREIGN KEY (agency_id, deputy_for) REFERENCES clew.worker (agency_id, worker_id),
  CHECK (deputy_for <> worker_id)
);
COMMENT ON TABLE clew.team_member IS 'Who belongs to which team, and for whom they stand in.';
COMMENT ON COLUMN clew.team_member.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.team_member.team_id IS 'The team.';
COMMENT ON COLUMN clew.team_member.worker_id IS 'The worker.';
COMMENT ON COLUMN clew.team_member.deputy_for IS 'The worker of the team for whom this one stands in, if any.';

CREATE TABLE clew.invitation (
  agency_id uuid NOT NULL REFERENCES clew.agency,
  invitation_id uuid NOT NULL,
  secret_hash bytea NOT NULL CHECK (octet_length(secret_hash) = 32),
  roles text[] NOT NULL,
  teams uuid[] NOT NULL,
  offer text NOT NULL,
  held text NOT NULL,
  invited_by uuid NOT NULL,
  expires_at timestamptz NOT NULL,
  worker_id uuid,
  PRIMARY KEY (agency_id, invitation_id),
  UNIQUE (agency_id, secret_hash),
  FOREIGN KEY (agency_id, invited_by) REFERENCES clew.worker (agency_id, worker_id),
  FOREIGN KEY (agency_id, worker_id) REFERENCES clew.worker
);
COMMENT ON TABLE clew.invitation IS 'An invitation to join an agency. Used once; ends by itself; gone when its worker is let in.';
COMMENT ON COLUMN clew.invitation.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.invitation.invitation_id IS 'Random id.';
COMMENT ON COLUMN clew.invitation.secret_hash IS 'SHA-256 of the secret in its link.';
COMMENT ON COLUMN clew.invitation.roles IS 'The roles that it gives.';
COMMENT ON COLUMN clew.invitation.teams IS 'The teams that it leads to.';
COMMENT ON COLUMN clew.invitation.offer IS 'Sealed under a key made of the link''s secret: the agency''s name and its public key.';
COMMENT ON COLUMN clew.invitation.held IS 'Sealed for administrators: the link''s secret, so that they can tell who joined by it.';
COMMENT ON COLUMN clew.invitation.invited_by IS 'The administrator who made it.';
COMMENT ON COLUMN clew.invitation.expires_at IS 'After this nobody can join by it.';
COMMENT ON COLUMN clew.invitation.worker_id IS 'Who joined by it and waits to be let in.';

CREATE TABLE clew.session (
  agency_id uuid NOT NULL,
  session_id uuid NOT NULL,
  worker_id uuid NOT NULL,
  epoch integer NOT NULL,
  made_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  box text NOT NULL,
  PRIMARY KEY (agency_id, session_id),
  FOREIGN KEY (agency_id, worker_id) REFERENCES clew.worker
);
CREATE INDEX session_worker ON clew.session (agency_id, worker_id);
COMMENT ON TABLE clew.session IS 'A worker who is signed in, in one browser.';
COMMENT ON COLUMN clew.session.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.session.session_id IS 'Random id, in the browser''s cookie.';
COMMENT ON COLUMN clew.session.worker_id IS 'The worker.';
COMMENT ON COLUMN clew.session.epoch IS 'The worker''s session_epoch when it began; over when that is another.';
COMMENT ON COLUMN clew.session.made_at IS 'When the worker signed in; the longest a session lasts counts from it.';
COMMENT ON COLUMN clew.session.seen_at IS 'When the browser last asked, to the minute; the longest pause counts from it.';
COMMENT ON COLUMN clew.session.box IS 'Sealed under a key made of the secret in the browser''s cookie: the worker''s private keys.';

CREATE TABLE clew.key_wrap (
  agency_id uuid NOT NULL,
  key_id text NOT NULL,
  generation integer NOT NULL CHECK (generation >= 1),
  worker_id uuid NOT NULL,
  wrap text NOT NULL,
  given_by uuid NOT NULL,
  signature text NOT NULL,
  PRIMARY KEY (agency_id, key_id, generation, worker_id),
  FOREIGN KEY (agency_id, worker_id) REFERENCES clew.worker,
  FOREIGN KEY (agency_id, given_by) REFERENCES clew.worker (agency_id, worker_id)
);
CREATE INDEX key_wrap_worker ON clew.key_wrap (agency_id, worker_id);
COMMENT ON TABLE clew.key_wrap IS 'A key, sealed for one person who may open what it seals.';
COMMENT ON COLUMN clew.key_wrap.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.key_wrap.key_id IS 'agency, roster, or the id of what the key seals.';
COMMENT ON COLUMN clew.key_wrap.generation IS 'Counted from 1; another when somebody was removed.';
COMMENT ON COLUMN clew.key_wrap.worker_id IS 'The person for whom it is sealed.';
COMMENT ON COLUMN clew.key_wrap.wrap IS 'Sealed to that person''s public key (age): the key, with what it is for.';
COMMENT ON COLUMN clew.key_wrap.given_by IS 'Who gave it.';
COMMENT ON COLUMN clew.key_wrap.signature IS 'The giver''s signature (Ed25519) over the wrap and what it is for.';

CREATE TABLE clew.proposal (
  agency_id uuid NOT NULL REFERENCES clew.agency,
  proposal_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind ~ '^[a-z-]+(\.[a-z-]+)*$'),
  thing text NOT NULL,
  content text NOT NULL,
  proposed_by uuid NOT NULL,
  confirmed_by uuid,
  at timestamptz NOT NULL,
  confirmed_at timestamptz,
  PRIMARY KEY (agency_id, proposal_id),
  FOREIGN KEY (agency_id, proposed_by) REFERENCES clew.worker (agency_id, worker_id),
  FOREIGN KEY (agency_id, confirmed_by) REFERENCES clew.worker (agency_id, worker_id),
  CHECK (confirmed_by <> proposed_by),
  CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))
);
COMMENT ON TABLE clew.proposal IS 'What takes two people: one proposes, another confirms.';
COMMENT ON COLUMN clew.proposal.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.proposal.proposal_id IS 'Random id.';
COMMENT ON COLUMN clew.proposal.kind IS 'What is proposed, a word of the closed list.';
COMMENT ON COLUMN clew.proposal.thing IS 'To what: a kind and an id. Never content.';
COMMENT ON COLUMN clew.proposal.content IS 'Sealed: what is proposed, and why.';
COMMENT ON COLUMN clew.proposal.proposed_by IS 'The first person.';
COMMENT ON COLUMN clew.proposal.confirmed_by IS 'The second person, never the first; none while it is open.';
COMMENT ON COLUMN clew.proposal.at IS 'When it was proposed.';
COMMENT ON COLUMN clew.proposal.confirmed_at IS 'When it was confirmed.';

-- No agency of this table need be there: who guesses at a code that is nobody's leaves the same traces.
CREATE TABLE clew.guess (
  agency_id uuid NOT NULL,
  budget bytea NOT NULL CHECK (octet_length(budget) = 32),
  spent integer NOT NULL CHECK (spent >= 0),
  since timestamptz NOT NULL,
  PRIMARY KEY (agency_id, budget)
);
CREATE INDEX guess_since ON clew.guess (since);
COMMENT ON TABLE clew.guess IS 'Wrong attempts to sign in within the last hours.';
COMMENT ON COLUMN clew.guess.agency_id IS 'The agency; or an id made of a code that no agency has.';
COMMENT ON COLUMN clew.guess.budget IS 'Hash of the sign-in name, or of the name and a browser that signed in by it before.';
COMMENT ON COLUMN clew.guess.spent IS 'How many wrong attempts.';
COMMENT ON COLUMN clew.guess.since IS 'From when they count.';

-- Links of the node's start line. The application reaches this table by two functions only.
CREATE TABLE clew.opening (
  secret_hash bytea PRIMARY KEY CHECK (octet_length(secret_hash) = 32),
  expires_at timestamptz NOT NULL
);
COMMENT ON TABLE clew.opening IS 'A link, printed at start, by which one agency can be made. Gone when used.';
COMMENT ON COLUMN clew.opening.secret_hash IS 'SHA-256 of the secret in the link.';
COMMENT ON COLUMN clew.opening.expires_at IS 'After this the link opens nothing.';

DO $$
DECLARE
  own text;
BEGIN
  FOREACH own IN ARRAY ARRAY['agency', 'agency_mandate', 'law_approval', 'worker', 'worker_role', 'team', 'team_member',
    'invitation', 'session', 'key_wrap', 'proposal', 'guess'] LOOP
    EXECUTE format('ALTER TABLE clew.%I ENABLE ROW LEVEL SECURITY', own);
    EXECUTE format('ALTER TABLE clew.%I FORCE ROW LEVEL SECURITY', own);
    EXECUTE format('CREATE POLICY %I ON clew.%I USING (agency_id = NULLIF(current_setting(''clew.chain'', true), '''')::uuid)',
      own || '_own', own);
  END LOOP;
END
$$;
ALTER TABLE clew.opening ENABLE ROW LEVEL SECURITY;
ALTER TABLE clew.opening FORCE ROW LEVEL SECURITY;
-- The owner is bound by forced security too. As the owner the functions below look for one agency by its code, make one,
-- and forget old guesses.
CREATE POLICY opening_owner ON clew.opening TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY agency_owner ON clew.agency TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY guess_owner ON clew.guess TO CURRENT_USER USING (true) WITH CHECK (true);

GRANT SELECT ON clew.agency, clew.agency_mandate, clew.law_approval, clew.worker, clew.worker_role, clew.team,
  clew.team_member, clew.invitation, clew.session, clew.key_wrap, clew.proposal, clew.guess TO clew_app;
GRANT UPDATE (profile, backup_recipient) ON clew.agency TO clew_app;
GRANT INSERT, DELETE ON clew.agency_mandate, clew.worker_role, clew.key_wrap TO clew_app;
GRANT INSERT ON clew.law_approval TO clew_app;
GRANT INSERT, UPDATE (recipient, verify_key, roster_signature, standing, profile, secret_box, kdf, salt, code_step,
  session_epoch) ON clew.worker TO clew_app;
GRANT INSERT, UPDATE (profile) ON clew.team TO clew_app;
GRANT INSERT, DELETE, UPDATE (deputy_for) ON clew.team_member TO clew_app;
GRANT INSERT, DELETE, UPDATE (worker_id) ON clew.invitation TO clew_app;
GRANT INSERT, DELETE, UPDATE (seen_at) ON clew.session TO clew_app;
GRANT INSERT, UPDATE (confirmed_by, confirmed_at) ON clew.proposal TO clew_app;
GRANT INSERT, DELETE, UPDATE (spent, since) ON clew.guess TO clew_app;

CREATE FUNCTION clew.agency_by_code(in_code text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT agency_id FROM clew.agency WHERE code = in_code
$$;
COMMENT ON FUNCTION clew.agency_by_code IS 'The id of the agency with exactly this code. There is no list of agencies.';

CREATE FUNCTION clew.opening_stands(in_secret_hash bytea, in_now timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM clew.opening WHERE secret_hash = in_secret_hash AND expires_at > in_now)
$$;
COMMENT ON FUNCTION clew.opening_stands IS 'Whether a link of the start line can still be used.';

CREATE FUNCTION clew.open_agency(in_secret_hash bytea, in_now timestamptz, in_agency_id uuid, in_code text,
  in_profile text, in_roster_key text, in_backup_recipient text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM clew.opening WHERE secret_hash = in_secret_hash AND expires_at > in_now;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  INSERT INTO clew.agency (agency_id, code, profile, roster_key, backup_recipient)
    VALUES (in_agency_id, in_code, in_profile, in_roster_key, in_backup_recipient);
  RETURN true;
END
$$;
COMMENT ON FUNCTION clew.open_agency IS 'Uses up a link of the start line and makes its agency; false if the link opens nothing.';

CREATE FUNCTION clew.forget_guesses(in_before timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DELETE FROM clew.guess WHERE since < in_before
$$;
COMMENT ON FUNCTION clew.forget_guesses IS 'Removes what was guessed before a moment.';

REVOKE ALL ON FUNCTION clew.agency_by_code, clew.opening_stands, clew.open_agency, clew.forget_guesses FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clew.agency_by_code, clew.opening_stands, clew.open_agency, clew.forget_guesses TO clew_app;
