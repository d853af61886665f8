import { type Colleague, type Field, passCode, pick, proofOf, signIn } from './people.ts';
import type { Agency } from './plant-agency.ts';

/** Custodians, a lost passphrase, the way back, and a change of keys. */
export async function plantRecovery(field: Field, agency: Agency): Promise<void> {
  const { admin, owner, supervisor, health } = agency;
  for (const worker of [owner, supervisor]) {
    const { browser } = worker;
    await browser.visit('/desk/recovery');
    await browser.fill('/desk/recovery/arrange', { needed: '2' });
    await browser.fill('/desk/recovery/arrange', { needed: '2', ...proofOf(worker) });
  }
  await admin.browser.visit('/desk/keys');
  await admin.browser.fill('/desk/keys/drill');
  await admin.browser.fill('/desk/keys/confirm');
  await supervisor.browser.visit('/desk/recovery');
  await supervisor.browser.fill('/desk/recovery/drill');
  await comeBack(field, owner, [supervisor, health]);
  await changeKeys(field, { admin, worker: health });
  await changeFactors(field, agency.auditor);
  await changePassphrase(field, agency.auditor);
}

/** Another secret of codes, and a passkey that is none. */
async function changeFactors(field: Field, worker: Colleague): Promise<void> {
  const { browser } = worker;
  const path = '/desk/you/factors';
  await browser.visit(path);
  await browser.fill(path);
  await browser.fill(path, proofOf(worker));
  await browser.fill(path, { do: 'add', passkey: field.tally.canaries.words('what a passkey answered') });
  await browser.fill(path, { do: 'code' });
  worker.codeSecret = await passCode(field, browser, path);
}

async function changePassphrase(field: Field, worker: Colleague): Promise<void> {
  const { browser } = worker;
  const path = '/desk/you/passphrase';
  await browser.visit(path);
  await browser.fill(path);
  const next = field.tally.canaries.passphrase(`POST ${path} next`);
  await browser.fill(path, { ...proofOf(worker), next, again: next });
  worker.passphrase = next;
  await signIn(field, worker);
}

async function comeBack(field: Field, lost: Colleague, custodians: readonly Colleague[]): Promise<void> {
  const browser = field.open();
  await browser.visit('/desk/recover');
  await browser.fill('/desk/recover');
  await browser.visit('/desk/recover');
  await browser.fill('/desk/recover', { name: lost.signInName });
  const [digits = '', ticket = ''] = [...browser.shown.html.matchAll(/<bdi dir="ltr">([^<]+)<\/bdi>/g)]
    .map(([, text = '']) => text)
    .slice(-2);
  field.secrets.set('a ticket of recovery', ticket);
  for (const custodian of custodians) {
    await custodian.browser.visit('/desk/recovery');
    await custodian.browser.fill('/desk/recovery/find');
    await custodian.browser.fill('/desk/recovery/find', { digits });
    await custodian.browser.fill('/desk/recovery/give');
  }
  await browser.visit('/desk/recover');
  await browser.fill('/desk/recover/back');
  const passphrase = field.tally.canaries.passphrase('POST /desk/recover/back passphrase');
  const typed = { 'name-back': lost.signInName, ticket, passphrase, again: passphrase };
  await browser.fill('/desk/recover/back', typed);
  lost.codeSecret = await passCode(field, browser, '/desk/recover/back');
  lost.passphrase = passphrase;
  await signIn(field, lost);
}

async function changeKeys(field: Field, who: { admin: Colleague; worker: Colleague }): Promise<void> {
  const { admin, worker } = who;
  await worker.browser.visit('/desk/you/keys');
  await worker.browser.fill('/desk/you/keys');
  await worker.browser.fill('/desk/you/keys', proofOf(worker));
  const digits = pick(worker.browser, /(?<=<bdi dir="ltr">)[\d ]{20,}(?=<\/bdi>)/);
  await admin.browser.visit('/desk/keys');
  const form = admin.browser.forms().find(({ path }) => path === '/desk/keys/confirm');
  for (const id of form?.fields.find(({ name }) => name === 'who')?.options ?? []) {
    const shown = await admin.browser.fill('/desk/keys/confirm', { who: id, digits });
    if (shown.status === 200) break;
  }
  await worker.browser.visit('/desk/you/keys');
  await worker.browser.fill('/desk/you/keys/complete');
  await worker.browser.fill('/desk/you/keys/complete', proofOf(worker, '-2'));
  await signIn(field, worker);
}
