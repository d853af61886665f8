-- What programs are told of: where, and what became of each. Address and secrets lie sealed to the process that sends; what is sent
-- names a file by its id, and nothing of what is in it.

CREATE TABLE clew.webhook (
  agency_id uuid NOT NULL,
  webhook_id uuid NOT NULL,
  token_id uuid NOT NULL,
  kinds text[] NOT NULL CHECK (cardinality(kinds) BETWEEN 1 AND 20),
  box bytea NOT NULL,
  secret_box bytea NOT NULL,
  before_box bytea,
  before_until timestamptz,
  about text NOT NULL,
  made_at timestamptz NOT NULL,
  told_to bigint NOT NULL,
  failing_since timestamptz,
  stopped_at timestamptz,
  stopped_why text CHECK (stopped_why IN ('silent', 'gone', 'no-key')),
  PRIMARY KEY (agency_id, webhook_id),
  FOREIGN KEY (agency_id, token_id) REFERENCES clew.api_token,
  CHECK ((stopped_at IS NULL) = (stopped_why IS NULL)),
  CHECK ((before_box IS NULL) = (before_until IS NULL))
);
CREATE INDEX webhook_token ON clew.webhook (agency_id, token_id);
COMMENT ON TABLE clew.webhook IS 'An address of a program that is told when something happens. It goes with its token.';
COMMENT ON COLUMN clew.webhook.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.webhook.webhook_id IS 'Random id.';
COMMENT ON COLUMN clew.webhook.token_id IS 'The token that set it, and by whose rights it is told.';
COMMENT ON COLUMN clew.webhook.kinds IS 'Of what it is told, as words of a closed list.';
COMMENT ON COLUMN clew.webhook.box IS 'The address, and what the token was made for, sealed to the node''s key for channels.';
COMMENT ON COLUMN clew.webhook.secret_box IS 'The secret that signs, sealed to the node''s key for channels.';
COMMENT ON COLUMN clew.webhook.before_box IS 'The secret before, sealed the same way, while both sign.';
COMMENT ON COLUMN clew.webhook.before_until IS 'Until when the secret before signs too.';
COMMENT ON COLUMN clew.webhook.about IS 'The address, sealed under the token''s secret: the program sees it again.';
COMMENT ON COLUMN clew.webhook.made_at IS 'When it was set.';
COMMENT ON COLUMN clew.webhook.told_to IS 'Number of the last entry of the journal up to which events were put on their way.';
COMMENT ON COLUMN clew.webhook.failing_since IS 'When an event was not taken for the first time since the last that was.';
COMMENT ON COLUMN clew.webhook.stopped_at IS 'When the node stopped sending to it.';
COMMENT ON COLUMN clew.webhook.stopped_why IS 'Why, a word.';
ALTER TABLE clew.webhook ENABLE ROW LEVEL SECURITY;
ALTER TABLE clew.webhook FORCE ROW LEVEL SECURITY;
CREATE POLICY webhook_own ON clew.webhook
  USING (agency_id = NULLIF(current_setting('clew.chain', true), '')::uuid);
GRANT SELECT, INSERT, DELETE,
  UPDATE (secret_box, before_box, before_until, told_to, failing_since, stopped_at, stopped_why) ON clew.webhook TO clew_app;

