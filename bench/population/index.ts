import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkConformance, compileLaw, type Law, type PopulationCounts, type SqlQuery } from '@clew/rules';
import type { Bench } from '../frame/bench.ts';
import { getLaw } from './bench-law.ts';
import { comparePeer, times } from './compare-peer.ts';
import { AGAIN, evaluateAgain } from './evaluate-again.ts';
import { ON, REFORMS, RULES } from './law-text.ts';
import { openDuckDb } from './open-duckdb.ts';
import { OPENFISCA } from './peer.ts';
import { generateRecords, LAYOUT } from './records.ts';
import { counted, rate, rounds, timed } from './rounds.ts';

const RECORDS = 10_000_000;
const LAWS = 1 + REFORMS.length;

export const bench: Bench = {
  about: `${RULES} rules and three reforms on ${RECORDS / 1e6} million records in DuckDB, in evaluations a second; OpenFisca beside it`,
  async run({ say, args }) {
    const count = Number(args[0] ?? RECORDS);
    const folder = await mkdtemp(join(tmpdir(), 'clew-bench-population-'));
    try {
      return await measured(folder, count, say);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

type Say = (line: string) => void;

async function measured(folder: string, count: number, say: Say) {
  const law = getLaw();
  const { query, version, close } = await openDuckDb(folder);
  const conformance = await checkConformance(query, 'duckdb');
  if (!conformance.ok) throw new Error(conformance.message);
  say(`generating ${count} records`);
  const generateSeconds = await timed(() => generateRecords(query, count));
  const population = { query, law, count, say };
  const full = await measureFull(population);
  const fewer = await measureLess(population);
  say(`OpenFisca ${OPENFISCA} on as many records, and the same asked of us`);
  const { maxRssMb, figures: equal } = await comparePeer({ query, law, folder, count });
  await close();
  const atBest = Math.max(...Object.values(equal.openFiscaPerSecondBySize));
  return {
    figures: {
      ...{ records: count, rules: RULES, laws: LAWS, literalsARule: '3 to 12', generateSeconds },
      ...full,
      ...fewer,
      maxRssMb,
      equalToOpenFisca: equal,
      timesOpenFiscaWithBothVerdictsAndUnknown: times(full.evaluationsPerSecondFromPacked, atBest),
    },
    versions: { duckdb: version, 'openfisca-core': OPENFISCA },
  };
}

type Population = { query: SqlQuery; law: Law; count: number; say: Say };

const QUESTION = { layout: LAYOUT, dialect: 'duckdb', on: ON } as const;
const OVERLAYS = REFORMS.map((id) => [id]);

/** Both verdicts under every law, a fifth of the facts unknown: from the records and packed, and checked again. */
async function measureFull({ query, law, count, say }: Population) {
  const compiled = compileLaw(law, { ...QUESTION, overlays: OVERLAYS, moves: 'no' });
  const { words } = compiled;
  say('counting from the records, packing and counting in one statement');
  const fromRecords = await rounds(3, () => counted(query, compiled, words.countsSql));
  say('packing');
  const packSeconds = await timed(() => query(`CREATE TABLE packed AS ${words.packSql}`));
  say('counting from the packed records');
  const fromPacked = await rounds(9, () => counted(query, compiled, words.packedCountsSql('packed')));
  if (JSON.stringify(fromPacked.last) !== JSON.stringify(fromRecords.last))
    throw new Error('Packed, the counts differ.');
  say(`evaluating ${AGAIN} random records again in TypeScript`);
  const evaluatedAgain = await evaluateAgain({ query, law, compiled, count });
  const size = { count, laws: LAWS };
  return {
    unknownShare: unknownShare(fromPacked.last),
    verdictColumns: new Set(compiled.results.flatMap(({ strict, burden }) => [strict, burden])).size,
    packSeconds,
    countFromRecordsSeconds: fromRecords.seconds,
    countFromPackedSeconds: fromPacked.seconds,
    evaluationsPerSecondFromRecords: rate(fromRecords.seconds.median, size),
    evaluationsPerCpuSecondFromRecords: rate(fromRecords.cpuSeconds, size),
    evaluationsPerSecondFromPacked: rate(fromPacked.seconds.median, size),
    evaluationsPerCpuSecondFromPacked: rate(fromPacked.cpuSeconds, size),
    evaluatedAgain,
  };
}

/** The same records asked more, and asked less: who moves; one verdict; no reforms. */
async function measureLess({ query, law, count, say }: Population) {
  const variants = {
    evaluationsPerSecondFromPackedWithMoves: { overlays: OVERLAYS },
    evaluationsPerSecondFromPackedOneVerdict: {
      overlays: OVERLAYS,
      moves: 'no' as const,
      verdicts: ['strict' as const],
    },
    evaluationsPerSecondFromPackedWithoutReforms: { overlays: [] },
  };
  const found: Record<string, number> = {};
  for (const [name, more] of Object.entries(variants)) {
    say(`counting ${name.slice('evaluationsPerSecond'.length)}`);
    const compiled = compileLaw(law, { ...QUESTION, ...more });
    await query(`CREATE OR REPLACE TABLE packed_less AS ${compiled.words.packSql}`);
    const { seconds } = await rounds(5, () =>
      counted(query, compiled, compiled.words.packedCountsSql('packed_less')),
    );
    found[name] = rate(seconds.median, { count, laws: 1 + more.overlays.length });
  }
  await query('DROP TABLE packed_less');
  return found;
}

function unknownShare({ records, results }: PopulationCounts): number {
  const unknown = results.reduce((sum, { strict }) => sum + strict.unknown, 0);
  return Math.round((unknown / (records * results.length)) * 1000) / 1000;
}
