import { randomBytes } from 'node:crypto';
import { type IncomingMessage, request } from 'node:http';
import { codeAt, formToken, PASSPHRASE } from '../../app/desk/testing/index.ts';

/** What is asked of the node, and when: `at` in ms from the beginning. */
export type Asked = { at: number; kind: string } & (
  | { what: 'page'; cookie?: string; path: string; form?: Readonly<Record<string, string>> }
  | { what: 'sign-in'; signInName: string; codeSecret: string }
);

/** How one thing that was asked ended: `ms` from when it was meant to be asked until the whole answer was there. */
export type Answered = { at: number; kind: string; ms: number; status: number };

/**
 * Asks what the plan says when it says it, whatever became of what was asked before; resolves when all is answered. The time
 * that something waits here counts as the node's: a page that is late makes none after it look quick.
 *
 * Each page comes on a connection of its own: between two pages of one browser the node has closed the last one.
 */
export async function sendTraffic(origin: string, plan: readonly Asked[]): Promise<Answered[]> {
  const answered: Answered[] = [];
  const under: Promise<void>[] = [];
  const begun = performance.now();
  let next = 0;
  await new Promise<void>((resolve) => {
    const step = (): void => {
      const now = performance.now() - begun;
      for (let due = plan[next]; due && due.at <= now; due = plan[next]) {
        next += 1;
        under.push(ask({ origin, begun, answered }, due));
      }
      const coming = plan[next];
      if (coming) setTimeout(step, Math.max(0, coming.at - (performance.now() - begun)));
      else resolve();
    };
    step();
  });
  await Promise.all(under);
  return answered;
}

type Sending = { origin: string; begun: number; answered: Answered[] };

async function ask(sending: Sending, asked: Asked): Promise<void> {
  if (asked.what === 'page') return note(sending, asked, await send(sending.origin, asked));
  const secret = randomBytes(32);
  const got = await send(sending.origin, {
    path: '/en/desk/sign-in',
    cookies: { 'clew-form': secret.toString('base64url') },
    form: {
      'form-token': formToken(secret),
      back: '/desk',
      name: asked.signInName,
      passphrase: PASSPHRASE,
      code: codeAt(asked.codeSecret, new Date()),
    },
  });
  note(sending, asked, got);
  const cookie = got.cookies.flatMap((line) => /^clew=([^;]+)/.exec(line)?.[1] ?? [])[0];
  if (cookie === undefined) return;
  const first = { at: performance.now() - sending.begun, kind: 'first-page' };
  note(sending, first, await send(sending.origin, { path: '/en/desk', cookie }));
}

type Got = { status: number; cookies: readonly string[] };

function note(
  { begun, answered }: Sending,
  { at, kind }: { at: number; kind: string },
  { status }: Got,
): void {
  answered.push({ at, kind, ms: performance.now() - begun - at, status });
}

type Sent = {
  path: string;
  cookie?: string;
  cookies?: Readonly<Record<string, string>>;
  form?: Readonly<Record<string, string>>;
};

/** Sends one request and reads its answer to the end, unread. A connection that fails has status 0. */
export function send(origin: string, { path, cookie, cookies = {}, form }: Sent): Promise<Got> {
  const all = { ...(cookie === undefined ? {} : { clew: cookie }), ...cookies };
  const body = form && new URLSearchParams(form).toString();
  const headers = {
    Cookie: Object.entries(all)
      .map(([name, value]) => `${name}=${value}`)
      .join('; '),
    ...(body === undefined
      ? {}
      : {
          'Content-Type': 'application/x-www-form-urlencoded',
          'Content-Length': Buffer.byteLength(body),
          'Sec-Fetch-Site': 'same-origin',
        }),
  };
  return new Promise((resolve) => {
    const failed = () => resolve({ status: 0, cookies: [] });
    const method = body === undefined ? 'GET' : 'POST';
    const sent = request(new URL(path, origin), { method, headers, agent: false }, (response) => {
      response.on('error', failed).resume();
      response.on('end', () => resolve({ status: response.statusCode ?? 0, cookies: cookiesOf(response) }));
    });
    sent.on('error', failed).end(body);
  });
}

function cookiesOf({ headers }: IncomingMessage): readonly string[] {
  return headers['set-cookie'] ?? [];
}
