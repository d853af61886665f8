-- Who works at an agency, as signed by those who let them in. An entry takes two people: who prepared it and who confirmed
-- it, each with a key of their own; without the second it is nobody yet. What stood here before was signed by an
-- administrator alone, and lets nobody in any more.

CREATE TABLE clew.roster_entry (
  agency_id uuid NOT NULL,
  worker_id uuid NOT NULL,
  number integer NOT NULL CHECK (number >= 1),
  kind text NOT NULL CHECK (kind IN ('founder', 'second', 'admitted', 'changed')),
  recipient text NOT NULL,
  verify_key text NOT NULL,
  founding text NOT NULL,
  own_signature text NOT NULL,
  prepared_by uuid NOT NULL,
  prepared_entry integer NOT NULL,
  prepared_signature text NOT NULL,
  confirmed_by uuid,
  confirmed_entry integer,
  confirmed_signature text,
  roster_signature text NOT NULL,
  PRIMARY KEY (agency_id, worker_id, number),
  FOREIGN KEY (agency_id, worker_id) REFERENCES clew.worker,
  FOREIGN KEY (agency_id, prepared_by) REFERENCES clew.worker (agency_id, worker_id),
  FOREIGN KEY (agency_id, confirmed_by) REFERENCES clew.worker (agency_id, worker_id),
  CHECK (num_nulls(confirmed_by, confirmed_entry, confirmed_signature) IN (0, 3))
);
COMMENT ON TABLE clew.roster_entry IS 'A worker''s public keys, signed. One more after each change of keys; the newest holds, the others say who once signed for whom.';
COMMENT ON COLUMN clew.roster_entry.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.roster_entry.worker_id IS 'The worker whose keys these are.';
COMMENT ON COLUMN clew.roster_entry.number IS 'Counted from 1; one more after each change of keys.';
COMMENT ON COLUMN clew.roster_entry.kind IS 'founder: made the agency; second: let in by the founder alone; admitted: let in by two; changed: new keys of a worker.';
COMMENT ON COLUMN clew.roster_entry.recipient IS 'Public key (age) to which things are sealed for this worker.';
COMMENT ON COLUMN clew.roster_entry.verify_key IS 'Public key (Ed25519) by which what this worker signed is checked.';
COMMENT ON COLUMN clew.roster_entry.founding IS 'The two with whom the agency began, as this worker was told: an id and a public key each.';
COMMENT ON COLUMN clew.roster_entry.own_signature IS 'The worker''s signature with the key of this entry.';
COMMENT ON COLUMN clew.roster_entry.prepared_by IS 'The administrator who prepared it; the worker where keys were changed.';
COMMENT ON COLUMN clew.roster_entry.prepared_entry IS 'With the key of which of their entries.';
COMMENT ON COLUMN clew.roster_entry.prepared_signature IS 'Their signature.';
COMMENT ON COLUMN clew.roster_entry.confirmed_by IS 'The second person; none while it waits for one, and for the two who began.';
COMMENT ON COLUMN clew.roster_entry.confirmed_entry IS 'With the key of which of their entries.';
COMMENT ON COLUMN clew.roster_entry.confirmed_signature IS 'Their signature.';
COMMENT ON COLUMN clew.roster_entry.roster_signature IS 'The signature with the agency''s roster key, which administrators hold.';

ALTER TABLE clew.roster_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE clew.roster_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY roster_entry_own ON clew.roster_entry
  USING (agency_id = NULLIF(current_setting('clew.chain', true), '')::uuid);
GRANT SELECT, INSERT, DELETE, UPDATE (confirmed_by, confirmed_entry, confirmed_signature, roster_signature)
  ON clew.roster_entry TO clew_app;

-- It stands in the entry now. The check that who is in has one goes with it: what counts is the entry.
ALTER TABLE clew.worker DROP COLUMN roster_signature;

ALTER TABLE clew.key_change ADD COLUMN number integer NOT NULL DEFAULT 2 CHECK (number >= 2);
ALTER TABLE clew.key_change ADD COLUMN own_signature text NOT NULL DEFAULT '';
ALTER TABLE clew.key_change ALTER COLUMN number DROP DEFAULT;
ALTER TABLE clew.key_change ALTER COLUMN own_signature DROP DEFAULT;
ALTER TABLE clew.key_change ADD COLUMN confirmed_by uuid;
ALTER TABLE clew.key_change ADD COLUMN confirmed_entry integer;
ALTER TABLE clew.key_change ADD COLUMN confirmed_signature text;
ALTER TABLE clew.key_change ADD FOREIGN KEY (agency_id, confirmed_by) REFERENCES clew.worker (agency_id, worker_id);
COMMENT ON COLUMN clew.key_change.number IS 'The number of the roster entry that these keys are to be.';
COMMENT ON COLUMN clew.key_change.own_signature IS 'The worker''s signature with the new key.';
COMMENT ON COLUMN clew.key_change.confirmed_by IS 'The administrator who heard the digits; none until then.';
COMMENT ON COLUMN clew.key_change.confirmed_entry IS 'With the key of which of their entries.';
COMMENT ON COLUMN clew.key_change.confirmed_signature IS 'Their signature over the new entry.';
GRANT UPDATE (confirmed_by, confirmed_entry, confirmed_signature) ON clew.key_change TO clew_app;

-- Roles and teams of an invitation stand in what is sealed for administrators: who can write here cannot add one.
ALTER TABLE clew.invitation DROP COLUMN roles;
ALTER TABLE clew.invitation DROP COLUMN teams;
