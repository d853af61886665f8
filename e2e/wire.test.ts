import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningClew, startClew } from './running-clew.ts';

let clew: RunningClew;
beforeAll(async () => {
  clew = await startClew();
});
afterAll(() => clew.stop());

/** Sends bytes as they are, and returns all that came back until the other side closed. */
function exchange(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: 'localhost', port: Number(new URL(clew.origin).port) });
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(heard));
    socket.write(bytes);
  });
}

function get(path: string, host: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
}

describe('what is no proper request', () => {
  const requests: [string, (host: string) => string, number][] = [
    ['no HTTP at all', () => 'GARBAGE\r\n\r\n', 400],
    ['a Host with a space', () => get('/en', 'a b'), 400],
    ['a Host with a user', (host) => get('/en', `${host}@evil.example`), 400],
    ['a Host with a path', (host) => get('/en', `${host}/x`), 400],
    [
      'an address for all of the server',
      (host) => `OPTIONS * HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      400,
    ],
    [
      'headers without end',
      (host) => `GET /en HTTP/1.1\r\nHost: ${host}\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
    ],
    ['no Host at all', () => 'GET /en HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['no Host, in the old way', () => 'GET /en HTTP/1.0\r\n\r\n', 400],
    ['an empty Host', () => get('/en', ''), 400],
    ['an expectation', (host) => `GET /en HTTP/1.1\r\nHost: ${host}\r\nExpect: banana\r\n\r\n`, 417],
    ['another name', () => get('/en', 'evil.example'), 421],
    ['another name in the address', (host) => get('http://evil.example/en', host), 421],
    ['a percent sign with nothing behind it', (host) => get('/en/%zz', host), 404],
    ['two slashes that look like another host', (host) => get('//evil.example/en', host), 404],
  ];

  test.each(requests)('%s is refused, with all the headers', async (_name, write, status) => {
    const answer = await exchange(write(new URL(clew.origin).host));
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const head = answer.split('\r\n\r\n')[0]?.toLowerCase() ?? '';
    for (const name of [
      'content-security-policy',
      'cache-control: no-store',
      'x-content-type-options',
      'referrer-policy',
    ])
      expect(head).toContain(name);
    expect(head).not.toMatch(/set-cookie|server:|x-powered-by/);
  });
});

test('127.0.0.1 leads to localhost', async () => {
  const { port } = new URL(clew.origin);
  const answer = await exchange(get('/ar/assess', `127.0.0.1:${port}`));
  expect(answer).toMatch(/^HTTP\/1.1 308 /);
  expect(answer.toLowerCase()).toContain(`location: http://localhost:${port}/ar/assess`);
});

test('a form of very many fields is refused at once, and nobody waits meanwhile', async () => {
  const body = Array.from({ length: 40_000 }, (_, key) => key).join('&');
  const response = await fetch(`${clew.origin}/en/assess`, {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  });
  expect(response.status).toBe(413);
  expect((await response.text()).length).toBeLessThan(20_000);
});
