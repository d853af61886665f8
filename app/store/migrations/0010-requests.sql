-- Requests for the way back: found by their digits, and so many that nobody who floods can push out one that a custodian has seen.
-- Of those that none has seen twenty thousand are kept, of all names and agencies together, the newest.

ALTER TABLE clew.recovery_request ADD COLUMN digits text NOT NULL DEFAULT '';
ALTER TABLE clew.recovery_request ALTER COLUMN digits DROP DEFAULT;
ALTER TABLE clew.recovery_request ADD COLUMN seen_at timestamptz;
COMMENT ON COLUMN clew.recovery_request.digits IS 'The thirty digits of that public key, by which a custodian who heard them finds the request.';
COMMENT ON COLUMN clew.recovery_request.seen_at IS 'When a custodian found it; none until one did.';
CREATE INDEX recovery_request_digits ON clew.recovery_request (agency_id, digits);
CREATE INDEX recovery_request_unseen ON clew.recovery_request (expires_at DESC) WHERE seen_at IS NULL;
GRANT UPDATE (seen_at) ON clew.recovery_request TO clew_app;

CREATE POLICY recovery_request_owner ON clew.recovery_request TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY recovery_gift_owner ON clew.recovery_gift TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE FUNCTION clew.forget_requests(in_now timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DELETE FROM clew.recovery_gift g USING clew.recovery_request r
    WHERE r.agency_id = g.agency_id AND r.request_id = g.request_id AND r.expires_at <= in_now;
  DELETE FROM clew.recovery_request WHERE expires_at <= in_now;
  DELETE FROM clew.recovery_request WHERE seen_at IS NULL AND (agency_id, request_id) IN (
    SELECT agency_id, request_id FROM clew.recovery_request WHERE seen_at IS NULL
    ORDER BY expires_at DESC OFFSET 20000 FOR UPDATE SKIP LOCKED
  );
$$;
COMMENT ON FUNCTION clew.forget_requests IS 'Removes requests for the way back that are over, and beyond twenty thousand the oldest that no custodian has seen.';
REVOKE ALL ON FUNCTION clew.forget_requests FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clew.forget_requests TO clew_app;
