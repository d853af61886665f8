import type { Generated } from 'kysely';

/** The tables as the application's role sees them. A test holds this against the database's own catalogue. */
export type Schema = {
  'clew.node': {
    only_one: Generated<boolean>;
    node_id: Generated<string>;
    demo: boolean;
  };
  'clew.journal_head': { chain: string; number: string; hash: Buffer };
  'clew.journal_entry': {
    chain: string;
    number: string;
    at: Date;
    actor: string;
    action: string;
    thing: string;
    before: Buffer;
    hash: Buffer;
  };
};
