import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bundleAssets } from './assets.ts';
import { chooseEncoding } from './compression.ts';
import { ask, sampleSite } from './testing/sample-site.tsx';

const assets = bundleAssets(false);
const site = sampleSite();

describe('the files that pages load', () => {
  test('are style sheets and scripts, named by their content', async () => {
    for (const [name, type] of [
      ['public.css', 'text/css; charset=utf-8'],
      ['leave-by-escape.js', 'text/javascript; charset=utf-8'],
    ] as const) {
      const address = assets.address(name);
      expect(address).toMatch(/^\/assets\/[a-z-]+-[A-Z0-9]{8}\.(css|js)$/);
      const response = await ask(site, address);
      expect([response.status, response.headers.get('Content-Type')]).toEqual([200, type]);
    }
  });

  test('have the same name at each start', () => {
    expect(bundleAssets(true).address('public.css')).toBe(assets.address('public.css'));
  });

  test('reach no other site and hold no name of a folder', async () => {
    for (const name of ['public.css', 'leave-by-escape.js']) {
      const text = await (await ask(site, assets.address(name))).text();
      expect(text).not.toMatch(/https?:|@import|url\(|app\/web/);
    }
  });

  test('of development are not there for everybody', () => {
    expect(() => assets.address('style.css')).toThrow('No style sheet or island is called style.css');
  });

  test.each([
    '/assets/',
    '/assets/public.css',
    '/assets/../package.json',
    '/assets/..%2f..%2fpackage.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/assets/....//package.json',
    '/assets/public.css%00',
    '/assets//etc/passwd',
  ])('are the only ones: %s is not found', async (path) => {
    const response = await ask(site, path);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain('"workspaces"');
  });

  test('come as small as the browser takes them', async () => {
    const address = assets.address('public.css');
    const plain = await (await ask(site, address)).text();
    const gzip = await ask(site, address, { headers: { 'Accept-Encoding': 'gzip' } });
    expect(gunzipSync(await gzip.arrayBuffer()).toString()).toBe(plain);
    const brotli = await ask(site, address, { headers: { 'Accept-Encoding': 'gzip, br' } });
    expect(brotliDecompressSync(await brotli.arrayBuffer()).toString()).toBe(plain);
  });
});

test.each([
  ['gzip, deflate, br', 'br'],
  ['gzip', 'gzip'],
  ['br;q=0, gzip;q=0.5', 'gzip'],
  ['BR', 'br'],
  ['deflate', undefined],
  ['', undefined],
  [null, undefined],
])('for "%s" the encoding is %s', (header, encoding) => {
  expect(chooseEncoding(header)).toBe(encoding);
});
