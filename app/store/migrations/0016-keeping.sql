-- How long files are kept: what stops an erasure, what an erasure destroys, and what tells later that it was done.

ALTER TABLE clew.file ADD COLUMN rest_month date CHECK (extract(day FROM rest_month) = 1);
COMMENT ON COLUMN clew.file.rest_month IS 'The first day of the month in which it was closed or the person withdrew; none while it is open.';
CREATE INDEX file_rest ON clew.file (agency_id, rest_month) WHERE rest_month IS NOT NULL;
GRANT UPDATE (rest_month) ON clew.file TO clew_app;
-- Forced security binds the owner too: for once it reads the rows of all agencies.
ALTER TABLE clew.file NO FORCE ROW LEVEL SECURITY;
ALTER TABLE clew.journal_entry NO FORCE ROW LEVEL SECURITY;
UPDATE clew.file f SET rest_month = date_trunc('month', COALESCE((SELECT max(j.at) FROM clew.journal_entry j
  WHERE j.chain = f.agency_id AND j.thing = 'file ' || f.file_id::text AND j.action IN ('file.close', 'file.withdraw')), now()))::date
  WHERE f.closed OR f.withdrawn;
ALTER TABLE clew.file FORCE ROW LEVEL SECURITY;
ALTER TABLE clew.journal_entry FORCE ROW LEVEL SECURITY;

CREATE TABLE clew.file_hold (
  agency_id uuid NOT NULL,
  file_id uuid NOT NULL,
  review_on date NOT NULL,
  PRIMARY KEY (agency_id, file_id),
  FOREIGN KEY (agency_id, file_id) REFERENCES clew.file
);
COMMENT ON TABLE clew.file_hold IS 'A legal hold: while it stands the file is not erased. Two people set it, and two take it off.';
COMMENT ON COLUMN clew.file_hold.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.file_hold.file_id IS 'The file.';
COMMENT ON COLUMN clew.file_hold.review_on IS 'On which day somebody looks whether it is still needed. It does not end by itself.';

CREATE TABLE clew.erased (
  agency_id uuid NOT NULL REFERENCES clew.agency,
  thing_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (agency_id, thing_id)
);
COMMENT ON TABLE clew.erased IS 'What two people erased. A backup of before is restored without it.';
COMMENT ON COLUMN clew.erased.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.erased.thing_id IS 'The id that the file had. Random, and nobody''s any more.';
COMMENT ON COLUMN clew.erased.at IS 'When.';

DO $$
DECLARE
  own text;
BEGIN
  FOREACH own IN ARRAY ARRAY['file_hold', 'erased'] LOOP
    EXECUTE format('ALTER TABLE clew.%I ENABLE ROW LEVEL SECURITY', own);
    EXECUTE format('ALTER TABLE clew.%I FORCE ROW LEVEL SECURITY', own);
    EXECUTE format('CREATE POLICY %I ON clew.%I USING (agency_id = NULLIF(current_setting(''clew.chain'', true), '''')::uuid)',
      own || '_own', own);
  END LOOP;
END
$$;
GRANT SELECT, INSERT, DELETE, UPDATE (review_on) ON clew.file_hold TO clew_app;
GRANT SELECT ON clew.erased TO clew_app;

-- The application may not delete what was written into a file. This is the one way, and it looks for itself: two people, seven
-- days between them, and no hold, not even one that was only asked for within the last fourteen days.
CREATE FUNCTION clew.erase_file(in_agency_id uuid, in_file_id uuid, in_proposal_id uuid, in_now timestamptz) RETURNS boolean
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
  DELETE FROM clew.file_exclusion WHERE agency_id = in_agency_id AND file_id = in_file_id;
  DELETE FROM clew.file_named WHERE agency_id = in_agency_id AND file_id = in_file_id;
  DELETE FROM clew.file_name_part WHERE agency_id = in_agency_id AND file_id = in_file_id;
  DELETE FROM clew.file WHERE agency_id = in_agency_id AND file_id = in_file_id;
  INSERT INTO clew.erased (agency_id, thing_id, at) VALUES (in_agency_id, in_file_id, in_now);
  RETURN true;
END
$$;
COMMENT ON FUNCTION clew.erase_file IS 'Destroys a file and every key of its parts, where two people wanted it, seven days went by and nothing holds it; false if not.';
REVOKE ALL ON FUNCTION clew.erase_file FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clew.erase_file TO clew_app;
