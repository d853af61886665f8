import { sendHalf } from './node-on-disk.ts';
import { type Colleague, credentialsOf, type Field, signIn } from './people.ts';
import type { Agency } from './plant-agency.ts';

/** Plants by what is refused: a wrong passphrase, a wrong token, too much, a session that is over. */
export async function plantRefused(field: Field, agency: Agency, file: string): Promise<void> {
  await guess(field, agency.owner);
  await sendWithoutToken(field, agency.owner, file);
  await sendTooMuch(field, agency.owner, file);
  await outlive(field, agency.owner, file);
}

/** Canaries as name and passphrase of nobody, and a wrong passphrase of somebody. */
async function guess({ open }: Field, { signInName }: Colleague): Promise<void> {
  const browser = open();
  await browser.visit('/desk/sign-in');
  await browser.fill('/desk/sign-in');
  await browser.fill('/desk/sign-in', { name: signInName });
}

async function sendWithoutToken({ tally }: Field, { browser }: Colleague, file: string): Promise<void> {
  const words = tally.canaries.words('a form without its token');
  const fields = [
    ['words', words],
    ['what', 'narrative told'],
  ] as const;
  await browser.post(`${file}/write`, fields);
  await browser.post(`${file}/write`, [...fields, ['form-token', tally.canaries.word('a wrong token')]]);
}

/** Words that are more than an entry takes, and a form that is more than a request takes. */
async function sendTooMuch({ tally }: Field, { browser }: Colleague, file: string): Promise<void> {
  const words = tally.canaries.words('words that are too many');
  for (const times of [1_000, 100_000]) {
    await browser.visit(`${file}/write`);
    await browser
      .fill(`${file}/write`, { words: `${words} `.repeat(times), source: 'person' })
      .catch(() => undefined);
  }
}

const OUTLIVED = `UPDATE clew.session SET seen_at = seen_at - interval '1 day' WHERE worker_id = $1`;

/** A session that is over: what was typed then is sealed. Once it is given back, once nobody comes for it. */
async function outlive(field: Field, colleague: Colleague, file: string): Promise<void> {
  const { browser } = colleague;
  for (const isBack of [true, false]) {
    await signIn(field, colleague);
    await browser.visit(`${file}/write`);
    await field.node.query(OUTLIVED, [colleague.workerId]);
    const told = { source: 'person', certainty: 'certain', what: 'narrative told' };
    await browser.fill(`${file}/write`, told);
    if (isBack) await browser.fill('/desk/sign-in', credentialsOf(colleague));
  }
  await signIn(field, colleague);
}

/** Requests that are under way when the web process is killed: half a form, and a sign-in whose passphrase is made a key. */
export async function plantHalfway(
  { node, tally }: Field,
  { signInName }: Colleague,
): Promise<{ close(): Promise<void> }> {
  const { origin } = node.clew;
  const words = new URLSearchParams({ words: tally.canaries.words('half a form') });
  const half = await sendHalf(origin, '/assess/go-on', words.toString());
  const body = new URLSearchParams({
    name: signInName,
    passphrase: tally.canaries.passphrase('a sign-in that was cut off'),
  });
  const whole = fetch(`${origin}/desk/sign-in`, { method: 'POST', body }).catch(() => undefined);
  return {
    close: async () => {
      half.close();
      await whole;
    },
  };
}
