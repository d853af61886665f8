import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ask, ORIGIN, sampleSite, send } from './testing/sample-site.tsx';

const site = sampleSite({ development: true });

/** Every kind of answer that the site can give. */
async function everyResponse(): Promise<[string, Response][]> {
  const html = await (await ask(site, '/style')).text();
  const files = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
  const asked = ['/', '/ar/law', '/law/nothing', '/nothing', '/broken', '/style', '/health', '/x'];
  const elsewhere = ['/api/nothing', '/assets/nothing.css', 'http://127.0.0.1:1414/', 'http://evil.example/'];
  const responses: [string, Response][] = [];
  for (const path of [...asked, ...elsewhere, ...files]) responses.push([path, await ask(site, path)]);
  responses.push(['HEAD /law', await ask(site, '/law', { method: 'HEAD' })]);
  responses.push(['PUT /law', await ask(site, '/law', { method: 'PUT' })]);
  responses.push(['POST /style', await send(site, '/style', { phone: 'x' })]);
  responses.push(['POST /away', await send(site, '/away', { a: 'b' })]);
  responses.push(['POST from elsewhere', await send(site, '/away', {}, { Origin: 'https://evil.example' })]);
  responses.push(['POST too large', await send(site, '/away', { a: 'x'.repeat(300_000) })]);
  responses.push(['POST JSON', await ask(site, '/away', { method: 'POST', body: '{}' })]);
  return responses;
}

test('every response carries the security headers, errors, files and redirects included', async () => {
  const responses = await everyResponse();
  const statuses = new Set(responses.map(([, response]) => response.status));
  expect([...statuses].sort()).toEqual([200, 303, 308, 403, 404, 405, 413, 415, 421, 422, 500, 503]);
  for (const [name, { headers }] of responses) {
    const policy = headers.get('Content-Security-Policy') ?? '';
    expect(policy, name).toContain("default-src 'none'");
    expect(policy, name).toContain(
      "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
    );
    expect(policy, name).not.toMatch(/unsafe|http|\*|data:/);
    expect(
      {
        cache: headers.get('Cache-Control'),
        opener: headers.get('Cross-Origin-Opener-Policy'),
        resource: headers.get('Cross-Origin-Resource-Policy'),
        referrer: headers.get('Referrer-Policy'),
        type: headers.get('X-Content-Type-Options'),
        frame: headers.get('X-Frame-Options'),
        permissions: headers.get('Permissions-Policy')?.includes('geolocation=()'),
      },
      name,
    ).toEqual({
      cache: 'no-store',
      opener: 'same-origin',
      resource: 'same-origin',
      referrer: 'no-referrer',
      type: 'nosniff',
      frame: 'DENY',
      permissions: true,
    });
    expect([headers.get('Set-Cookie'), headers.get('Server')], name).toEqual([null, null]);
  }
});

test('no other site may read an answer, whatever it says of itself', async () => {
  const headers = { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' };
  for (const method of ['GET', 'OPTIONS', 'HEAD'])
    for (const path of ['/', '/law', '/health', '/api/nothing', '/style']) {
      const response = await ask(site, path, { method, headers });
      const opened = [...response.headers.keys()].filter((name) => name.startsWith('access-control-'));
      expect([method, path, opened]).toEqual([method, path, []]);
    }
});

test('every answer with a body says what it is, and text says its characters', async () => {
  for (const [name, response] of await everyResponse()) {
    const type = response.headers.get('Content-Type') ?? '';
    const { length } = await response.text();
    if (length === 0) continue;
    // JSON is UTF-8 by its own rule (RFC 8259, section 8.1), and its types have no such parameter.
    expect(type, name).toMatch(
      /^text\/(?:html|css|javascript|plain); charset=utf-8$|^application\/(?:problem\+)?json/i,
    );
  }
});

test('whatever is asked, the answer is one of ours, says nothing of the inside and carries the headers', async () => {
  const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS');
  const word = fc.constantFrom(
    'en',
    'ar',
    'law',
    'api',
    'assets',
    'style',
    '..',
    '%2e%2e',
    '%',
    '%00',
    ' ',
    'é',
  );
  const path = fc.oneof(
    fc.webPath(),
    fc.array(fc.oneof(word, fc.string())).map((words) => `/${words.join('/')}`),
  );
  const header = fc.string().map((text) => encodeURI(text));
  await fc.assert(
    fc.asyncProperty(method, path, header, async (asked, where, accept) => {
      const response = await ask(site, new URL(where.replace(/^\/\/+/, '/'), ORIGIN).href, {
        method: asked,
        headers: { 'Accept-Language': accept, 'Accept-Encoding': accept },
      });
      expect([200, 303, 404, 405, 415, 421]).toContain(response.status);
      expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
      expect(response.headers.get('Cache-Control')).toBe('no-store');
    }),
  );
});

describe('scripts', () => {
  test('are allowed where a page has an island, and nowhere else', async () => {
    for (const [name, { headers }] of await everyResponse()) {
      const isOurPage = headers.get('Content-Language') !== null;
      expect(headers.get('Content-Security-Policy')?.includes("script-src 'self'"), name).toBe(isOurPage);
    }
  });
});

describe('strict transport', () => {
  test('is asked for over HTTPS', async () => {
    const secure = sampleSite({ origin: 'https://clew.example' });
    const response = await ask(secure, 'https://clew.example/');
    expect(response.headers.get('Strict-Transport-Security')).toBe('max-age=63072000; includeSubDomains');
  });

  test('is not asked for on localhost', async () => {
    expect((await ask(site, ORIGIN)).headers.get('Strict-Transport-Security')).toBeNull();
  });
});
