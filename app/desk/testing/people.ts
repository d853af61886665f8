import { type Door, openDoor } from '../../store/index.ts';
import { giveMandates } from '../demo/give-mandates.ts';
import { type Keyring, openKeyring } from '../keys/keyring.ts';
import type { Mandate } from '../policy/index.ts';
import { codeAt } from '../sign-in/one-time-code.ts';
import { proveWorker } from '../sign-in/prove-worker.ts';
import { hiddenFields, openBrowser, type Shown, type TestBrowser } from './test-browser.ts';
import type { TestDesk } from './test-desk.ts';

export const PASSPHRASE = 'winter gloves beside a kettle';

/** Somebody who can sign in. */
export type TestWorker = {
  signInName: string;
  passphrase: string;
  /** The secret of their codes. */
  codeSecret: string;
  browser: TestBrowser;
  /** What they read out to whoever confirms them, as their page showed it when they joined. */
  digits?: string;
  /** Who confirms whom this administrator lets in. */
  confirmer?: TestWorker;
};

const STEP_MS = 30_000;

/** A code that was not used yet: the clock moves on to the next half minute. */
export function nextCode(test: TestDesk, worker: { codeSecret: string }): string {
  test.moveClock(STEP_MS);
  return codeAt(worker.codeSecret, test.desk.now());
}

/** What a worker types who is asked again who they are; `suffix` stands behind the names of a page's second such form. */
export function proofOf(
  test: TestDesk,
  worker: Pick<TestWorker, 'passphrase' | 'codeSecret'>,
  suffix = '',
): Record<string, string> {
  return { [`passphrase${suffix}`]: worker.passphrase, [`code${suffix}`]: nextCode(test, worker) };
}

/** Makes an agency through its pages, as whoever has the link would, and returns its first administrator, signed in. */
export async function makeAgency(test: TestDesk, name: string, own = 'amina'): Promise<TestWorker> {
  const browser = openBrowser(test.site, test.origin);
  await browser.visit(`/desk/begin/${await test.offerLink()}`);
  await browser.send('/desk/begin', { agency: name, ...newcomer(own) });
  const codeSecret = secretOn(browser);
  await browser.send('/desk/begin', { code: codeAt(codeSecret, test.desk.now()) });
  const signInName = /[\w-]+@[a-z0-9]{8}/.exec(browser.shown.html)?.[0] ?? '';
  const worker = { signInName, passphrase: PASSPHRASE, codeSecret, browser };
  await signInAs(test, worker);
  return worker;
}

/**
 * Invites somebody, lets them join in a browser of their own, lets them in by two people, and signs them in. The first who
 * comes and may confirm others is from then on who does; if it is not this one, a coordinator comes before.
 */
export async function addWorker(
  test: TestDesk,
  admin: TestWorker,
  { own, roles }: { own: string; roles: readonly string[] },
): Promise<TestWorker> {
  const isFirst = admin.confirmer === undefined;
  const mayConfirm = ['administrator', 'supervisor', 'coordinator'].some((role) => roles.includes(role));
  if (isFirst && !mayConfirm) await addWorker(test, admin, { own: 'second', roles: ['coordinator'] });
  const worker = await joinByLink(test, await invite(admin, { own, roles }), own);
  await letIn(test, admin, worker);
  await signInAs(test, worker);
  admin.confirmer ??= worker;
  return worker;
}

/** Lets in who waits: the administrator prepares them, and whoever confirms does, in a browser opened for it. */
export async function letIn(test: TestDesk, admin: TestWorker, newcomer: TestWorker): Promise<void> {
  await admin.browser.visit('/desk/people');
  await admin.browser.send('/desk/people/admit');
  if (!admin.confirmer) return;
  const browser = openBrowser(test.site, test.origin);
  await signInAs(test, admin.confirmer, browser);
  await browser.visit('/desk/people');
  await confirmAs(browser, newcomer);
}

/** Confirms, on the page of people, whoever waits there, with digits: those of the newcomer's own page. */
export async function confirmAs(
  browser: TestBrowser,
  { digits = '' }: Pick<TestWorker, 'digits'>,
): Promise<Shown> {
  const field = /name="(digits-[0-9a-f-]{36})"/.exec(browser.shown.html)?.[1] ?? 'digits';
  return browser.send('/desk/people/confirm', { [field]: digits });
}

