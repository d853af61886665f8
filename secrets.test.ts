import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';

const root = import.meta.dirname;

/** How secrets of the world outside look: each begins or is framed in a way of its own. */
const secrets: readonly { what: string; pattern: RegExp }[] = [
  { what: 'a private key', pattern: /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY(?: BLOCK)?-----/ },
  { what: 'an age key', pattern: /\bAGE-SECRET-KEY-1[0-9A-Z]{58}\b/ },
  { what: 'a key of a cloud', pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[\w-]{35}\b/ },
  { what: 'a token of a code host', pattern: /\bgh[pousr]_\w{36,}|\bgithub_pat_\w{22,}|\bglpat-[\w-]{20,}/ },
  { what: 'a token of a package registry', pattern: /\bnpm_\w{36}\b|_authToken=|\bpypi-[\w-]{50,}/ },
  { what: 'a token of a message service', pattern: /\bxox[abprs]-[\w-]{10,}|\bSG\.[\w-]{20,}\.[\w-]{20,}/ },
  { what: 'a token of a payment service', pattern: /\b[rs]k_live_\w{20,}/ },
  { what: 'a signed token', pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/ },
  {
    what: 'a password in an address',
    pattern:
      /\b[a-z][a-z0-9+]*:\/\/[^\s:/@'"`$<{]+:(?!PASSWORD@|hidden@|[A-Za-z]+@localhost\b)[^\s@/'"`$<{]+@[a-z]/,
  },
];

/** What looks like one and opens nothing outside of tests. */
const known: Readonly<Record<string, RegExp>> = {
  'a private key': /^app\/supervisor\/testing\/tls\/(?:renewed-)?key\.pem$/,
  'an age key': /^packages\/seal\/vectors\//,
  'a password in an address': /^app\/supervisor\/(?:settings|config-file)\.test\.ts$/,
};

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink() || ['.git', 'node_modules'].includes(entry.name)) return [];
    return entry.isDirectory() ? listFiles(path) : [relative(root, path)];
  });
}

const files = listFiles(root).filter((path) => path !== 'secrets.test.ts');

test('there are files to look at', () => {
  expect(files.length).toBeGreaterThan(1_000);
});

test.each(secrets)('no file holds $what but those that are known', ({ what, pattern }) => {
  const found = files.filter((path) => {
    const content = readFileSync(join(root, path));
    return !content.includes(0) && !known[what]?.test(path) && pattern.test(content.toString());
  });
  expect(found).toEqual([]);
});

test.each([
  ['a private key', '-----BEGIN EC PRIVATE KEY-----'],
  ['a key of a cloud', `AKIA${'ABCDEFGH'.repeat(2)}`],
  ['a token of a code host', `ghp_${'a1'.repeat(18)}`],
  ['a token of a package registry', `npm_${'a1'.repeat(18)}`],
  ['a password in an address', 'postgres://clew:blackbird@db.example.org/clew'],
])('%s would be found', (kind, text) => {
  expect(secrets.find(({ what }) => what === kind)?.pattern.test(text)).toBe(true);
});
