import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProgram } from '../../app/desk/testing/index.ts';

/** One run of schemathesis: against which routes, with whose tokens. */
export type Attack = {
  program: string;
  origin: string;
  /** Two who must not see each other's things; the first attacks. */
  peers: readonly [TestProgram, TestProgram];
  /** Which paths, as a regular expression. */
  paths: string;
  examples: number;
};

/**
 * Refusals of what fits the description, each with its reason. Nothing is excluded from any check; these say which refusals are right.
 */
const RIGHT_REFUSALS: Readonly<Record<string, readonly number[]>> = {
  // Which facts there are, and what each takes, the law of the node says, not the description.
  assess: [422],
  // A cursor is what the page before gave; one that only looks like it is none.
  listInstruments: [400],
  listArticles: [400],
  listDecisions: [400],
  listDuties: [400],
  listFacts: [400],
  listStates: [400],
  listFiles: [400],
  listEntries: [400],
  readJournal: [400],
  // A version that only looks like one is stale; text that only looks sealed is no box; one key is for one request.
  appendEntry: [412, 422],
  setWebhook: [422],
  changeSecret: [422],
};

/** Runs schemathesis with every check it has. Returns its exit code; what it found is printed. */
export async function attack({ program, origin, peers, paths, examples }: Attack): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'clew-attack-'));
  try {
    await writeFile(join(folder, 'peers.json'), JSON.stringify({ auth: peers.map(peerOf) }));
    await writeFile(join(folder, 'schemathesis.toml'), settings(join(folder, 'peers.json')));
    const words = ['--config-file', join(folder, 'schemathesis.toml'), 'run', `${origin}/api/openapi.json`];
    const options = ['--include-path-regex', paths, '--max-examples', String(examples)];
    return await run(program, [...words, ...options], folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const PEER_NAMES = ['ours', 'theirs'];

function peerOf({ token }: TestProgram, at: number) {
  return { name: PEER_NAMES[at], fixedHeaders: [{ name: 'Authorization', value: `Bearer ${token}` }] };
}

const MISSING_HEADER = ['400', '401', '403', '406', '415', '422', '428'];

function settings(peers: string): string {
  const accepted = ['2xx', '401', '403', '404', '409', '5xx'];
  const lines = [
    `auth.wfc = { path = ${JSON.stringify(peers)}, peers = ${JSON.stringify(PEER_NAMES)} }`,
    'continue-on-failure = true',
    'request-timeout = 20',
    // What it draws is the same on every run.
    'generation.deterministic = true',
    'generation.database = "none"',
    'checks.enabled = true',
    // RFC 6585: what a change without If-Match is answered.
    `checks.missing_required_header.expected-statuses = ${JSON.stringify(MISSING_HEADER)}`,
  ];
  for (const [name, refusals] of Object.entries(RIGHT_REFUSALS)) {
    const statuses = JSON.stringify([...accepted, ...refusals.map(String)]);
    lines.push('[[operations]]', `include-operation-id = ${JSON.stringify(name)}`);
    lines.push(`checks.positive_data_acceptance.expected-statuses = ${statuses}`);
  }
  return `${lines.join('\n')}\n`;
}

function run(program: string, words: readonly string[], folder: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
