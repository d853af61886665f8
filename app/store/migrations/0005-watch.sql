-- Who watches the journal: the auditor who looks for a worker, a thing, an action or a day; the alarm when one person
-- reads very much; the anchors that hold a chain against whoever could rewrite it.
CREATE INDEX journal_entry_at ON clew.journal_entry (chain, at, number);
CREATE INDEX journal_entry_actor ON clew.journal_entry (chain, actor, at, number);
CREATE INDEX journal_entry_action ON clew.journal_entry (chain, action, at, number);
-- By bytes, so that all that is part of a file is found by the file's own words.
CREATE INDEX journal_entry_thing ON clew.journal_entry (chain, thing COLLATE "C", at, number);

-- More than 20 files opened, or more than 100 reveals, by one person within one hour. An hour is the last sixty minutes,
-- up to the moment given and without its beginning. An entry dated later, by a clock that was set back, counts too.
CREATE FUNCTION clew.journal_alarm(in_chain uuid, in_actor text, in_action text, in_moment timestamptz) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  kind text;
  much boolean;
BEGIN
  kind := CASE WHEN in_action = 'file.open' THEN 'files' WHEN starts_with(in_action, 'file.reveal.') THEN 'reveals' END;
  IF kind IS NULL OR EXISTS (
    SELECT 1 FROM clew.journal_entry WHERE chain = in_chain AND action = 'alarm.raise'
      AND thing = 'worker ' || in_actor || ' ' || kind AND at > in_moment - interval '1 hour'
  ) THEN
    RETURN NULL;
  END IF;
  IF kind = 'files' THEN
    SELECT count(DISTINCT thing) > 20 INTO much FROM clew.journal_entry
      WHERE chain = in_chain AND actor = in_actor AND at > in_moment - interval '1 hour' AND action = 'file.open';
  ELSE
    SELECT count(*) > 100 INTO much FROM clew.journal_entry
      WHERE chain = in_chain AND actor = in_actor AND at > in_moment - interval '1 hour'
        AND starts_with(action, 'file.reveal.');
  END IF;
  RETURN CASE WHEN much THEN kind END;
END
$$;
COMMENT ON FUNCTION clew.journal_alarm IS 'What this person has read too much of within the hour before a moment, files or reveals; null if nothing, or if that alarm was raised within the hour.';
REVOKE ALL ON FUNCTION clew.journal_alarm FROM PUBLIC;

