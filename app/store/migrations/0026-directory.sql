-- Help near me: services that an agency vouches for. The whole of each, and every change that waits, lies sealed under the agency's key; in
-- plain stands only what the public is shown.

CREATE TABLE clew.directory_entry (
  agency_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  made_at timestamptz NOT NULL,
  content text,
  shown text,
  proposed_by uuid,
  confirmed_by uuid,
  confirmed_at timestamptz,
  expires_at timestamptz,
  doubted_at timestamptz,
  link_hash bytea,
  PRIMARY KEY (agency_id, entry_id),
  UNIQUE (agency_id, link_hash),
  FOREIGN KEY (agency_id, proposed_by) REFERENCES clew.worker,
  FOREIGN KEY (agency_id, confirmed_by) REFERENCES clew.worker,
  -- What one person alone said is shown to nobody.
  CONSTRAINT directory_entry_two CHECK (shown IS NULL OR
    (content IS NOT NULL AND expires_at IS NOT NULL AND confirmed_at IS NOT NULL AND proposed_by IS NOT NULL
      AND confirmed_by IS NOT NULL AND confirmed_by <> proposed_by))
);
CREATE INDEX directory_entry_link ON clew.directory_entry (link_hash);
COMMENT ON TABLE clew.directory_entry IS 'A service that an agency vouches for.';
COMMENT ON COLUMN clew.directory_entry.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.directory_entry.entry_id IS 'The id of the service in its file, a UUID.';
COMMENT ON COLUMN clew.directory_entry.made_at IS 'When it was brought.';
COMMENT ON COLUMN clew.directory_entry.content IS 'Sealed under the agency''s key: the whole service as two people agreed on it, and how it was confirmed; null until they have.';
COMMENT ON COLUMN clew.directory_entry.shown IS 'What the public is shown: no address and no city of a place that is not open. Null while it is not shown.';
COMMENT ON COLUMN clew.directory_entry.proposed_by IS 'Who proposed what is shown.';
COMMENT ON COLUMN clew.directory_entry.confirmed_by IS 'Who confirmed it, another.';
COMMENT ON COLUMN clew.directory_entry.confirmed_at IS 'When it was said last that all of it is right: by that second person, or by the partner.';
COMMENT ON COLUMN clew.directory_entry.expires_at IS 'It is not shown after that.';
COMMENT ON COLUMN clew.directory_entry.doubted_at IS 'When the partner said by their link that something is wrong. It is not shown then.';
COMMENT ON COLUMN clew.directory_entry.link_hash IS 'SHA-256 of the secret in the partner''s link.';

CREATE TABLE clew.directory_change (
  agency_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  change_id uuid NOT NULL,
  proposed_by uuid NOT NULL,
  at timestamptz NOT NULL,
  content text NOT NULL,
  PRIMARY KEY (agency_id, entry_id),
  FOREIGN KEY (agency_id, entry_id) REFERENCES clew.directory_entry ON DELETE CASCADE,
  FOREIGN KEY (agency_id, proposed_by) REFERENCES clew.worker
);
COMMENT ON TABLE clew.directory_change IS 'A service as somebody proposes it, until a second person confirms it. One waits for each entry.';
COMMENT ON COLUMN clew.directory_change.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.directory_change.entry_id IS 'The entry.';
COMMENT ON COLUMN clew.directory_change.change_id IS 'Random id: a page confirms the change that it showed, and no later one.';
COMMENT ON COLUMN clew.directory_change.proposed_by IS 'Who proposed it.';
COMMENT ON COLUMN clew.directory_change.at IS 'When.';
COMMENT ON COLUMN clew.directory_change.content IS 'Sealed under the agency''s key: the whole service.';

DO $$ DECLARE name text; BEGIN
  FOREACH name IN ARRAY ARRAY['directory_entry', 'directory_change'] LOOP
    EXECUTE format('ALTER TABLE clew.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE clew.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY %I ON clew.%I USING (agency_id = NULLIF(current_setting(''clew.chain'', true), '''')::uuid)', name || '_own', name);
    EXECUTE format('GRANT SELECT, INSERT, DELETE ON clew.%I TO clew_app', name);
  END LOOP;
END $$;
GRANT UPDATE (content, shown, proposed_by, confirmed_by, confirmed_at, expires_at, doubted_at, link_hash)
  ON clew.directory_entry TO clew_app;
GRANT UPDATE (change_id, proposed_by, at, content) ON clew.directory_change TO clew_app;

-- The public reads what all agencies show, and is told of no agency. A partner has a link and no agency.
CREATE POLICY directory_entry_owner ON clew.directory_entry FOR SELECT TO CURRENT_USER USING (true);

CREATE FUNCTION clew.directory_shown(in_now timestamptz) RETURNS TABLE (shown text, confirmed_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT e.shown, e.confirmed_at FROM clew.directory_entry e
    WHERE e.shown IS NOT NULL AND e.expires_at > in_now AND e.doubted_at IS NULL ORDER BY e.shown
$$;
COMMENT ON FUNCTION clew.directory_shown IS 'What the public is shown of services: of all agencies, without a word of which.';

CREATE FUNCTION clew.directory_by_link(in_link_hash bytea) RETURNS TABLE (agency_id uuid, entry_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT e.agency_id, e.entry_id FROM clew.directory_entry e WHERE e.link_hash = in_link_hash
$$;
COMMENT ON FUNCTION clew.directory_by_link IS 'The entry that a partner''s link belongs to. There is no list of links.';

REVOKE ALL ON FUNCTION clew.directory_shown, clew.directory_by_link FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clew.directory_shown, clew.directory_by_link TO clew_app;
