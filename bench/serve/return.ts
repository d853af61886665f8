import { setTimeout as wait } from 'node:timers/promises';
import type { Filled } from '../load/fill.ts';
import { timesOf } from '../load/times.ts';
import { send } from '../load/traffic.ts';
import { saving } from './plan.ts';

type Returning = {
  sessions: readonly (Filled['sessions'][number] & { owned: readonly string[] })[];
  clients: number;
};

const PATIENCE_MS = 120_000;
const AGAIN_MS = 1_000;
const SAVED = 303;

/**
 * So many clients whose network comes back at one moment each send what they kept, and send it again until it is taken. Returns how
 * long each waited, how many were not taken, and how often something was sent again.
 */
export async function returnAtOnce(origin: string, { sessions, clients }: Returning) {
  const begun = performance.now();
  let again = 0;
  const waited = await Promise.all(
    Array.from({ length: clients }, async (_, number) => {
      const session = sessions[number % sessions.length];
      if (!session) throw new Error('Nobody is signed in.');
      const fileId = session.owned[Math.floor(number / sessions.length) % session.owned.length] ?? '';
      const asked = { ...saving(fileId, session.token, `Kept while the network was away: ${number}.`) };
      while (performance.now() - begun < PATIENCE_MS) {
        const { status } = await send(origin, { ...asked, cookie: session.cookie });
        if (status === SAVED) return performance.now() - begun;
        again += 1;
        await wait(AGAIN_MS);
      }
      return undefined;
    }),
  );
  const taken = waited.filter((ms) => ms !== undefined);
  return {
    clients,
    taken: taken.length,
    sentAgain: again,
    waitedMs: timesOf(taken.map((ms) => ({ at: 0, kind: 'return', ms, status: SAVED }))),
  };
}
