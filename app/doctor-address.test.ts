import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serve } from '../e2e/serve.ts';
import { answersHere, judgeAddress, judgeCertificate } from './doctor-address.ts';
import { readSettings } from './supervisor/index.ts';

const tls = join(import.meta.dirname, 'supervisor', 'testing', 'tls');

function settings(env: Record<string, string>) {
  const flags = { demo: false, development: false };
  return readSettings({ env, flags, checkout: '/srv/clew', home: '/var/lib/clew' });
}

const served = (origin: string) =>
  settings({
    CLEW_ORIGIN: origin,
    CLEW_TLS_CERT: join(tls, 'renewed-certificate.pem'),
    CLEW_TLS_KEY: join(tls, 'renewed-key.pem'),
  });

// This certificate is for localhost, from 22 November 2026 to 29 October 2126.
test.each([
  ['is for another name', 'https://clew.example.org', '2030-01-01', /is not for clew\.example\.org/],
  ['has ended', 'https://localhost', '2126-11-01', /ended on Oct 29 .* 2126/],
  ['ends within fourteen days', 'https://localhost', '2126-10-20', /ends in 9 days/],
  ['has not begun', 'https://localhost', '2026-11-01', /begins on Nov 22 .*Look at the clock/],
])('a certificate that %s is told', async (_, origin, day, words) => {
  expect(await judgeCertificate(served(origin), new Date(day))).toMatch(words);
});

test('a certificate that is well is not, and none is looked for where a proxy serves it', async () => {
  expect(await judgeCertificate(served('https://localhost'), new Date('2030-01-01'))).toBeUndefined();
  const proxied = settings({ CLEW_ORIGIN: 'https://clew.example.org' });
  expect(await judgeCertificate(proxied, new Date('2030-01-01'))).toBeUndefined();
});

test.each([
  [200, undefined],
  [421, /pass the Host header on/],
  [502, /does not reach the node/],
  [404, /Something else is served there/],
])('an address that answers %i', async (status, words) => {
  const site = await serve(() => new Response(null, { status }));
  const told = await judgeAddress(site.origin);
  if (words) expect(told).toMatch(words);
  else expect(told).toBeUndefined();
  await site.close();
});

test('an address where nobody listens', async () => {
  expect(await judgeAddress('http://localhost:9')).toMatch(/nobody listens there/);
});

test('the node is asked on this machine by the name that people type', async () => {
  const names: string[] = [];
  const site = await serve((request) => {
    names.push(new URL(request.url).host);
    return new Response(null);
  });
  const { port } = new URL(site.origin);
  const here = settings({ CLEW_ORIGIN: 'https://clew.example.org', CLEW_PORT: port });
  expect(await answersHere(here)).toBe(true);
  expect(names).toEqual(['clew.example.org']);
  await site.close();
  expect(await answersHere(here)).toBe(false);
});
