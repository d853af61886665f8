import { once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { findFreePort } from '../../deploy/testing/raw-http.ts';
import {
  ask,
  makeDataFolder,
  type NodeUnderTest,
  startReadyNode,
  stopNode,
} from './testing/node-under-test.ts';

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function started(): Promise<{ node: NodeUnderTest; port: number }> {
  const { dataFolder, remove } = await makeDataFolder();
  endings.push(remove);
  const port = await findFreePort();
  const env = { CLEW_METRICS_PORT: String(port), CLEW_BACKUPS: join(dataFolder, '..', 'backups') };
  const node = await startReadyNode({ dataFolder, env });
  endings.push(() => stopNode(node));
  return { node, port };
}

async function get(port: number, { path = '/metrics', host = `localhost:${port}`, method = 'GET' } = {}) {
  const [response] = await once(request({ port, path, method, headers: { host } }).end(), 'response');
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode as number, text };
}

test('this machine reads what the node counts; the pages do not have it', async () => {
  const { node, port } = await started();
  let text = '';
  // What a web process counts comes with its next sign of life.
  while (!text.includes('clew_web_heap_bytes')) text = (await get(port)).text;
  for (const name of ['clew_info{version="test"} 1', 'clew_disk_free_bytes ', 'clew_web_heap_bytes '])
    expect(text).toContain(name);
  expect((await ask(node, '/metrics')).body).toEqual({ path: '/metrics' });
});

test('another path, another method, and a page at a name that was pointed here are told nothing', async () => {
  const { port } = await started();
  for (const other of [{ path: '/' }, { method: 'POST' }, { host: 'evil.example' }])
    expect(await get(port, other)).toEqual({ status: 404, text: '' });
});
