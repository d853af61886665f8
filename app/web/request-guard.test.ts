import { describe, expect, test } from 'vitest';
import { BODY_LIMIT } from './read-body.ts';
import { ask, sampleSite, send } from './testing/sample-site.tsx';

const site = sampleSite({ development: true });
const GOOD = { phone: '+00 555', story: 'Some words' };

describe('a request by another name', () => {
  test.each(['http://127.0.0.1:1414', 'http://[::1]:1414'])('%s leads to the site’s own', async (number) => {
    const response = await ask(site, `${number}/fr/law?q=a%20b`);
    expect([response.status, response.headers.get('Location')]).toEqual([
      308,
      'http://localhost:1414/fr/law?q=a%20b',
    ]);
  });

  test('keeps its path even where it looks like another host', async () => {
    const response = await ask(site, 'http://127.0.0.1:1414//evil.example/');
    expect(response.headers.get('Location')).toBe('http://localhost:1414//evil.example/');
  });

  test.each([
    'http://evil.example/',
    'http://evil.example:1414/law',
    'http://localhost:1415/',
    'http://127.0.0.1:1415/',
    'http://localhost.evil.example:1414/',
    'http://evil.example:1414/assets/x.css',
    'http://evil.example:1414/health',
  ])('%s is refused, so that no rebound name reads our pages', async (address) => {
    const response = await ask(site, address);
    expect(response.status).toBe(421);
    expect(await response.text()).toContain('Open it at http://localhost:1414.');
  });

  test('on a public site not even a loopback number leads anywhere', async () => {
    const publicSite = sampleSite({ origin: 'https://clew.example' });
    expect((await ask(publicSite, 'http://127.0.0.1/')).status).toBe(421);
    // Behind a proxy that ends TLS, the request arrives by plain HTTP under the public name.
    expect((await ask(publicSite, 'http://clew.example/')).status).toBe(200);
  });
});

describe('a form', () => {
  test.each([
    ['cross-site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['from a neighbour of the same site', { 'Sec-Fetch-Site': 'same-site' }],
    ['from another origin', { Origin: 'https://evil.example' }],
    ['from another port', { Origin: 'http://localhost:8080' }],
    ['cross-site behind a null origin', { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' }],
  ])('%s is refused', async (_, headers: Record<string, string>) => {
    const response = await send(site, '/style', GOOD, headers);
    expect(response.status).toBe(403);
    expect(await response.text()).not.toContain('Some words');
  });

  test.each([
    ['of our own', { Origin: 'http://localhost:1414', 'Sec-Fetch-Site': 'same-origin' }],
    ['of our own without a referrer', { Origin: 'null', 'Sec-Fetch-Site': 'same-origin' }],
    ['from Tor Browser, which may say nothing', {}],
  ])('%s is read', async (_, headers: Record<string, string>) => {
    expect((await send(site, '/style', GOOD, headers)).status).toBe(200);
  });

  test('too large is refused, whether its header says so or not', async () => {
    const large = await send(site, '/style', { ...GOOD, story: 'x'.repeat(BODY_LIMIT) });
    expect(large.status).toBe(413);
    expect(await large.text()).toContain('Shorten the longest text');
    const chunks = Array.from({ length: 5 }, () => new Uint8Array(BODY_LIMIT / 4).fill(97));
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const chunk = chunks.pop();
        if (chunk === undefined) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, headers, duplex: 'half' };
    expect((await ask(site, '/style', init)).status).toBe(413);
  });

  test('of another type is refused', async () => {
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x'])
      expect(
        (await ask(site, '/style', { method: 'POST', body: 'a', headers: { 'Content-Type': type } })).status,
      ).toBe(415);
  });

  test('with a file is refused where the page expects none, and from another site wherever it goes', async () => {
    const body = new FormData();
    body.append('story', new File(['Some words'], 'a.txt'));
    expect((await ask(site, '/style', { method: 'POST', body })).status).toBe(415);
    const headers = { Origin: 'https://evil.example' };
    expect((await ask(site, '/style', { method: 'POST', body, headers })).status).toBe(403);
  });

  test('may be empty', async () => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expect((await ask(site, '/style', { method: 'POST', headers })).status).toBe(422);
  });
});
