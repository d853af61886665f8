-- Tokens, by which programs act for a worker, and what was answered to them, so that a request that comes twice is done once.

CREATE TABLE clew.api_token (
  agency_id uuid NOT NULL,
  token_id uuid NOT NULL,
  worker_id uuid NOT NULL,
  epoch integer NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  box text NOT NULL,
  about text NOT NULL,
  PRIMARY KEY (agency_id, token_id),
  FOREIGN KEY (agency_id, worker_id) REFERENCES clew.worker
);
CREATE INDEX api_token_worker ON clew.api_token (agency_id, worker_id);
COMMENT ON TABLE clew.api_token IS 'A token by which a program acts for a worker, within narrow actions. Its secret stands nowhere. Revoking it deletes the row.';
COMMENT ON COLUMN clew.api_token.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.api_token.token_id IS 'Random id.';
COMMENT ON COLUMN clew.api_token.worker_id IS 'The worker who made it and for whom it acts.';
COMMENT ON COLUMN clew.api_token.epoch IS 'The worker''s sessions of that epoch: what ends them all ends the token.';
COMMENT ON COLUMN clew.api_token.expires_at IS 'It is good for nothing after it.';
COMMENT ON COLUMN clew.api_token.used_at IS 'When it was last used, to the hour.';
COMMENT ON COLUMN clew.api_token.box IS 'Sealed under the token''s secret: its actions, its end, and what the worker pinned of the agency.';
COMMENT ON COLUMN clew.api_token.about IS 'Sealed to the worker: what it is for, and its actions.';

CREATE TABLE clew.api_answer (
  agency_id uuid NOT NULL,
  token_id uuid NOT NULL,
  key_hash bytea NOT NULL CHECK (octet_length(key_hash) = 32),
  request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 32),
  answer text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (agency_id, token_id, key_hash),
  FOREIGN KEY (agency_id, token_id) REFERENCES clew.api_token
);
COMMENT ON TABLE clew.api_answer IS 'What was answered to a request with an Idempotency-Key, written with what it did. Kept for a day.';
COMMENT ON COLUMN clew.api_answer.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.api_answer.token_id IS 'The token that asked.';
COMMENT ON COLUMN clew.api_answer.key_hash IS 'HMAC-SHA256 of the key under the token''s secret.';
COMMENT ON COLUMN clew.api_answer.request_hash IS 'HMAC-SHA256 of the request under the token''s secret.';
COMMENT ON COLUMN clew.api_answer.answer IS 'Sealed under the token''s secret.';
COMMENT ON COLUMN clew.api_answer.at IS 'When it was answered.';

ALTER TABLE clew.api_token ENABLE ROW LEVEL SECURITY;
ALTER TABLE clew.api_token FORCE ROW LEVEL SECURITY;
CREATE POLICY api_token_own ON clew.api_token
  USING (agency_id = NULLIF(current_setting('clew.chain', true), '')::uuid);
ALTER TABLE clew.api_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE clew.api_answer FORCE ROW LEVEL SECURITY;
CREATE POLICY api_answer_own ON clew.api_answer
  USING (agency_id = NULLIF(current_setting('clew.chain', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON clew.api_token, clew.api_answer TO clew_app;
GRANT UPDATE (used_at) ON clew.api_token TO clew_app;
GRANT UPDATE (answer) ON clew.api_answer TO clew_app;
