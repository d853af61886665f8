import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { WebEvent } from '../events.ts';
import { createPublicLine } from '../public-line.ts';
import { type ApiRoute, defineRoute } from './route.ts';
import { serveRoutes } from './serve-routes.ts';

/** Routes with a line in which `most` may wait, and whose next turn comes when the test lets it. */
function serve(routes: (count: () => number) => readonly ApiRoute[], most = 64) {
  const app = new Hono();
  const others = { count: 0 };
  const due: (() => void)[] = [];
  const noted: WebEvent[] = [];
  const line = createPublicLine({
    most,
    patienceMs: 15_000,
    isShared: () => others.count > 0,
    now: () => 0,
    after: (ms, call) => {
      if (ms < 15_000) due.push(call);
      return () => undefined;
    },
  });
  const settings = { describeFault: () => undefined, note: (event: WebEvent) => noted.push(event) };
  serveRoutes(
    app,
    routes(() => others.count),
    { settings, line, others },
  );
  const send = async (path: string, body?: string) => {
    const headers = { 'Content-Type': 'application/json' };
    const response = await app.request(path, body === undefined ? {} : { method: 'POST', body, headers });
    return { response, told: (await response.json()) as Record<string, unknown> };
  };
  return { line, others, noted, send, nextTurn: () => due.shift()?.() };
}

const put = (done: string[] = []) =>
  defineRoute({
    ...{ method: 'post', path: '/api/put', name: 'put', action: 'law.assess', summary: 'Costs much.' },
    body: z.strictObject({ word: z.string().max(20) }),
    answer: z.object({ word: z.string() }),
    costly: true,
    run: ({ body }) => {
      done.push(body.word);
      return { ok: true, body };
    },
  });

describe('costly work that a program without a token asks for', () => {
  test('waits for its turn in the line of the pages, once its body was read', async () => {
    const done: string[] = [];
    const { line, send, nextTurn } = serve(() => [put(done)]);
    let end = (): void => undefined;
    const first = line.run('/assess', () => new Promise<void>((resolve) => (end = resolve)));
    const asked = send('/api/put', '{"word":"one"}');
    // What cannot be read is refused without a turn.
    expect((await send('/api/put', '{"word":1}')).response.status).toBe(422);
    expect(done).toEqual([]);
    end();
    await first;
    nextTurn();
    expect((await asked).told).toEqual({ word: 'one' });
  });

  test('is turned away where the line is full, with when to come again', async () => {
    const { send, noted } = serve(() => [put()], 0);
    const { response, told } = await send('/api/put', '{"word":"one"}');
    expect([response.status, told.code, response.headers.get('Retry-After')]).toEqual([503, 'busy', '10']);
    expect(response.headers.get('Content-Type')).toBe('application/problem+json');
    expect(noted).toEqual(['line.turned-away']);
  });
});

describe('a route', () => {
  const plain = { method: 'get', name: 'x', action: 'desk.read', summary: 'x', path: '/api/desk/x' } as const;
  const enter = async () => ({ ok: true, who: undefined }) as const;

  test('that asks for a token is served at once, and counted while it lasts', async () => {
    const { line, others, send } = serve((count) => [
      defineRoute({
        ...plain,
        answer: z.object({ count: z.int() }),
        enter,
        run: () => ({ ok: true, body: { count: count() } }),
      }),
    ]);
    void line.run('/assess', () => new Promise(() => undefined));
    expect((await send('/api/desk/x')).told).toEqual({ count: 1 });
    expect(others.count).toBe(0);
  });

  test('that asks for a token never waits behind the public', () => {
    const route = { ...plain, answer: z.object({}), run: () => ({ ok: true, body: {} }) as const };
    expect(() => defineRoute({ ...route, enter, costly: true })).toThrow('behind the public');
  });
});
