-- The journal (design decision 9): insert-only, one hash chain an agency and one for the node itself.
CREATE TABLE clew.journal_head (
  chain uuid PRIMARY KEY,
  number bigint NOT NULL CHECK (number >= 1),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32)
);
COMMENT ON TABLE clew.journal_head IS 'The last entry of each chain. Its row is the chain''s lock.';
COMMENT ON COLUMN clew.journal_head.chain IS 'The agency''s id, or the node''s id for the node''s own chain.';
COMMENT ON COLUMN clew.journal_head.number IS 'Number of the last entry, counted from 1 without gaps.';
COMMENT ON COLUMN clew.journal_head.hash IS 'SHA-256 of the last entry.';

CREATE TABLE clew.journal_entry (
  chain uuid NOT NULL,
  number bigint NOT NULL CHECK (number >= 1),
  at timestamptz NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  thing text NOT NULL,
  before bytea NOT NULL CHECK (octet_length(before) = 32),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (chain, number)
);
COMMENT ON TABLE clew.journal_entry IS 'What was done, by whom, to what. Never changed and never deleted.';
COMMENT ON COLUMN clew.journal_entry.chain IS 'The agency''s id, or the node''s id for the node''s own chain.';
COMMENT ON COLUMN clew.journal_entry.number IS 'Place in the chain, counted from 1 without gaps.';
COMMENT ON COLUMN clew.journal_entry.at IS 'When it was written, by the database''s clock.';
COMMENT ON COLUMN clew.journal_entry.actor IS 'Who: node, or a worker''s id. Never a name.';
COMMENT ON COLUMN clew.journal_entry.action IS 'What was done, a word such as node.serve.';
COMMENT ON COLUMN clew.journal_entry.thing IS 'To what: a kind and an id. Never content.';
COMMENT ON COLUMN clew.journal_entry.before IS 'Hash of the entry before; 32 zero bytes for the first.';
COMMENT ON COLUMN clew.journal_entry.hash IS 'SHA-256 over the entry and the hash before it.';

-- One function is the only way in. It takes the chain's lock and numbers, dates and hashes the entry itself,
-- so that the application's role cannot write a false number, time or hash.
-- What is hashed: each field as "<bytes>:<field>", so that no two entries read alike.
CREATE FUNCTION clew.journal_append(in_chain uuid, in_actor text, in_action text, in_thing text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  head_number bigint;
  head_hash bytea;
  moment timestamptz;
  entry text;
  entry_hash bytea;
BEGIN
  IF in_chain IS DISTINCT FROM NULLIF(current_setting('clew.chain', true), '')::uuid THEN
    RAISE EXCEPTION 'journal: this transaction belongs to another chain' USING ERRCODE = '42501';
  END IF;
  SELECT number, hash INTO head_number, head_hash FROM clew.journal_head WHERE chain = in_chain FOR UPDATE;
  IF NOT FOUND THEN
    -- Two first entries at once: one waits here for the other and then finds its head.
    PERFORM pg_advisory_xact_lock(hashtextextended('clew.journal ' || in_chain::text, 0));
    SELECT number, hash INTO head_number, head_hash FROM clew.journal_head WHERE chain = in_chain FOR UPDATE;
  END IF;
  head_number := COALESCE(head_number, 0) + 1;
  head_hash := COALESCE(head_hash, decode(repeat('00', 32), 'hex'));
  moment := clock_timestamp();
  SELECT string_agg(octet_length(convert_to(field, 'UTF8')) || ':' || field, '' ORDER BY place) INTO entry
    FROM unnest(ARRAY[
      in_chain::text, head_number::text, to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      in_actor, in_action, in_thing, encode(head_hash, 'hex')
    ]) WITH ORDINALITY AS fields(field, place);
  entry_hash := sha256(convert_to(entry, 'UTF8'));
  INSERT INTO clew.journal_entry (chain, number, at, actor, action, thing, before, hash)
    VALUES (in_chain, head_number, moment, in_actor, in_action, in_thing, head_hash, entry_hash);
  INSERT INTO clew.journal_head (chain, number, hash) VALUES (in_chain, head_number, entry_hash)
    ON CONFLICT (chain) DO UPDATE SET number = EXCLUDED.number, hash = EXCLUDED.hash;
  RETURN head_number;
END
$$;
COMMENT ON FUNCTION clew.journal_append IS 'Appends one entry to the chain of this transaction and returns its number.';

ALTER TABLE clew.journal_head ENABLE ROW LEVEL SECURITY;
ALTER TABLE clew.journal_head FORCE ROW LEVEL SECURITY;
ALTER TABLE clew.journal_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE clew.journal_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY journal_head_own ON clew.journal_head
  USING (chain = NULLIF(current_setting('clew.chain', true), '')::uuid);
CREATE POLICY journal_entry_own ON clew.journal_entry
  USING (chain = NULLIF(current_setting('clew.chain', true), '')::uuid);
GRANT SELECT ON clew.journal_head, clew.journal_entry TO clew_app;
REVOKE ALL ON FUNCTION clew.journal_append FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clew.journal_append TO clew_app;
