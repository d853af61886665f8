import type { TestAuthenticator } from './authenticator.ts';
import { proofOf, type TestWorker } from './people.ts';
import { hiddenFields, type Shown, type TestBrowser } from './test-browser.ts';
import type { TestDesk } from './test-desk.ts';

const FACTORS = '/desk/you/factors';

/** Opens the page of a worker's second factors, by passphrase and code. */
export async function openFactors(test: TestDesk, worker: TestWorker): Promise<Shown> {
  await worker.browser.visit(FACTORS);
  return worker.browser.send(FACTORS, proofOf(test, worker));
}

/** The same by passphrase and passkey. */
export async function openFactorsBy(
  passkey: TestAuthenticator,
  { browser, passphrase }: TestWorker,
): Promise<Shown> {
  await browser.visit(FACTORS);
  const answered = { passphrase, passkey: passkey.answer(browser) };
  return browser.post(FACTORS, replaced(hiddenFields(browser.shown.html, FACTORS), answered));
}

/** Sends the form of the page that does `what`, with these fields in place of what it carries. */
export async function sendFactors(
  browser: TestBrowser,
  what: 'add' | 'code' | 'remove' | 'link' | 'unlink',
  fields: Record<string, string> = {},
): Promise<Shown> {
  const forms = [...browser.shown.html.matchAll(/<form.*?<\/form>/gs)].map(([form]) => form);
  const form = forms.find((one) => one.includes(`name="do" value="${what}"`)) ?? '';
  return browser.post(FACTORS, replaced(hiddenFields(form, FACTORS), fields));
}

/** Adds a passkey to a worker who is signed in. */
export async function addPasskey(
  test: TestDesk,
  worker: TestWorker,
  { passkey, name = 'blue key' }: { passkey: TestAuthenticator; name?: string },
): Promise<Shown> {
  await openFactors(test, worker);
  return sendFactors(worker.browser, 'add', { name, passkey: passkey.make(worker.browser) });
}

/** Sends the sign-in form that the browser shows, with a passkey's answer. */
export async function sendPasskey(
  browser: TestBrowser,
  worker: TestWorker,
  answer: string,
  more: Record<string, string> = {},
): Promise<Shown> {
  const { signInName: name, passphrase } = worker;
  const carried = hiddenFields(browser.shown.html, '/desk/sign-in');
  return browser.post('/desk/sign-in', replaced(carried, { name, passphrase, passkey: answer, ...more }));
}

/** Signs a worker in by a passkey. */
export async function signInByPasskey(
  worker: TestWorker,
  passkey: TestAuthenticator,
  browser = worker.browser,
): Promise<Shown> {
  await browser.visit('/desk/sign-in');
  return sendPasskey(browser, worker, passkey.answer(browser));
}

function replaced(
  carried: readonly (readonly [string, string])[],
  fields: Record<string, string>,
): (readonly [string, string])[] {
  return [...carried.filter(([name]) => !(name in fields)), ...Object.entries(fields)];
}
