-- Populations: files about many people without names, which a worker brings to see what reforms would change. The file, its name, what was
-- asked and what came out lie sealed under a key of its own, which lies sealed to its owner.

CREATE TABLE clew.population (
  agency_id uuid NOT NULL,
  population_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  made_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  whole boolean NOT NULL,
  key_box bytea NOT NULL,
  about text NOT NULL,
  PRIMARY KEY (agency_id, population_id),
  FOREIGN KEY (agency_id, owner_id) REFERENCES clew.worker
);
CREATE INDEX population_owner ON clew.population (agency_id, owner_id);
COMMENT ON TABLE clew.population IS 'A file of a population, for its owner alone. Erasing it takes its pieces and counts along.';
COMMENT ON COLUMN clew.population.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.population.population_id IS 'Random id.';
COMMENT ON COLUMN clew.population.owner_id IS 'The worker who brought it.';
COMMENT ON COLUMN clew.population.made_at IS 'When it began to arrive.';
COMMENT ON COLUMN clew.population.expires_at IS 'It is erased after that.';
COMMENT ON COLUMN clew.population.whole IS 'Whether all of it arrived. What did not is erased within the hour.';
COMMENT ON COLUMN clew.population.key_box IS 'Its key, sealed to its owner.';
COMMENT ON COLUMN clew.population.about IS 'Sealed under its key: what its owner calls it, and how many bytes and pieces it has.';

CREATE TABLE clew.population_piece (
  agency_id uuid NOT NULL,
  population_id uuid NOT NULL,
  number integer NOT NULL,
  box bytea NOT NULL,
  PRIMARY KEY (agency_id, population_id, number),
  FOREIGN KEY (agency_id, population_id) REFERENCES clew.population ON DELETE CASCADE
);
COMMENT ON TABLE clew.population_piece IS 'A piece of a population''s file.';
COMMENT ON COLUMN clew.population_piece.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.population_piece.population_id IS 'The population.';
COMMENT ON COLUMN clew.population_piece.number IS 'Its place, from 0.';
COMMENT ON COLUMN clew.population_piece.box IS 'Sealed under the population''s key.';

CREATE TABLE clew.population_run (
  agency_id uuid NOT NULL,
  run_id uuid NOT NULL,
  population_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('look', 'count')),
  state text NOT NULL CHECK (state IN ('waiting', 'running', 'stopped', 'interrupted', 'no-room', 'failed', 'refused', 'done')),
  percent smallint NOT NULL CHECK (percent BETWEEN 0 AND 100),
  made_at timestamptz NOT NULL,
  leave_box bytea,
  question text NOT NULL,
  outcome bytea,
  PRIMARY KEY (agency_id, run_id),
  FOREIGN KEY (agency_id, population_id) REFERENCES clew.population ON DELETE CASCADE
);
CREATE INDEX population_run_population ON clew.population_run (agency_id, population_id);
COMMENT ON TABLE clew.population_run IS 'A look at a population''s columns, or one count of it.';
COMMENT ON COLUMN clew.population_run.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.population_run.run_id IS 'Random id.';
COMMENT ON COLUMN clew.population_run.population_id IS 'The population.';
COMMENT ON COLUMN clew.population_run.kind IS 'A look at the columns, or a count.';
COMMENT ON COLUMN clew.population_run.state IS 'Where it stands, a word.';
COMMENT ON COLUMN clew.population_run.percent IS 'How far it is.';
COMMENT ON COLUMN clew.population_run.made_at IS 'When it was asked for.';
COMMENT ON COLUMN clew.population_run.leave_box IS 'While it waits or runs: the population''s key, sealed to a key that this start of the node has in memory alone.';
COMMENT ON COLUMN clew.population_run.question IS 'Sealed under the population''s key: what is asked.';
COMMENT ON COLUMN clew.population_run.outcome IS 'Sealed under the population''s key: what came out, or why not.';

CREATE TABLE clew.population_part (
  agency_id uuid NOT NULL,
  run_id uuid NOT NULL,
  number integer NOT NULL,
  box bytea NOT NULL,
  PRIMARY KEY (agency_id, run_id, number),
  FOREIGN KEY (agency_id, run_id) REFERENCES clew.population_run ON DELETE CASCADE
);
COMMENT ON TABLE clew.population_part IS 'What a part of the records counted to, so that a count that was stopped can go on. Gone once it has ended.';
COMMENT ON COLUMN clew.population_part.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.population_part.run_id IS 'The count.';
COMMENT ON COLUMN clew.population_part.number IS 'The part''s place, from 0.';
COMMENT ON COLUMN clew.population_part.box IS 'Sealed under the population''s key.';

DO $$ DECLARE name text; BEGIN
  FOREACH name IN ARRAY ARRAY['population', 'population_piece', 'population_run', 'population_part'] LOOP
    EXECUTE format('ALTER TABLE clew.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE clew.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY %I ON clew.%I USING (agency_id = NULLIF(current_setting(''clew.chain'', true), '''')::uuid)', name || '_own', name);
    -- What is over goes by itself, in all agencies; the pieces go with it.
    EXECUTE format('CREATE POLICY %I ON clew.%I TO CURRENT_USER USING (true) WITH CHECK (true)', name || '_owner', name);
    EXECUTE format('GRANT SELECT, INSERT, DELETE ON clew.%I TO clew_app', name);
  END LOOP;
END $$;
GRANT UPDATE (whole, about) ON clew.population TO clew_app;
GRANT UPDATE (state, percent, leave_box, outcome) ON clew.population_run TO clew_app;
