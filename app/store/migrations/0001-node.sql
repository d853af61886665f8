-- The node itself: one row. Row-level security is forced from the first table on, also on tables that all may read.
CREATE TABLE clew.node (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  node_id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
  demo boolean NOT NULL
);
COMMENT ON TABLE clew.node IS 'This installation. Exactly one row, written when the database is made.';
COMMENT ON COLUMN clew.node.only_one IS 'Always true: there is one row.';
COMMENT ON COLUMN clew.node.node_id IS 'Random id of the installation; its own journal chain bears it.';
COMMENT ON COLUMN clew.node.demo IS 'Made by start --demo; a demo never holds real people, and a real node never opens a demo.';

ALTER TABLE clew.node ENABLE ROW LEVEL SECURITY;
ALTER TABLE clew.node FORCE ROW LEVEL SECURITY;
CREATE POLICY node_read ON clew.node FOR SELECT USING (true);
-- The owner is bound by forced security too, and writes the one row; the application has no grant to.
CREATE POLICY node_make ON clew.node FOR INSERT WITH CHECK (true);
GRANT SELECT ON clew.node TO clew_app;
