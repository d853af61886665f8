import { proofOf, type TestWorker } from './people.ts';
import { hiddenFields } from './test-browser.ts';
import type { TestDesk } from './test-desk.ts';

/** What a route answered. */
type Told = { status: number; body: Record<string, unknown>; headers: Headers; text: string };

/** A program that asks with a token, or without one. */
export type TestProgram = {
  token: string | undefined;
  ask(
    method: string,
    path: string,
    more?: { body?: unknown; headers?: Record<string, string> },
  ): Promise<Told>;
};

/** Opens a program on the site of a test. */
export function openProgram(
  { site, origin }: Pick<TestDesk, 'site' | 'origin'>,
  token?: string,
): TestProgram {
  return {
    token,
    ask: async (method, path, { body, headers = {} } = {}) => {
      const all = new Headers(headers);
      if (token !== undefined) all.set('Authorization', `Bearer ${token}`);
      if (body !== undefined && !all.has('Content-Type')) all.set('Content-Type', 'application/json');
      const sent = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body);
      const response = await site.fetch(new Request(origin + path, { method, headers: all, body: sent }));
      const text = await response.text();
      const isJson = /json/.test(response.headers.get('Content-Type') ?? '');
      return {
        status: response.status,
        body: isJson && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : {},
        headers: response.headers,
        text,
      };
    },
  };
}

/** Lets a worker make a token on their page, for some actions or for all that they could choose. */
export async function makeToken(
  test: TestDesk,
  worker: TestWorker,
  { actions, days = '30' }: { actions?: readonly string[]; days?: string } = {},
): Promise<TestProgram> {
  const { browser } = worker;
  const { html } = await browser.visit('/desk/you/tokens');
  const choosable = [...html.matchAll(/name="may"[^>]*value="([^"]+)"/g)].map(([, name = '']) => name);
  const fields = hiddenFields(html, '/desk/you/tokens/make');
  const shown = await browser.post('/desk/you/tokens/make', [
    ...fields,
    ['purpose', 'a test'],
    ...(actions ?? choosable).map((name): [string, string] => ['may', name]),
    ['days', days],
    ...Object.entries(proofOf(test, worker)),
  ]);
  const token = /clew_[\w-]{86}/.exec(shown.html)?.[0];
  if (token === undefined) throw new Error(`No token was made: ${shown.status}.`);
  return openProgram(test, token);
}
