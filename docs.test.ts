import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { storeFaultCodes } from './app/store/index.ts';
import { nodeFaultCodes, settingNames } from './app/supervisor/index.ts';
import {
  anchorsOf,
  headsOf,
  headsOfClaim,
  isConditional,
  isSkipped,
  proseOf,
  rowsOf,
} from './docs-claims.ts';

const root = import.meta.dirname;
const files = listFiles(root);
const pages = files.filter((path) => path.endsWith('.md') && !path.startsWith('laws/'));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Every file of the checkout, by its path from the root. */
function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', '.git'].includes(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? listFiles(path) : [relative(root, path)];
  });
}

/** A room of the line in docs/architecture.md may not be there yet. */
const rooms = /^law ─ .+$/m.exec(read('docs/architecture.md'))?.[0].split(' ─ ') ?? [];

/** Whether a path stands for others: `app/ROOM/`, `app/*.ts`, or a room to come. */
function isPattern(path: string): boolean {
  return /[A-Z]{2}|\*/.test(path) || rooms.some((room) => path === `app/${room}`);
}

function firstCells(text: string, pattern: RegExp): string[] {
  return rowsOf(text).flatMap(([first = '']) => pattern.exec(first)?.[1] ?? []);
}

describe.each(pages)('%s', (page) => {
  const text = read(page);

  test('links to files and headings that are there', () => {
    const targets = [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    const broken = targets.filter((target) => {
      if (/^https:\/\//.test(target)) return false;
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(root, file))) return true;
      return anchor !== undefined && !anchorsOf(read(file)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  test('names files that are there', () => {
    const named = [...proseOf(text).matchAll(/`([a-z.]+\/[^`\s]*)`/g)].map(([, path = '']) => path);
    const ours = named.filter(
      (path) => /^(app|bin|deploy|docs|e2e|examples|laws|locales|packages)\//.test(path) && !isPattern(path),
    );
    expect(ours.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('names npm scripts that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...text.matchAll(/npm run ([a-z:]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

test('no file names a folder of somebody’s machine', () => {
  const folder = /(?<![\w.])\/(?:work|home|Users|root)\/[\w.]/;
  const found = files.filter((path) => {
    const content = readFileSync(join(root, path));
    return !content.includes(0) && folder.test(content.toString());
  });
  expect(found).toEqual([]);
});

test('the README’s table of settings is that of the code', () => {
  const rows = rowsOf(read('README.md')).filter(([first = '']) => /^`(CLEW|DATABASE)_/.test(first));
  expect(rows).toEqual(Object.entries(settingNames).map(([name, about]) => [`\`${name}\``, about]));
});

test('the operator’s guide tells what to do for every fault', () => {
  const told = firstCells(read('docs/guide/operator.md'), /^`((?:settings|node|store)\.[a-z-]+)`$/);
  expect(told.toSorted()).toEqual([...storeFaultCodes, ...nodeFaultCodes].toSorted());
});

test('a test that is skipped, or runs only somewhere, is told from one that runs', () => {
  const source =
    "describe.skip('a', () => {\n  test('b', () => {});\n});\ntest.runIf(x)(\n  'c',\n);\ntest('d', f);\n";
  const at = (title: string) => headsOf(source, source.indexOf(`'${title}'`));
  expect(at('b').some(isSkipped)).toBe(true);
  expect(at('c').some(isConditional)).toBe(true);
  expect(at('d').some((head) => isSkipped(head) || isConditional(head))).toBe(false);
});

describe('the threat model', () => {
  const claims = rowsOf(read('docs/threat-model.md')).flatMap(([defence, file = '', title = '']) => {
    const path = /^`(.+\.test\.tsx?)`$/.exec(file)?.[1];
    return path === undefined ? [] : [{ defence, path, title }];
  });

  test('claims something', () => {
    expect(claims.length).toBeGreaterThan(30);
  });

  test.each(claims)('$defence: by $path, $title', ({ defence, path, title }) => {
    const heads = headsOfClaim(read(path), title);
    expect(heads).toBeDefined();
    expect(heads?.filter(isSkipped)).toEqual([]);
    // A test that runs only where it may shows nothing elsewhere, and the row has to say so.
    if (heads?.some(isConditional))
      expect(defence).toMatch(/runs only (?:as root|where (?:nginx|Firefox) is)/);
  });
});

test('decisions are numbered without a gap, and the list names each', () => {
  const decisions = files.filter((path) => /^docs\/decisions\/\d{4}-/.test(path)).toSorted();
  const list = read('docs/decisions/README.md');
  decisions.forEach((path, index) => {
    const number = String(index + 1).padStart(4, '0');
    const [, title] = /^# \d{4}: (.+)$/m.exec(read(path)) ?? [];
    expect(path).toContain(`/${number}-`);
    expect(list).toContain(`| [${number}](${path.split('/').at(-1)}) | ${title} |`);
  });
});

test('a picture is small', () => {
  const large = files.filter((path) => path.endsWith('.png') && statSync(join(root, path)).size > 150_000);
  expect(large).toEqual([]);
});
