import { join } from 'node:path';
import { compileLaw, type Law, type SqlQuery } from '@clew/rules';
import { ON, REFORMS } from './law-text.ts';
import { measurePeer, type PeerMeasured } from './peer.ts';
import { LAYOUT, makeKnown, writeKnown } from './records.ts';
import { counted, type Rounds, rate, rounds } from './rounds.ts';

const LAWS = 1 + REFORMS.length;

export type Compared = { query: SqlQuery; law: Law; folder: string; count: number };

/**
 * Asks both sides the same: the peer knows one verdict of two values, so the records answer everything and one verdict is
 * asked for. Throws where the peer counts otherwise than we do.
 */
export async function comparePeer({ query, law, folder, count }: Compared) {
  const records = join(folder, 'known.txt');
  await makeKnown(query, count);
  await writeKnown(query, records);
  const compiled = compileLaw(law, {
    layout: { ...LAYOUT, table: 'known', answered: LAYOUT.facts },
    dialect: 'duckdb',
    on: ON,
    overlays: REFORMS.map((id) => [id]),
    verdicts: ['strict'],
    moves: 'no',
  });
  const { words } = compiled;
  const fromRecords = await rounds(3, () => counted(query, compiled, words.countsSql));
  await query(`CREATE TABLE packed_known AS ${words.packSql}`);
  const fromPacked = await rounds(9, () => counted(query, compiled, words.packedCountsSql('packed_known')));
  const maxRssMb = Math.round((process.resourceUsage().maxRSS * 1024) / 1e6);
  const peer = await measurePeer(law, { folder, records, count });
  const ours = fromRecords.last.results.map(({ strict }) => strict.yes);
  const packed = fromPacked.last.results.map(({ strict }) => strict.yes);
  const theirs = peer.counts.flat();
  const at = ours.findIndex((yes, index) => yes !== theirs[index] || yes !== packed[index]);
  if (at >= 0 || ours.length !== theirs.length)
    throw new Error(`OpenFisca counts ${theirs[at]} for ${compiled.results[at]?.id}, we ${ours[at]}.`);
  return { maxRssMb, figures: figuresOf({ count, fromRecords, fromPacked, peer, equal: ours.length }) };
}

type Measured = {
  count: number;
  fromRecords: Rounds<unknown>;
  fromPacked: Rounds<unknown>;
  peer: PeerMeasured;
  equal: number;
};

function figuresOf({ count, fromRecords, fromPacked, peer, equal }: Measured) {
  const size = { count, laws: LAWS };
  const best = rate(fromPacked.seconds.median, size);
  const perCpuSecond = rate(fromPacked.cpuSeconds, size);
  const theirBest = Math.max(...Object.values(peer.bySize));
  return {
    asked: 'one verdict of two values, every fact answered',
    oursPerSecondFromPacked: best,
    oursPerSecondFromRecords: rate(fromRecords.seconds.median, size),
    oursPerCpuSecondFromPacked: perCpuSecond,
    oursPerCpuSecondFromRecords: rate(fromRecords.cpuSeconds, size),
    openFiscaPerSecondBySize: peer.bySize,
    openFiscaPerSecondInTwoProcesses: peer.twoPerSecond,
    openFiscaPerCpuSecond: peer.perCpuSecond,
    timesOnAsManyRecords: times(best, peer.bySize[count] ?? Number.NaN),
    timesAtItsBestSize: times(best, theirBest),
    timesTwoProcessesAtTheirBestSize: times(best, peer.twoPerSecond),
    timesPerCpuSecond: times(perCpuSecond, peer.perCpuSecond),
    equalCounts: equal,
  };
}

/** How many times as fast, to a tenth. */
export function times(ours: number, theirs: number): number {
  return Math.round((ours / theirs) * 10) / 10;
}
