import { createHash, randomBytes } from 'node:crypto';
import { createDesk, demoSignIns, fillDemo, useNativeCurves } from './desk/index.ts';
import { connect, type Database, offerOpening, openDoor, readNode } from './store/index.ts';
import type { Started } from './supervisor/index.ts';

/** A link lies in a terminal, perhaps in a log: it is good for an hour, and another start gives another. */
const LINK_MS = 3_600_000;

/**
 * What start says beside its address: the link by which the first agency is made, while there is none or when `another`
 * is asked for; for a demo, who can sign in.
 */
export async function welcome(node: Started, another: boolean): Promise<string[]> {
  if (node.demo) return welcomeToDemo(node);
  const token = await offer(node.adminUrl, another);
  if (token === undefined) return [];
  return [
    `${another ? 'To make another agency' : 'First run. To make the first agency'}, open this once, within an hour: ${node.origin}/desk/begin/${token}`,
  ];
}

async function welcomeToDemo({ databaseUrl, adminUrl, origin }: Started): Promise<string[]> {
  const first = await offer(adminUrl, false);
  if (first !== undefined) await fill(databaseUrl, [first, adminUrl]);
  return [
    `Sign in at ${origin}/desk with “demo passphrase of NAME”, NAME being what stands before the @; the page shows the code:`,
    ...demoSignIns(),
  ];
}

async function fill(databaseUrl: string, [first, adminUrl]: [string, string]): Promise<void> {
  useNativeCurves();
  const database = connect({ url: databaseUrl });
  const tokens = [first];
  try {
    const desk = createDesk({
      database,
      now: () => new Date(),
      random: randomBytes,
      after: callAfter,
      sealKey: randomBytes(32),
      isDemo: true,
    });
    const lawHash = await servedLaw(database);
    await fillDemo(desk, { offer: async () => tokens.pop() ?? (await offer(adminUrl, true)) ?? '', lawHash });
  } finally {
    await database.destroy();
  }
}

/** The hash of the law that the node serves, as it wrote in its journal when it began to: to read a law takes seconds. */
async function servedLaw(database: Database): Promise<string> {
  const { nodeId } = await readNode(database);
  const found = await openDoor(database, { kind: 'node', nodeId }).read((transaction) =>
    transaction
      .selectFrom('clew.journal_entry')
      .select('thing')
      .where('action', '=', 'node.serve')
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst(),
  );
  const [, hash] = /^law ([0-9a-f]{64})$/.exec(found?.thing ?? '') ?? [];
  if (hash === undefined)
    throw new Error('The demo could not be filled: the node has not said which law it serves.');
  return hash;
}

/** Calls back once after so many milliseconds, unless called off by what it returns. */
export function callAfter(ms: number, call: () => void): () => void {
  const timer = setTimeout(call, ms);
  timer.unref();
  return () => clearTimeout(timer);
}

async function offer(adminUrl: string, another: boolean): Promise<string | undefined> {
  const token = randomBytes(32).toString('base64url');
  const secretHash = createHash('sha256').update(token).digest();
  const expiresAt = new Date(Date.now() + LINK_MS);
  return (await offerOpening(adminUrl, { secretHash, expiresAt, another })) ? token : undefined;
}
