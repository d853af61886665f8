import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request as requestPlain } from 'node:http';
import { request } from 'node:https';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { makeDataFolder, type NodeUnderTest, startReadyNode, stopNode } from './testing/node-under-test.ts';

const tls = join(import.meta.dirname, 'testing', 'tls');
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function started(env: Record<string, string>): Promise<NodeUnderTest> {
  const { dataFolder, remove } = await makeDataFolder();
  endings.push(remove);
  const port = await findFreePort();
  const node = await startReadyNode({ dataFolder, env: { CLEW_PORT: String(port), ...env } });
  endings.push(() => stopNode(node));
  return { ...node, origin: `localhost:${port}` };
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** `once` of node:events would end with the reset that a refused client is meant to get. */
function untilClosed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

function portOf(node: NodeUnderTest): number {
  return Number(node.origin.split(':')[1]);
}

function startedWithTls(): Promise<NodeUnderTest> {
  return started({
    CLEW_HOST: '0.0.0.0',
    CLEW_ORIGIN: 'https://localhost',
    CLEW_TLS_CERT: join(tls, 'certificate.pem'),
    CLEW_TLS_KEY: join(tls, 'key.pem'),
  });
}

/** Version and suite that a client with these terms ends up with; how it was refused, else. */
function agreeOn(node: NodeUnderTest, terms: ConnectionOptions): Promise<string> {
  return new Promise((resolve) => {
    const options = { host: 'localhost', port: portOf(node), rejectUnauthorized: false, ...terms };
    const socket = connectTls(options, () => {
      resolve(`${socket.getProtocol()} ${socket.getCipher().name}`);
      socket.destroy();
    });
    socket.on('error', (error) => resolve('code' in error ? String(error.code) : 'refused'));
  });
}

test('of TLS it speaks 1.3 and 1.2, and only suites that authenticate what they encrypt', async () => {
  const node = await startedWithTls();
  expect(await agreeOn(node, {})).toBe('TLSv1.3 TLS_AES_256_GCM_SHA384');
  expect(await agreeOn(node, { maxVersion: 'TLSv1.2' })).toMatch(/^TLSv1\.2 ECDHE-\w+-AES256-GCM-SHA384$/);
  // SECLEVEL=0 lets the client itself speak what is out of date.
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' } as const;
  expect(await agreeOn(node, old)).toMatch(/^ERR_SSL_/);
  const blocks = 'ECDHE-RSA-AES128-SHA:ECDHE-ECDSA-AES128-SHA:AES128-SHA:AES128-GCM-SHA256';
  expect(await agreeOn(node, { maxVersion: 'TLSv1.2', ciphers: blocks })).toMatch(/^ERR_SSL_|ECONNRESET/);
});

test('with TLS files it speaks no plain HTTP on the same port', async () => {
  const node = await startedWithTls();
  const plain = connect({ host: 'localhost', port: portOf(node) });
  plain.on('error', () => undefined);
  let heard = '';
  plain.on('data', (chunk) => {
    heard += chunk;
  });
  plain.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await untilClosed(plain);
  expect(heard).not.toContain('HTTP/1.1 2');
  expect(heard).not.toContain('HTTP/1.1 3');
});

test('with TLS files it serves https, with the certificate given, to other machines too', async () => {
  const node = await startedWithTls();
  const ca = await readFile(join(tls, 'certificate.pem'));
  const sent = request({ host: 'localhost', port: portOf(node), path: '/health', ca }).end();
  const [response] = await once(sent, 'response');
  expect(response.statusCode).toBe(200);
  response.resume();
});

test('with a named proxy only the proxy may connect', async () => {
  const node = await started({
    CLEW_HOST: '0.0.0.0',
    CLEW_ORIGIN: 'https://clew.example.org',
    CLEW_TRUSTED_PROXY: '127.0.0.1',
  });
  const sent = requestPlain({ host: '127.0.0.1', port: portOf(node), path: '/health' }).end();
  const [response] = await once(sent, 'response');
  expect(response.statusCode).toBe(200);
  response.resume();

  const stranger = connect({ host: '127.0.0.1', port: portOf(node), localAddress: '127.0.0.2' });
  stranger.on('error', () => undefined);
  stranger.write('GET /health HTTP/1.1\r\nHost: clew.example.org\r\n\r\n');
  let heard = '';
  stranger.on('data', (chunk) => {
    heard += chunk;
  });
  await untilClosed(stranger);
  expect(heard).toBe('');
});

test('a client that sends its headers a letter at a time does not hold a connection for ever', async () => {
  const node = await started({});
  const slow = connect({ host: 'localhost', port: portOf(node) });
  slow.on('error', () => undefined);
  slow.write('GET / HTTP/1.1\r\nX-Slow: ');
  let heard = '';
  slow.on('data', (chunk) => {
    heard += chunk;
  });
  await untilClosed(slow);
  expect(heard).toContain('408');
});
