-- A worker sees where the programs of their tokens are told.
ALTER TABLE clew.webhook ADD COLUMN shown text NOT NULL DEFAULT '';
ALTER TABLE clew.webhook ALTER COLUMN shown DROP DEFAULT;
COMMENT ON COLUMN clew.webhook.shown IS 'The address, sealed to the token''s worker: they see where their program is told. Empty for one that was set before there was this.';

-- What was sent goes after seven days, also where nothing is sent any more.
CREATE POLICY webhook_delivery_owner ON clew.webhook_delivery FOR SELECT TO CURRENT_USER USING (true);
CREATE OR REPLACE FUNCTION clew.agencies_with_webhook() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (SELECT node_id FROM clew.node) IS DISTINCT FROM NULLIF(current_setting('clew.chain', true), '')::uuid THEN
    RAISE EXCEPTION 'webhooks: only the node asks this' USING ERRCODE = '42501';
  END IF;
  RETURN QUERY SELECT agency_id FROM clew.webhook WHERE stopped_at IS NULL
    UNION SELECT agency_id FROM clew.webhook_delivery ORDER BY agency_id;
END
$$;
COMMENT ON FUNCTION clew.agencies_with_webhook IS 'The agencies whose programs are told of something, or were lately, for the node that tells them.';
