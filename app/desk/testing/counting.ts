import type { Law } from '@clew/rules';
import { doNextJob, openQueue, readNode } from '../../store/index.ts';
import { type Counter, createPopulationCounter } from '../populations/count-population.ts';
import type { TestDesk } from './test-desk.ts';

type Counting = {
  law: Law;
  scratch: string;
  /** What differs from the process that counts. */
  more?: Partial<Counter>;
  /** Comes where that process is ended. */
  signal?: AbortSignal;
};

/** Does the next job that takes long, as the process does that counts. Returns whether there was one. */
export async function countNext(
  { database, desk, populationIdentity: identity }: TestDesk,
  { law, scratch, more = {}, signal = new AbortController().signal }: Counting,
): Promise<boolean> {
  const { nodeId } = await readNode(database.app);
  const counter = createPopulationCounter({
    ...{ database: database.app, identity, scratch, law: () => law, random: desk.random },
    again: () => () => undefined,
    // Which facts keep rules open is not asked where a test does not show it.
    limits: { chunk: 64, sample: 0 },
    ...more,
  });
  const done = async () => ({ ok: true }) as const;
  const handlers = { 'alarm.tell': done, 'event.tell': done, 'population.count': counter };
  return doNextJob({ queue: openQueue(database.app, nodeId), handlers, signal }, 'long');
}
