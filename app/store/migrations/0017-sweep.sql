-- What lives for minutes or hours goes by itself, whether or not anybody signs in. The role that owns the tables clears it away.

CREATE POLICY provider_attempt_owner ON clew.provider_attempt TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY passkey_challenge_owner ON clew.passkey_challenge TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY session_owner ON clew.session TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY worker_owner ON clew.worker FOR SELECT TO CURRENT_USER USING (true);

-- A name that nobody has is worked at as its neighbour's is, so that an older way of making keys tells no names. Its neighbour stays the
-- same for as long as nobody comes or goes between them.
CREATE FUNCTION clew.kdf_like(in_agency_id uuid, in_worker_id uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(
    (SELECT kdf FROM clew.worker WHERE agency_id = near.id AND worker_id >= in_worker_id AND standing <> 'left'
      ORDER BY worker_id LIMIT 1),
    (SELECT kdf FROM clew.worker WHERE agency_id = near.id AND standing <> 'left' ORDER BY worker_id LIMIT 1))
  FROM (SELECT coalesce(
    (SELECT agency_id FROM clew.agency WHERE agency_id >= in_agency_id ORDER BY agency_id LIMIT 1),
    (SELECT agency_id FROM clew.agency ORDER BY agency_id LIMIT 1)) AS id) AS near
$$;
COMMENT ON FUNCTION clew.kdf_like IS 'How the passphrase of the worker next to an id is made a key, in the agency next to an id; null where there is no worker.';
REVOKE ALL ON FUNCTION clew.kdf_like FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clew.kdf_like TO clew_app;
