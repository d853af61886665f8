-- Where an agency's alarms go beside their page, and what became of each. Address and secret lie sealed to the process that
-- sends them; what is sent says nothing but that something happened.

CREATE TABLE clew.alarm_channel (
  agency_id uuid NOT NULL REFERENCES clew.agency,
  channel_id uuid NOT NULL,
  box bytea NOT NULL,
  set_by uuid NOT NULL,
  set_at timestamptz NOT NULL,
  told_to bigint NOT NULL,
  tested_at timestamptz,
  arrived_at timestamptz,
  PRIMARY KEY (agency_id)
);
COMMENT ON TABLE clew.alarm_channel IS 'Where an agency has its alarms sent. One an agency.';
COMMENT ON COLUMN clew.alarm_channel.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.alarm_channel.channel_id IS 'Random; another whenever the channel is set anew.';
COMMENT ON COLUMN clew.alarm_channel.box IS 'Address and secret, sealed to the node''s key for channels.';
COMMENT ON COLUMN clew.alarm_channel.set_by IS 'The administrator who set it.';
COMMENT ON COLUMN clew.alarm_channel.set_at IS 'When.';
COMMENT ON COLUMN clew.alarm_channel.told_to IS 'Number of the last entry of the journal up to which alarms were put on their way.';
COMMENT ON COLUMN clew.alarm_channel.tested_at IS 'When the last test alarm was put on its way.';
COMMENT ON COLUMN clew.alarm_channel.arrived_at IS 'When the receiver last answered a test with its challenge.';
ALTER TABLE clew.alarm_channel ENABLE ROW LEVEL SECURITY;
ALTER TABLE clew.alarm_channel FORCE ROW LEVEL SECURITY;
CREATE POLICY alarm_channel_own ON clew.alarm_channel
  USING (agency_id = NULLIF(current_setting('clew.chain', true), '')::uuid);
GRANT SELECT, INSERT, DELETE, UPDATE (told_to, tested_at, arrived_at) ON clew.alarm_channel TO clew_app;

CREATE TABLE clew.alarm_delivery (
  agency_id uuid NOT NULL REFERENCES clew.agency,
  delivery_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  event text NOT NULL CHECK (event IN ('alarm', 'test')),
  made_at timestamptz NOT NULL,
  attempts integer NOT NULL,
  tried_at timestamptz,
  outcome text NOT NULL CHECK (outcome IN ('waiting', 'arrived', 'taken', 'refused', 'guarded', 'unreached', 'too-slow', 'too-large', 'no-key', 'replaced')),
  PRIMARY KEY (agency_id, delivery_id)
);
COMMENT ON TABLE clew.alarm_delivery IS 'What was sent to an agency''s channel, and what became of it. Kept for thirty days.';
COMMENT ON COLUMN clew.alarm_delivery.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.alarm_delivery.delivery_id IS 'Random; the receiver sees it.';
COMMENT ON COLUMN clew.alarm_delivery.channel_id IS 'The channel as it was set then.';
COMMENT ON COLUMN clew.alarm_delivery.event IS 'An alarm, or a test.';
COMMENT ON COLUMN clew.alarm_delivery.made_at IS 'When it was put on its way.';
COMMENT ON COLUMN clew.alarm_delivery.attempts IS 'How often it was tried.';
COMMENT ON COLUMN clew.alarm_delivery.tried_at IS 'When it was tried last.';
COMMENT ON COLUMN clew.alarm_delivery.outcome IS 'What the last attempt met, a word.';
CREATE INDEX alarm_delivery_made ON clew.alarm_delivery (agency_id, made_at);
ALTER TABLE clew.alarm_delivery ENABLE ROW LEVEL SECURITY;
ALTER TABLE clew.alarm_delivery FORCE ROW LEVEL SECURITY;
CREATE POLICY alarm_delivery_own ON clew.alarm_delivery
  USING (agency_id = NULLIF(current_setting('clew.chain', true), '')::uuid);
GRANT SELECT, INSERT, DELETE, UPDATE (attempts, tried_at, outcome) ON clew.alarm_delivery TO clew_app;

-- The node looks after the channels of all agencies, and asks which have one. It is told ids, and no agency can ask.
CREATE POLICY alarm_channel_owner ON clew.alarm_channel FOR SELECT TO CURRENT_USER USING (true);
CREATE FUNCTION clew.agencies_with_channel() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (SELECT node_id FROM clew.node) IS DISTINCT FROM NULLIF(current_setting('clew.chain', true), '')::uuid THEN
    RAISE EXCEPTION 'alarms: only the node asks this' USING ERRCODE = '42501';
  END IF;
  RETURN QUERY SELECT agency_id FROM clew.alarm_channel ORDER BY agency_id;
END
$$;
COMMENT ON FUNCTION clew.agencies_with_channel IS 'The agencies that have a channel for alarms, for the node that looks after them.';
REVOKE ALL ON FUNCTION clew.agencies_with_channel FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clew.agencies_with_channel TO clew_app;
