-- What stands at an agency because people said so: who does what and with whom, who stands in for whom, its mandates, the law it
-- works by, its roles, its provider, who is barred from which file. Each is a line of numbered statements; each statement bears
-- the signatures of those who made it and the hash of the one before. The newest counts, and none is ever taken away. What stood
-- in the tables before bore no such signatures, or nobody's.

CREATE TABLE clew.statement (
  agency_id uuid NOT NULL REFERENCES clew.agency,
  kind text NOT NULL CHECK (kind IN ('worker', 'deputy', 'mandate', 'law', 'role', 'provider', 'keeping', 'bar')),
  thing text NOT NULL,
  number integer NOT NULL CHECK (number >= 1),
  said text NOT NULL,
  before text NOT NULL,
  at timestamptz NOT NULL,
  first_by uuid NOT NULL,
  first_entry integer NOT NULL,
  first_signature text NOT NULL,
  second_by uuid,
  second_entry integer,
  second_signature text,
  roster_signature text,
  PRIMARY KEY (agency_id, kind, thing, number),
  FOREIGN KEY (agency_id, first_by) REFERENCES clew.worker (agency_id, worker_id),
  FOREIGN KEY (agency_id, second_by) REFERENCES clew.worker (agency_id, worker_id),
  CHECK (second_by <> first_by),
  CHECK (num_nulls(second_by, second_entry, second_signature) IN (0, 3)),
  CHECK ((kind = 'worker') = (roster_signature IS NOT NULL))
);
CREATE INDEX statement_bar ON clew.statement (agency_id, split_part(thing, ' ', 1)) WHERE kind = 'bar';
COMMENT ON TABLE clew.statement IS 'What holds because people of the agency said so, signed. The newest of a line counts; none is changed or taken away.';
COMMENT ON COLUMN clew.statement.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.statement.kind IS 'worker: roles and teams; deputy; mandate; law; role: what one permits; provider; keeping: for how long; bar: from a file.';
COMMENT ON COLUMN clew.statement.thing IS 'What the line is about: ids, a mandate, the hash of a law.';
COMMENT ON COLUMN clew.statement.number IS 'Counted from 1 in each line.';
COMMENT ON COLUMN clew.statement.said IS 'What holds from then on, in words of closed lists, ids and boxes.';
COMMENT ON COLUMN clew.statement.before IS 'Hash of the statement before; nothing in the first.';
COMMENT ON COLUMN clew.statement.at IS 'When it was written. Nothing hangs on it.';
COMMENT ON COLUMN clew.statement.first_by IS 'Who said it.';
COMMENT ON COLUMN clew.statement.first_entry IS 'With the key of which of their roster entries.';
COMMENT ON COLUMN clew.statement.first_signature IS 'Their signature.';
COMMENT ON COLUMN clew.statement.second_by IS 'Who confirmed it; none where one person may say it.';
COMMENT ON COLUMN clew.statement.second_entry IS 'With the key of which of their roster entries.';
COMMENT ON COLUMN clew.statement.second_signature IS 'Their signature.';
COMMENT ON COLUMN clew.statement.roster_signature IS 'Of roles and teams: the signature with the agency''s roster key, which administrators hold.';

ALTER TABLE clew.statement ENABLE ROW LEVEL SECURITY;
ALTER TABLE clew.statement FORCE ROW LEVEL SECURITY;
CREATE POLICY statement_own ON clew.statement
  USING (agency_id = NULLIF(current_setting('clew.chain', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE (roster_signature) ON clew.statement TO clew_app;
-- Whoever makes the roster key anew prepares in their own name who waits to be let in.
GRANT UPDATE (prepared_by, prepared_entry, prepared_signature) ON clew.roster_entry TO clew_app;

DROP TABLE clew.worker_role, clew.team_member, clew.agency_role, clew.agency_mandate, clew.law_approval, clew.file_exclusion;

-- Who was barred from a file that is erased goes with it, as before.
CREATE OR REPLACE FUNCTION clew.erase_file(in_agency_id uuid, in_file_id uuid, in_proposal_id uuid, in_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  own text := 'file ' || in_file_id::text || ' ';
BEGIN
  IF in_agency_id IS DISTINCT FROM NULLIF(current_setting('clew.chain', true), '')::uuid THEN
    RAISE EXCEPTION 'erasure: this transaction belongs to another agency' USING ERRCODE = '42501';
  END IF;
  PERFORM 1 FROM clew.file WHERE agency_id = in_agency_id AND file_id = in_file_id FOR UPDATE;
  IF NOT FOUND OR NOT EXISTS (
    SELECT 1 FROM clew.proposal WHERE agency_id = in_agency_id AND proposal_id = in_proposal_id AND kind = 'file.erase'
      AND thing = own || 'erase' AND confirmed_by <> proposed_by AND at <= in_now - interval '7 days'
  ) OR EXISTS (SELECT 1 FROM clew.file_hold WHERE agency_id = in_agency_id AND file_id = in_file_id)
    OR EXISTS (
    SELECT 1 FROM clew.proposal WHERE agency_id = in_agency_id AND kind = 'file.hold' AND thing = own || 'hold'
      AND confirmed_by IS NULL AND at > in_now - interval '14 days'
  ) THEN
    RETURN false;
  END IF;
  DELETE FROM clew.key_wrap WHERE agency_id = in_agency_id AND starts_with(key_id, 'file:' || in_file_id::text || ':');
  DELETE FROM clew.key_renewal WHERE agency_id = in_agency_id AND starts_with(key_id, 'file:' || in_file_id::text || ':');
  DELETE FROM clew.file_admission WHERE agency_id = in_agency_id AND file_id = in_file_id;
  DELETE FROM clew.proposal WHERE agency_id = in_agency_id AND starts_with(thing, own);
  DELETE FROM clew.file_entry WHERE agency_id = in_agency_id AND file_id = in_file_id;
  DELETE FROM clew.file_compartment WHERE agency_id = in_agency_id AND file_id = in_file_id;
  DELETE FROM clew.file_grant WHERE agency_id = in_agency_id AND file_id = in_file_id;
  DELETE FROM clew.statement WHERE agency_id = in_agency_id AND kind = 'bar' AND split_part(thing, ' ', 1) = in_file_id::text;
  DELETE FROM clew.file_named WHERE agency_id = in_agency_id AND file_id = in_file_id;
  DELETE FROM clew.file_name_part WHERE agency_id = in_agency_id AND file_id = in_file_id;
  DELETE FROM clew.file WHERE agency_id = in_agency_id AND file_id = in_file_id;
  INSERT INTO clew.erased (agency_id, thing_id, at) VALUES (in_agency_id, in_file_id, in_now);
  RETURN true;
END
$$;

-- Whoever seals the key of break-glass signs for how long.
ALTER TABLE clew.file_admission ADD COLUMN sealed_entry integer;
ALTER TABLE clew.file_admission ADD COLUMN signature text;
COMMENT ON COLUMN clew.file_admission.sealed_entry IS 'With the key of which of their roster entries who sealed it signed.';
COMMENT ON COLUMN clew.file_admission.signature IS 'Their signature over who was let in where, on whose word, and until when.';

-- Requests from before they were found by their digits lead nowhere any more.
DELETE FROM clew.recovery_gift g USING clew.recovery_request r
  WHERE r.agency_id = g.agency_id AND r.request_id = g.request_id AND r.digits = '';
DELETE FROM clew.recovery_request WHERE digits = '';

-- What waits is looked for by kind, the oldest first.
CREATE INDEX proposal_waiting ON clew.proposal (agency_id, kind, at, proposal_id) WHERE confirmed_by IS NULL;
