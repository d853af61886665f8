import {
  type Colleague,
  credentialsOf,
  enrolling,
  invite,
  pick,
  proofOf,
  provingCode,
} from '../stolen-disk/people.ts';
import { CONFIRM, heardDigits, type World } from './world.ts';
import type { Step, Writer } from './writers.ts';

/** Somebody with an invitation, who has chosen a passphrase and is about to prove the codes. */
async function join({ field, admin }: World): Promise<Step> {
  const link = await invite(field, admin, ['screener']);
  const browser = field.open();
  await browser.visit(link);
  return enrolling(field, browser, '/desk/join');
}

async function admit(world: World): Promise<Step> {
  const { browser, path, typed } = await join(world);
  await browser.fill(path, typed);
  await world.admin.browser.visit('/desk/people');
  return { browser: world.admin.browser, path: '/desk/people/admit' };
}

/** The administrator, on the page of somebody who may leave. */
function aboutSpare(path: string, typed: Step['typed'] = {}): Writer {
  return async (world) => {
    const { workerId } = await world.spare();
    world.useUp();
    await world.admin.browser.visit(`/desk/people/${workerId}`);
    return { browser: world.admin.browser, path, typed };
  };
}

/** The administrator, about to give somebody a role more. */
async function giveRole(world: World): Promise<Step & { workerId: string }> {
  const { workerId } = await world.spare();
  world.useUp();
  const { browser } = world.admin;
  await browser.visit(`/desk/people/${workerId}`);
  const typed = { role: ['case-worker', 'screener'], reason: 'As agreed.' };
  return { browser, path: '/desk/people/roles', typed, workerId };
}

/** Somebody on a page of their own; another takes their place afterwards. */
function bySpare(path: string, typed: (spare: Colleague, world: World) => Step['typed']): Writer {
  return async (world) => {
    const spare = await world.spare();
    world.useUp();
    await spare.browser.visit(path);
    return { browser: spare.browser, path, typed: typed(spare, world) };
  };
}

const TOKENS = '/desk/you/tokens';

/** Somebody about to make a token for a program. */
async function makeToken({ owner }: World): Promise<Step> {
  const { browser } = owner;
  await browser.visit(TOKENS);
  return { browser, path: `${TOKENS}/make`, typed: { may: ['file.list'], days: '7', ...proofOf(owner) } };
}

/** Somebody about to trust two colleagues together; whoever else joined meanwhile is left out. */
async function arrange(world: World, worker: Colleague): Promise<Step> {
  const { browser } = worker;
  const path = '/desk/recovery/arrange';
  await browser.visit('/desk/recovery');
  const fields = browser.forms().find((form) => form.path === path)?.fields ?? [];
  const trusted = [world.supervisor.workerId, world.health.workerId];
  const others = fields.filter(
    ({ name, kind }) => kind === 'words' && !trusted.some((workerId) => name.includes(workerId)),
  );
  const left = Object.fromEntries(others.map(({ name }) => [name, '']));
  return { browser, path, typed: { ...left, needed: '2', ...proofOf(worker) } };
}

async function arranged(world: World): Promise<Colleague> {
  const spare = await world.spare();
  const { browser, path, typed } = await arrange(world, spare);
  await browser.fill(path, typed);
  return spare;
}

/** Asks for the way back of somebody who trusts two colleagues together. */
async function askRecovery(world: World): Promise<Step & { lost: Colleague }> {
  const lost = await arranged(world);
  world.useUp();
  const browser = world.field.open();
  await browser.visit('/desk/recover');
  return { browser, path: '/desk/recover', typed: { name: lost.signInName }, lost };
}

type Asked = { lost: Colleague; browser: Step['browser']; digits: string; ticket: string };

