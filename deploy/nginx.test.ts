import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get as getPlain } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { get } from 'node:https';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type RunningClew, startClew } from '../e2e/running-clew.ts';
import { certificateFile, hasNginx, type Nginx, type NginxStart, startNginx } from './testing/nginx.ts';
import { exchange, findFreePort, openRaw, statusesIn } from './testing/raw-http.ts';

const ca = readFileSync(certificateFile);
let ports: NginxStart['ports'];
let clew: RunningClew;
let origin: string;
const endings: (() => Promise<unknown>)[] = [];

test('nginx is there where every change is checked', () => {
  expect(hasNginx || !process.env.CI).toBe(true);
});

const title = hasNginx
  ? 'behind nginx, with the file that stands here'
  : 'NOT TESTED: nginx is not on this machine';
describe.runIf(hasNginx)(title, () => {
  beforeAll(async () => {
    ports = { proxy: await findFreePort(), plain: await findFreePort(), node: await findFreePort() };
    origin = `https://localhost:${ports.proxy}`;
    clew = await startClew({ flags: ['--port', String(ports.node)], env: { CLEW_ORIGIN: origin } });
  });
  afterAll(() => clew.stop());
  afterEach(async () => {
    for (const end of endings.splice(0)) await end();
  });

  async function proxy(change?: (text: string) => string): Promise<Nginx> {
    const nginx = await startNginx({ ports, ...(change ? { change } : {}) });
    endings.push(nginx.stop);
    return nginx;
  }

  async function ask(
    path: string,
  ): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }> {
    const sent = get(`${origin}${path}`, { ca });
    const [response] = await once(sent, 'response');
    let text = '';
    for await (const chunk of response) text += chunk;
    return { status: response.statusCode, headers: response.headers, text };
  }

  test('pages come as the node made them, over HTTP/1.1 and HTTP/2, and say nothing of versions', async () => {
    await proxy();
    const page = await ask('/en');
    expect(page.status).toBe(200);
    expect(page.headers).toMatchObject({
      'strict-transport-security': expect.stringContaining('max-age'),
      'cache-control': 'no-store',
      server: 'nginx',
    });
    const session = connectHttp2(origin, { ca });
    const stream = session.request({ ':path': '/en' });
    const [headers] = await once(stream, 'response');
    expect(headers[':status']).toBe(200);
    session.destroy();
  });

  test('a form without Origin and Sec-Fetch-Site, as Tor Browser may send it, is taken; one from elsewhere is not', async () => {
    await proxy();
    const sendForm = (more: string) =>
      exchange(
        { port: ports.proxy, tls: true },
        `POST /en/assess HTTP/1.1\r\nHost: localhost:${ports.proxy}\r\n${more}Connection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=b`,
      );
    expect(statusesIn(await sendForm(''))[0]).not.toBe(403);
    expect(statusesIn(await sendForm('Origin: https://evil.example\r\n'))).toEqual([403]);
  });

  test('by plain http, and by another name, nothing is served', async () => {
    const nginx = await proxy();
    const [response] = await once(getPlain(`http://localhost:${nginx.plainPort}/en/law`), 'response');
    expect([response.statusCode, response.headers.location]).toEqual([301, 'https://localhost/']);
    response.resume();
    const stranger = connectTls({ host: '127.0.0.1', port: nginx.port, servername: 'other.example', ca });
    const [error] = await once(stranger, 'error');
    expect(error.code).toMatch(/^ERR_SSL/);
  });

  const cut = (line: RegExp) => (text: string) => {
    expect(text).toMatch(line);
    return text.replaceAll(line, '');
  };

  test.each([
    ['kept', undefined, false],
    ['taken out, which the test sees', cut(/proxy_request_buffering off;/g), true],
  ])('what somebody is sending lies in no file, with its line %s', async (_, change, onDisk) => {
    const nginx = await proxy(change);
    const socket = await openRaw({ port: nginx.port, tls: true });
    socket.write(
      `POST /en/assess HTTP/1.1\r\nHost: localhost:${ports.proxy}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 200000\r\n\r\n${'story=blackbird'.repeat(10_000)}`,
    );
    const held = async () => (await nginx.openFiles()).some((path) => path.includes('client_body'));
    const deadline = onDisk ? 400 : 40;
    let seen = false;
    for (let look = 0; look < deadline && !seen; look++) seen = await held();
    expect(seen).toBe(onDisk);
    socket.destroy();
  });

  test.each([
    ['kept', undefined, false],
    ['taken out, which the test sees', cut(/access_log off;/g), true],
  ])('who was here stands in no file, with its line %s', async (_, change, isWritten) => {
    const nginx = await proxy(change);
    await ask('/en/law/blackbird');
    // Nginx writes a line after it has answered: all of it is there once it has ended.
    expect((await nginx.stop()).includes('blackbird')).toBe(isWritten);
  });

  const doctor = async () => {
    const run = promisify(execFile)(
      process.execPath,
      [join(import.meta.dirname, '..', 'bin', 'clew.mjs'), 'doctor', '--json'],
      {
        env: {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          CLEW_DATA: clew.dataFolder,
          CLEW_ORIGIN: origin,
          CLEW_PORT: String(ports.node),
          NODE_EXTRA_CA_CERTS: certificateFile,
        },
      },
    );
    const { stdout } = await run.catch((failed: { stdout: string }) => failed);
    const { findings } = JSON.parse(stdout) as { findings: { name: string; state: string; text: string }[] };
    return findings.find(({ name }) => name === 'address');
  };

  test.each([
    ['all is well', (text: string) => text, 'is answered by the node'],
    [
      'the Host header is not passed on',
      cut(/proxy_set_header Host \$http_host;/g),
      'pass the Host header on',
    ],
    [
      'it asks at a port where nobody is',
      (text: string) => text.replace(`127.0.0.1:${ports.node}`, '127.0.0.1:9'),
      'does not reach the node',
    ],
  ])('clew doctor tells when %s', async (_, change, words) => {
    await proxy(change);
    expect((await doctor())?.text).toContain(words);
  });

  test('clew doctor tells when the proxy does not run', async () => {
    expect((await doctor())?.text).toContain('nobody listens there');
  });

  test('while the node is away, people are told in plain words', async () => {
    await proxy((text) => text.replace(`127.0.0.1:${ports.node}`, '127.0.0.1:9'));
    const page = await ask('/en');
    expect([page.status, page.headers['retry-after']]).toEqual([503, '10']);
    expect(page.text).toContain('Nothing was saved');
  });
});
