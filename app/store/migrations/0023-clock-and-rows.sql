-- What programs were answered goes by itself; that the clock of the machine was moved; how far a change of very many rows has come.

CREATE POLICY api_answer_owner ON clew.api_answer TO CURRENT_USER USING (true) WITH CHECK (true);

-- Whoever gave a code while the clock was ahead must be able to give one once it is right.
CREATE POLICY worker_owner_step ON clew.worker FOR UPDATE TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE TABLE clew.clock_jump (
  at timestamptz NOT NULL PRIMARY KEY,
  moved_ms bigint NOT NULL CHECK (moved_ms <> 0),
  held_until timestamptz NOT NULL
);
COMMENT ON TABLE clew.clock_jump IS 'That the clock of the machine was moved while the node ran. Nothing about an agency.';
COMMENT ON COLUMN clew.clock_jump.at IS 'When it was noticed, by the clock as it was moved.';
COMMENT ON COLUMN clew.clock_jump.moved_ms IS 'By how many milliseconds, forward positive.';
COMMENT ON COLUMN clew.clock_jump.held_until IS 'Until then people are told of it, and nothing falls due by it.';
ALTER TABLE clew.clock_jump ENABLE ROW LEVEL SECURITY;
ALTER TABLE clew.clock_jump FORCE ROW LEVEL SECURITY;
CREATE POLICY clock_jump_read ON clew.clock_jump FOR SELECT USING (true);
CREATE POLICY clock_jump_owner ON clew.clock_jump TO CURRENT_USER USING (true) WITH CHECK (true);
GRANT SELECT ON clew.clock_jump TO clew_app;

CREATE TABLE clew.row_migration (
  name text NOT NULL PRIMARY KEY,
  reached text,
  rows bigint NOT NULL CHECK (rows >= 0),
  of_rows bigint NOT NULL CHECK (of_rows >= 0),
  ended_at timestamptz
);
COMMENT ON TABLE clew.row_migration IS 'How far a migration has come that changes very many rows in steps. Nothing about an agency.';
COMMENT ON COLUMN clew.row_migration.name IS 'Its number and what it does, as its file is named.';
COMMENT ON COLUMN clew.row_migration.reached IS 'The key of the last row that was looked at; null before the first and where the step needs none.';
COMMENT ON COLUMN clew.row_migration.rows IS 'How many rows were looked at.';
COMMENT ON COLUMN clew.row_migration.of_rows IS 'How many there were when it began.';
COMMENT ON COLUMN clew.row_migration.ended_at IS 'When it was through; null while it is not.';
ALTER TABLE clew.row_migration ENABLE ROW LEVEL SECURITY;
ALTER TABLE clew.row_migration FORCE ROW LEVEL SECURITY;
CREATE POLICY row_migration_owner ON clew.row_migration TO CURRENT_USER USING (true) WITH CHECK (true);
