import { startTestServer } from '../../app/store/testing/index.ts';
import { attack } from './schemathesis.ts';
import { openSiteUnderAttack } from './site-under-attack.ts';

/** Attacks every route of a site that answers over HTTP. `program` is schemathesis. Returns 0 if nothing was found. */
export async function attackApi(program: string): Promise<number> {
  const { stop, ...store } = await startTestServer();
  try {
    const site = await openSiteUnderAttack(store);
    try {
      const { origin, workers, auditors } = site;
      const found = [
        await attack({ program, origin, peers: workers, paths: '^/api/(?!desk/journal)', examples: 20 }),
        await attack({
          program,
          origin,
          peers: auditors,
          paths: '^/api/desk/',
          examples: 20,
        }),
      ];
      // An error that a route threw comes as a 500 too, which a check finds.
      return Math.max(...found, site.desk.errors.length);
    } finally {
      await site.close();
    }
  } finally {
    await stop();
  }
}
