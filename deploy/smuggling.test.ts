import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningClew, startClew } from '../e2e/running-clew.ts';
import { hasNginx, type Nginx, startNginx } from './testing/nginx.ts';
import { exchange, findFreePort, statusesIn, type Way } from './testing/raw-http.ts';

/*
 * A request that a proxy and the node cut at different places lets a stranger put their words before somebody else's request. Each
 * of these hides a second request, for a page that is not there. Whoever takes it for one answers 404.
 */
const hidden = 'GET /assets/smuggled HTTP/1.1\r\nHost: HOST\r\nX: x';
const hiddenWhole = `${hidden}\r\n\r\n`;

function post(lines: readonly string[], body: string): string {
  return [
    'POST /en/assess HTTP/1.1',
    'Host: HOST',
    'Content-Type: application/x-www-form-urlencoded',
    ...lines,
    '',
    body,
  ].join('\r\n');
}

const length = (text: string) => `Content-Length: ${text.replaceAll('HOST', 'localhost:10000').length}`;
const chunkedEnd = `0\r\n\r\n${hiddenWhole}`;

const attacks: Readonly<Record<string, string>> = {
  'a length and chunks': post([length(chunkedEnd), 'Transfer-Encoding: chunked'], chunkedEnd),
  'chunks and a length': post(['Transfer-Encoding: chunked', length(chunkedEnd)], chunkedEnd),
  'a length of nothing and chunks': post(['Content-Length: 0', 'Transfer-Encoding: chunked'], chunkedEnd),
  'chunks that are spelled with a vertical tab': post(
    [length(chunkedEnd), 'Transfer-Encoding: \x0bchunked'],
    chunkedEnd,
  ),
  'chunks that are spelled with a space before the colon': post(
    [length(chunkedEnd), 'Transfer-Encoding : chunked'],
    chunkedEnd,
  ),
  'chunks on a folded line': post([length(chunkedEnd), 'Transfer-Encoding:\r\n chunked'], chunkedEnd),
  'chunks twice, once as something else': post(
    [length(chunkedEnd), 'Transfer-Encoding: chunked', 'Transfer-Encoding: x'],
    chunkedEnd,
  ),
  'chunks and identity': post([length(chunkedEnd), 'Transfer-Encoding: chunked, identity'], chunkedEnd),
  'chunks under another name for a proxy': post(
    [length(chunkedEnd), 'X: y\nTransfer-Encoding: chunked'],
    chunkedEnd,
  ),
  'two lengths': post(['Content-Length: 0', length(hiddenWhole)], hiddenWhole),
  'two lengths in one': post([`Content-Length: 0, ${hiddenWhole.length}`], hiddenWhole),
  'a length with a sign': post(['Content-Length: +0'], hiddenWhole),
  'a negative length': post(['Content-Length: -1'], hiddenWhole),
  'a length in another base': post(['Content-Length: 0x0'], hiddenWhole),
  'a length with a space inside': post(['Content-Length: 0 0'], hiddenWhole),
  'a length after a null': post(['Content-Length: \x000'], hiddenWhole),
  'a chunk with a negative size': post(['Transfer-Encoding: chunked'], `-1\r\n${chunkedEnd}`),
  'a chunk whose size overflows': post(
    ['Transfer-Encoding: chunked'],
    `10000000000000000\r\n\r\n${chunkedEnd}`,
  ),
  'a chunk with an extension that holds a line end': post(
    ['Transfer-Encoding: chunked'],
    `3;a="\n\r\n"\r\nabc\r\n${'0\r\n'}X: y`,
  ),
  'a header that carries a line end': `GET /health HTTP/1.1\r\nHost: HOST\r\nX: y\rContent-Length: 9999\r\n\r\n`,
  'a second host': `GET /health HTTP/1.1\r\nHost: HOST\r\nHost: evil.example\r\n\r\n`,
  'a whole address of another host': `GET http://evil.example/health HTTP/1.1\r\nHost: HOST\r\n\r\n`,
};

/** What comes back; a plain request that closes follows, so that whatever was half-read comes to an end. */
async function send(way: Way, attack: string): Promise<number[]> {
  const host = `localhost:${ways.nginx.port}`;
  const last = `GET /health HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
  return statusesIn(await exchange(way, `${attack.replaceAll('HOST', host)}${last}`));
}

let clew: RunningClew;
let nginx: Nginx | undefined;
const ways: Record<'nginx' | 'node', Way> = { nginx: { port: 0, tls: true }, node: { port: 0, tls: false } };

beforeAll(async () => {
  const ports = { proxy: await findFreePort(), plain: await findFreePort(), node: await findFreePort() };
  ways.nginx.port = ports.proxy;
  ways.node.port = ports.node;
  clew = await startClew({
    flags: ['--port', String(ports.node)],
    env: { CLEW_ORIGIN: `https://localhost:${ports.proxy}` },
  });
  if (hasNginx) nginx = await startNginx({ ports });
});
afterAll(async () => {
  await nginx?.stop();
  await clew.stop();
});

describe.each(hasNginx ? (['nginx', 'node'] as const) : (['node'] as const))('asked by way of %s', (by) => {
  test('an answer to the hidden request would be seen: sent openly, it is', async () => {
    expect(await send(ways[by], hiddenWhole)).toEqual([404, 200]);
  });

  test.each(Object.entries(attacks))('no request is hidden in one with %s', async (_, attack) => {
    expect(await send(ways[by], attack)).not.toContain(404);
    // Nor does it wait for the next who come, on connections that are shared behind the proxy.
    const others = await Promise.all(Array.from({ length: 5 }, () => send(ways[by], '')));
    expect(others).toEqual(others.map(() => [200]));
  });
});
