import { randomBytes } from 'node:crypto';
import { createDesk } from '../../app/desk/index.ts';
import { loadLaw } from '../../app/law/index.ts';
import { siteRoutes } from '../../app/site-pages.ts';
import type { Database } from '../../app/store/index.ts';
import { describeApi } from '../../app/web/index.ts';
import type { Description } from './make-client.ts';

/** The description that a node of this tree serves. Its database is never asked. */
export function describeNode(): Description {
  const desk = createDesk({
    database: undefined as unknown as Database,
    now: () => new Date(0),
    random: randomBytes,
    after: () => () => undefined,
    sealKey: new Uint8Array(32),
    isDemo: false,
  });
  return describeApi(siteRoutes(loadLaw(), desk), { title: 'Clew', version: '0' }) as unknown as Description;
}
