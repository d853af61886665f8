-- Passkeys lie among a worker's secrets, under the passphrase. All that stands here is which challenges were answered, so
-- that none is answered twice.

CREATE TABLE clew.passkey_challenge (
  agency_id uuid NOT NULL REFERENCES clew.agency,
  challenge_hash bytea NOT NULL CHECK (octet_length(challenge_hash) = 32),
  used_at timestamptz NOT NULL,
  PRIMARY KEY (agency_id, challenge_hash)
);
COMMENT ON TABLE clew.passkey_challenge IS 'A challenge that a passkey answered. Gone after some hours, when the node refuses it by its age.';
COMMENT ON COLUMN clew.passkey_challenge.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.passkey_challenge.challenge_hash IS 'SHA-256 over the challenge, 32 random bytes.';
COMMENT ON COLUMN clew.passkey_challenge.used_at IS 'When it was answered.';

ALTER TABLE clew.passkey_challenge ENABLE ROW LEVEL SECURITY;
ALTER TABLE clew.passkey_challenge FORCE ROW LEVEL SECURITY;
CREATE POLICY passkey_challenge_own ON clew.passkey_challenge
  USING (agency_id = NULLIF(current_setting('clew.chain', true), '')::uuid);
GRANT SELECT, INSERT, DELETE ON clew.passkey_challenge TO clew_app;
