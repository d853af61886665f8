import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

/** Every folder that may import something of app/ and packages/. */
const FOLDERS = ['app', 'packages', 'bench', 'e2e', 'bin', 'deploy'];

/** Exported, and imported by no file of the house: each with the reason. A name of a whole file is `*`. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'app/store/testing/global-setup.ts setup': 'Vitest calls it: vitest.config.ts names the file.',
  'packages/client/operations.ts *':
    'Written by a tool out of the description of the API, for whoever asks it.',
  'packages/client/index.ts OPERATIONS': 'The list of what the API can do, for a program that is not ours.',
};

/** A name that a file exports: declared there, or passed on. */
type Exported = { file: string; name: string; isType: boolean };

test('every name that app/ and packages/ export is imported somewhere', () => {
  const found = unusedExports(sourcesIn(import.meta.dirname, FOLDERS));
  const unused = found.filter(({ file }) => /^(app|packages)\//.test(file)).filter(isNotForOthers);
  const listed = new Set(Object.keys(EXCEPTIONS));
  const names = unused.map(({ file, name }) => (listed.has(`${file} *`) ? `${file} *` : `${file} ${name}`));
  expect(names.filter((name) => !listed.has(name))).toEqual([]);
  expect([...listed].filter((name) => !names.includes(name))).toEqual([]);
});

test.each([
  ['a function', { 'a.ts': 'export function lone(): void {}' }, ['a.ts lone']],
  ['a type', { 'a.ts': 'export type Lone = string;' }, ['a.ts Lone']],
  ['what is read in its own file only', { 'a.ts': 'export const lone = 1;\nlone.toFixed();' }, ['a.ts lone']],
  ['what a door passes on to nobody', { 'a.ts': "export { lone } from './b.ts';" }, ['a.ts lone']],
  ['what is imported under another name', used("import { lone as other } from './a.ts';"), []],
  ['what is imported beside a type', used("import { type Other, lone } from './a.ts';"), []],
  ['what is imported where it is needed', used("const { lone } = await import('./a.ts');"), []],
  [
    'what a door passes on whole',
    { ...used("export * from './a.ts';"), 'c.ts': "import { lone } from './b.ts';" },
    [],
  ],
  ['what a door passes on whole, to nobody', used("export * from './a.ts';"), ['a.ts lone']],
])('%s', (_, files, unused) => {
  const sources = new Map(Object.entries(files));
  expect(unusedExports(sources).map(({ file, name }) => `${file} ${name}`)).toEqual(unused);
});

/** A file with one exported name, and another that says something of it. */
function used(text: string): Record<string, string> {
  return { 'a.ts': 'export const lone = 1;', 'b.ts': text };
}

/** A package's door tells the types of what it gives also to programs that are not ours. */
function isNotForOthers({ file, isType }: Exported): boolean {
  return !(isType && /^packages\/\w+\/index\.ts$/.test(file));
}

function sourcesIn(root: string, folders: readonly string[]): Map<string, string> {
  const below = (folder: string) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));
  const paths = [...folders.flatMap(below), ...readdirSync(root)].filter(
    (path) => /\.(ts|tsx|mjs)$/.test(path) && !path.includes('node_modules'),
  );
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/** What files export and no other file imports, in their order. */
function unusedExports(sources: ReadonlyMap<string, string>): Exported[] {
  const imported = new Set<string>();
  const passedOn: { from: string; to: string }[] = [];
  for (const [file, text] of sources) {
    for (const { what, from } of importsIn(file, text)) {
      if (what === '*') passedOn.push({ from, to: file });
      else imported.add(`${from} ${what}`);
    }
  }
  const doors = (file: string): string[] => [
    file,
    ...passedOn.flatMap(({ from, to }) => (from === file ? doors(to) : [])),
  ];
  return [...sources]
    .flatMap(([file, text]) => exportsIn(file, text))
    .filter(({ file, name }) => !doors(file).some((door) => imported.has(`${door} ${name}`)));
}

const LIST_FROM = /^(?:import|export)\s+(?:type\s+)?(?:\w+\s*,\s*)?\{([^}]*)\}\s*from\s*'([^']+)'/gm;
const ALL_FROM = /^export \* from '([^']+)'/gm;
const WHERE_NEEDED = /\bimport\(\s*'([^']+)'\s*\)/g;
const DECLARED =
  /^export (?:declare )?(?:async )?(?:abstract )?(function\*?|const|let|class|interface|type|enum) (\w+)/gm;
const LIST_HERE = /^export (type )?\{([^}]*)\}/gm;

/** What a file takes from which other; `*` where it passes everything on. */
function importsIn(file: string, text: string): { what: string; from: string }[] {
  const found: { what: string; from: string }[] = [];
  const add = (from: string | undefined, what: readonly string[]) => {
    const path = from && fileOf(file, from);
    if (path) found.push(...what.map((name) => ({ what: name, from: path })));
  };
  for (const [, list, from] of text.matchAll(LIST_FROM))
    add(
      from,
      namesIn(list).map(({ own }) => own),
    );
  for (const [, from] of text.matchAll(ALL_FROM)) add(from, ['*']);
  // What is taken of a file that is imported where it is needed, any word may be.
  for (const [, from] of text.matchAll(WHERE_NEEDED)) add(from, text.match(/\w+/g) ?? []);
  return found;
}

function exportsIn(file: string, text: string): Exported[] {
  const declared = [...text.matchAll(DECLARED)].map(([, kind = '', name = '']) => ({
    ...{ file, name, isType: kind === 'type' || kind === 'interface' },
  }));
  const listed = [...text.matchAll(LIST_HERE)].flatMap(([, type, list]) =>
    namesIn(list).map(({ out, isType }) => ({ file, name: out, isType: isType || type !== undefined })),
  );
  return [...declared, ...listed];
}

/** The names between two braces: what each is called where it is written, and out there. */
function namesIn(list = ''): { own: string; out: string; isType: boolean }[] {
  const parts = list.split(',').map((part) => part.trim());
  return parts.filter(Boolean).map((part) => {
    const [own = '', out = own] = part.replace(/^type /, '').split(/\s+as\s+/);
    return { own, out, isType: part.startsWith('type ') };
  });
}

function fileOf(from: string, to: string): string | undefined {
  if (to.startsWith('@clew/')) return `packages/${to.slice('@clew/'.length)}/index.ts`;
  return to.startsWith('.') ? join(dirname(from), to) : undefined;
}
