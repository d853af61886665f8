import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Law } from '@clew/rules';
import { installPypiPeers } from '../peers.ts';
import { FACTS } from './law-text.ts';
import { openFiscaLaws } from './openfisca-law.ts';

const run = promisify(execFile);

export const OPENFISCA = '46.0.1';
const ROUNDS = 5;

type PeerSize = { size: number; perSecond: number; perCpuSecond: number; counts: number[][] };

/** What the peer counted on all the records, and its rules times records a second: by size, and in two processes at once. */
export type PeerMeasured = {
  counts: number[][];
  bySize: Readonly<Record<number, number>>;
  twoPerSecond: number;
  /** By the processor's time, at its best size: what no other work on the machine can slow down much. */
  perCpuSecond: number;
};

/**
 * Runs OpenFisca on the same laws and records: all at once, and in the smaller sizes that suit a processor's cache. It knows no unknown, so its records
 * have none. Only its calculation is timed, neither its start nor its input.
 */
export async function measurePeer(
  law: Law,
  place: { folder: string; records: string; count: number },
): Promise<PeerMeasured> {
  const { python } = await installPypiPeers({ 'openfisca-core': OPENFISCA });
  const asked = join(place.folder, 'openfisca.json');
  const sizes = [place.count / 100, place.count / 10, place.count];
  const question = { flags: FACTS, records: place.records, laws: openFiscaLaws(law), sizes, rounds: ROUNDS };
  await writeFile(asked, JSON.stringify(question));
  const script = join(import.meta.dirname, 'openfisca.py');
  const once = async () => JSON.parse((await run(python, [script, asked])).stdout) as PeerSize[];
  const bestOf = (measured: readonly PeerSize[]) => Math.max(...measured.map(({ perSecond }) => perSecond));
  const one = await once();
  // Two at once share the machine's memory: all the records are for one.
  await writeFile(asked, JSON.stringify({ ...question, sizes: sizes.slice(0, -1) }));
  const two = await Promise.all([once(), once()]);
  const whole = one.find(({ size }) => size === place.count);
  return {
    counts: whole?.counts ?? [],
    bySize: Object.fromEntries(one.map(({ size, perSecond }) => [size, perSecond])),
    perCpuSecond: Math.max(...one.map(({ perCpuSecond }) => perCpuSecond)),
    twoPerSecond: two.map(bestOf).reduce((sum, each) => sum + each),
  };
}
