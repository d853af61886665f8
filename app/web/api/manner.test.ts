import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createSite } from '../site.tsx';
import { aboutRoutes } from './about-routes.ts';
import { createCursors, pageOf, pageParameters } from './cursor.ts';
import { codesOf, describeApi } from './describe-api.ts';
import { idParameter, wordParameter } from './parameter.ts';
import { PROBLEM_CODES, PROBLEMS } from './problem.ts';
import { DEEPEST } from './read-json.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const ORIGIN = 'http://localhost:1414';
const ID = '0b7e1f6a-1111-4222-8333-444455556666';

/** A thing that a program reads and changes. */
const SAMPLES: readonly ApiRoute[] = [
  defineRoute({
    method: 'get',
    path: '/api/things/{thing}',
    name: 'readThing',
    action: 'law.read',
    summary: 'A thing.',
    params: { thing: idParameter() },
    query: { how: wordParameter(['long', 'short']).optional() },
    answer: z.object({ thing: z.string() }),
    run: ({ params }) => ({
      ok: true,
      body: { thing: params.thing, secret: 'not declared' } as { thing: string },
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/things',
    name: 'makeThing',
    action: 'law.assess',
    summary: 'Makes a thing.',
    body: z.strictObject({ words: z.string().max(200), nested: z.unknown().optional() }),
    answer: z.object({ words: z.string() }),
    run: ({ body }) => ({ ok: true, body: { words: body.words } }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/fails',
    name: 'fail',
    action: 'law.read',
    summary: 'Fails.',
    answer: z.object({}),
    run: () => {
      throw new Error('secret of the inside');
    },
  }),
];

function siteOf(routes: readonly ApiRoute[] = SAMPLES) {
  return createSite({
    origin: ORIGIN,
    demo: false,
    development: false,
    pages: [],
    routes: [...aboutRoutes(routes, { title: 'Things', version: '1' }), ...routes],
    actions: ['public.read', 'law.read', 'law.assess'],
    describeFault: () => undefined,
    leaveTo: 'https://weather.example/',
    health: () => true,
  });
}

const site = siteOf();

async function ask(path: string, init: RequestInit = {}, origin = ORIGIN) {
  const response = await site.fetch(new Request(origin + path, init));
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, code: codeIn(text) };
}

function codeIn(text: string): string | undefined {
  return text.startsWith('{') ? (JSON.parse(text) as { code?: string }).code : undefined;
}

function send(body: string, type = 'application/json') {
  return ask('/api/things', { method: 'POST', body, headers: { 'Content-Type': type } });
}

describe('a route', () => {
  test('answers what it declares, and nothing that a row has besides', async () => {
    const { status, text } = await ask(`/api/things/${ID}`);
    expect([status, JSON.parse(text)]).toEqual([200, { thing: ID }]);
  });

  test.each([
    ['an id that is none', '/api/things/amina', 404, 'not-found'],
    ['a word of no list', `/api/things/${ID}?how=wide`, 422, 'invalid'],
    ['a name that it does not take', `/api/things/${ID}?name=amina`, 422, 'invalid'],
    ['a parameter twice', `/api/things/${ID}?how=long&how=short`, 422, 'invalid'],
    ['an address that is none', '/api/nothing', 404, 'not-found'],
  ])('refuses %s', async (_, path, status, code) => {
    expect(await ask(path)).toMatchObject({ status, code });
  });

  test.each([
    ['what is no JSON', '{', 400, 'unreadable'],
    ['JSON after a byte order mark', '\ufeff{"words":"x"}', 400, 'unreadable'],
    ['a name that the description does not have', '{"words":"x","more":1}', 422, 'invalid'],
    [
      'a name that all objects share',
      '{"words":"x","nested":{"__proto__":{"admin":true}}}',
      400,
      'unreadable',
    ],
    ['more than it takes', JSON.stringify({ words: 'x'.repeat(70_000) }), 413, 'too-large'],
    [
      'what is nested too deep',
      `{"words":"x","nested":${'['.repeat(DEEPEST + 1)}${']'.repeat(DEEPEST + 1)}}`,
      400,
      'unreadable',
    ],
    [
      'what is nested a hundred thousand deep, cut short',
      `{"words":${'['.repeat(60_000)}`,
      400,
      'unreadable',
    ],
  ])('refuses %s', async (_, body, status, code) => {
    expect(await send(body)).toMatchObject({ status, code });
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'text/json'])(
    'takes no body of the type %s, which another site’s page could send',
    async (type) => {
      expect(await send('{"words":"x"}', type)).toMatchObject({ status: 415, code: 'unknown-type' });
    },
  );

  test('takes bytes that are no UTF-8 for nothing', async () => {
    const body = Buffer.concat([Buffer.from('{"words":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
    const told = await ask('/api/things', {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/json' },
    });
    expect(told).toMatchObject({ status: 400, code: 'unreadable' });
  });

  test('says of a body where it is wrong, and never repeats what was sent', async () => {
    const { text } = await send('{"words":"x","amina":"canary"}');
    expect(JSON.parse(text)).toMatchObject({ wrong: [{ at: '' }] });
    expect(text).not.toMatch(/amina|canary/);
  });

  test('that fails says nothing of the inside', async () => {
    const { status, text, code } = await ask('/api/fails');
    expect([status, code]).toEqual([500, 'unexpected']);
    expect(text).not.toContain('secret');
  });

  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'POST'])(
    'refuses %s with the methods there are',
    async (method) => {
      const { status, headers, code } = await ask(`/api/things/${ID}`, { method });
      expect([status, headers.get('Allow'), code]).toEqual([405, 'GET, HEAD', 'wrong-method']);
    },
  );
});

describe('every answer below /api', () => {
  const addresses: [string, RequestInit][] = [
    [`/api/things/${ID}`, {}],
    ['/api/things/none', {}],
    ['/api/things', { method: 'POST', body: '{', headers: { 'Content-Type': 'application/json' } }],
    ['/api/things', { method: 'DELETE' }],
    ['/api/fails', {}],
    ['/api/nothing', {}],
    ['/api/problems', {}],
    ['/api/openapi.json', {}],
  ];

  test.each(addresses)(
    '%s %j: carries the headers, lets no other site read, and is kept nowhere',
    async (path, init) => {
      const { headers } = await ask(path, {
        ...init,
        headers: {
          ...(init.headers as Record<string, string>),
          Origin: 'https://elsewhere.example',
          Cookie: 'clew=x',
        },
      });
      const shown = Object.fromEntries(
        [...headers].filter(([name]) => !/^(content-type|allow|vary|etag)$/.test(name)),
      );
      expect(shown).toMatchInlineSnapshot(`
        {
          "cache-control": "no-store",
          "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
          "cross-origin-opener-policy": "same-origin",
          "cross-origin-resource-policy": "same-origin",
          "permissions-policy": "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=(), publickey-credentials-create=(), publickey-credentials-get=()",
          "referrer-policy": "no-referrer",
          "x-content-type-options": "nosniff",
          "x-frame-options": "DENY",
          "x-robots-tag": "noindex",
        }
      `);
      expect(headers.get('Content-Type')).toMatch(/^application\/(problem\+)?json$/);
    },
  );

  test('also one under a name that is not ours', async () => {
    const { status, headers, code } = await ask('/api/problems', {}, 'http://elsewhere.example');
    expect([status, code]).toEqual([421, 'wrong-host']);
    expect(headers.get('Cache-Control')).toBe('no-store');
  });
});

describe('what may not start', () => {
  const plain = { method: 'get', name: 'x', action: 'law.read', summary: 'x', answer: z.object({}) } as const;
  const run = () => ({ ok: true, body: {} }) as const;

  test.each([
    ['free text in the address', { q: z.string() }],
    ['free text in the address, also where it may be left out', { q: z.string().optional() }],
    ['a number that nobody bounded', { n: z.coerce.number() }],
  ])('is a route with %s', (_, query) => {
    expect(() => defineRoute({ ...plain, path: '/api/x', query, run })).toThrow(
      'could hold what a person typed',
    );
  });

  test('is a route whose path names what it does not parse', () => {
    expect(() => defineRoute({ ...plain, path: '/api/x/{one}', run })).toThrow('do not name the same');
  });

  test('is one with an action of no list, and two of one address or of one name', () => {
    const one = defineRoute({ ...plain, path: '/api/x', run });
    expect(() => siteOf([{ ...one, action: 'law.rewrite' }])).toThrow('not in the list');
    expect(() => siteOf([one, { ...one, name: 'y' }])).toThrow('Keep one');
    expect(() => siteOf([one, defineRoute({ ...plain, path: '/api/y', run })])).toThrow('Keep one');
  });
});

describe('the description', () => {
  test('names every refusal of a route with its status', () => {
    const { paths } = describeApi(SAMPLES, { title: 'x', version: '1' }) as {
      paths: Record<string, Record<string, { responses: object }>>;
    };
    for (const route of SAMPLES) {
      const told = Object.keys(paths[route.path]?.[route.method]?.responses ?? {});
      const statuses = codesOf(route).map((code) => String(PROBLEMS[code].status));
      expect(told.toSorted()).toEqual([...new Set(['200', ...statuses])].toSorted());
    }
  });

  test('is served, and so is every code that a refusal can have', async () => {
    const { text } = await ask('/api/problems');
    expect((JSON.parse(text) as { items: unknown[] }).items).toHaveLength(PROBLEM_CODES.length);
    expect(JSON.parse((await ask('/api/openapi.json')).text)).toMatchObject({ openapi: '3.1.0' });
  });
});

test('a cursor says nothing, opens for its own list alone, and cannot be made up', () => {
  const cursors = createCursors({
    key: new Uint8Array(32).fill(7),
    random: (length) => new Uint8Array(length),
  });
  const cursor = cursors.write(['files', 'one'], { month: '2026-03' });
  expect(cursors.read(['files', 'one'], cursor, z.object({ month: z.string() }))).toEqual({
    month: '2026-03',
  });
  expect(cursors.read(['files', 'two'], cursor, z.unknown())).toBeUndefined();
  const others = createCursors({
    key: new Uint8Array(32).fill(8),
    random: (length) => new Uint8Array(length),
  });
  expect(others.read(['files', 'one'], cursor, z.unknown())).toBeUndefined();
  expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain('2026');
  expect(Object.keys(pageParameters())).toEqual(['cursor', 'limit']);
  expect(pageOf(z.string()).safeParse({ items: [], next: null }).success).toBe(true);
});
