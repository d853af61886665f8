-- Roles that an agency made for itself. What they permit decides who may do what, so it stands readable; what they are
-- called is the agency's own word, and sealed.

CREATE TABLE clew.agency_role (
  agency_id uuid NOT NULL REFERENCES clew.agency,
  role text NOT NULL CHECK (role ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' AND length(role) <= 40),
  reach text NOT NULL CHECK (reach IN ('named', 'own', 'team', 'agency')),
  permissions text[] NOT NULL,
  profile text NOT NULL,
  PRIMARY KEY (agency_id, role)
);
COMMENT ON TABLE clew.agency_role IS 'A role that an agency made, or one of the eleven as the agency changed it.';
COMMENT ON COLUMN clew.agency_role.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.agency_role.role IS 'A random word, or one of the eleven. Never what somebody typed.';
COMMENT ON COLUMN clew.agency_role.reach IS 'Whose files it leads to: named, own, team, agency.';
COMMENT ON COLUMN clew.agency_role.permissions IS 'What it permits, words of a closed list.';
COMMENT ON COLUMN clew.agency_role.profile IS 'Sealed under the agency''s key: its name.';

ALTER TABLE clew.agency_role ENABLE ROW LEVEL SECURITY;
ALTER TABLE clew.agency_role FORCE ROW LEVEL SECURITY;
CREATE POLICY agency_role_own ON clew.agency_role
  USING (agency_id = NULLIF(current_setting('clew.chain', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE (reach, permissions, profile), DELETE ON clew.agency_role TO clew_app;

ALTER TABLE clew.worker_role DROP CONSTRAINT worker_role_role_check;
ALTER TABLE clew.worker_role
  ADD CONSTRAINT worker_role_role_check CHECK (role ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' AND length(role) <= 40);
COMMENT ON COLUMN clew.worker_role.role IS 'One of eleven words, or the random word of a role that the agency made.';
