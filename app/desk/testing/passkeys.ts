import type { TestAuthenticator } from './authenticator.ts';
import type { TestWorker } from './people.ts';
import { hiddenFields, type Shown, type TestBrowser } from './test-browser.ts';

const FACTORS = '/desk/you/factors';

/** Opens the page of a worker's second factors, by the passphrase. */
export async function openFactors({ browser, passphrase }: TestWorker): Promise<Shown> {
  await browser.visit(FACTORS);
  return browser.send(FACTORS, { passphrase });
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
export async function addPasskey(worker: TestWorker, passkey: TestAuthenticator, name = 'blue key') {
  await openFactors(worker);
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
