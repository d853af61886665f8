-- Sign-in through an agency's own provider of identities. Which provider an agency has stands sealed in the proposal that
-- two people made it by; whom it knows a worker as, among the worker's secrets. Here is only who is on the way.

CREATE TABLE clew.provider_attempt (
  agency_id uuid NOT NULL REFERENCES clew.agency,
  attempt_id uuid NOT NULL,
  box text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (agency_id, attempt_id)
);
COMMENT ON TABLE clew.provider_attempt IS 'Somebody who was sent to their agency''s provider and has not come back. Used once; gone after some minutes.';
COMMENT ON COLUMN clew.provider_attempt.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.provider_attempt.attempt_id IS 'Random id, in the browser''s cookie.';
COMMENT ON COLUMN clew.provider_attempt.box IS 'Sealed under a key made of the secret in the browser''s cookie: what the passphrase opened, and what must come back.';
COMMENT ON COLUMN clew.provider_attempt.expires_at IS 'After this it is refused.';

ALTER TABLE clew.provider_attempt ENABLE ROW LEVEL SECURITY;
ALTER TABLE clew.provider_attempt FORCE ROW LEVEL SECURITY;
CREATE POLICY provider_attempt_own ON clew.provider_attempt
  USING (agency_id = NULLIF(current_setting('clew.chain', true), '')::uuid);
GRANT SELECT, INSERT, DELETE ON clew.provider_attempt TO clew_app;
