import { codeAt } from '../../app/desk/testing/index.ts';
import type { NodeOnDisk } from './node-on-disk.ts';
import { openPlanter, type Planter, type PlanterOptions, type Tally, textOf } from './planter.ts';

/** What of a node people need. */
export type NodeOfPeople = Pick<NodeOnDisk, 'query'> & {
  readonly clew: Pick<NodeOnDisk['clew'], 'origin' | 'said'>;
};

/** Where canaries are planted, and the secrets that come up on the way. */
export type Field = {
  node: NodeOfPeople;
  tally: Tally;
  /** Secrets that pages showed or browsers were given, by what they are. */
  secrets: Map<string, string>;
  open(): Planter;
};

/** Somebody who can sign in. */
export type Colleague = {
  signInName: string;
  passphrase: string;
  /** The secret of their codes. */
  codeSecret: string;
  browser: Planter;
  /** Known once they signed in. */
  workerId: string;
};

/** Where a code is taken that was not used yet. */
const TAKES_CODE: ReadonlySet<string> = new Set([
  '/desk/sign-in',
  '/desk/you/factors',
  '/desk/you/keys',
  '/desk/you/keys/complete',
  '/desk/you/passphrase',
  '/desk/you/tokens/make',
  '/desk/recovery/arrange',
  '/desk/backups',
  '/desk/alarms/channel',
]);

/** A field to plant in. The half minute of each code is forgotten, so that nobody waits for the next. */
export function openField(
  node: NodeOfPeople,
  tally: Tally,
  { send }: Pick<PlanterOptions, 'send'> = {},
): Field {
  const secrets = new Map<string, string>();
  const before = async (path: string) => {
    // `local`: in a crash round the commits of others may be held.
    if (TAKES_CODE.has(path))
      await node.query('SET synchronous_commit = local; UPDATE clew.worker SET code_step = 0');
  };
  const onCookie = (value: string) => void secrets.set(`a cookie ${secrets.size}`, lastPart(value));
  const { origin } = node.clew;
  const open = () => openPlanter({ origin, tally, before, onCookie, ...(send ? { send } : {}) });
  return { node, tally, secrets, open };
}

/** Of a ticket its secret: the ids before it stand in the database. */
function lastPart(cookie: string): string {
  return cookie.split(/[.~]/).at(-1) ?? '';
}

/** Makes an agency by a link, that of the start line if no other is given, with mistakes on the way, and signs its administrator in. */
export async function found(field: Field, given?: string): Promise<Colleague> {
  const link = given ?? (await firstLink(field));
  const browser = field.open();
  await browser.visit(`/desk/begin/${link}`);
  await browser.fill('/desk/begin', {
    again: field.tally.canaries.passphrase('a second passphrase that differs'),
  });
  const admin = await enrol(field, browser, '/desk/begin');
  field.secrets.set('the key of backups', pick(browser, /AGE-SECRET-KEY-[0-9A-Z-]+/));
  await signIn(field, admin);
  return admin;
}

