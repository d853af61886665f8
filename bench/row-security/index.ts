import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { connect, type Database } from '../../app/store/index.ts';
import { startTestServer } from '../../app/store/testing/index.ts';
import { type Bench, type BenchContext, spread } from '../frame/bench.ts';
import { type Big, makeBigTable, tableName } from './big-table.ts';
import { type Question, questions } from './questions.ts';

const ROUNDS = 15;
const ASKED_A_ROUND = 40;

export const bench: Bench = {
  about:
    'the same query with row-level security and as the owner without it, in turns, in ms and as a ratio; arguments: agencies, rows of each',
  async run({ say, args }: BenchContext) {
    const [agencies, rowsEach] = [whole(args[0], 200), whole(args[1], 5_000)];
    const server = await startTestServer();
    const app = connect({ url: server.templateUrl, most: 1 });
    const owner = connect({ url: server.templateAdminUrl, most: 1 });
    try {
      say(`a table of ${agencies} agencies with ${rowsEach} rows each`);
      const big = await makeBigTable(owner, { agencies, rowsEach });
      const figures: Record<string, unknown> = { agencies, rowsEach };
      for (const question of questions) {
        say(question.name);
        figures[question.name] = await measure({ app, owner }, question, big);
      }
      const { rows } = await sql<{
        version: string;
      }>`SELECT current_setting('server_version') AS version`.execute(owner);
      return { figures, versions: { PostgreSQL: rows[0]?.version ?? '' } };
    } finally {
      await app.destroy();
      await owner.destroy();
      await server.stop();
    }
  },
};

/** How a question is asked: by the owner with the agency in WHERE; under the policy with it too, as rooms ask; by the policy alone. */
const WAYS = ['owner', 'policyAndWhere', 'policyAlone'] as const;
type Way = (typeof WAYS)[number];
type Databases = { app: Database; owner: Database };
type Times = Record<Way, { asked: number[]; server: number[] }>;

/** Asks in turns, so that what slows the machine slows all ways alike. Throws if two ways do not answer the same. */
async function measure(databases: Databases, question: Question, big: Big) {
  const times: Times = {
    owner: { asked: [], server: [] },
    policyAndWhere: { asked: [], server: [] },
    policyAlone: { asked: [], server: [] },
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const agencyId = big.agencyIds[(round * 7) % big.agencyIds.length] ?? randomUUID();
    const ids = await big.someIds(agencyId, ASKED_A_ROUND);
    const order = WAYS.map((_, at) => WAYS[(at + round) % WAYS.length] as Way);
    const answers = new Map<Way, string>();
    for (const way of order) {
      const { asked, server, answer } = await askAll(databases, { question, way, agencyId, ids });
      times[way].asked.push(asked);
      times[way].server.push(server);
      answers.set(way, answer);
    }
    if (new Set(answers.values()).size !== 1)
      throw new Error(`${question.name}: the ways do not answer the same.`);
  }
  return summary(times);
}

type Asking = { question: Question; way: Way; agencyId: string; ids: readonly string[] };

/** One transaction that asks once for each id; then as often for the server's own time. All in ms for one question. */
async function askAll({ app, owner }: Databases, { question, way, agencyId, ids }: Asking) {
  const database = way === 'owner' ? owner : app;
  const where = way === 'policyAlone' ? sql`true` : sql`agency_id = ${agencyId}::uuid`;
  return database.transaction().execute(async (transaction) => {
    await sql`SELECT set_config('clew.chain', ${agencyId}, true)`.execute(transaction);
    const answers: unknown[] = [];
    const begun = performance.now();
    for (const id of ids) answers.push((await question.ask(id, where).execute(transaction)).rows);
    const asked = (performance.now() - begun) / ids.length;
    let server = 0;
    for (const id of ids) {
      const explained = sql<{ 'QUERY PLAN': [{ 'Planning Time': number; 'Execution Time': number }] }>`
        EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${question.ask(id, where)}`;
      const [plan] = (await explained.execute(transaction)).rows[0]?.['QUERY PLAN'] ?? [];
      if (!plan) throw new Error(`${question.name}: PostgreSQL explained nothing about ${tableName}.`);
      server += (plan['Planning Time'] + plan['Execution Time']) / ids.length;
    }
    return { asked, server, answer: JSON.stringify(answers) };
  });
}

function summary(times: Times) {
  const ratio = (way: Way, of: 'asked' | 'server') =>
    Number((spread(times[way][of]).median / spread(times.owner[of]).median).toFixed(3));
  return {
    ownerMs: rounded(times.owner.asked),
    policyAndWhereMs: rounded(times.policyAndWhere.asked),
    policyAloneMs: rounded(times.policyAlone.asked),
    policyAndWhereRatio: ratio('policyAndWhere', 'asked'),
    policyAloneRatio: ratio('policyAlone', 'asked'),
    policyAndWhereServerRatio: ratio('policyAndWhere', 'server'),
    policyAloneServerRatio: ratio('policyAlone', 'server'),
  };
}

function rounded(values: readonly number[]) {
  const { min, median, max, runs } = spread(values);
  const round = (value: number) => Number(value.toFixed(4));
  return { min: round(min), median: round(median), max: round(max), runs };
}

function whole(text: string | undefined, otherwise: number): number {
  const number = Number(text ?? otherwise);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${text} is no whole number from 1.`);
  return number;
}