/** Makes these the roles of a colleague: the administrator gives them, and whoever confirms does so in a browser opened for it. */
export async function giveRoles(
  test: TestDesk,
  admin: TestWorker,
  { workerId, roles }: { workerId: string; roles: readonly string[] },
): Promise<void> {
  const path = `/desk/people/${workerId}`;
  await admin.browser.visit(path);
  await admin.browser.send('/desk/people/roles', { role: roles, reason: 'As agreed.' });
  if (!admin.confirmer || !admin.browser.shown.html.includes('Waiting for a second person')) return;
  const browser = openBrowser(test.site, test.origin);
  await signInAs(test, admin.confirmer, browser);
  await browser.visit(path);
  await browser.send('/desk/people/roles/confirm');
}

/** A worker's keys and door, as signing in opens them. */
export async function openAs(test: TestDesk, worker: TestWorker): Promise<{ door: Door; keys: Keyring }> {
  const { signInName: name, passphrase } = worker;
  const proven = await proveWorker(test.desk, { name, passphrase, code: nextCode(test, worker) });
  if (!proven.ok) throw new Error(`${name} is refused.`);
  const { agency_id: agencyId, worker_id: workerId } = proven.worker;
  const door = openDoor(test.desk.database, { kind: 'worker', agencyId, workerId });
  const keys = await openKeyring({ door, agencyId, workerId, secrets: proven.secrets });
  if (!keys) throw new Error(`${name} has no keys.`);
  return { door, keys };
}

/** Gives an agency a mandate, signed by its administrator and whoever confirms, so that it may hold files. */
export async function giveMandate(
  test: TestDesk,
  admin: TestWorker,
  mandate: Mandate = 'shelter',
): Promise<void> {
  if (!admin.confirmer) throw new Error('Nobody is there who could sign it too.');
  const { door, keys: first } = await openAs(test, admin);
  const { keys: second } = await openAs(test, admin.confirmer);
  await giveMandates({ door, first, second, at: test.desk.now() }, [mandate]);
}

/** Makes an invitation and returns the path of its link. */
export async function invite(
  admin: TestWorker,
  { own, roles }: { own: string; roles: readonly string[] },
): Promise<string> {
  await admin.browser.visit('/desk/people');
  await admin.browser.send('/desk/people/invite', { name: `Name of ${own}`, role: roles });
  return /\/desk\/join\/[\w.-]+/.exec(admin.browser.shown.html)?.[0] ?? '';
}

/** Joins by a link, without being let in yet. */
export async function joinByLink(test: TestDesk, link: string, own: string): Promise<TestWorker> {
  const browser = openBrowser(test.site, test.origin);
  await browser.visit(link);
  await browser.send('/desk/join', newcomer(own));
  const codeSecret = secretOn(browser);
  await browser.send('/desk/join', { code: codeAt(codeSecret, test.desk.now()) });
  const signInName = /[\w-]+@[a-z0-9]{8}/.exec(browser.shown.html)?.[0] ?? '';
  const digits = /<bdi dir="ltr">([\d ]{30,})<\/bdi>/.exec(browser.shown.html)?.[1] ?? '';
  return { signInName, passphrase: PASSPHRASE, codeSecret, browser, digits };
}

/** Signs in with the worker's browser, or another. */
export async function signInAs(test: TestDesk, worker: TestWorker, browser = worker.browser) {
  await browser.visit('/desk/sign-in');
  return browser.send('/desk/sign-in', {
    name: worker.signInName,
    passphrase: worker.passphrase,
    code: nextCode(test, worker),
  });
}

/** What a newcomer types in the first step. */
export function newcomer(own: string): Record<string, string> {
  return { name: `Name of ${own}`, own, passphrase: PASSPHRASE, again: PASSPHRASE };
}

function secretOn({ shown }: TestBrowser): string {
  return (/<bdi dir="ltr">([A-Z2-7 ]+)<\/bdi>/.exec(shown.html)?.[1] ?? '').replaceAll(' ', '');
}

/** The token that the forms of the page carry. */
export function tokenOn({ shown }: TestBrowser, path: string): string {
  return new Map(hiddenFields(shown.html, path)).get('form-token') ?? '';
}

/** The code that an app with this secret shows now. */
export function codeOf(test: TestDesk, secret: string): string {
  return codeAt(secret, test.desk.now());
}
