import { fingerprintOf } from '@clew/seal';
import { type Colleague, type Field, found, join, openField, pick, signIn } from '../stolen-disk/people.ts';
import type { Tally, Typed } from '../stolen-disk/planter.ts';
import type { NodeToKill } from './node-to-kill.ts';

/** An agency whose people are signed in at a node that will be killed, and what they need on the way. */
export type World = {
  node: NodeToKill;
  field: Field;
  admin: Colleague;
  supervisor: Colleague;
  owner: Colleague;
  health: Colleague;
  second: Colleague;
  auditor: Colleague;
  /** Somebody of whom nothing else hangs, so that they may lose, leave or forget; another one once they were used up. */
  spare(): Promise<Colleague>;
  useUp(): void;
  /** Opens a file with something told in it, and returns its path and code name. */
  newFile(): Promise<{ file: string; codeName: string }>;
  /** Signs everybody in again whom the node does not know any more. */
  wake(): Promise<void>;
  /** The next form that is sent, and nothing after it, goes through this. */
  catchNext(sender: Sender | undefined): void;
};

export type Sender = (url: string, init: RequestInit) => Promise<Response>;

/** What is said of something that is written into a file. */
export const WEIGHED: Typed = { source: 'person', certainty: 'certain', on: '2026-03-04' };

/** Makes the agency, through its pages. */
export async function makeWorld(node: NodeToKill, tally: Tally): Promise<World> {
  let caught: Sender | undefined;
  const send: Sender = (url, init) => {
    if (caught === undefined || init.method !== 'POST') return fetch(url, init);
    const sender = caught;
    caught = undefined;
    return sender(url, init);
  };
  const field = openField(node, tally, { send });
  const admin = await found(field);
  const supervisor = await join(field, { admin }, ['supervisor']);
  const two = { admin, confirmer: supervisor };
  const owner = await join(field, two, ['case-worker']);
  const health = await join(field, two, ['health', 'lawyer']);
  const second = await join(field, two, ['supervisor', 'coordinator']);
  const auditor = await join(field, two, ['auditor']);
  await admin.browser.visit('/desk/agency');
  await admin.browser.fill('/desk/agency/mandate', { mandate: 'shelter', change: 'add' });
  await supervisor.browser.visit('/desk/agency');
  await supervisor.browser.fill('/desk/agency/mandate/confirm');
  await makeTeam(admin, [supervisor, owner, second]);
  const staff = [admin, supervisor, owner, health, second, auditor];
  let spare: Colleague | undefined;
  return {
    ...{ node, field, admin, supervisor, owner, health, second, auditor },
    spare: async () => {
      if (spare === undefined) await letAllIn(node, two);
      spare ??= await join(field, two, ['case-worker']);
      return spare;
    },
    useUp: () => {
      spare = undefined;
    },
    newFile: () => newFile(owner),
    wake: async () => {
      for (const colleague of spare ? [...staff, spare] : staff) await wakeUp(field, colleague);
    },
    catchNext: (sender) => {
      caught = sender;
    },
  };
}

/** A team, whose supervisors answer for the files of its members. */
async function makeTeam({ browser }: Colleague, members: readonly Colleague[]): Promise<void> {
  await browser.visit('/desk/teams');
  await browser.fill('/desk/teams/make');
  await browser.fill('/desk/teams/members', { member: members.map(({ workerId }) => workerId) });
}

/** Lets in whoever joined and waits, so that the next who does is the only one. */
async function letAllIn(
  node: NodeToKill,
  { admin, confirmer }: { admin: Colleague; confirmer: Colleague },
): Promise<void> {
  for (const [{ browser }, path] of [
    [admin, '/desk/people/admit'],
    [confirmer, CONFIRM],
  ] as const) {
    await browser.visit('/desk/people');
    while (browser.has(path)) {
      await browser.fill(path, path === CONFIRM ? await heardDigits(node, confirmer) : {});
      await browser.visit('/desk/people');
    }
  }
}

export const CONFIRM = '/desk/people/confirm';

/** The digits of the first who waits on the page, as their own page showed them. */
export async function heardDigits(node: NodeToKill, { browser }: Colleague): Promise<Typed> {
  const fields = browser.forms().find(({ path }) => path === CONFIRM)?.fields ?? [];
  const name = fields.find((field) => field.name.startsWith('digits-'))?.name ?? '';
  const workerId = name.slice('digits-'.length);
  const [row] = await node.query('SELECT recipient, verify_key FROM clew.roster_entry WHERE worker_id = $1', [
    workerId,
  ]);
  return { [name]: fingerprintOf(`${row?.recipient}${row?.verify_key}`) };
}

/** Signs somebody in if the node does not know their session. */
export async function wakeUp(field: Field, colleague: Colleague): Promise<void> {
  const { browser } = colleague;
  await browser.visit('/desk/you');
  const isIn = browser.shown.status === 200 && !browser.has('/desk/sign-in');
  if (!isIn) await signIn(field, colleague);
}

export async function newFile({ browser }: Colleague): Promise<{ file: string; codeName: string }> {
  await browser.visit('/desk/files');
  await browser.fill('/desk/files/new');
  const file = pick(browser, /\/desk\/files\/[0-9a-f-]{36}/);
  const codeName = pick(browser, /(?<=<h1><bdi>)[^<]+/);
  await browser.visit(`${file}/write`);
  await browser.fill(`${file}/write`, { what: 'narrative told', ...WEIGHED });
  return { file, codeName };
}