-- As before, and an alarm is an entry of its own right after the one that was too much. It stands in the function that
-- is the only way in, under the chain's lock: no page can leave it out, and two sessions cannot both be the twentieth.
CREATE OR REPLACE FUNCTION clew.journal_append(in_chain uuid, in_actor text, in_action text, in_thing text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  head_number bigint;
  head_hash bytea;
  moment timestamptz;
  entry text;
  entry_hash bytea;
  alarm text;
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
  alarm := clew.journal_alarm(in_chain, in_actor, in_action, moment);
  IF alarm IS NOT NULL THEN
    PERFORM clew.journal_append(in_chain, 'node', 'alarm.raise', 'worker ' || in_actor || ' ' || alarm);
  END IF;
  RETURN head_number;
END
$$;

CREATE TABLE clew.anchor (
  chain uuid NOT NULL,
  at timestamptz NOT NULL,
  number bigint NOT NULL CHECK (number >= 1),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  salt bytea NOT NULL CHECK (octet_length(salt) = 32),
  place bigint NOT NULL CHECK (place >= 1),
  path bytea NOT NULL CHECK (octet_length(path) % 32 = 0),
  root bytea NOT NULL CHECK (octet_length(root) = 32),
  PRIMARY KEY (chain, at)
);
COMMENT ON TABLE clew.anchor IS 'How the head of a chain hangs under one hash of all heads, hour by hour. Each agency has its own lines.';
COMMENT ON COLUMN clew.anchor.chain IS 'The agency''s id, or the node''s id for the node''s own chain.';
COMMENT ON COLUMN clew.anchor.at IS 'When the heads were joined, by the database''s clock.';
COMMENT ON COLUMN clew.anchor.number IS 'Number of the chain''s last entry then.';
COMMENT ON COLUMN clew.anchor.hash IS 'Hash of that entry.';
COMMENT ON COLUMN clew.anchor.salt IS 'Random, hashed with the head, so that a chain that stands still has another leaf each time.';
COMMENT ON COLUMN clew.anchor.place IS 'Where the chain stands in the tree of heads; another place each time.';
COMMENT ON COLUMN clew.anchor.path IS 'The hashes beside the way from there to the top, 32 bytes each, lowest first.';
COMMENT ON COLUMN clew.anchor.root IS 'The one hash of all heads.';
ALTER TABLE clew.anchor ENABLE ROW LEVEL SECURITY;
ALTER TABLE clew.anchor FORCE ROW LEVEL SECURITY;
CREATE POLICY anchor_own ON clew.anchor USING (chain = NULLIF(current_setting('clew.chain', true), '')::uuid);
-- The owner is bound by forced security too. As the owner the function below reads the heads of all chains.
CREATE POLICY anchor_owner ON clew.anchor TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY journal_head_owner ON clew.journal_head FOR SELECT TO CURRENT_USER USING (true);
GRANT SELECT ON clew.anchor TO clew_app;

-- The tree is that of RFC 6962, section 2.1: leaves and inner nodes are hashed apart. It always has at least 1,024
-- leaves; those that are no chain's are random, and those of chains are salted anew each time. So neither the length of
-- a path nor the hashes beside it tell an agency whether there are others. Nodes are numbered from the top, 1; below node n stand 2n and 2n + 1.
CREATE FUNCTION clew.anchor_heads(OUT at text, OUT root bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  own uuid;
  moment timestamptz;
  leaves integer;
  nodes bytea[];
  chains uuid[];
  numbers bigint[];
  hashes bytea[];
  salts bytea[];
  siblings bytea;
  node integer;
BEGIN
  SELECT node_id INTO own FROM clew.node;
  IF own IS DISTINCT FROM NULLIF(current_setting('clew.chain', true), '')::uuid THEN
    RAISE EXCEPTION 'journal: only the node joins heads' USING ERRCODE = '42501';
  END IF;
  SELECT greatest(1024, 2 ^ ceil(log(2, greatest(count(*), 1)::numeric))) INTO leaves FROM clew.journal_head;
  moment := clock_timestamp();
  at := to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
  WITH salted AS MATERIALIZED (
    SELECT chain, number, hash, sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) AS salt
      FROM clew.journal_head
  ), placed AS MATERIALIZED (
    SELECT chain, number, hash, salt,
        sha256('\x00'::bytea || salt || uuid_send(chain) || int8send(number) || hash) AS leaf FROM salted
    UNION ALL
    SELECT NULL, NULL, NULL, NULL, sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
      FROM generate_series(1, leaves - (SELECT count(*) FROM salted))
  )
  SELECT array_fill('\x'::bytea, ARRAY[leaves - 1]) || array_agg(leaf ORDER BY leaf), array_agg(chain ORDER BY leaf),
      array_agg(number ORDER BY leaf), array_agg(hash ORDER BY leaf), array_agg(salt ORDER BY leaf)
    INTO nodes, chains, numbers, hashes, salts FROM placed;
  FOR inner_node IN REVERSE leaves - 1 .. 1 LOOP
    nodes[inner_node] := sha256('\x01'::bytea || nodes[2 * inner_node] || nodes[2 * inner_node + 1]);
  END LOOP;
  root := sha256('\x02'::bytea || nodes[1] || convert_to(at, 'UTF8'));
  FOR leaf IN 1 .. leaves LOOP
    CONTINUE WHEN chains[leaf] IS NULL;
    node := leaves - 1 + leaf;
    siblings := ''::bytea;
    WHILE node > 1 LOOP
      siblings := siblings || nodes[node # 1];
      node := node / 2;
    END LOOP;
    INSERT INTO clew.anchor (chain, at, number, hash, salt, place, path, root)
      VALUES (chains[leaf], moment, numbers[leaf], hashes[leaf], salts[leaf], leaves - 1 + leaf, siblings, anchor_heads.root);
  END LOOP;
  PERFORM clew.journal_append(own, 'node', 'journal.anchor', 'root ' || encode(root, 'hex'));
END
$$;
COMMENT ON FUNCTION clew.anchor_heads IS 'Joins the heads of all chains under one hash, keeps each chain''s way to it, and returns it with its moment.';
REVOKE ALL ON FUNCTION clew.anchor_heads FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clew.anchor_heads TO clew_app;
