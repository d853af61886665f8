import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request as requestPlain } from 'node:http';
import { request } from 'node:https';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
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

test('with TLS files it serves https, with the certificate given, to other machines too', async () => {
  const node = await started({
    CLEW_HOST: '0.0.0.0',
    CLEW_ORIGIN: 'https://localhost',
    CLEW_TLS_CERT: join(tls, 'certificate.pem'),
    CLEW_TLS_KEY: join(tls, 'key.pem'),
  });
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
