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

function smuggle(host: string, fields: string): string {
  return `POST /en/assess HTTP/1.1\r\nHost: ${host}\r\n${fields}\r\n\r\n0\r\n\r\nGET /en/law HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
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
    ['a trace', (host) => `TRACE /en HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`, 404],
    // What two servers in a row would end at different places: the second request would be smuggled past the first.
    [
      'a body of two lengths',
      (host) => smuggle(host, 'Content-Length: 3\r\nTransfer-Encoding: chunked'),
      400,
    ],
    [
      'a body of two different lengths',
      (host) => smuggle(host, 'Content-Length: 3\r\nContent-Length: 4'),
      400,
    ],
    ['an encoding that is none', (host) => smuggle(host, 'Transfer-Encoding: chunked, banana'), 400],
    ['a length that is no number', (host) => smuggle(host, 'Content-Length: +3'), 400],
    ['a field name with a space before its colon', (host) => smuggle(host, 'Content-Length : 3'), 400],
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
    expect(answer.match(/^HTTP\/1\.1 /gm)).toHaveLength(1);
  });
});

test('what a proxy, or anybody in its name, says about the client changes nothing', async () => {
  const { host } = new URL(clew.origin);
  const said = [
    'X-Forwarded-For: 10.0.0.1',
    'X-Forwarded-Host: evil.example',
    'X-Forwarded-Proto: https',
    'X-Forwarded-Prefix: /x',
    'X-Real-IP: 10.0.0.1',
    'X-Original-URL: /desk/people',
    'X-Rewrite-URL: /desk/people',
    'X-HTTP-Method-Override: POST',
    'X-User-ID: amina',
    'Forwarded: for=10.0.0.1;host=evil.example;proto=https',
  ];
  const ask = (fields: readonly string[]) =>
    exchange(`GET /en/law HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${fields.join('\r\n')}\r\n\r\n`);
  const withoutDate = (answer: string) => answer.replace(/^date: .*$/im, '');
  expect(withoutDate(await ask(said))).toBe(withoutDate(await ask(['X-Nothing: at all'])));
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