/** The link of the start line, which comes right after the address. */
async function firstLink({ node }: Field): Promise<string> {
  for (;;) {
    const link = /\/desk\/begin\/([\w-]{43})\s/.exec(node.clew.said())?.[1];
    if (link !== undefined) return link;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Invites somebody, who joins by the link, is let in by two people as soon as there are two, and signs in. */
export async function join(
  field: Field,
  { admin, confirmer }: { admin: Colleague; confirmer?: Colleague },
  roles: readonly string[],
): Promise<Colleague> {
  const link = await invite(field, admin, roles);
  const browser = field.open();
  await browser.visit(link);
  const colleague = await enrol(field, browser, '/desk/join');
  const digits = pick(browser, /(?<=<bdi dir="ltr">)[\d ]{30,}(?=<\/bdi>)/);
  await admin.browser.visit('/desk/people');
  await admin.browser.fill('/desk/people/admit');
  await confirmer?.browser.visit('/desk/people');
  // Once with words that are none of the digits, and once with those that were heard.
  await confirmer?.browser.fill('/desk/people/confirm');
  const heard = confirmer?.browser.forms().find(({ path }) => path === '/desk/people/confirm');
  const name = heard?.fields.find((one) => one.name.startsWith('digits-'))?.name ?? '';
  await confirmer?.browser.fill('/desk/people/confirm', { [name]: digits });
  await signIn(field, colleague);
  return colleague;
}

/** Invites somebody and returns the path of the link. */
export async function invite(
  field: Field,
  { browser }: Colleague,
  roles: readonly string[],
): Promise<string> {
  await browser.visit('/desk/people');
  await browser.fill('/desk/people/invite', { role: roles });
  const link = pick(browser, /\/desk\/join\/[\w.-]+/);
  field.secrets.set(`an invitation ${field.secrets.size}`, link.split(/[/.]/).at(-1) ?? '');
  return link;
}

/** The two steps of a newcomer, with a code that is wrong before the one that is right. */
async function enrol(field: Field, browser: Planter, path: string): Promise<Colleague> {
  const { canaries } = field.tally;
  const passphrase = canaries.passphrase(`${path} passphrase`);
  const own = canaries.word(`${path} own`);
  await browser.fill(path, { own, passphrase, again: passphrase });
  const codeSecret = await passCode(field, browser, path);
  return { signInName: pick(browser, /[\w-]+@[a-z0-9]{8}/), passphrase, codeSecret, browser, workerId: '' };
}

/** Somebody who has a page's form before them, and what they would type. */
export type Proving = { browser: Planter; path: string; typed: Record<string, string>; codeSecret: string };

/** A newcomer who has chosen a passphrase, and is about to prove the codes. */
export async function enrolling(field: Field, browser: Planter, path: string): Promise<Proving> {
  const { canaries } = field.tally;
  const passphrase = canaries.passphrase(`${path} passphrase`);
  await browser.fill(path, { own: canaries.word(`${path} own`), passphrase, again: passphrase });
  return provingCode(field, browser, path);
}

/** Reads the secret of the codes off the page: the code that proves it is about to be sent. */
export function provingCode(field: Field, browser: Planter, path: string): Proving {
  const codeSecret = pick(browser, /(?<=<bdi dir="ltr">)[A-Z2-7 ]{20,}(?=<\/bdi>)/).replaceAll(' ', '');
  field.secrets.set(`a secret of codes ${field.secrets.size}`, codeSecret);
  return { browser, path, typed: { code: codeAt(codeSecret, new Date()) }, codeSecret };
}

/** Reads the secret of the codes off the page and proves it; returns it. */
export async function passCode(field: Field, browser: Planter, path: string): Promise<string> {
  const { codeSecret } = provingCode(field, browser, path);
  await browser.fill(path, { code: field.tally.canaries.words(`POST ${path} code`) });
  await browser.fill(path, { code: codeAt(codeSecret, new Date()) });
  return codeSecret;
}

/** Signs in by the colleague's own browser. */
export async function signIn(field: Field, colleague: Colleague): Promise<void> {
  const { browser } = colleague;
  await browser.visit('/desk/sign-in');
  const shown = await browser.fill('/desk/sign-in', credentialsOf(colleague));
  const [, sessionId] = browser.cookies.get('clew')?.split('.') ?? [];
  if (sessionId === undefined) throw new Error(`Nobody was signed in: ${textOf(shown.html)}`);
  const rows = await field.node.query('SELECT worker_id FROM clew.session WHERE session_id = $1', [
    sessionId,
  ]);
  colleague.workerId = String(rows[0]?.worker_id);
}

/** What somebody types to sign in. */
export function credentialsOf({ signInName, passphrase, codeSecret }: Colleague): Record<string, string> {
  return { name: signInName, passphrase, code: codeAt(codeSecret, new Date()) };
}

/** What somebody types who is asked again who they are; `suffix` stands behind the names of a page's second such form. */
export function proofOf(
  { passphrase, codeSecret }: Pick<Colleague, 'passphrase' | 'codeSecret'>,
  suffix = '',
): Record<string, string> {
  return { [`passphrase${suffix}`]: passphrase, [`code${suffix}`]: codeAt(codeSecret, new Date()) };
}

/** What the shown page says. Throws with the page's words if it does not. */
export function pick(browser: Planter, what: RegExp): string {
  const found = what.exec(browser.shown.html)?.[0];
  if (found === undefined) throw new Error(`The page does not say ${what}: ${textOf(browser.shown.html)}`);
  return found;
}