async function askedRecovery(world: World): Promise<Asked> {
  const { browser, path, typed, lost } = await askRecovery(world);
  await browser.fill(path, typed);
  const said = [...browser.shown.html.matchAll(/<bdi dir="ltr">([^<]+)<\/bdi>/g)].map(
    ([, text = '']) => text,
  );
  const [digits = '', ticket = ''] = said.slice(-2);
  return { lost, browser, digits, ticket };
}

/** A custodian who has found the request and is about to give their share. */
async function aboutToGive(custodian: Colleague, digits: string): Promise<Step> {
  const { browser } = custodian;
  await browser.visit('/desk/recovery');
  await browser.fill('/desk/recovery/find', { digits });
  return { browser, path: '/desk/recovery/give' };
}

async function comeBack(world: World): Promise<Step> {
  const { lost, browser, digits, ticket } = await askedRecovery(world);
  for (const custodian of [world.supervisor, world.health]) {
    const { path } = await aboutToGive(custodian, digits);
    await custodian.browser.fill(path);
  }
  await browser.visit('/desk/recover');
  const passphrase = world.field.tally.canaries.passphrase('a passphrase after the way back');
  const typed = { 'name-back': lost.signInName, ticket, passphrase, again: passphrase };
  await browser.fill('/desk/recover/back', typed);
  return provingCode(world.field, browser, '/desk/recover/back');
}

async function askKeys(world: World): Promise<Step & { spare: Colleague }> {
  const spare = await world.spare();
  world.useUp();
  await spare.browser.visit('/desk/you/keys');
  const typed = proofOf(spare);
  return { browser: spare.browser, path: '/desk/you/keys', typed, spare };
}

async function confirmKeys(world: World): Promise<Step & { spare: Colleague }> {
  const { browser, path, typed, spare } = await askKeys(world);
  await browser.fill(path, typed);
  const digits = pick(browser, /(?<=<bdi dir="ltr">)[\d ]{20,}(?=<\/bdi>)/);
  await world.admin.browser.visit('/desk/keys');
  const who = { who: spare.workerId, digits };
  return { browser: world.admin.browser, path: '/desk/keys/confirm', typed: who, spare };
}

/** The administrator, about to withdraw the keys of somebody. */
async function withdrawKeys(world: World): Promise<Step & { whose: string }> {
  const { workerId } = await world.spare();
  world.useUp();
  const { browser } = world.admin;
  await browser.visit('/desk/keys');
  return { browser, path: '/desk/keys/withdraw', typed: { whose: workerId }, whose: workerId };
}

