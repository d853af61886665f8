-- After a machine was stolen: which public keys somebody else may have the private halves of, and which keys are to be made anew
-- because they were given to those. Wraps alone cannot tell: they are deleted when keys are withdrawn.

CREATE TABLE clew.withdrawn_key (
  agency_id uuid NOT NULL,
  recipient text NOT NULL,
  worker_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (agency_id, recipient),
  FOREIGN KEY (agency_id, worker_id) REFERENCES clew.worker
);
COMMENT ON TABLE clew.withdrawn_key IS 'Public keys of workers to which nothing is sealed any more: somebody else may have the private half.';
COMMENT ON COLUMN clew.withdrawn_key.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.withdrawn_key.recipient IS 'Public half (age).';
COMMENT ON COLUMN clew.withdrawn_key.worker_id IS 'Whose key it was.';
COMMENT ON COLUMN clew.withdrawn_key.at IS 'When it was withdrawn.';

CREATE TABLE clew.key_renewal (
  agency_id uuid NOT NULL,
  key_id text NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (agency_id, key_id)
);
COMMENT ON TABLE clew.key_renewal IS 'Keys that wait to be made anew, as somebody who was shut out had them. Gone with the next generation.';
COMMENT ON COLUMN clew.key_renewal.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.key_renewal.key_id IS 'Which key.';
COMMENT ON COLUMN clew.key_renewal.since IS 'Since when it waits.';

ALTER TABLE clew.withdrawn_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE clew.withdrawn_key FORCE ROW LEVEL SECURITY;
CREATE POLICY withdrawn_key_own ON clew.withdrawn_key USING (agency_id = NULLIF(current_setting('clew.chain', true), '')::uuid);
GRANT SELECT, INSERT ON clew.withdrawn_key TO clew_app;
ALTER TABLE clew.key_renewal ENABLE ROW LEVEL SECURITY;
ALTER TABLE clew.key_renewal FORCE ROW LEVEL SECURITY;
CREATE POLICY key_renewal_own ON clew.key_renewal USING (agency_id = NULLIF(current_setting('clew.chain', true), '')::uuid);
GRANT SELECT, INSERT, DELETE ON clew.key_renewal TO clew_app;
