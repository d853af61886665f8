import { randomUUID } from 'node:crypto';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import { connect, type Database, type Schema } from '../../app/store/index.ts';
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
    const alone = connect({ url: server.templateUrl, most: 1 });
    const owner = connect({ url: server.templateAdminUrl, most: 1 });
    try {
      say(`a table of ${agencies} agencies with ${rowsEach} rows each`);
      const big = await makeBigTable(owner, { agencies, rowsEach });
      const figures: Record<string, unknown> = { agencies, rowsEach };
      for (const question of questions) {
        say(question.name);
        figures[question.name] = await measure({ app, alone, owner }, question, big);
      }
      const { rows } = await sql<{
        version: string;
      }>`SELECT current_setting('server_version') AS version`.execute(owner);
      return { figures, versions: { PostgreSQL: rows[0]?.version ?? '' } };
    } finally {
      await app.destroy();
      await alone.destroy();
      await owner.destroy();
      await server.stop();
    }
  },
};

/** How a question is asked: by the owner with the agency in WHERE; under the policy with it too, as rooms ask; by the policy alone. */
const WAYS = ['owner', 'policyAndWhere', 'policyAlone'] as const;
type Way = (typeof WAYS)[number];
type Databases = { app: Database; alone: Database; owner: Database };
type Times = Record<Way, { asked: number[]; server: number[] }>;

/**
 * Asks in turns, one question at a time, so that what slows the machine slows all ways alike. Each way has a connection of its
 * own, and asks as the node does: what comes often is prepared. Throws if two ways do not answer the same.
 */
async function measure(databases: Databases, question: Question, big: Big) {
  const times: Times = {
    owner: { asked: [], server: [] },
    policyAndWhere: { asked: [], server: [] },
    policyAlone: { asked: [], server: [] },
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const agencyId = big.agencyIds[(round * 7) % big.agencyIds.length] ?? randomUUID();
    const ids = await big.someIds(agencyId, ASKED_A_ROUND);
    await askAll(databases, { question, agencyId, ids, times: round === 0 ? undefined : times });
  }
  return summary(times);
}

type Asking = {
  question: Question;
  agencyId: string;
  ids: readonly string[];
  /** Undefined to warm up. */
  times: Times | undefined;
};

/** One transaction a way, in which every id is asked for by each way in turn; then for the server's own time. In ms, the middle of a round. */
async function askAll(databases: Databases, { question, agencyId, ids, times }: Asking): Promise<void> {
  const taken = WAYS.map(() => ({ asked: [] as number[], server: [] as number[] }));
  await inTransactions(databases, agencyId, async (transactions) => {
    for (const [at, id] of ids.entries()) {
      const answers: string[] = [];
      for (let turn = 0; turn < WAYS.length; turn += 1) {
        const way = (at + turn) % WAYS.length;
        const [took, transaction] = [taken[way], transactions[way]];
        if (!took || !transaction) continue;
        const asked = question.ask(id, whereOf(WAYS[way] as Way, agencyId));
        const begun = performance.now();
        const { rows } = await asked.execute(transaction);
        took.asked.push(performance.now() - begun);
        answers.push(JSON.stringify(rows));
        took.server.push(await explainedMs(transaction, asked));
      }
      if (new Set(answers).size !== 1) throw new Error(`${question.name}: the ways do not answer the same.`);
    }
  });
  for (const [at, way] of WAYS.entries()) {
    times?.[way].asked.push(spread(taken[at]?.asked ?? []).median);
    times?.[way].server.push(spread(taken[at]?.server ?? []).median);
  }
}

type Transacting = Transaction<Schema>;

/** Opens a transaction for each way, all at once. */
async function inTransactions(
  { app, alone, owner }: Databases,
  agencyId: string,
  work: (transactions: readonly Transacting[]) => Promise<void>,
): Promise<void> {
  const open = (left: readonly Database[], opened: readonly Transacting[]): Promise<void> => {
    const [database, ...others] = left;
    if (!database) return work(opened);
    return database.transaction().execute(async (transaction) => {
      await sql`SELECT set_config('clew.chain', ${agencyId}, true)`.execute(transaction);
      await open(others, [...opened, transaction]);
    });
  };
  await open([owner, app, alone], []);
}

function whereOf(way: Way, agencyId: string) {
  return way === 'policyAlone' ? sql`true` : sql`agency_id = ${agencyId}::uuid`;
}

/** What the server says that it took to plan, anew, and to answer. */
async function explainedMs(transaction: Transacting, asked: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ 'QUERY PLAN': [{ 'Planning Time': number; 'Execution Time': number }] }>`
    EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${asked}`.execute(transaction);
  const [plan] = rows[0]?.['QUERY PLAN'] ?? [];
  if (!plan) throw new Error(`PostgreSQL explained nothing about ${tableName}.`);
  return plan['Planning Time'] + plan['Execution Time'];
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
