import { once } from 'node:events';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTlsServer } from './tls-files.ts';

const given = join(import.meta.dirname, 'testing', 'tls');
let folder: string;
const endings: (() => void)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clew-tls-'));
  await use('certificate.pem', 'key.pem');
});
afterEach(async () => {
  for (const end of endings.splice(0)) end();
  await rm(folder, { recursive: true });
});

const place = (name: string) => join(folder, name);

async function use(certificate: string, key: string): Promise<void> {
  await copyFile(join(given, key), place('key.pem'));
  await copyFile(join(given, certificate), place('certificate.pem'));
}

/** A server on these files; `changed` resolves with what it tells next. */
async function serving() {
  const told: string[] = [];
  const listeners: (() => void)[] = [];
  const server = createTlsServer({}, (_, response) => void response.end('ok'), {
    files: { cert: place('certificate.pem'), key: place('key.pem') },
    everyMs: 5,
    onChange: (outcome) => {
      told.push(outcome);
      for (const listener of listeners.splice(0)) listener();
    },
  }).listen(0, '127.0.0.1');
  endings.push(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const changed = () => new Promise<void>((resolve) => listeners.push(resolve));
  return { port, told, changed };
}

/** The fingerprint of the certificate that a new connection is shown. */
async function shown(port: number): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

test('a certificate that was renewed is served without a start, also where one file came before the other', async () => {
  const { port, told, changed } = await serving();
  const before = await shown(port);
  await use('renewed-certificate.pem', 'renewed-key.pem');
  // On a slow machine the half that came first may be looked at twice, and is told.
  while (!told.includes('renewed')) await changed();
  expect(await shown(port)).not.toBe(before);
});

test('what is no certificate with its key is told once, and the one before is served on', async () => {
  const { port, told, changed } = await serving();
  const before = await shown(port);
  const kept = changed();
  await writeFile(place('certificate.pem'), 'half a certi');
  await kept;
  expect(await shown(port)).toBe(before);

  const mended = changed();
  await use('renewed-certificate.pem', 'renewed-key.pem');
  await mended;
  expect(told).toEqual(['kept', 'renewed']);
  expect(await shown(port)).not.toBe(before);
});

test('a connection that stands is not cut', async () => {
  const { port, changed } = await serving();
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const renewed = changed();
  await use('renewed-certificate.pem', 'renewed-key.pem');
  await renewed;
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  let heard = '';
  socket.on('data', (chunk: Buffer) => {
    heard += chunk.toString();
  });
  await once(socket, 'end');
  expect(heard).toContain('200 OK');
});
