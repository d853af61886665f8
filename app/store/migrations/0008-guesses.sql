-- Guesses at sign-in names that nobody has are kept as those at names that somebody has. So that a flood of made-up names does not
-- fill the disk, no more are kept than a count; those with the fewest attempts go first, the oldest of them before others. To push
-- out a name that was guessed at ten times, ten attempts at each of twenty thousand others are needed within the hour.

CREATE INDEX guess_kept ON clew.guess (spent DESC, since DESC);

CREATE OR REPLACE FUNCTION clew.forget_guesses(in_before timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DELETE FROM clew.guess WHERE since < in_before;
  DELETE FROM clew.guess WHERE (agency_id, budget) IN (
    SELECT agency_id, budget FROM clew.guess ORDER BY spent DESC, since DESC OFFSET 20000 FOR UPDATE SKIP LOCKED
  );
$$;
COMMENT ON FUNCTION clew.forget_guesses IS 'Removes what was guessed before a moment, and all beyond the twenty thousand with most attempts.';
