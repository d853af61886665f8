-- How a worker who lost her passphrase comes back, and how keys change. A secret that opens her private keys is split among
-- custodians of several bodies; nobody else, and no one of them, can use what stands here.

CREATE TABLE clew.recovery_set (
  agency_id uuid NOT NULL,
  worker_id uuid NOT NULL,
  generation integer NOT NULL CHECK (generation >= 1),
  custody text NOT NULL,
  box text NOT NULL,
  PRIMARY KEY (agency_id, worker_id),
  FOREIGN KEY (agency_id, worker_id) REFERENCES clew.worker
);
COMMENT ON TABLE clew.recovery_set IS 'What a worker arranged for the day when she loses her passphrase.';
COMMENT ON COLUMN clew.recovery_set.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.recovery_set.worker_id IS 'Whose it is.';
COMMENT ON COLUMN clew.recovery_set.generation IS 'Of the agency''s key, under which custody is sealed.';
COMMENT ON COLUMN clew.recovery_set.custody IS 'Sealed under the agency''s key: who the custodians are, of which bodies, how many are needed.';
COMMENT ON COLUMN clew.recovery_set.box IS 'Sealed under the secret that was split: the worker''s private keys.';

CREATE TABLE clew.recovery_share (
  agency_id uuid NOT NULL,
  worker_id uuid NOT NULL,
  number integer NOT NULL CHECK (number BETWEEN 1 AND 255),
  custodian_id uuid NOT NULL,
  sealed text NOT NULL,
  PRIMARY KEY (agency_id, worker_id, number),
  UNIQUE (agency_id, worker_id, custodian_id),
  FOREIGN KEY (agency_id, worker_id) REFERENCES clew.recovery_set,
  FOREIGN KEY (agency_id, custodian_id) REFERENCES clew.worker (agency_id, worker_id),
  CHECK (custodian_id <> worker_id)
);
CREATE INDEX recovery_share_custodian ON clew.recovery_share (agency_id, custodian_id);
COMMENT ON TABLE clew.recovery_share IS 'A custodian''s share of that secret.';
COMMENT ON COLUMN clew.recovery_share.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.recovery_share.worker_id IS 'Whose secret it is a share of.';
COMMENT ON COLUMN clew.recovery_share.number IS 'The share''s number in its set.';
COMMENT ON COLUMN clew.recovery_share.custodian_id IS 'Who holds it.';
COMMENT ON COLUMN clew.recovery_share.sealed IS 'Sealed to that custodian''s public key (age): the share.';

-- No worker of this table need be there: who asks for a name that is nobody's leaves the same traces.
CREATE TABLE clew.recovery_request (
  agency_id uuid NOT NULL,
  request_id uuid NOT NULL,
  name_hash bytea NOT NULL CHECK (octet_length(name_hash) = 32),
  secret_hash bytea NOT NULL CHECK (octet_length(secret_hash) = 32),
  recipient text NOT NULL,
  held text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (agency_id, request_id)
);
COMMENT ON TABLE clew.recovery_request IS 'Somebody says that they lost their passphrase. Good for nothing until custodians have heard its fingerprint from them.';
COMMENT ON COLUMN clew.recovery_request.agency_id IS 'The agency; or an id made of a code that no agency has.';
COMMENT ON COLUMN clew.recovery_request.request_id IS 'Random id.';
COMMENT ON COLUMN clew.recovery_request.name_hash IS 'Hash of the sign-in name that was typed; perhaps nobody''s.';
COMMENT ON COLUMN clew.recovery_request.secret_hash IS 'SHA-256 of the secret that whoever asked was given.';
COMMENT ON COLUMN clew.recovery_request.recipient IS 'Public half (age) of a key made for this request: custodians seal their shares to it.';
COMMENT ON COLUMN clew.recovery_request.held IS 'Sealed under a key made of that secret: the private half.';
COMMENT ON COLUMN clew.recovery_request.expires_at IS 'After this it is good for nothing.';

CREATE TABLE clew.recovery_gift (
  agency_id uuid NOT NULL,
  request_id uuid NOT NULL,
  number integer NOT NULL CHECK (number BETWEEN 1 AND 255),
  given_by uuid NOT NULL,
  share text NOT NULL,
  custody text NOT NULL,
  PRIMARY KEY (agency_id, request_id, number),
  FOREIGN KEY (agency_id, request_id) REFERENCES clew.recovery_request,
  FOREIGN KEY (agency_id, given_by) REFERENCES clew.worker (agency_id, worker_id)
);
COMMENT ON TABLE clew.recovery_gift IS 'A share that a custodian passed on for a request.';
COMMENT ON COLUMN clew.recovery_gift.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.recovery_gift.request_id IS 'The request.';
COMMENT ON COLUMN clew.recovery_gift.number IS 'The share''s number in its set.';
COMMENT ON COLUMN clew.recovery_gift.given_by IS 'The custodian.';
COMMENT ON COLUMN clew.recovery_gift.share IS 'Sealed to the request''s key (age): the share.';
COMMENT ON COLUMN clew.recovery_gift.custody IS 'Sealed to the request''s key (age): what set it is of.';