CREATE TABLE clew.webhook_delivery (
  agency_id uuid NOT NULL,
  delivery_id uuid NOT NULL,
  webhook_id uuid NOT NULL,
  number bigint NOT NULL,
  made_at timestamptz NOT NULL,
  attempts integer NOT NULL,
  tried_at timestamptz,
  outcome text NOT NULL CHECK (outcome IN ('waiting', 'taken', 'refused', 'unreached', 'too-large', 'no-key')),
  PRIMARY KEY (agency_id, delivery_id),
  FOREIGN KEY (agency_id, webhook_id) REFERENCES clew.webhook
);
CREATE INDEX webhook_delivery_made ON clew.webhook_delivery (agency_id, webhook_id, made_at);
COMMENT ON TABLE clew.webhook_delivery IS 'An event that is on its way to a program, or was sent. Kept for seven days.';
COMMENT ON COLUMN clew.webhook_delivery.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.webhook_delivery.delivery_id IS 'Random; the receiver sees it, the same at every attempt.';
COMMENT ON COLUMN clew.webhook_delivery.webhook_id IS 'To which address.';
COMMENT ON COLUMN clew.webhook_delivery.number IS 'Number of the entry of the journal that it tells of.';
COMMENT ON COLUMN clew.webhook_delivery.made_at IS 'When it was put on its way.';
COMMENT ON COLUMN clew.webhook_delivery.attempts IS 'How often it was tried.';
COMMENT ON COLUMN clew.webhook_delivery.tried_at IS 'When it was tried last.';
COMMENT ON COLUMN clew.webhook_delivery.outcome IS 'What the last attempt met, a word.';
ALTER TABLE clew.webhook_delivery ENABLE ROW LEVEL SECURITY;
ALTER TABLE clew.webhook_delivery FORCE ROW LEVEL SECURITY;
CREATE POLICY webhook_delivery_own ON clew.webhook_delivery
  USING (agency_id = NULLIF(current_setting('clew.chain', true), '')::uuid);
GRANT SELECT, INSERT, DELETE, UPDATE (attempts, tried_at, outcome) ON clew.webhook_delivery TO clew_app;

-- The node sends for all agencies, and asks which have an address. It is told ids, and no agency can ask.
CREATE POLICY webhook_owner ON clew.webhook FOR SELECT TO CURRENT_USER USING (true);
CREATE FUNCTION clew.agencies_with_webhook() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (SELECT node_id FROM clew.node) IS DISTINCT FROM NULLIF(current_setting('clew.chain', true), '')::uuid THEN
    RAISE EXCEPTION 'webhooks: only the node asks this' USING ERRCODE = '42501';
  END IF;
  RETURN QUERY SELECT DISTINCT agency_id FROM clew.webhook WHERE stopped_at IS NULL ORDER BY agency_id;
END
$$;
COMMENT ON FUNCTION clew.agencies_with_webhook IS 'The agencies whose programs are told of something, for the node that tells them.';
REVOKE ALL ON FUNCTION clew.agencies_with_webhook FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clew.agencies_with_webhook TO clew_app;

-- That the node was off for long, which by the wall's clock alone looks as if the clock had been moved.
ALTER TABLE clew.clock_jump ADD COLUMN off_ms bigint CHECK (off_ms > 0);
ALTER TABLE clew.clock_jump DROP CONSTRAINT clock_jump_moved_ms_check;
ALTER TABLE clew.clock_jump ADD CHECK (moved_ms <> 0 OR off_ms IS NOT NULL);
COMMENT ON COLUMN clew.clock_jump.off_ms IS 'For how many milliseconds, by the clock, the node was off; null where it was not.';
COMMENT ON COLUMN clew.clock_jump.moved_ms IS 'By how many milliseconds nothing falls due, forward positive; 0 where the machine shows that it was off for so long.';

CREATE TABLE clew.clock_beat (
  only_one boolean NOT NULL PRIMARY KEY CHECK (only_one),
  at timestamptz NOT NULL,
  running_ms bigint NOT NULL,
  boot text NOT NULL
);
COMMENT ON TABLE clew.clock_beat IS 'Both clocks of the machine when the node last looked, for its next start. Nothing about an agency.';
COMMENT ON COLUMN clew.clock_beat.only_one IS 'One row.';
COMMENT ON COLUMN clew.clock_beat.at IS 'What the wall''s clock said.';
COMMENT ON COLUMN clew.clock_beat.running_ms IS 'For how many milliseconds the machine had run.';
COMMENT ON COLUMN clew.clock_beat.boot IS 'Which run of the machine, as its system names it at random; empty where it does not.';
ALTER TABLE clew.clock_beat ENABLE ROW LEVEL SECURITY;
ALTER TABLE clew.clock_beat FORCE ROW LEVEL SECURITY;
CREATE POLICY clock_beat_owner ON clew.clock_beat TO CURRENT_USER USING (true) WITH CHECK (true);
