-- The file: one person's matter at one agency. What can be read here is who it belongs to, since which month it is there,
-- who may not or may also see it, and when a consent ends. All else is sealed, each part under a key of its own.

CREATE TABLE clew.file (
  agency_id uuid NOT NULL REFERENCES clew.agency,
  file_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  team_id uuid,
  opened_month date NOT NULL CHECK (extract(day FROM opened_month) = 1),
  withdrawn boolean NOT NULL DEFAULT false,
  code_name text NOT NULL,
  code_hash bytea NOT NULL CHECK (octet_length(code_hash) = 32),
  PRIMARY KEY (agency_id, file_id),
  UNIQUE (agency_id, code_hash),
  FOREIGN KEY (agency_id, owner_id) REFERENCES clew.worker (agency_id, worker_id),
  FOREIGN KEY (agency_id, team_id) REFERENCES clew.team
);
CREATE INDEX file_owner ON clew.file (agency_id, owner_id);
CREATE INDEX file_team ON clew.file (agency_id, team_id);
CREATE INDEX file_month ON clew.file (agency_id, opened_month, file_id);
COMMENT ON TABLE clew.file IS 'One person''s matter at one agency. Its row is the lock of all that is written into it.';
COMMENT ON COLUMN clew.file.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.file.file_id IS 'Random id.';
COMMENT ON COLUMN clew.file.owner_id IS 'The worker whose file it is.';
COMMENT ON COLUMN clew.file.team_id IS 'The team whose file it is, if any.';
COMMENT ON COLUMN clew.file.opened_month IS 'The first day of the month in which it was opened.';
COMMENT ON COLUMN clew.file.withdrawn IS 'True once the person has withdrawn.';
COMMENT ON COLUMN clew.file.code_name IS 'Sealed under the agency''s key: a word and a number, drawn at random, to say on a telephone.';
COMMENT ON COLUMN clew.file.code_hash IS 'Keyed hash of the code name, so that none is given twice.';

CREATE TABLE clew.file_compartment (
  agency_id uuid NOT NULL,
  file_id uuid NOT NULL,
  compartment text NOT NULL CHECK (compartment IN ('identity', 'contact', 'narrative', 'health', 'asylum',
    'law-enforcement', 'consent', 'bars')),
  generation integer NOT NULL CHECK (generation >= 1),
  PRIMARY KEY (agency_id, file_id, compartment),
  FOREIGN KEY (agency_id, file_id) REFERENCES clew.file
);
COMMENT ON TABLE clew.file_compartment IS 'Which parts of a file hold anything, and under which generation of their key new entries are sealed.';
COMMENT ON COLUMN clew.file_compartment.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.file_compartment.file_id IS 'The file.';
COMMENT ON COLUMN clew.file_compartment.compartment IS 'One of eight words; the key''s id is made of the file''s id and it.';
COMMENT ON COLUMN clew.file_compartment.generation IS 'Counted from 1; one more whenever somebody was removed.';

CREATE TABLE clew.file_entry (
  agency_id uuid NOT NULL,
  file_id uuid NOT NULL,
  compartment text NOT NULL,
  entry_id uuid NOT NULL,
  generation integer NOT NULL CHECK (generation >= 1),
  box text NOT NULL,
  PRIMARY KEY (agency_id, file_id, compartment, entry_id),
  FOREIGN KEY (agency_id, file_id, compartment) REFERENCES clew.file_compartment
);
COMMENT ON TABLE clew.file_entry IS 'What was written into a part of a file. Never changed and never deleted: a correction is another entry.';
COMMENT ON COLUMN clew.file_entry.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.file_entry.file_id IS 'The file.';
COMMENT ON COLUMN clew.file_entry.compartment IS 'The part.';
COMMENT ON COLUMN clew.file_entry.entry_id IS 'Random id.';
COMMENT ON COLUMN clew.file_entry.generation IS 'The generation of the key that seals it.';
COMMENT ON COLUMN clew.file_entry.box IS 'Sealed under that key, for this row alone: what is said, by whom, how sure, when, who wrote it down and when.';

CREATE TABLE clew.file_grant (
  agency_id uuid NOT NULL,
  file_id uuid NOT NULL,
  grant_id uuid NOT NULL,
  recipient_kind text NOT NULL CHECK (recipient_kind IN ('worker', 'agency', 'authority', 'service', 'person')),
  expires_on date NOT NULL,
  standing text NOT NULL CHECK (standing IN ('live', 'withdrawn')),
  PRIMARY KEY (agency_id, file_id, grant_id),
  FOREIGN KEY (agency_id, file_id) REFERENCES clew.file
);
COMMENT ON TABLE clew.file_grant IS 'A consent: what the node enforces without opening it. What was agreed to stands sealed, in the entry of the same id.';
COMMENT ON COLUMN clew.file_grant.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.file_grant.file_id IS 'The file.';
COMMENT ON COLUMN clew.file_grant.grant_id IS 'Random id; that of its sealed entry.';
COMMENT ON COLUMN clew.file_grant.recipient_kind IS 'What kind of recipient: worker, agency, authority, service, person.';
COMMENT ON COLUMN clew.file_grant.expires_on IS 'The last day on which it is in force.';
COMMENT ON COLUMN clew.file_grant.standing IS 'live, until it is withdrawn.';