CREATE TABLE clew.drill (
  agency_id uuid NOT NULL REFERENCES clew.agency,
  drill_id uuid NOT NULL,
  challenge text NOT NULL,
  opened_by uuid NOT NULL,
  opened_at timestamptz NOT NULL,
  PRIMARY KEY (agency_id, drill_id),
  FOREIGN KEY (agency_id, opened_by) REFERENCES clew.worker (agency_id, worker_id)
);
COMMENT ON TABLE clew.drill IS 'A rehearsal: do the custodians still hold their shares?';
COMMENT ON COLUMN clew.drill.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.drill.drill_id IS 'Random id.';
COMMENT ON COLUMN clew.drill.challenge IS 'Random bytes that each custodian signs with their share, so that no old answer will do.';
COMMENT ON COLUMN clew.drill.opened_by IS 'Who opened it.';
COMMENT ON COLUMN clew.drill.opened_at IS 'When.';

CREATE TABLE clew.drill_proof (
  agency_id uuid NOT NULL,
  drill_id uuid NOT NULL,
  worker_id uuid NOT NULL,
  number integer NOT NULL CHECK (number BETWEEN 1 AND 255),
  proof text NOT NULL,
  PRIMARY KEY (agency_id, drill_id, worker_id, number),
  FOREIGN KEY (agency_id, drill_id) REFERENCES clew.drill,
  FOREIGN KEY (agency_id, worker_id) REFERENCES clew.worker
);
COMMENT ON TABLE clew.drill_proof IS 'A custodian''s answer in a rehearsal. It shows that they hold the share, and nothing of it.';
COMMENT ON COLUMN clew.drill_proof.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.drill_proof.drill_id IS 'The rehearsal.';
COMMENT ON COLUMN clew.drill_proof.worker_id IS 'Whose secret the share is of.';
COMMENT ON COLUMN clew.drill_proof.number IS 'The share''s number.';
COMMENT ON COLUMN clew.drill_proof.proof IS 'A signature (Ed25519) of the challenge that only the share gives.';

CREATE TABLE clew.key_change (
  agency_id uuid NOT NULL,
  worker_id uuid NOT NULL,
  recipient text NOT NULL,
  verify_key text NOT NULL,
  secret_box text NOT NULL,
  statement text NOT NULL,
  roster_signature text,
  asked_at timestamptz NOT NULL,
  PRIMARY KEY (agency_id, worker_id),
  FOREIGN KEY (agency_id, worker_id) REFERENCES clew.worker
);
COMMENT ON TABLE clew.key_change IS 'New keys of a worker, until they take the place of the old ones.';
COMMENT ON COLUMN clew.key_change.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.key_change.worker_id IS 'Whose keys.';
COMMENT ON COLUMN clew.key_change.recipient IS 'Public half (age) of the new key.';
COMMENT ON COLUMN clew.key_change.verify_key IS 'Public half (Ed25519) of the new signing key.';
COMMENT ON COLUMN clew.key_change.secret_box IS 'Sealed under a key made of the passphrase: the new private keys.';
COMMENT ON COLUMN clew.key_change.statement IS 'The worker''s signature over the new keys, by the old one.';
COMMENT ON COLUMN clew.key_change.roster_signature IS 'The agency''s signature over the new keys; none until an administrator confirmed them.';
COMMENT ON COLUMN clew.key_change.asked_at IS 'When the worker made them.';

CREATE TABLE clew.shut_worker (
  agency_id uuid NOT NULL,
  worker_id uuid NOT NULL,
  secret_box text NOT NULL,
  PRIMARY KEY (agency_id, worker_id),
  FOREIGN KEY (agency_id, worker_id) REFERENCES clew.worker
);
COMMENT ON TABLE clew.shut_worker IS 'A worker whose passphrase opens nothing for now: a machine was stolen. Gone when they are back.';
COMMENT ON COLUMN clew.shut_worker.agency_id IS 'The agency.';
COMMENT ON COLUMN clew.shut_worker.worker_id IS 'Who is shut out.';
COMMENT ON COLUMN clew.shut_worker.secret_box IS 'Sealed under a key made of the passphrase: the private keys, until custodians or an administrator bring the worker back.';

DO $$
DECLARE
  own text;
BEGIN
  FOREACH own IN ARRAY ARRAY['recovery_set', 'recovery_share', 'recovery_request', 'recovery_gift', 'drill', 'drill_proof',
    'key_change', 'shut_worker'] LOOP
    EXECUTE format('ALTER TABLE clew.%I ENABLE ROW LEVEL SECURITY', own);
    EXECUTE format('ALTER TABLE clew.%I FORCE ROW LEVEL SECURITY', own);
    EXECUTE format('CREATE POLICY %I ON clew.%I USING (agency_id = NULLIF(current_setting(''clew.chain'', true), '''')::uuid)',
      own || '_own', own);
    EXECUTE format('GRANT SELECT, INSERT, DELETE ON clew.%I TO clew_app', own);
  END LOOP;
END
$$;
GRANT UPDATE (sealed) ON clew.recovery_share TO clew_app;
GRANT UPDATE (roster_signature) ON clew.key_change TO clew_app;
