-- Making anew the key that signs who is a colleague, and the key by which names are found.

-- A renewal of the roster key: signed by an administrator and a second worker, each with a key of their own, by the roster key
-- before, and at last by the new one, once all that bears its signature was signed anew. Whoever pinned an older key follows these.
CREATE TABLE clew.roster_renewal (
  agency_id uuid NOT NULL REFERENCES clew.agency,
  number integer NOT NULL CHECK (number >= 1),
  key_before text NOT NULL,
  verify_key text NOT NULL,
  prepared_by uuid NOT NULL,
  prepared_entry integer NOT NULL,
  prepared_signature text NOT NULL,
  before_signature text NOT NULL,
  confirmed_by uuid,
  confirmed_entry integer,
  confirmed_signature text,
  roster_signature text,
  PRIMARY KEY (agency_id, number),
  UNIQUE (agency_id, key_before),
  FOREIGN KEY (agency_id, prepared_by) REFERENCES clew.worker (agency_id, worker_id),
  FOREIGN KEY (agency_id, confirmed_by) REFERENCES clew.worker (agency_id, worker_id),
  CHECK (num_nulls(confirmed_by, confirmed_entry, confirmed_signature) IN (0, 3)),
  CHECK (roster_signature IS NULL OR confirmed_signature IS NOT NULL)
);
COMMENT ON TABLE clew.roster_renewal IS 'Each time the agency''s roster key was made anew. In force once the new key has signed it, too.';
COMMENT ON COLUMN clew.roster_renewal.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.roster_renewal.number IS 'Counted from 1.';
COMMENT ON COLUMN clew.roster_renewal.key_before IS 'Public half (Ed25519) of the key before.';
COMMENT ON COLUMN clew.roster_renewal.verify_key IS 'Public half (Ed25519) of the new key.';
COMMENT ON COLUMN clew.roster_renewal.prepared_by IS 'The administrator who made the new key.';
COMMENT ON COLUMN clew.roster_renewal.prepared_entry IS 'With the key of which of their roster entries they signed it.';
COMMENT ON COLUMN clew.roster_renewal.prepared_signature IS 'Their signature.';
COMMENT ON COLUMN clew.roster_renewal.before_signature IS 'The signature with the key before.';
COMMENT ON COLUMN clew.roster_renewal.confirmed_by IS 'The second person, who heard the digits of the new key; none until then.';
COMMENT ON COLUMN clew.roster_renewal.confirmed_entry IS 'With the key of which of their roster entries they signed it.';
COMMENT ON COLUMN clew.roster_renewal.confirmed_signature IS 'Their signature.';
COMMENT ON COLUMN clew.roster_renewal.roster_signature IS 'The signature with the new key; none until all that bears the old one was signed anew.';

ALTER TABLE clew.roster_renewal ENABLE ROW LEVEL SECURITY;
ALTER TABLE clew.roster_renewal FORCE ROW LEVEL SECURITY;
CREATE POLICY roster_renewal_own ON clew.roster_renewal
  USING (agency_id = NULLIF(current_setting('clew.chain', true), '')::uuid);
GRANT SELECT, INSERT, DELETE, UPDATE (confirmed_by, confirmed_entry, confirmed_signature, roster_signature)
  ON clew.roster_renewal TO clew_app;

ALTER TABLE clew.roster_entry ADD COLUMN retired boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN clew.roster_entry.retired IS 'Whether these keys were no longer anybody''s at the last renewal of the roster key: they tell who once signed, and give no right.';
GRANT UPDATE (retired) ON clew.roster_entry TO clew_app;
GRANT UPDATE (given_by, given_entry, signature) ON clew.worker_role TO clew_app;
GRANT UPDATE (given_by, given_entry, signature) ON clew.team_member TO clew_app;
GRANT UPDATE (offer, held) ON clew.invitation TO clew_app;
GRANT UPDATE (roster_key) ON clew.agency TO clew_app;

-- Under which key a hash was made: those under an older one wait to be made anew.
ALTER TABLE clew.file_name_part ADD COLUMN generation integer NOT NULL DEFAULT 1 CHECK (generation >= 1);
ALTER TABLE clew.file_name_part ALTER COLUMN generation DROP DEFAULT;
COMMENT ON COLUMN clew.file_name_part.generation IS 'Of the key under which it is hashed.';
GRANT DELETE ON clew.file_name_part TO clew_app;
CREATE INDEX file_name_part_file ON clew.file_name_part (agency_id, file_id);

ALTER TABLE clew.file ADD COLUMN code_generation integer NOT NULL DEFAULT 1 CHECK (code_generation >= 1);
ALTER TABLE clew.file ALTER COLUMN code_generation DROP DEFAULT;
COMMENT ON COLUMN clew.file.code_generation IS 'Of the agency''s key under which the code name is sealed and hashed.';
GRANT UPDATE (code_name, code_hash, code_generation) ON clew.file TO clew_app;