/** Who writes by the forms of people, their sessions and their keys. */
export const PEOPLE_WRITERS: Readonly<Record<string, Writer>> = {
  'POST /desk/people/invite': async ({ admin: { browser } }) => {
    await browser.visit('/desk/people');
    return { browser, path: '/desk/people/invite', typed: { role: ['screener'] } };
  },
  'POST /desk/people/withdraw': async ({ field, admin }) => {
    await invite(field, admin, ['screener']);
    await admin.browser.visit('/desk/people');
    return { browser: admin.browser, path: '/desk/people/withdraw' };
  },
  'POST /desk/join': join,
  'POST /desk/people/admit': admit,
  'POST /desk/people/confirm': async (world) => {
    const { browser, path } = await admit(world);
    await browser.fill(path);
    await world.supervisor.browser.visit('/desk/people');
    const typed = await heardDigits(world.node, world.supervisor);
    return { browser: world.supervisor.browser, path: CONFIRM, typed };
  },
  'POST /desk/people/roles': giveRole,
  'POST /desk/people/roles/confirm': async (world) => {
    const { browser, path, typed, workerId } = await giveRole(world);
    await browser.fill(path, typed);
    await world.supervisor.browser.visit(`/desk/people/${workerId}`);
    return { browser: world.supervisor.browser, path: '/desk/people/roles/confirm' };
  },
  'POST /desk/people/sign-out': aboutSpare('/desk/people/sign-out'),
  'POST /desk/people/leave': aboutSpare('/desk/people/leave', { sure: 'yes' }),
  'POST /desk/sign-in': async (world) => {
    const spare = await world.spare();
    const browser = world.field.open();
    await browser.visit('/desk/sign-in');
    return { browser, path: '/desk/sign-in', typed: credentialsOf(spare) };
  },
  'POST /desk/sign-out': async (world) => {
    const spare = await world.spare();
    world.useUp();
    await spare.browser.visit('/desk/you');
    return { browser: spare.browser, path: '/desk/sign-out' };
  },
  'POST /desk/you/sign-out-everywhere': async (world) => {
    const spare = await world.spare();
    world.useUp();
    await spare.browser.visit('/desk/you');
    return { browser: spare.browser, path: '/desk/you/sign-out-everywhere' };
  },
  'POST /desk/you/end-session': async (world) => {
    const spare = await world.spare();
    const elsewhere = world.field.open();
    await elsewhere.visit('/desk/sign-in');
    await elsewhere.fill('/desk/sign-in', credentialsOf(spare));
    await spare.browser.visit('/desk/you');
    return { browser: spare.browser, path: '/desk/you/end-session' };
  },
  'POST /desk/you/passphrase': bySpare('/desk/you/passphrase', (spare, { field }) => {
    const next = field.tally.canaries.passphrase('another passphrase');
    return { ...proofOf(spare), next, again: next };
  }),
  'POST /desk/you/tokens/make': makeToken,
  'POST /desk/you/tokens/end': async (world) => {
    const { browser, path, typed } = await makeToken(world);
    await browser.fill(path, typed);
    await browser.visit(TOKENS);
    return { browser, path: `${TOKENS}/end` };
  },
  'POST /desk/you/factors': async (world) => {
    const spare = await world.spare();
    world.useUp();
    const { browser } = spare;
    await browser.visit('/desk/you/factors');
    await browser.fill('/desk/you/factors', proofOf(spare));
    await browser.fill('/desk/you/factors', { do: 'code' });
    return provingCode(world.field, browser, '/desk/you/factors');
  },
  'POST /desk/recovery/arrange': async (world) => {
    const spare = await world.spare();
    world.useUp();
    return arrange(world, spare);
  },
  'POST /desk/recover': askRecovery,
  'POST /desk/recovery/find': async (world) => {
    const { digits } = await askedRecovery(world);
    const { browser } = world.supervisor;
    await browser.visit('/desk/recovery');
    return { browser, path: '/desk/recovery/find', typed: { digits } };
  },
  'POST /desk/recovery/give': async (world) => {
    const { digits } = await askedRecovery(world);
    return aboutToGive(world.supervisor, digits);
  },
  'POST /desk/recover/back': comeBack,
  'POST /desk/recovery/drill': async (world) => {
    await arranged(world);
    await world.admin.browser.visit('/desk/keys');
    await world.admin.browser.fill('/desk/keys/drill');
    await world.supervisor.browser.visit('/desk/recovery');
    return { browser: world.supervisor.browser, path: '/desk/recovery/drill' };
  },
  'POST /desk/keys/drill': async ({ admin: { browser } }) => {
    await browser.visit('/desk/keys');
    return { browser, path: '/desk/keys/drill' };
  },
  'POST /desk/keys/withdraw': withdrawKeys,
  'POST /desk/keys/give-back': async (world) => {
    const { browser, path, typed, whose } = await withdrawKeys(world);
    await browser.fill(path, typed);
    return { browser, path: '/desk/keys/give-back', typed: { back: whose } };
  },
  'POST /desk/you/keys': askKeys,
  'POST /desk/keys/confirm': confirmKeys,
  'POST /desk/you/keys/complete': async (world) => {
    const { browser, path, typed, spare } = await confirmKeys(world);
    await browser.fill(path, typed);
    await spare.browser.visit('/desk/you/keys');
    await spare.browser.fill('/desk/you/keys/complete');
    return { browser: spare.browser, path: '/desk/you/keys/complete', typed: proofOf(spare, '-2') };
  },
};