CREATE TABLE clew.file_exclusion (
  agency_id uuid NOT NULL,
  file_id uuid NOT NULL,
  worker_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('excluded', 'recused', 'suspected')),
  PRIMARY KEY (agency_id, file_id, worker_id, kind),
  FOREIGN KEY (agency_id, file_id) REFERENCES clew.file,
  FOREIGN KEY (agency_id, worker_id) REFERENCES clew.worker
);
COMMENT ON TABLE clew.file_exclusion IS 'Who must never see a file. The policy reads it before all else.';
COMMENT ON COLUMN clew.file_exclusion.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.file_exclusion.file_id IS 'The file.';
COMMENT ON COLUMN clew.file_exclusion.worker_id IS 'The worker.';
COMMENT ON COLUMN clew.file_exclusion.kind IS 'excluded by name, recused by themselves, or suspected. Why stands sealed.';

CREATE TABLE clew.file_named (
  agency_id uuid NOT NULL,
  file_id uuid NOT NULL,
  worker_id uuid NOT NULL,
  PRIMARY KEY (agency_id, file_id, worker_id),
  FOREIGN KEY (agency_id, file_id) REFERENCES clew.file,
  FOREIGN KEY (agency_id, worker_id) REFERENCES clew.worker
);
COMMENT ON TABLE clew.file_named IS 'Who is let into a file beside its owner: a guardian, a lawyer, a psychologist.';
COMMENT ON COLUMN clew.file_named.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.file_named.file_id IS 'The file.';
COMMENT ON COLUMN clew.file_named.worker_id IS 'The worker.';

CREATE TABLE clew.file_admission (
  agency_id uuid NOT NULL,
  admission_id uuid NOT NULL,
  file_id uuid NOT NULL,
  compartment text NOT NULL,
  worker_id uuid NOT NULL,
  confirmed_by uuid NOT NULL,
  sealed_by uuid NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (agency_id, admission_id),
  FOREIGN KEY (agency_id, admission_id) REFERENCES clew.proposal,
  FOREIGN KEY (agency_id, file_id, compartment) REFERENCES clew.file_compartment,
  FOREIGN KEY (agency_id, worker_id) REFERENCES clew.worker,
  FOREIGN KEY (agency_id, confirmed_by) REFERENCES clew.worker (agency_id, worker_id),
  FOREIGN KEY (agency_id, sealed_by) REFERENCES clew.worker (agency_id, worker_id),
  CHECK (confirmed_by <> worker_id),
  CHECK (sealed_by <> worker_id)
);
CREATE INDEX file_admission_file ON clew.file_admission (agency_id, file_id);
COMMENT ON TABLE clew.file_admission IS 'Break-glass: who was let into a part of a file for a while, by whose word, and who sealed the key to them.';
COMMENT ON COLUMN clew.file_admission.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.file_admission.admission_id IS 'The id of the proposal that asked for it.';
COMMENT ON COLUMN clew.file_admission.file_id IS 'The file.';
COMMENT ON COLUMN clew.file_admission.compartment IS 'The part.';
COMMENT ON COLUMN clew.file_admission.worker_id IS 'Who was let in.';
COMMENT ON COLUMN clew.file_admission.confirmed_by IS 'Who confirmed it; never the one who was let in.';
COMMENT ON COLUMN clew.file_admission.sealed_by IS 'Who had the key and sealed it to them; never the one who was let in.';
COMMENT ON COLUMN clew.file_admission.expires_at IS 'After this it is over.';

CREATE TABLE clew.file_name_part (
  agency_id uuid NOT NULL,
  part_hash bytea NOT NULL CHECK (octet_length(part_hash) = 32),
  file_id uuid NOT NULL,
  PRIMARY KEY (agency_id, part_hash, file_id),
  FOREIGN KEY (agency_id, file_id) REFERENCES clew.file
);
COMMENT ON TABLE clew.file_name_part IS 'By which parts of names a file is found inside its agency.';
COMMENT ON COLUMN clew.file_name_part.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.file_name_part.part_hash IS 'HMAC-SHA256 of a part of a name, in its plainest form, under a key of the agency''s people.';
COMMENT ON COLUMN clew.file_name_part.file_id IS 'The file.';

DO $$
DECLARE
  own text;
BEGIN
  FOREACH own IN ARRAY ARRAY['file', 'file_compartment', 'file_entry', 'file_grant', 'file_exclusion', 'file_named',
    'file_admission', 'file_name_part'] LOOP
    EXECUTE format('ALTER TABLE clew.%I ENABLE ROW LEVEL SECURITY', own);
    EXECUTE format('ALTER TABLE clew.%I FORCE ROW LEVEL SECURITY', own);
    EXECUTE format('CREATE POLICY %I ON clew.%I USING (agency_id = NULLIF(current_setting(''clew.chain'', true), '''')::uuid)',
      own || '_own', own);
  END LOOP;
END
$$;

GRANT SELECT, INSERT ON clew.file, clew.file_compartment, clew.file_entry, clew.file_grant, clew.file_exclusion,
  clew.file_named, clew.file_admission, clew.file_name_part TO clew_app;
GRANT UPDATE (owner_id, team_id, withdrawn) ON clew.file TO clew_app;
GRANT UPDATE (generation) ON clew.file_compartment TO clew_app;
GRANT UPDATE (standing) ON clew.file_grant TO clew_app;
GRANT DELETE ON clew.file_exclusion, clew.file_named TO clew_app;
